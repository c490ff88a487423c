"""What the page of a deliverable says to machines."""

from collective.prai.core.jsonld import filled
from collective.prai.core.jsonld import JsonLd
from collective.prai.core.jsonld import node
from collective.prai.core.safe_html import clean_text
from collective.prai.transfer.records import FREE_PRODUCT_LICENCES


#: Kind of deliverable → class of schema.org; all others are works.
KINDS = {
    "solution-logicielle": "SoftwareSourceCode",
    "jeu-de-donnees": "Dataset",
    "support-de-formation": "LearningResource",
    "etude": "Report",
    "video": "VideoObject",
}


class DeliverableLd(JsonLd):
    """The sheet has the licence of our text; the thing it is about has its own."""

    kind = "CreativeWork"

    def own(self):
        return {"abstract": self.value("purpose"), "mainEntity": self.thing()}

    def thing(self) -> dict:
        kind = KINDS.get(self.value("kind"), "CreativeWork")
        licence, repository = self.value("product_licence"), self.value("repository")
        is_program = kind == "SoftwareSourceCode"
        return filled(
            {
                "@type": kind,
                "name": clean_text(self.context.title or ""),
                "genre": self.title_of("deliverable_kinds", "kind"),
                "version": self.value("version"),
                "license": f"https://spdx.org/licenses/{licence}"
                if licence in FREE_PRODUCT_LICENCES
                else None,
                "author": self.organisations("producer")
                or node("Organization", name=self.value("producer_name")),
                "isBasedOn": self.things("origin"),
                "codeRepository": repository if is_program else None,
                "url": None if is_program else repository,
                "encoding": self.files(),
            }
        )


class ReuseLd(JsonLd):
    """A text about what was done: who did something with what."""

    kind = "CreativeWork"

    def own(self):
        return {"mainEntity": node("Action", **self.action())}

    def action(self) -> dict:
        done = {"in-service": "CompletedActionStatus", "abandoned": "FailedActionStatus"}
        status = done.get(self.value("stage"), "ActiveActionStatus")
        return {
            "object": self.things("original"),
            "agent": self.organisations("reuser") or node("Organization", name=self.value("reuser_name")),
            "result": self.things("derived_deliverable"),
            "actionStatus": f"https://schema.org/{status}",
        }
