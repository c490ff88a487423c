"""The answer to « suis-je éligible ? » of one call: one for the page and for programs."""

from collective.prai.core import vocabularies
from collective.prai.programme import asked
from collective.prai.programme import saying
from collective.prai.programme import windows
from collective.prai.programme.eligibility import judge
from collective.prai.programme.eligibility import NO
from collective.prai.programme.eligibility import Result
from collective.prai.programme.eligibility import verdict
from collective.prai.programme.judging import Judged
from collective.prai.programme.rules import InForce
from collective.prai.programme.rules import rules_of
from collective.prai.programme.rules import shown_day
from collective.prai.programme.subsidy import Aid
from collective.prai.programme.subsidy import aid_of
from datetime import date
from datetime import datetime
from datetime import time
from decimal import Decimal
from functools import cached_property


class Answer:
    """What is asked in ``form`` of a call, judged by the rules of the day that is asked, else of today."""

    def __init__(self, call, form, now: datetime | None = None):
        self.call = call
        self.form = form
        self.now = windows.present(now)
        self.language = vocabularies.language()

    @cached_property
    def window(self) -> windows.Window:
        return windows.window(self.call, self.now)

    @cached_property
    def asking(self) -> asked.Asking:
        # What may be answered does not depend on the day.
        return asked.read(self.form, rules_of(self.call, self.now).who)

    @cached_property
    def day(self) -> date:
        """Whose rules are asked: of a call that is over, or to come, its nearest day."""
        return self.asking.day or shown_day(self.call, self.now)

    @cached_property
    def rules(self) -> InForce:
        found = rules_of(self.call, self.day)
        closed = self.asking.day is None and self.window.state in (windows.CLOSED, windows.PREPARATION)
        past = found.who.closes is not None and found.who.closes < self.now
        return found._replace(who=found.who._replace(closed_early=closed and not past))

    @cached_property
    def facts(self) -> asked.Facts:
        return asked.facts(self.asking, self.rules.who, self._when())

    def _when(self) -> datetime:
        """Now, or of the day that is asked a moment at which the call is open, if it is on that day."""
        if self.asking.day is None:
            return self.now
        midnight = windows.moment(datetime.combine(self.asking.day, time.min))
        opens = self.rules.who.opens
        return opens if opens is not None and opens.date() == self.asking.day else midnight

    @cached_property
    def results(self) -> list[Result]:
        return judge(self.rules.who, self.facts)

    @cached_property
    def judged(self) -> list[Judged]:
        """Each rule in words."""
        return [
            Judged(
                one.rule,
                one.result,
                saying.rule(one, self.language),
                saying.reason(one, self.language),
                one.effect,
            )
            for one in self.results
        ]

    @property
    def level(self) -> str:
        """The worst result, dates aside: these are said on their own."""
        return verdict(one for one in self.results if one.rule != "window")

    @property
    def in_time(self) -> bool:
        return all(one.result != NO for one in self.results if one.rule == "window")

    def count(self, result: str) -> int:
        return sum(one.result == result and not one.effect for one in self.results)

    @cached_property
    def aid(self) -> Aid | None:
        """None without a cost, or where the call has no rates."""
        cost = self.asking.cost
        if cost is None or not self.rules.rates:
            return None
        return aid_of(cost, self.rules.rates, self.rules.caps, (), self.total_cost)

    @property
    def total_cost(self) -> Decimal | None:
        return self.asking.euros("cout-total")

    def steps(self) -> list[str]:
        return [saying.step(line, self.language) for line in self.aid.lines]

    def warnings(self) -> list[str]:
        return [saying.step(line, self.language) for line in self.aid.warnings]
