"""What this room does when the programme decides: an awarded dossier becomes the draft of a project sheet."""

from collective.prai.core.targets import find
from collective.prai.interfaces import IToWrite
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.dexterity.utils import iterSchemataForType
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.intid.interfaces import IIntIds


SECTION = "projets"
#: Facts of a dossier that a sheet may take up: field → whether it leads to organisations.
TAKEN = {
    "lead": True, "beneficiaries": True, "beneficiary_names": False, "project_kinds": False, "themes": False,
    "total_cost": False, "eligible_cost": False, "sources": False, "departments": False, "epcis": False,
    "municipalities": False, "zone": False, "population": False, "location": False,
}  # fmt: skip


def make_draft(application, event):
    """The sheet of an awarded dossier, in ``event.made``; once, and never with anything but the facts."""
    relation = application.project_sheet
    if relation is not None and relation.to_object is not None:
        return
    sheet = createContent("prai.ProjectSheet", title=event.facts["title"], language="fr")
    behaviors = {
        name: schema for schema in iterSchemataForType("prai.ProjectSheet") for name in schema.names()
    }
    for name, to_organisations in TAKEN.items():
        value = event.facts.get(name)
        if value in (None, [], ""):
            continue
        value = _organisations(value) if to_organisations else value
        setattr(behaviors[name](sheet), name, value)
    alsoProvides(sheet, IToWrite)
    # Who decides has no right in the editors' section, not even to a first version; they write the draft.
    with api.env.adopt_roles(["Manager"]):
        event.made["project_sheet"] = addContentToContainer(
            api.portal.get()[SECTION], sheet, checkConstraints=False
        )


def _organisations(value):
    """Relations to the organisations of these UIDs; of one, the relation itself."""
    ids = getUtility(IIntIds)
    found = [find(uid) for uid in ([value] if isinstance(value, str) else value)]
    relations = [RelationValue(ids.getId(one)) for one in found if one is not None]
    return next(iter(relations), None) if isinstance(value, str) else relations
