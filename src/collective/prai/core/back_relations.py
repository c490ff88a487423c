"""What refers to an item, grouped by what that means, as far as the reader may see it.

Asked of the relation catalog and of the catalog alone: no related object is woken, so a town with two
hundred sheets costs what a town with one does.
"""

from collective.prai import _
from collective.prai.core.listing import brain_link
from collective.prai.core.listing import visible_brains
from collective.prai.core.publication.state import is_public_state
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from typing import NamedTuple
from zc.relation.interfaces import ICatalog
from zope.component import getUtility
from zope.intid.interfaces import IIntIds


class Meaning(NamedTuple):
    """``id`` of the group on the page; ``types``: portal types that refer, none for any; their fields."""

    id: str
    title: object
    types: tuple[str, ...]
    fields: tuple[str, ...]


class Reference(NamedTuple):
    """A link to what refers, and in which roles."""

    link: object
    roles: list


class Group(NamedTuple):
    """What refers to the item in one meaning."""

    id: str
    title: object
    deeds: list


#: In reading order.  The last is for what stands in no other.  Who took an item up, and what was adapted from
#: it, stands in the tree of the page.
MEANINGS = (
    Meaning("projects-led", _("Projects that it carried"), ("prai.ProjectSheet",), ("lead", "beneficiaries")),
    Meaning("projects-partner", _("Projects as a partner"), ("prai.ProjectSheet",), ("partners",)),
    Meaning(
        "missions-received",
        _("Missions that advised it"),
        ("prai.MissionSheet",),
        ("client", "beneficiaries"),
    ),
    Meaning(
        "missions-given",
        _("Missions that it carried out"),
        ("prai.MissionSheet",),
        ("provider", "associates"),
    ),
    Meaning("studies-commissioned", _("Studies that it commissioned"), ("prai.Study",), ("commissioned_by",)),
    Meaning("studies-written", _("Studies that it wrote"), ("prai.Study",), ("authors",)),
    Meaning("studies-funded", _("Studies that it funded"), ("prai.Study",), ("funders",)),
    Meaning("produced", _("Deliverables that it produced"), ("prai.Deliverable",), ("producer",)),
    Meaning("took-up", _("What it took up from others"), ("prai.Reuse",), ("reuser",)),
    Meaning("published", _("What it publishes"), (), ("publisher",)),
    Meaning("parts", _("Its parts"), ("prai.Organisation",), ("parent",)),
    Meaning("used-projects", _("Projects that used it"), ("prai.ProjectSheet",), ("deliverables",)),
    Meaning("used-missions", _("Missions that used it"), ("prai.MissionSheet",), ("deliverables",)),
    Meaning("used-howtos", _("How-to sheets that use it"), ("prai.HowTo",), ("deliverables",)),
    Meaning("used-packs", _("Teaching packs that use it"), ("prai.TeachingPack",), ("resources",)),
    Meaning("gathered", _("Collections that it is part of"), ("prai.Collection",), ("sheets",)),
    Meaning("collections-funded", _("Collections that it funded"), ("prai.Collection",), ("funders",)),
    Meaning("born", _("Deliverables that came of it"), ("prai.Deliverable",), ("origin",)),
    Meaning("of-guide", _("How-to sheets of this guide"), ("prai.HowTo",), ("guide",)),
    Meaning(
        "citing-guides",
        _("Guides that cite it"),
        ("prai.Guide", "prai.Chapter"),
        ("isReferencing", "relatedItems"),
    ),
    Meaning(
        "citing",
        _("Pages that lead to it"),
        (),
        ("isReferencing", "relatedItems", "contact_organisation", "form"),
    ),
)
#: Relation field → role of the item there, where a group has several.
ROLES = {
    "lead": _("leads"),
    "beneficiaries": _("beneficiary"),
    "client": _("client"),
    "provider": _("provider"),
    "associates": _("associated firm"),
}
#: Fields of a mere mention: left out where the same item refers in another meaning.
_MENTIONS = frozenset({"isReferencing", "relatedItems", "contact_organisation"})


def back_relations(context) -> list[Group]:
    """Groups in reading order; empty ones are left out."""
    fields_of = _fields_by_path(context)
    if not fields_of:
        return []
    groups: dict[str, list] = {}
    for brain in _visible(fields_of):
        for meaning, names in _meanings(brain.portal_type, fields_of[brain.getPath()]):
            roles = [ROLES[name] for name in names if name in ROLES]
            groups.setdefault(meaning.id, []).append(Reference(_link(brain), roles))
    return [Group(one.id, one.title, groups[one.id]) for one in MEANINGS if one.id in groups]


def _fields_by_path(context) -> dict[str, list[str]]:
    """Path of what refers to this item → its relation fields."""
    intids = getUtility(IIntIds)
    own = intids.queryId(context)
    found: dict[str, list[str]] = {}
    if own is None:
        return found
    relations = getUtility(ICatalog)
    for name in dict.fromkeys(name for meaning in MEANINGS for name in meaning.fields):
        for token in relations.findValueTokens("from_id", {"to_id": own, "from_attribute": name}):
            reference = intids.refs.get(token)
            if reference is not None and token != own:
                found.setdefault(reference.path, []).append(name)
    return found


def _visible(fields_of: dict) -> list:
    """Brains by title.  By id, then by path: the stock catalog wakes every path that it is asked for."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(
        getId=list({path.rpartition("/")[2] for path in fields_of}),
        object_provides={"not": IWorkingCopy.__identifier__},
        sort_on="sortable_title",
    )
    return visible_brains([brain for brain in brains if brain.getPath() in fields_of])


def _meanings(portal_type: str, fields: list[str]) -> list[tuple]:
    """What these fields mean, each with those of them that say so; a mention only for want of more."""
    found = []
    for meaning in MEANINGS:
        names = [name for name in meaning.fields if name in fields]
        if not names or (meaning.types and portal_type not in meaning.types):
            continue
        if found and _MENTIONS.issuperset(names):
            continue
        found.append((meaning, names))
    return found


def _link(brain):
    state = getattr(brain, "review_state", None)
    public = is_public_state(brain.portal_type, state)
    return brain_link(brain)._replace(public=public)
