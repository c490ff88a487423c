"""plone.exportimport without loss: order of relations, states, revisions, dates, authors, what was imported.

Registered for the class of the site, which is closer than the interface that the stock ones are for.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collections import defaultdict
from collective.prai.core.publication import memory
from collective.prai.corpus import writer
from collective.prai.interfaces import ISiteImported
from DateTime import DateTime
from plone import api
from plone.exportimport.exporters.content import ContentExporter
from plone.exportimport.exporters.relations import RelationsExporter
from plone.exportimport.importers.content import ContentImporter
from plone.exportimport.importers.final import FinalImporter
from plone.exportimport.utils import relations as utils
from z3c.relationfield.interfaces import IRelationValue
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent


#: Key in the file of an item: what the stock exporter leaves behind.
BAGGAGE = "collective.prai"
_DATES = {"effective_date": ("effective", "effectiveRange", "Date"), "expiration_date": ("expires",)}


class WholeContentExporter(ContentExporter):
    """Adds what is no field, or what a field would round or refuse to take back."""

    def serialize(self, obj):
        if obj == self.site:
            return super().serialize(obj) | {BAGGAGE: {"imported": _imported(obj)}}
        baggage = {
            "creators": list(obj.creators or ()),
            "revision": getattr(aq_base(obj), "revision", None),
            "memory": dict(IAnnotations(obj).get(memory.KEY, {})),
        }
        dates = {name: value.ISO8601() if (value := getattr(obj, name)) else None for name in _DATES}
        return super().serialize(obj) | {BAGGAGE: baggage | dates}


def _imported(site) -> dict[str, list]:
    """What the import of the corpus remembers: on the new site it goes on where it was."""
    return {key: list(record) for key, record in IAnnotations(site).get(writer.KEY, {}).items()}


class OrderedRelationsExporter(RelationsExporter):
    """The stock exporter sorts the members of a relation list by UID; an editor's order is kept here."""

    def dump(self):
        content = self.exported_content()
        found = utils.get_relations(uids=set(content) if content is not None else None)
        return [self._dump(in_order(found), self.filepath)]


def in_order(relations: list[dict]) -> list[dict]:
    """Rows of the relation catalog, those of one list in the order of the list."""
    lists = defaultdict(list)
    for row in relations:
        lists[row["from_uuid"], row["from_attribute"]].append(row)
    result = []
    for (uid, name), rows in lists.items():
        places = {target: place for place, target in enumerate(_targets(uid, name))}
        result += sorted(rows, key=lambda row: places.get(row["to_uuid"], len(places)))
    return result


def _targets(uid: str, name: str) -> list[str]:
    source = api.content.get(UID=uid)
    value = getattr(source, name, None)
    value = value if isinstance(value, (list, tuple)) else [value]
    return [
        one.to_object.UID() for one in value if IRelationValue.providedBy(one) and one.to_object is not None
    ]


class RestoringContentImporter(ContentImporter):
    """Our items come back in the state that they had, not through its transitions.

    A transition would be refused while relations are not there yet, would mail people, would ask for
    a reason, would count a revision.  What a state grants is set from the workflow afterwards.
    """

    def construct(self, item: dict):
        baggage = item.pop(BAGGAGE, {})
        ours = item["@type"].startswith("prai.") and item.get("workflow_history")
        if ours:
            item.pop("review_state", None)
        obj = super().construct(item)
        if obj is None:
            return obj
        if baggage and obj != self.site:
            # The export knows them all; whoever runs the import is not an owner of everything.
            obj.manage_delLocalRoles([user for user, _roles in obj.get_local_roles()])
        if ours:
            tool = api.portal.get_tool("portal_workflow")
            for workflow in tool.getWorkflowsFor(obj):
                workflow.updateRoleMappingsFor(obj)
            obj.reindexObject(idxs=["review_state", "allowedRolesAndUsers"])
        unpack(obj, baggage)
        return obj


def unpack(obj, baggage: dict):
    """Give an item what travelled beside its fields; an export of a plain Plone has nothing of it."""
    if imported := baggage.get("imported"):
        records = {key: (*record[:3], tuple(record[3])) for key, record in imported.items()}
        IAnnotations(obj).setdefault(writer.KEY, OOBTree()).update(records)
    if baggage.get("revision") is not None:
        obj.revision = baggage["revision"]
    if baggage.get("creators"):
        obj.setCreators(baggage["creators"])
    if baggage.get("memory"):
        memory.remember(obj, **_frozen(baggage["memory"]))
    for name, indexes in _DATES.items():
        if name in baggage:
            setattr(obj, name, DateTime(baggage[name]) if baggage[name] else None)
            obj.reindexObject(idxs=list(indexes))


def _frozen(values: dict) -> dict:
    """JSON has no tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def redate(obj):
    """The final step puts modification dates back; what has no other date is sorted by them."""
    if obj.effective_date is None:
        obj.reindexObject(idxs=["Date"])
    return obj


@implementer(ISiteImported)
class SiteImported(ObjectEvent):
    """An import of plone.exportimport has ended."""


class TellingFinalImporter(FinalImporter):
    """The last step of an import, which then tells those who missed what had no event."""

    obj_hooks = [redate]

    def do_import(self) -> str:
        report = super().do_import()
        notify(SiteImported(self.site))
        return report
