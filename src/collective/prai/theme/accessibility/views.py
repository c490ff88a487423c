"""« Déclaration d'accessibilité » in the form of the order of 20 September 2019, from what was measured.

In French whatever the reader's language: it is a legal statement of the French publisher.
"""

from collective.prai import _
from collective.prai.core.compiled import Compiled
from collective.prai.core.partial_date import MONTHS
from collective.prai.core.settings import public_address
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IHeadedPage
from collective.prai.theme.accessibility.results import ABSENT
from collective.prai.theme.accessibility.results import changed_since
from collective.prai.theme.accessibility.results import COMPLIANT
from collective.prai.theme.accessibility.results import CRITERIA
from collective.prai.theme.accessibility.results import FAILING
from collective.prai.theme.accessibility.results import read
from collective.prai.theme.accessibility.results import Tally
from collective.prai.theme.accessibility.results import tally
from collective.prai.theme.accessibility.results import UNKNOWN
from datetime import date
from plone import api
from Products.Five.browser import BrowserView
from zope.interface import implementer


NAMES = {
    COMPLIANT: "Respecté",
    FAILING: "Non respecté",
    ABSENT: "Sans objet",
    UNKNOWN: "Non évalué",
}
#: State of the whole, as the order says it; a first audit that is not complete gives no right to a rate.
STATES = {
    "full": "totalement conforme",
    "partial": "partiellement conforme",
    "none": "non conforme",
    "incomplete": "non conforme",
}
#: A declaration is renewed after three years.
YEARS = 3
#: Where to write, the first that is public: the form for questions, else the stock form.
QUESTIONS = "poser-une-question"
#: Faults of one criterion that the page spells out.
SPELT = 3


def french_date(day: date) -> str:
    """« 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS['fr'][day.month - 1]} {day.year}"


@implementer(IHeadedPage)
class Declaration(Compiled, BrowserView):
    """The declaration: its figures are those of audit.json, counted here."""

    heading = _("Accessibility statement")

    @property
    def canonical(self) -> str:
        """Its public address."""
        return f"{self.address}/accessibility-info"

    @property
    def address(self) -> str:
        """Of the site to which the declaration applies."""
        return public_address() or api.portal.get().absolute_url()

    @property
    def audit(self) -> dict:
        """The data, as ``make audit`` wrote them."""
        return read()

    @property
    def tally(self) -> Tally:
        """Numbers of criteria by verdict."""
        return tally(self.audit["criteria"])

    @property
    def total(self) -> int:
        """Criteria of the standard."""
        return CRITERIA

    @property
    def state(self) -> str:
        """« non conforme », « partiellement conforme » or « totalement conforme »."""
        return STATES[self.tally.state]

    @property
    def rate(self) -> str | None:
        """Share of the applicable criteria that are met, in percent; None while some are not evaluated."""
        counted = self.tally
        if not counted.complete or not counted.applicable:
            return None
        return f"{100 * counted.compliant / counted.applicable:.1f}".replace(".", ",")

    @property
    def day(self) -> date:
        """Of the audit."""
        return date.fromisoformat(self.audit["date"])

    @property
    def made_on(self) -> str:
        """The same, in words."""
        return french_date(self.day)

    def expired(self, today: date | None = None) -> bool:
        """Whether the declaration is older than the law allows."""
        today = today or date.today()
        return (today.year - self.day.year, today.month, today.day) >= (YEARS, self.day.month, self.day.day)

    @property
    def changed(self) -> int:
        """Templates and style sheets that are no longer those that the audit saw."""
        return changed_since()

    @property
    def sources(self) -> int:
        """Templates and style sheets that the audit saw."""
        return len(self.audit["sources"])

    def results(self) -> list[dict]:
        """Each verdict with its number."""
        counted = self.tally
        numbers = {
            COMPLIANT: counted.compliant,
            FAILING: counted.failing,
            ABSENT: counted.absent,
            UNKNOWN: counted.unknown,
        }
        return [{"name": NAMES[verdict], "number": number} for verdict, number in numbers.items()]

    def failing(self) -> list[dict]:
        """Criteria that are not met: number, title, how many elements, on which pages."""
        titles = {page["name"]: page["title"] for page in self.audit["pages"]}
        found = []
        for number, one in self.audit["criteria"].items():
            if one["verdict"] == FAILING:
                names = dict.fromkeys(fault["page"] for fault in one.get("faults", ()))
                pages = [titles.get(name, name) for name in names]
                found.append({
                    "number": number, "title": one["title"], "count": one.get("count", 1),
                    "pages": pages[:SPELT], "more": max(0, len(pages) - SPELT),
                })  # fmt: skip
        return found

    def topics(self) -> list[dict]:
        """All criteria by topic, each with its verdict and how it was reached."""
        found = {number: {"title": title, "criteria": []} for number, title in self.audit["topics"].items()}
        for number, one in self.audit["criteria"].items():
            found[number.partition(".")[0]]["criteria"].append({
                "number": number, "title": one["title"], "verdict": NAMES[one["verdict"]],
                "how": one["how"], "by": {"machine": "programme", "hand": "personne"}.get(one["by"], ""),
            })  # fmt: skip
        return list(found.values())

    def pages(self) -> list[dict]:
        """The sample: title of each page and its path."""
        return [{"title": page["title"], "path": f"/{page['path']}"} for page in self.audit["pages"]]

    def tools(self) -> list[str]:
        """Names and versions."""
        return [f"{name} {version}" for name, version in self.audit["tools"].items()]

    def editing(self) -> dict:
        """Of the pages on which the team writes: how many, faults of ours, whether stock parts have some."""
        found = self.audit["editing"]
        return {"pages": len(found["pages"]), "faults": len(found["faults"]), "stock": bool(found["stock"])}

    def contact(self) -> dict:
        """Title and address of the form through which to write."""
        portal = api.portal.get()
        form = portal.get(QUESTIONS)
        if form is not None and reader_may_see(form):
            return {"title": form.Title(), "url": form.absolute_url()}
        return {"title": "formulaire de contact", "url": f"{portal.absolute_url()}/contact-info"}
