"""What the pages of project and mission sheets say to machines."""

from collective.prai.core.funding import funding_plan
from collective.prai.core.jsonld import amount
from collective.prai.core.jsonld import filled
from collective.prai.core.jsonld import JsonLd
from collective.prai.core.jsonld import node
from collective.prai.core.safe_html import clean_text


def people(thing, names: str | None, *relations: str) -> list[dict]:
    """Organisations of the directory, then historical names, one a line."""
    found = thing.organisations(*relations)
    lines = [line.strip() for line in (names or "").splitlines() if line.strip()]
    return found + [{"@type": "Organization", "name": name} for name in lines]


class ProjectSheetLd(JsonLd):
    """The sheet is an article; what it is about is a project, with each grant that paid for it."""

    kind = "Article"

    def own(self):
        context = self.context
        return {
            "headline": clean_text(context.title or ""),
            "abstract": self.value("the_project"),
            "mainEntity": self.project(),
            "mentions": self.things("deliverables"),
        }

    def project(self) -> dict:
        """Costs and grants in euros, exact to the cent."""
        context = self.context
        return filled(
            {
                "@type": "Project",
                "name": clean_text(context.title or ""),
                "member": people(self, self.value("beneficiary_names"), "lead", "beneficiaries", "partners"),
                "foundingDate": self.value("starts"),
                "dissolutionDate": self.value("ends"),
                "areaServed": self.places(),
                "knowsAbout": [one["name"] for one in self.terms("project_kinds", "project_kinds")],
                "funding": self.grants(),
            }
        )

    def grants(self) -> list[dict]:
        plan = funding_plan(self.context)
        return [
            filled(
                {
                    "@type": "MonetaryGrant",
                    "funder": node("Organization", name=clean_text(share.funder)),
                    "amount": amount(share.amount),
                }
            )
            for share in (plan.shares if plan is not None else ())
        ]


class MissionSheetLd(JsonLd):
    """What an adviser did, for whom, and what can be taken home from it."""

    kind = "Article"

    def own(self):
        title = clean_text(self.context.title or "")
        clients = self.organisations("client", "beneficiaries")
        return {
            "headline": title,
            "abstract": self.value("the_project") or self.value("results"),
            "temporalCoverage": self.value("starts") or self.value("period_text"),
            "mentions": clients + self.things("deliverables"),
            "mainEntity": node(
                "Service",
                name=title,
                serviceType=self.value("role"),
                provider=self.organisations("provider", "associates"),
                areaServed=self.places(),
            ),
        }
