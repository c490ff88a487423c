"""Page of a reuse: what to learn of it first, who took up what, what it took, what came of it."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.pages import Page
from collective.prai.transfer import saying
from collective.prai.transfer.adapted import may_make
from collective.prai.transfer.content.reuse import ABANDONED
from collective.prai.transfer.relations import target
from collective.prai.transfer.reuses import call_is_over
from collective.prai.transfer.reuses import is_call
from collective.prai.transfer.taken_up import ask_url
from functools import cached_property


class ReuseView(Page):
    """See the module."""

    @cached_property
    def is_abandoned(self) -> bool:
        return self.context.stage == ABANDONED

    @property
    def is_call(self) -> bool:
        return is_call(self.context)

    @property
    def call_is_over(self) -> bool:
        return call_is_over(self.context)

    def until(self) -> str:
        return saying.day(self.context.partners_until)

    def ask_url(self) -> str:
        return ask_url(self.context, self.request)

    def lesson(self) -> list:
        """What comes first of one that was given up."""
        return [section for section in self.sections("outcome", "obstacles") if section.filled]

    def body(self) -> list:
        """Its texts in the order of the work; what stands on top is not said again."""
        names = ["adaptations"] if self.is_abandoned else ["adaptations", "obstacles", "outcome"]
        return [section for section in self.sections(*names) if section.filled]

    def obstacles(self) -> list[str]:
        return self.terms("reuse_obstacles", "obstacle_kinds")

    def who(self) -> list:
        return self.related("reuser") or [saying.reuser(self.context)]

    def original(self) -> list:
        return self.related("original") or [_("An original that is not, or no longer, on this site")]

    def since(self) -> str:
        return self.date(self.context.date)

    @cached_property
    def may_make(self) -> bool:
        """Whether this reader is offered to bring what was made of it back to the catalogue."""
        return may_make(self.context)

    def kinds(self) -> list[tuple]:
        """Kinds of deliverable to choose from, where the original has none of its own."""
        original = target(self.context, "original")
        own = getattr(original, "kind", None) if original is not None else None
        known = vocabularies.titles("deliverable_kinds")
        return [] if own in known else list(known.items())

    def facts(self) -> list:
        context = self.context
        stage = self.fact(self.labels["stage"], saying.stage(context), main=True)
        if context.confirmed_on:
            stage = stage._replace(
                note=_("confirmed on ${date}", mapping={"date": saying.day(context.confirmed_on)})
            )
        facts = [
            stage,
            self.field_fact("reuser", *self.who()),
            self.field_fact("original", *self.original()),
            self.field_fact("kind", self.term("reuse_kinds", context.kind)),
            self.fact(_("Where"), *(self.places or [saying.where(context)])),
            self.field_fact("date", self.since()),
        ]
        return facts + self.figures() + self.outcomes()

    def figures(self) -> list:
        """What it took, as far as it is known: of a reuse nobody must count."""
        context, found = self.context, []
        if context.days is not None:
            found.append(self.field_fact("days", self.number(context.days)))
        for name in ("actual_cost", "cost_avoided"):
            amount = getattr(context, name)
            if amount is not None:
                found.append(self.fact(self.labels[name], self.money(amount), amount=amount))
        return found

    def outcomes(self) -> list:
        made = self.related("derived_deliverable")
        return [self.field_fact("derived_deliverable", *made)] if made else []
