"""What a sheet tells of its transferability, as far as the reader may see it: items → fit.Sheet."""

from Acquisition import aq_base
from collective.prai.core import vocabularies
from collective.prai.core.conditions import lines_of
from collective.prai.core.conditions import term_of
from collective.prai.core.conditions import VOCABULARY
from collective.prai.core.funding import funding_plan
from collective.prai.core.funding import IFunding
from collective.prai.core.geography import folded
from collective.prai.core.place import place_of
from collective.prai.core.visibility import reader_may_see
from collective.prai.transfer import saying
from collective.prai.transfer.content.deliverable import IDeliverable
from collective.prai.transfer.fit import Asked
from collective.prai.transfer.fit import COMMUNE
from collective.prai.transfer.fit import Holder
from collective.prai.transfer.fit import Sheet
from collective.prai.transfer.fit import Where
from collective.prai.transfer.maturity import counts
from collective.prai.transfer.maturity import NOT_YET
from collective.prai.transfer.maturity import Taken
from collective.prai.transfer.means import Effort
from collective.prai.transfer.means import PROJECT
from collective.prai.transfer.means import REUSE
from collective.prai.transfer.means import THING
from collective.prai.transfer.records import FREE_PRODUCT_LICENCES
from collective.prai.transfer.reuses import public_reuses_of
from collective.prai.transfer.reuses import target
from collective.prai.transfer.reuses import targets
from collective.prai.transfer.reuses import who


#: Group of the bodies that communes share.
SHARED = "intercommunalite"
#: Characters of the key that is made of an editor's words.
_LONGEST_KEY = 60


def sheet_of(item) -> Sheet:
    """A deliverable with the projects that it comes from, or a project by itself."""
    is_thing = IDeliverable.providedBy(item)
    origins = [one for one in targets(item, "origin") if reader_may_see(one)] if is_thing else []
    reuses = [reuse for reuse in public_reuses_of(item) if reader_may_see(reuse) and _is_proof(reuse)]
    base = aq_base(item)
    licence = getattr(base, "product_licence", None)
    return Sheet(
        conditions=tuple(conditions(item, origins)),
        holders=tuple(holders(origins if is_thing else [item], reuses)),
        efforts=tuple(efforts(item, origins, reuses)),
        thing=(base.kind or "") if is_thing else None,
        availability=getattr(base, "availability", None),
        licence=licence,
        is_free=licence in FREE_PRODUCT_LICENCES,
        open_source=getattr(base, "open_source", None),
    )


def kinds_of(token: str | None) -> tuple[str, ...]:
    """A type of organisation and the groups that it belongs to, the nearest first."""
    parents = {row["token"]: row.get("parent") or "" for row in vocabularies.rows("organisation_types")}
    found: list[str] = []
    while token and token not in found:
        found.append(token)
        token = parents.get(token)
    return tuple(found)


# Conditions


def conditions(item, origins: list) -> list[Asked]:
    """Of the item, then of the projects that it comes from; each once, as the first one writes it."""
    found: dict[str, Asked] = {}
    for sheet in (item, *origins):
        for asked in _conditions_of(sheet, inherited=sheet is not item):
            found.setdefault(asked.key, asked)
    return list(found.values())


def _conditions_of(item, inherited: bool) -> list[Asked]:
    """Terms of the list, made precise by the lines that name them; then the lines that are of no list.

    What blocks a whole project does not block a part of it.
    """
    base, where = aq_base(item), Where(item.Title(), item.absolute_url())
    titles = vocabularies.titles(VOCABULARY)
    found = {
        token: Asked(token, titles.get(token, token), sheet=where, inherited=inherited)
        for token in getattr(base, "conditions", None) or ()
    }
    for row in lines_of(item):
        key = term_of(row) or _key(row["condition"])
        blocks = bool(row.get("blocking")) and not inherited
        found[key] = Asked(
            key, row["condition"].strip(), blocks, (row.get("how") or "").strip(),
            (row.get("source") or "").strip(), where, inherited,
        )  # fmt: skip
    return list(found.values())


def _key(words: str) -> str:
    """« Prêter du matériel » → « preter-du-materiel »."""
    return folded(words).replace(" ", "-")[:_LONGEST_KEY].strip("-") or "condition"


# Who has it


def _is_proof(reuse) -> bool:
    return counts(Taken(who(reuse), reuse.kind, reuse.stage, bool(reuse.example)))


def holders(sheets: list, reuses: list) -> list[Holder]:
    """Those who led or received the projects, unless these never came so far; those who took it up."""
    found: dict[str, Holder] = {}
    for reuse in reuses:
        organisation = target(reuse, "reuser")
        if organisation is None:
            if reuse.reuser_name:
                found[who(reuse)] = Holder("", reuse.reuser_name, reuse.absolute_url(), reused=True)
        elif reader_may_see(organisation):
            found[organisation.UID()] = holder(organisation, reused=True)
    for sheet in sheets:
        if getattr(aq_base(sheet), "stage", None) in NOT_YET:
            continue
        for organisation in (*targets(sheet, "lead"), *targets(sheet, "beneficiaries")):
            if reader_may_see(organisation):
                found.setdefault(organisation.UID(), holder(organisation))
    return list(found.values())


def holder(organisation, reused: bool = False) -> Holder:
    """An organisation of the directory; its inhabitants as its sheet says, else of today's census."""
    place = place_of(organisation)
    kind = getattr(aq_base(organisation), "organisation_type", None)
    point = place.points[0] if len(place.points) == 1 else None
    kinds = kinds_of(kind)
    codes = place.municipalities if kinds[:1] == (COMMUNE,) else place.epcis if SHARED in kinds else ()
    return Holder(
        organisation.UID(),
        organisation.Title(),
        organisation.absolute_url(),
        kinds,
        place.population,
        place.today,
        point,
        reused,
        codes[0] if len(codes) == 1 else "",
    )


# What it took


def efforts(item, origins: list, reuses: list) -> list[Effort]:
    """Cases with their sources: of the sheet, of who took it up, of the whole projects."""
    found = _rows(item, THING)
    for reuse in reuses:
        found.append(
            Effort(
                REUSE,
                internal_days=reuse.days,
                euros=reuse.actual_cost,
                title=saying.reuser(reuse),
                url=reuse.absolute_url(),
            )
        )
    for origin in origins:
        found += _rows(origin, PROJECT)
    return [one for one in found if one.is_filled]


def _rows(item, scope: str) -> list[Effort]:
    """Lines of effort; the cost of the funding plan where none of them has one."""
    where = (item.Title(), item.absolute_url())
    found = [
        Effort(
            scope,
            internal_days=row.get("internal_days"),
            provider_days=row.get("provider_days"),
            euros=row.get("cost"),
            months=row.get("months"),
            source=(row.get("source") or "").strip(),
            title=where[0],
            url=where[1],
        )
        for row in getattr(aq_base(item), "effort", None) or ()
    ]
    plan = funding_plan(item) if IFunding(item, None) is not None else None
    if plan is not None and not any(one.euros is not None for one in found):
        funding = IFunding(item)
        cost = funding.total_cost if funding.total_cost is not None else funding.eligible_cost
        if cost is not None:
            found.append(Effort(scope, euros=cost, own=plan.own_contribution, title=where[0], url=where[1]))
    return found
