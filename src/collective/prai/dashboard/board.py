"""What the rooms give to the dashboard, gathered once; the same parts for page, exports and programs."""

from collective.prai.core.figures import Budget
from collective.prai.core.figures import Figure
from collective.prai.core.figures import of_kind
from collective.prai.core.figures import Place
from collective.prai.core.figures import Span
from collective.prai.core.figures import Step
from collective.prai.core.figures import Target
from collective.prai.core.figures import totals
from collective.prai.core.visibility import as_anybody
from collective.prai.interfaces import IProgrammeFigures
from contextlib import nullcontext
from functools import cached_property
from zope.component import subscribers


class Board:
    """``public``: only what everybody may know, whoever asks; else what the reader may."""

    def __init__(self, site, public: bool = True):
        self.site, self.public = site, public

    @cached_property
    def parts(self) -> list:
        with as_anybody() if self.public else nullcontext():
            return [
                part
                for room in subscribers((self.site,), IProgrammeFigures)
                for part in room.figures(self.public)
            ]

    @property
    def figures(self) -> list[Figure]:
        return sorted(of_kind(self.parts, Figure), key=lambda figure: figure.rank)

    @property
    def targets(self) -> list[Target]:
        return of_kind(self.parts, Target)

    @property
    def budgets(self) -> list[Budget]:
        return of_kind(self.parts, Budget)

    @property
    def totals(self) -> list[Budget]:
        return totals(self.budgets)

    @property
    def places(self) -> list[Place]:
        return of_kind(self.parts, Place)

    @property
    def spans(self) -> list[Span]:
        """In the order of time."""
        return sorted(of_kind(self.parts, Span), key=lambda span: (span.starts, span.title))

    @property
    def steps(self) -> list[Step]:
        """In the order of the way; what is about all calls before what is about one."""
        return sorted(of_kind(self.parts, Step), key=lambda step: (step.rank, step.of))
