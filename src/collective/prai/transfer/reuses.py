"""The reuses of a sheet: read from the relation catalog, as the public sees them."""

from collective.prai.core.named_bodies import plain_name
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import visibility
from collective.prai.transfer.content.deliverable import IDeliverable
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.content.reuse import LOOKING
from collective.prai.transfer.maturity import counts
from collective.prai.transfer.maturity import Maturity
from collective.prai.transfer.maturity import maturity
from collective.prai.transfer.maturity import Taken
from collective.prai.transfer.relations import referring
from collective.prai.transfer.relations import target
from collective.prai.transfer.relations import targets
from datetime import date


#: Relation fields of a deliverable that name its authors.
_AUTHORS = ("producer",)
#: The same of the project that it comes from.
_ORIGIN_AUTHORS = ("lead", "beneficiaries", "client")


def reuses_of(obj) -> list:
    """All reuses of a sheet, in the order of their making; who may see which is asked by who shows them."""
    return referring(obj, "original", IReuse)


def is_call(reuse, today: date | None = None) -> bool:
    """Whether partners are looked for, today."""
    return reuse.stage == LOOKING and not call_is_over(reuse, today)


def call_is_over(reuse, today: date | None = None) -> bool:
    """Whether it is a call for partners whose last day is past."""
    until = reuse.partners_until
    return reuse.stage == LOOKING and until is not None and until < (today or date.today())


def public_reuses_of(obj, now: float | None = None) -> list:
    """At that second since 1970, or at the present one."""
    return [reuse for reuse in reuses_of(obj) if _is_public(reuse, now)]


def _is_public(obj, now: float | None) -> bool:
    return is_public(obj) if now is None else visibility(obj).at(now)


def counted_reuses_of(deliverable) -> list:
    """The public ones that say something of its maturity, one for each organisation, the oldest first."""
    own, found = _own(deliverable, public_origins(deliverable)), {}
    for reuse in public_reuses_of(deliverable):
        name = who(reuse)
        if name not in own and counts(Taken(name, reuse.kind, reuse.stage, bool(reuse.example))):
            found.setdefault(name, reuse)
    return list(found.values())


def who(reuse) -> str:
    """What tells the organisation of a reuse from others: a UID, or its name without case and accents."""
    organisation = target(reuse, "reuser")
    return organisation.UID() if organisation is not None else plain_name(reuse.reuser_name)


def maturity_of(deliverable, now: float | None = None) -> Maturity:
    """From public items alone: what nobody may see is no proof for anybody."""
    origins = public_origins(deliverable, now)
    stages = [stage for stage in (getattr(one, "stage", None) for one in origins) if stage]
    taken = [
        Taken(who(one), one.kind, one.stage, bool(one.example)) for one in public_reuses_of(deliverable, now)
    ]
    return maturity(stages, taken, _own(deliverable, origins))


def public_origins(deliverable, now: float | None = None) -> list:
    return [origin for origin in targets(deliverable, "origin") if _is_public(origin, now)]


def _own(deliverable, origins: list) -> set[str]:
    """What tells its authors from others, by UID and by name: their use is no reuse."""
    authors = [org for name in _AUTHORS for org in targets(deliverable, name)]
    authors += [org for origin in origins for name in _ORIGIN_AUTHORS for org in targets(origin, name)]
    own = {org.UID() for org in authors} | {plain_name(org.title) for org in authors}
    own.add(plain_name(deliverable.producer_name))
    return own


def deliverables_of(item) -> list:
    """Those whose maturity this item bears on: what a reuse took up, what came of a project, its own."""
    if IDeliverable.providedBy(item):
        return [item]
    if IReuse.providedBy(item):
        found = target(item, "original")
        return [found] if IDeliverable.providedBy(found) else []
    return referring(item, "origin", IDeliverable)
