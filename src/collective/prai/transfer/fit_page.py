"""``ITEM/@@transferable-chez-moi``: what an authority has, and what it still needs, to take a sheet up.

The address holds what is asked; nothing is kept of the visitor, and no cookie is set.
"""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.geography import epcis
from collective.prai.core.listing import Link
from collective.prai.core.pages import Page
from collective.prai.core.town import AskedOfATown
from collective.prai.core.town import one as one_of
from collective.prai.interfaces import IHeadedPage
from collective.prai.transfer import fit
from collective.prai.transfer import fit_asked
from collective.prai.transfer import fit_words
from collective.prai.transfer.fit_answer import FitAnswer
from collective.prai.transfer.means import PROJECT
from collective.prai.transfer.means import Summary
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode
from zope.interface import implementer


NAME = "@@transferable-chez-moi"
#: Order in which the states are shown: what is to be done comes first.
ORDER = (fit.NOT_MET, fit.UNKNOWN, fit.MET)
MEASURES = {
    "internal_days": _("Days of the team"),
    "provider_days": _("Days of a provider"),
    "euros": _("Cost"),
    "months": _("Months"),
}
ANSWERS = {fit_asked.YES: _("Yes"), fit_asked.NO: _("No"), "": _("I do not know")}


class Option(NamedTuple):
    """One value of a choice."""

    token: str
    title: object
    chosen: bool


class Question(NamedTuple):
    """A condition that the reader is asked about."""

    name: str
    title: str
    options: list[Option]


class Measured(NamedTuple):
    """What is known of one measure, in words; ``cases``: value, link and what is to be known of each."""

    title: object
    words: object
    cases: list[tuple[str, Link, list]]


