"""``@@comparaison`` of a session: its dossiers side by side, also as CSV; ``@@livret.pdf``: as a book."""

from collective.prai import _
from collective.prai.core.partial_date import format_partial
from collective.prai.core.printing.press import draw
from collective.prai.core.printing.press import Job
from collective.prai.core.settings import site_title
from collective.prai.core.tables import as_csv
from collective.prai.core.tables import Column
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme import reviews
from collective.prai.programme.agendas import dossiers_of
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.instruct.dossiers import answers_of
from collective.prai.programme.instruct.dossiers import kind_of
from collective.prai.programme.instruct.dossiers import line_of
from collective.prai.programme.instruct.dossiers import result_of
from collective.prai.programme.instruct.dossiers import TEXTS
from collective.prai.programme.instruct.house import OfficePage
from collective.prai.programme.jurors import accounts_of
from datetime import date
from functools import cached_property
from pathlib import Path
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound


HERE = Path(__file__).parent
COLUMNS = tuple(
    Column(name, kind, title)
    for name, kind, title in (
        ("numero", "string", "Numéro"),
        ("intitule", "string", "Intitulé"),
        ("demandeur", "string", "Demandeur"),
        ("forme_juridique", "string", "Forme du demandeur"),
        ("population", "integer", "Population"),
        ("appel", "string", "Appel"),
        ("cout_total", "number", "Coût total (€)"),
        ("depense_eligible", "number", "Dépense éligible (€)"),
        ("aide_demandee", "number", "Aide demandée (€)"),
        ("aide_calculee", "number", "Aide calculée (€)"),
        ("jours_demandes", "number", "Jours demandés"),
        ("regles_a_verifier", "string", "Règles à vérifier"),
        ("regles_non_remplies", "string", "Règles non remplies"),
        ("avis_donnes", "integer", "Avis donnés"),
        ("moyenne_sur_100", "number", "Moyenne (sur 100)"),
        ("plus_basse", "number", "Note la plus basse"),
        ("plus_haute", "number", "Note la plus haute"),
        ("avis_du_jury", "string", "Avis du jury"),
    )
)


class Comparison(OfficePage):
    """Of the dossiers that the reader may see; averages are those that she may know."""

    step = _("Dossiers side by side")

    @cached_property
    def dossiers(self) -> list[dict]:
        return [
            self._facts(one) for one in dossiers_of(self.context) if self.is_officer or reader_may_see(one)
        ]

    def _facts(self, application) -> dict:
        shows = reviews.may_see_averages(application, self.context, self.me)
        rules = list(application.eligibility or ())
        return {
            "application": application,
            "line": line_of(application),
            "kind": kind_of(application),
            "days": application.days_asked,
            "doubts": [row.get("label") or row.get("rule") for row in rules if result_of(row) == "warning"],
            "refusals": [row.get("label") or row.get("rule") for row in rules if result_of(row) == "no"],
            "judged": bool(rules),
            "shows": shows,
            "average": reviews.average(application, self.context) if shows else None,
            "criteria": dict(reviews.average_by_criterion(application, self.context)) if shows else {},
            "given": len(reviews.given_reviews(application, self.context)) if shows else None,
            "opinion": self.term("opinions", application.opinion) if shows else "",
        }

    @cached_property
    def criteria(self) -> list[str]:
        """Criteria that any dossier was marked on, in the order of the first."""
        return list(dict.fromkeys(name for one in self.dossiers for name in one["criteria"]))

    @property
    def seats(self) -> int:
        return len(accounts_of(self.context))


class ComparisonTable(Comparison):
    """The same as CSV."""

    def __call__(self):
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        name = f"seance-{self.context.getId()}-{date.today():%Y-%m-%d}.csv"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "private, no-store")
        marked = [Column(f"critere_{index}", "number", name) for index, name in enumerate(self.criteria, 1)]
        return as_csv((*COLUMNS, *marked), map(self._values, self.dossiers))

    def _values(self, one: dict) -> dict:
        line, spread = one["line"], one["average"]
        marks = {
            f"critere_{index}": one["criteria"][name].mean if name in one["criteria"] else None
            for index, name in enumerate(self.criteria, 1)
        }
        return {
            "numero": line.number,
            "intitule": line.title,
            "demandeur": line.applicant,
            "forme_juridique": one["kind"],
            "population": line.population,
            "appel": line.call,
            "cout_total": line.cost,
            "depense_eligible": line.eligible_cost,
            "aide_demandee": line.asked,
            "aide_calculee": line.computed,
            "jours_demandes": one["days"],
            "regles_a_verifier": one["doubts"],
            "regles_non_remplies": one["refusals"],
            "avis_donnes": one["given"],
            "moyenne_sur_100": spread.mean if spread else None,
            "plus_basse": spread.lowest if spread else None,
            "plus_haute": spread.highest if spread else None,
            "avis_du_jury": one["opinion"],
            **marks,
        }


class Booklet(Comparison):
    """For the table of the jury: cover, contents, a chapter a dossier; addresses of applicants are not in it.

    Made for who asks: a dossier that is hidden from a juror is not in her booklet.  Nobody keeps it.
    """

    template = ViewPageTemplateFile("templates/booklet.pt")

    def __call__(self):
        if not self.dossiers:
            raise NotFound
        html = self.template()
        pdf = draw(Job(html, (HERE / "booklet.css").read_text(encoding="utf-8"), {}))
        response = self.request.response
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", f'inline; filename="livret-{self.context.getId()}.pdf"')
        response.setHeader("Cache-Control", "private, no-store")
        return pdf

    @property
    def site_title(self) -> str:
        return site_title()

    @property
    def day(self) -> str:
        return format_partial(self.context.held_on, "fr")

    @property
    def today(self) -> str:
        return format_partial(date.today().isoformat(), "fr")

    def texts(self, one: dict) -> list[tuple]:
        """Label and paragraphs of what the applicant wrote, addresses left out."""
        application = one["application"]
        return [
            (IApplication[name].title, [line for line in text.splitlines() if line.strip()])
            for name in TEXTS
            if (text := getattr(application, name, None))
        ]

    def answers(self, one: dict) -> list[dict]:
        """Of the form, without those that say whom to write to."""
        return [row for row in answers_of(one["application"], contact=False) if row.get("value")]

    def rules(self, one: dict) -> list[dict]:
        return [
            {
                "label": row.get("label") or row.get("rule"),
                "result": self.term("eligibility_results", result_of(row)),
                "reason": row.get("override_reason") if row.get("override") else row.get("reason"),
            }
            for row in one["application"].eligibility or ()
        ]

    def working(self, one: dict) -> list[str]:
        return [line for line in (one["application"].computed_working or "").splitlines() if line.strip()]
