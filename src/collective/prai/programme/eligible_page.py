"""``CALL/@@suis-je-eligible``: each rule of a call with its result and reason, and the aid with its working.

The address holds what is asked; nothing is kept of the visitor, and no cookie is set.
"""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.pages import Page
from collective.prai.core.town import AskedOfATown
from collective.prai.interfaces import IHeadedPage
from collective.prai.programme import asked
from collective.prai.programme import saying
from collective.prai.programme.answer import Answer
from collective.prai.programme.call_page import apply_url
from collective.prai.programme.call_page import left
from collective.prai.programme.call_page import until
from collective.prai.programme.eligibility import NO
from collective.prai.programme.eligibility import OK
from collective.prai.programme.eligibility import WARNING
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode
from zope.interface import implementer


NAME = "@@suis-je-eligible"
VERDICTS = {
    OK: _("Yes: nothing stands against it"),
    WARNING: _("Perhaps: some points are to be checked"),
    NO: _("Not as it is"),
}
SO = {
    OK: _("By what you say, all rules of the call are met. The jury then compares the projects."),
    WARNING: _("By what you say, no rule is broken; those below that are to be checked decide."),
    NO: _("By what you say, at least one rule of the call is not met: it is explained below."),
}
STATES = {NO: _("Not met"), WARNING: _("To be checked"), OK: _("Met")}
PRIORITIES = _("Not a priority")
ANSWERS = {asked.YES: _("Yes"), asked.NO: _("No"), "": _("I do not know")}


class Option(NamedTuple):
    """One value of a choice."""

    token: str
    title: object
    chosen: bool
    excluded: bool = False


class Question(NamedTuple):
    """A requirement that the reader is asked about."""

    name: str
    title: str
    more: str
    options: list[Option]


