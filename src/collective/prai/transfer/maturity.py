"""How far a deliverable has been tried: computed from where it is in service, never typed (pure)."""

from collections.abc import Iterable
from typing import NamedTuple


#: Levels, in their order: tokens of the vocabulary « maturities ».
PROTOTYPE, AT_AUTHORS, ONCE, THRICE = "prototype", "in-service", "reused-once", "reused-thrice"
LEVELS = (PROTOTYPE, AT_AUTHORS, ONCE, THRICE)
#: A reuse counts when somebody works with the thing: being inspired by it, or copying its text, is less.
COUNTED_KINDS = frozenset({"identical", "adaptation", "joint-purchase", "training"})
COUNTED_STAGE = "in-service"
#: Stages of the project that it comes from in which its author worked, or works, with it.
SERVED = frozenset({"in-service", "finished"})
#: The same of a project that has not come so far.
NOT_YET = frozenset({"planned", "under-way", "abandoned"})
MANY = 3


class Taken(NamedTuple):
    """A public reuse.  ``who``: what tells its organisation from others; ``example``: fictitious."""

    who: str
    kind: str | None
    stage: str | None
    example: bool = False


class Maturity(NamedTuple):
    """``level``: None while nothing is known; ``reusers``: organisations that count, each once."""

    level: str | None
    reusers: int
    origin_stage: str | None


def counts(taken: Taken) -> bool:
    """Whether this reuse says something of the maturity of what was taken up."""
    return not taken.example and taken.kind in COUNTED_KINDS and taken.stage == COUNTED_STAGE


def maturity(origin_stages: Iterable[str], reuses: Iterable[Taken], authors: Iterable[str] = ()) -> Maturity:
    """``origin_stages``: of the public projects that it comes from; ``authors``: whose use is no reuse."""
    own = set(authors)
    reusers = {taken.who for taken in reuses if counts(taken)} - own
    stages = list(origin_stages)
    stage = next((one for one in stages if one in SERVED), None) or next(iter(stages), None)
    if len(reusers) >= MANY:
        level = THRICE
    elif reusers:
        level = ONCE
    elif stage in SERVED:
        level = AT_AUTHORS
    else:
        level = PROTOTYPE if stage in NOT_YET else None
    return Maturity(level, len(reusers), stage)
