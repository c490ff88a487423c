"""``/dossiers``: every dossier that an officer may read, by call, state and colleague; the late ones said."""

from AccessControl import Unauthorized
from collective.prai.core.publication.workflow import APPLICATIONS
from collective.prai.core.tables import as_csv
from collective.prai.core.tables import Column
from collective.prai.programme.content.session import SESSIONS
from collective.prai.programme.instruct.dossiers import late_after
from collective.prai.programme.instruct.dossiers import Line
from collective.prai.programme.instruct.dossiers import line_of
from collective.prai.programme.instruct.house import OfficePage
from collective.prai.programme.instruct.house import own_title
from datetime import date
from functools import cached_property
from plone import api
from plone.base.batch import Batch
from urllib.parse import urlencode
import re


PAGE = 25
#: Word of the address → how lines are sorted, what is unknown last.
SORTS = {
    "reception": lambda line: (line.received is None, line.received and line.received.timestamp()),
    "numero": lambda line: (not line.number, line.number),
    "demandeur": lambda line: (not line.applicant, line.applicant.casefold()),
    "cout": lambda line: (line.cost is None, -(line.cost or 0)),
    "attente": lambda line: (line.waits is None, -(line.waits or 0)),
    "etat": lambda line: ORDER.index(line.state) if line.state in ORDER else len(ORDER),
}
#: States in the order of the work.
ORDER = (
    "submitted", "to_complete", "eligible", "before_jury", "opinion_given", "deferred", "awarded", "agreed",
    "settled", "rejected", "ineligible", "withdrawn", "draft",
)  # fmt: skip
FILTERS = ("appel", "etat", "agent", "retard", "mots", "tri")
#: Values of ``agent``: mine, nobody's; else a login name.
MINE, NOBODY = "moi", "personne"
COLUMNS = tuple(
    Column(name, kind, title)
    for name, kind, title in (
        ("numero", "string", "Numéro"),
        ("intitule", "string", "Intitulé"),
        ("demandeur", "string", "Demandeur"),
        ("population", "integer", "Population"),
        ("appel", "string", "Appel"),
        ("etat", "string", "État"),
        ("recu_le", "date", "Reçu le"),
        ("jours_dans_cet_etat", "integer", "Jours dans cet état"),
        ("en_retard", "string", "En retard"),
        ("agent", "string", "Agent"),
        ("cout_total", "number", "Coût total (€)"),
        ("depense_eligible", "number", "Dépense éligible (€)"),
        ("aide_demandee", "number", "Aide demandée (€)"),
        ("aide_calculee", "number", "Aide calculée (€)"),
        ("aide_accordee", "number", "Aide accordée (€)"),
        ("regles_a_verifier", "integer", "Règles à vérifier"),
        ("regles_non_remplies", "integer", "Règles non remplies"),
    )
)