@implementer(IHeadedPage)
class EligiblePage(AskedOfATown, Page):
    """See the module."""

    page_name = NAME
    heading = _("Am I eligible, and for how much?")
    states = STATES
    priorities = PRIORITIES

    def __call__(self):
        if self.redirected():
            return ""
        # A deadline is told by the second: no page of this kind is kept by anybody.
        self.request.response.setHeader("Cache-Control", "private, max-age=0, must-revalidate")
        if self.asking.values or self.asking.many or self.typed:
            self.request.response.setHeader("X-Robots-Tag", "noindex, follow")
        return self.index()

    # What is asked

    @cached_property
    def answer(self) -> Answer:
        return Answer(self.context, self.form)

    @cached_property
    def asking(self) -> asked.Asking:
        return self.answer.asking

    @cached_property
    def given(self) -> list[tuple[str, str]]:
        """What the address says, right or wrong, in its order: another address must not lose a mistake."""
        found = []
        for name in asked.known_names(self.answer.rules.who):
            value = self.form.get(name)
            for text in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(text, str) and (text := asked.text_of(text, asked.LONGEST)):
                    found.append((name, text))
        return found

    def url(self, **changes) -> str:
        pairs = [(name, value) for name, value in self.given if name not in changes]
        pairs += [(name, value) for name, value in changes.items() if value]
        return f"{self.address}?{urlencode(pairs)}" if pairs else self.address

    def town_url(self, code: str) -> str:
        return self.url(commune=code, type="", habitants="")

    def body_url(self) -> str:
        return self.url(echelle=asked.BODY)

    def commune_url(self) -> str:
        return self.url(echelle="")

    @property
    def town(self):
        return self.asking.town

    @property
    def body(self):
        return self.asking.body

    @property
    def town_text(self) -> str:
        """As the box says it, so that it is understood when it is sent again."""
        return self.typed if self.town is None else f"{self.town.name} ({self.town.department})"

    @property
    def as_body(self) -> bool:
        return self.body is not None and self.asking.values.get("echelle") == asked.BODY

    def value(self, name: str) -> str:
        """As it was typed, so that what is wrong can be put right."""
        value = self.form.get(name)
        return asked.text_of(value, asked.LONGEST) if isinstance(value, str) else ""

    # The form

    def kinds(self) -> list[Option]:
        """Kinds of body: those that may apply first."""
        chosen, held = self.asking.values.get("type", ""), self.answer.rules.who.kinds
        titles = vocabularies.titles("organisation_types")
        rows = [
            row for row in vocabularies.rows("organisation_types")
            if not row.get("retired") or row["token"] == chosen
        ]  # fmt: skip
        ordered = sorted(rows, key=lambda row: row["token"] not in held)
        return [Option("", _("A municipality of the region (above)"), not chosen)] + [
            Option(row["token"], titles[row["token"]], row["token"] == chosen) for row in ordered
        ]

    def asks_area(self) -> bool:
        return any(one.outside_urban_area for one in self.answer.rules.who.thresholds)

    def area(self) -> list[Option]:
        return self._answers("hors-agglomeration")

    def project_kinds(self) -> list[Option]:
        excluded, chosen = self.answer.rules.who.excluded_kinds, self.asking.many["genre"]
        rows = vocabularies.rows("project_kinds")
        titles = vocabularies.titles("project_kinds")
        return [
            Option(row["token"], titles[row["token"]], row["token"] in chosen, row["token"] in excluded)
            for row in rows
            if not row.get("retired") or row["token"] in chosen
        ]

    def exclusions(self) -> list[Option]:
        """The call's own words of what is excluded, each to be ticked."""
        chosen = self.asking.many["exclu"]
        return [
            Option(str(number), line, str(number) in chosen, True)
            for number, line in enumerate(self.answer.rules.who.excluded_themes, 1)
        ]

    def has_exclusions(self) -> bool:
        who = self.answer.rules.who
        return bool(who.excluded_kinds or who.excluded_themes)

    def questions(self) -> list[Question]:
        requirements = self.answer.rules.who.requirements
        return [
            Question(name, one.label, one.explanation, self._answers(name))
            for name, one in zip(asked.conditions(self.answer.rules.who), requirements, strict=True)
        ]

    def _answers(self, name: str) -> list[Option]:
        said = self.asking.values.get(name, "")
        said = "" if said == asked.PERHAPS else said
        return [Option(token, title, token == said) for token, title in ANSWERS.items()]

    # The answer

    @property
    def is_answered(self) -> bool:
        return self.asking.is_answered

    @property
    def level(self) -> str:
        return self.answer.level

    @property
    def verdict(self):
        return VERDICTS[self.level]

    @property
    def so(self):
        return SO[self.level]

    @property
    def who(self):
        """« Gragnague, 1 800 habitants »."""
        facts = self.answer.facts
        name = vocabularies.title("organisation_types", facts.kind)
        if self.town is not None:
            name = self.body.name if self.as_body else self.town.name
        if facts.population is None:
            return name
        mapping = {"name": name, "number": self.number(facts.population)}
        if not name:
            return _("${number} inhabitants", mapping=mapping)
        return _("${name}, ${number} inhabitants", mapping=mapping)

    def counts(self):
        count = self.answer.count
        return _(
            "Met: ${met} · Not met: ${not_met} · To be checked: ${unknown}",
            mapping={"met": count(OK), "not_met": count(NO), "unknown": count(WARNING)},
        )

    def groups(self) -> list[tuple[str, object, list]]:
        """Result, its title, and the rules of it: what is to be done comes first, priorities on their own."""
        judged = self.answer.judged
        found = [
            (result, title, [one for one in judged if one.result == result and not one.effect])
            for result, title in STATES.items()
        ]
        found.insert(2, ("priority", PRIORITIES, [one for one in judged if one.effect]))
        return [group for group in found if group[2]]

    def until(self):
        return until(self.answer.window, self.language, self.answer.now)

    def left(self):
        return left(self.answer.window, self.answer.now)

    @cached_property
    def apply_url(self) -> str:
        return apply_url(self.context, self.request, self.answer.window)

    @property
    def typical_days(self) -> str:
        """Days of advice on average, where this is the aid."""
        return self.number(self.context.typical_days)

    def rate(self) -> str:
        """« 80 % » of the eligible cost."""
        return saying.percent_in_words(self.answer.aid.rate, self.language)

    def day(self) -> str:
        """The day whose rules are applied, where it is not today."""
        if self.answer.day == self.answer.now.date():
            return ""
        return self.date(self.answer.day.isoformat())
