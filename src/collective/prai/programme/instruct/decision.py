"""``@@decision`` of a dossier: the opinion of the jury, then what the Région decided, each with its facts."""

from collective.prai import _
from collective.prai.core.decimals import BadFigure
from collective.prai.core.decimals import parse_figure
from collective.prai.core.fields import write_figure
from collective.prai.core.fields import write_money
from collective.prai.core.money import BadAmount
from collective.prai.core.money import parse_euros
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.state import state_of
from collective.prai.programme import decisions
from collective.prai.programme import reviews
from collective.prai.programme.calls import call_of
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.instruct.dossiers import line_of
from collective.prai.programme.instruct.house import OfficePage
from collective.prai.programme.instruct.saving import clashes
from collective.prai.programme.instruct.saving import sentence
from collective.prai.programme.instruct.saving import token
from collective.prai.programme.rules import rules_of
from collective.prai.programme.versions import from_token
from datetime import date
from decimal import Decimal
from functools import cached_property


OPINION = "give_opinion"
MONEY = ("awarded_aid", "awarded_eligible_cost")
#: Fields that each transition writes.
WRITES = {OPINION: decisions.OF_THE_OPINION} | dict.fromkeys(decisions.DECISIONS, decisions.OF_THE_DECISION)


class WrongValue(ValueError):
    """What was typed is none; the message is a sentence."""


class Decision(OfficePage):
    """Nothing is written unless the transition goes through: half a decision is none."""

    step = _("Opinion and decision")
    error = ""
    typed = None

    def post(self):
        action = self.text("action")
        if action not in self.offered:
            self.error = _("The dossier is no longer in a state in which you can do that: look at it again.")
            return None
        self.typed = {name: self.text(name) for name in WRITES[action]} | {"action": action}
        try:
            values = {name: self._read(name) for name in WRITES[action]}
        except WrongValue as wrong:
            self.error = wrong.args[0]
            return None
        found = clashes(self.context, values, from_token(self.text("seen")))
        if found:
            self.clash, self.error = found, sentence(found)
            return None
        return self._decide(action, values)

    clash = ()

    def _decide(self, action: str, values: dict):
        before = {name: getattr(self.context, name, None) for name in values}
        for name, value in values.items():
            setattr(self.context, name, value)
        try:
            act(self.context, action, values.get("decision_reason") or values.get("opinion_comment") or "")
        except Refused as refusal:
            for name, value in before.items():
                setattr(self.context, name, value)
            self.error = str(refusal)
            return None
        self.context.reindexObject()
        self.say(_("It is recorded."))
        for warning in self.warnings():
            self.say(warning, "warning")
        return self.back()

    def _read(self, name: str):
        text, field = self.text(name), IApplication[name]
        if not text:
            return None
        try:
            if name in MONEY:
                return parse_euros(text)
            if name == "awarded_days":
                return parse_figure(text)
            if name == "decision_on":
                return date.fromisoformat(text)
        except (BadAmount, BadFigure, ValueError):
            raise WrongValue(
                _(
                    "« ${value} » is not what « ${field} » takes: nothing was recorded.",
                    mapping={"value": text[:60], "field": self.translated(field.title)},
                )
            ) from None
        if name == "opinion" and text not in {token for token, _title in self.choices("opinions")}:
            raise WrongValue(_("Choose one of the opinions."))
        return text

    def translated(self, message) -> str:
        return self.context.translate(message)

    # What the page shows

    @cached_property
    def offered(self) -> set[str]:
        return {one["id"] for one in allowed_transitions(self.context)} & set(WRITES)

    @property
    def gives_opinion(self) -> bool:
        return OPINION in self.offered

    def decisions(self) -> list[dict]:
        """Award, defer, reject, as far as the state allows them."""
        titles = {"award": _("Awarded"), "defer": _("Deferred"), "reject": _("Not retained")}
        chosen = (self.typed or {}).get("action")
        return [
            {"id": action, "title": titles[action], "checked": (action == chosen) or None}
            for action in decisions.DECISIONS
            if action in self.offered
        ]

    @property
    def seen(self) -> str:
        names = decisions.OF_THE_OPINION if self.gives_opinion else decisions.OF_THE_DECISION
        return token(self.context, *names)

    def value(self, name: str) -> str:
        """What was typed; else what is stored, as a form writes it; the computed aid is proposed."""
        if self.typed and name in self.typed:
            return self.typed[name]
        found = getattr(self.context, name, None)
        if found is None and name == "awarded_aid" and self.context.opinion != decisions.UNFAVOURABLE:
            found = self.context.computed_aid
        if name in MONEY:
            return write_money(found)
        if isinstance(found, Decimal):
            return write_figure(found)
        return found.isoformat() if isinstance(found, date) else found or ""

    def label(self, name: str):
        return IApplication[name].title

    @cached_property
    def line(self):
        return line_of(self.context)

    def working(self) -> list[str]:
        return [line for line in (self.context.computed_working or "").splitlines() if line.strip()]

    def warnings(self) -> list[str]:
        call = call_of(self.context)
        return decisions.warnings_of(self.context, rules_of(call) if call is not None else None)

    def average(self):
        """Of the jurors' marks, None while there are none."""
        return reviews.average(self.context)

    @property
    def opinion_title(self) -> str:
        return self.term("opinions", self.context.opinion)

    @property
    def state(self) -> str:
        return state_of(self.context)