class Dossiers(OfficePage):
    """The officers' desk; a juror who comes here is led to hers."""

    def __call__(self):
        if not self.is_officer:
            if not api.user.has_permission("collective.prai: Judge applications", obj=self.context):
                raise Unauthorized
            self.request.response.redirect(f"{self.site_url}/{SESSIONS}")
            return ""
        return super().__call__()

    @cached_property
    def everything(self) -> list[Line]:
        """All dossiers but the drafts of applicants, which are nobody else's."""
        brains = api.portal.get_tool("portal_catalog")(
            portal_type="prai.Application", path="/".join(self.context.getPhysicalPath())
        )
        late_days = late_after()
        # Nothing of a dossier is a column of the catalog: each is asked itself.
        return [line_of(brain.getObject(), late_days) for brain in brains if brain.review_state != "draft"]

    @cached_property
    def asked(self) -> dict[str, str]:
        """Filters of the address; what is none of ours is left aside."""
        found = {name: self.text(name)[:200] for name in FILTERS}
        if found["etat"] not in ORDER:
            found["etat"] = ""
        if found["appel"] not in {uid for uid, _title in self.calls}:
            found["appel"] = ""
        if found["tri"] not in SORTS:
            found["tri"] = ""
        return {name: value for name, value in found.items() if value}

    @cached_property
    def lines(self) -> list[Line]:
        """Those that are asked for, sorted."""
        asked = self.asked
        found = [line for line in self.everything if self._is_asked(line, asked)]
        return sorted(found, key=SORTS[asked.get("tri") or "reception"])

    def _is_asked(self, line: Line, asked: dict) -> bool:
        agent = {MINE: self.me, NOBODY: ""}.get(asked.get("agent", ""), asked.get("agent"))
        words = asked.get("mots", "").casefold().split()
        text = f"{line.number} {line.title} {line.applicant}".casefold()
        return (
            (not asked.get("appel") or line.call_uid == asked["appel"])
            and (not asked.get("etat") or line.state == asked["etat"])
            and ("agent" not in asked or line.assigned_to == agent)
            and (not asked.get("retard") or line.late)
            and all(word in text for word in words)
        )

    @cached_property
    def batch(self) -> Batch:
        start = self.text("b_start")
        first = int(start) if re.fullmatch(r"[0-9]{1,6}", start, re.A) else 0
        return Batch(self.lines, PAGE, first if first < len(self.lines) else 0)

    @property
    def pages(self) -> tuple[str, str]:
        """Addresses of the page before and the page after, "" where there is none."""
        batch = self.batch
        before = self.address(b_start=max(0, batch.first - PAGE)) if batch.has_previous else ""
        return before, self.address(b_start=batch.first + PAGE) if batch.has_next else ""

    def address(self, **changes) -> str:
        """Of this list with other filters; None takes one away."""
        query = {name: value for name, value in (self.asked | changes).items() if value not in (None, "")}
        return f"{self.url}?{urlencode(query)}" if query else self.url

    @property
    def csv_url(self) -> str:
        query = urlencode(self.asked)
        return f"{self.url}/@@prai-dossiers.csv{'?' if query else ''}{query}"

    # What can be chosen

    @cached_property
    def calls(self) -> list[tuple[str, str]]:
        return sorted(
            {(line.call_uid, line.call) for line in self.everything if line.call_uid}, key=lambda c: c[1]
        )

    @cached_property
    def states(self) -> list[dict]:
        """Each state that a dossier is in: token, title, number, address."""
        states = api.portal.get_tool("portal_workflow").getWorkflowById(APPLICATIONS).states
        numbers = {state: sum(line.state == state for line in self.everything) for state in ORDER}
        return [
            {"token": state, "title": own_title(states[state].title), "number": numbers[state]}
            for state in ORDER
            if numbers[state]
        ]

    @cached_property
    def officers(self) -> list[tuple[str, str]]:
        found = {line.assigned_to for line in self.everything if line.assigned_to}
        return sorted(
            ((account, self.name_of(account)) for account in found), key=lambda one: one[1].casefold()
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """What an officer looks for first."""
        return {
            "all": len(self.everything),
            "mine": sum(bool(line.assigned_to) and line.assigned_to == self.me for line in self.everything),
            "free": sum(not line.assigned_to for line in self.everything),
            "late": sum(line.late for line in self.everything),
        }

    @property
    def late_days(self) -> int:
        return late_after()

    @property
    def sessions_url(self) -> str:
        return f"{self.site_url}/{SESSIONS}"


class DossiersTable(Dossiers):
    """The same list as CSV: what an applicant wrote is never run by a spreadsheet."""

    def __call__(self):
        if not self.is_officer:
            raise Unauthorized
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        response.setHeader(
            "Content-Disposition", f'attachment; filename="dossiers-{date.today():%Y-%m-%d}.csv"'
        )
        response.setHeader("Cache-Control", "private, no-store")
        return as_csv(COLUMNS, map(self._values, self.lines))

    def _values(self, line: Line) -> dict:
        return {
            "numero": line.number,
            "intitule": line.title,
            "demandeur": line.applicant,
            "population": line.population,
            "appel": line.call,
            "etat": line.state_title,
            "recu_le": line.received.date().isoformat() if line.received else "",
            "jours_dans_cet_etat": line.waits,
            "en_retard": "oui" if line.late else "non",
            "agent": self.name_of(line.assigned_to),
            "cout_total": line.cost,
            "depense_eligible": line.eligible_cost,
            "aide_demandee": line.asked,
            "aide_calculee": line.computed,
            "aide_accordee": line.awarded,
            "regles_a_verifier": line.doubts,
            "regles_non_remplies": line.refusals,
        }