@implementer(IHeadedPage)
class FitPage(AskedOfATown, Page):
    """See the module."""

    page_name = NAME
    heading = _("Transferable to my authority?")
    states = fit_words.STATES

    def __call__(self):
        if self.redirected():
            return ""
        if self.asking.values or self.typed:
            self.request.response.setHeader("X-Robots-Tag", "noindex, follow")
        return self.index()

    @property
    def about(self) -> str:
        return self.context.Title()

    # What is asked

    @cached_property
    def answer(self) -> FitAnswer:
        return FitAnswer(self.context, self.request, self.form)

    @cached_property
    def asking(self) -> fit_asked.Asking:
        return self.answer.asking

    @cached_property
    def given(self) -> dict[str, str]:
        """What the address says, right or wrong, in its order: another address must not lose a mistake."""
        names = (*fit_asked.OWN, *sorted(fit_asked.questions(self.answer.keys)))
        return {name: one_of(self.form, name) for name in names}

    @property
    def town(self):
        return self.asking.town

    @property
    def town_text(self) -> str:
        """As the box says it, so that it is understood when it is sent again."""
        return self.typed if self.town is None else f"{self.town.name} ({self.town.department})"

    def url(self, **changes) -> str:
        values = self.given | changes
        query = urlencode([(name, value) for name, value in values.items() if value])
        return f"{self.address}?{query}" if query else self.address

    def town_url(self, code: str) -> str:
        return self.url(commune=code, type="", habitants="")

    def body_url(self) -> str:
        """The answer for the body of the commune."""
        return self.url(echelle=fit_asked.BODY)

    def commune_url(self) -> str:
        return self.url(echelle="")

    @property
    def as_body(self) -> bool:
        return self.town is not None and self.asking.values.get("echelle") == fit_asked.BODY

    @cached_property
    def body(self):
        """The inter-municipal body of the commune, as the national table has it."""
        return epcis().get(self.town.epci) if self.town is not None else None

    @property
    def is_answered(self) -> bool:
        return self.asking.is_answered

    def value(self, name: str) -> str:
        """As it was typed, so that what is wrong can be put right."""
        return one_of(self.request.form, name)

    # The form

    def kinds(self) -> list[Option]:
        chosen, rows = self.asking.values.get("type", ""), vocabularies.rows("organisation_types")
        below = [row for row in rows if not row.get("retired") or row["token"] == chosen]
        ordered = sorted(below, key=lambda row: rows.index(_top(row, rows)))
        titles = vocabularies.titles("organisation_types")
        return [Option("", _("A municipality of the region (above)"), not chosen)] + [
            Option(
                row["token"],
                f"– {titles[row['token']]}" if row.get("parent") else titles[row["token"]],
                row["token"] == chosen,
            )
            for row in ordered
        ]

    def zones(self) -> list[Option]:
        chosen = self.asking.values.get("zone", "")
        return [Option("", _("I do not know"), not chosen)] + [
            Option(token, title, token == chosen) for token, title in vocabularies.titles("zones").items()
        ]

    def questions(self) -> list[Question]:
        """Of all conditions that a reader can answer, in their order."""
        return [Question(one.key, one.title, self._answers(one.key)) for one in self.answer.said if one.asks]

    def _answers(self, key: str) -> list[Option]:
        said = self.asking.values.get(key, "")
        said = "" if said == fit_asked.PERHAPS else said
        return [Option(token, title, token == said) for token, title in ANSWERS.items()]

    # The answer

    @property
    def who(self):
        """« Gragnague, 1 800 habitants »."""
        reader = self.answer.reader
        name = reader.name or vocabularies.title("organisation_types", next(iter(reader.kinds), ""))
        if reader.population is None:
            return name
        return _(
            "${name}, ${number} inhabitants", mapping={"name": name, "number": self.number(reader.population)}
        )

    @property
    def level(self) -> str:
        return self.answer.verdict.level

    @property
    def verdict(self):
        return fit_words.level(self.answer.verdict)

    @property
    def so(self):
        return fit_words.so(self.answer.verdict)

    def counts(self):
        verdict = self.answer.verdict
        return _(
            "Met: ${met} · Not met: ${not_met} · To be checked: ${unknown}",
            mapping={"met": verdict.met, "not_met": verdict.not_met, "unknown": verdict.unknown},
        )

    def groups(self) -> list[tuple[str, object, list[fit_words.Said]]]:
        """State, its title, and the conditions in it; blocking ones first."""
        found = []
        for state in ORDER:
            mine = [one for one in self.answer.said if one.state == state]
            if mine:
                found.append((state, self.states[state], sorted(mine, key=lambda one: not one.blocking)))
        return found

    def means(self) -> list[Measured]:
        found = []
        for one in self.answer.means:
            write = self.money if one.measure == "euros" else self.number
            cases = [
                (write(getattr(case, one.measure)), self.case_link(case), self.case_source(case, one.measure))
                for case in one.cases
            ]
            found.append(Measured(MEASURES[one.measure], self.in_words(one, write), cases))
        return found

    def in_words(self, one: Summary, write):
        """One case says no more than itself."""
        if one.count == 1:
            return _("${value} (one known case)", mapping={"value": write(one.median)})
        return _(
            "Median ${median}, from ${low} to ${high} (${count} known cases)",
            mapping={
                "median": write(one.median),
                "low": write(one.low),
                "high": write(one.high),
                "count": one.count,
            },
        )

    def case_link(self, case) -> Link:
        return Link(case.title, case.url, "", "")

    def case_source(self, case, measure: str) -> list:
        """Where it is from, and what is to be known of it."""
        found = [case.source] if case.source else []
        if case.scope == PROJECT:
            found.append(_("the whole project"))
        if measure == "euros" and case.own is not None:
            found.append(
                _("${amount} remained to be paid after grants", mapping={"amount": self.money(case.own)})
            )
        return found

    def users(self) -> list:
        """Who has it: link, what is known of its size, and the way; no office a second time."""
        offices = {office.organisation.url for office in self.answer.offices if office.organisation}
        found = []
        for user in self.answer.users:
            if user.holder.url in offices:
                continue
            parts = []
            if user.holder.population is not None:
                parts.append(
                    _("${number} inhabitants", mapping={"number": self.number(user.holder.population)})
                )
            if user.km:
                parts.append(_("${km} km away", mapping={"km": self.number(round(user.km))}))
            found.append((user.holder, parts))
        return found


def _top(row: dict, rows: list[dict]) -> dict:
    """The group that a term stands under, or the term itself."""
    return next((one for one in rows if one["token"] == row.get("parent")), row)
