"""The demonstration site goes through plone.exportimport and comes back equal.

One export and one import for the whole file: both sites are described once, each test compares one aspect.
"""

from Acquisition import aq_base
from collective.prai.core.publication import memory
from collective.prai.corpus import fields
from collective.prai.corpus.importer import DEMO_FOLDERS
from collective.prai.corpus.importer import import_corpus
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.record import from_stored
from collective.prai.syndication.sweep import sweep
from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing.utils import MockMailHost
from plone.base.interfaces.constrains import ISelectableConstrainTypes
from plone.distribution.api import site as site_api
from plone.exportimport.exporters import get_exporter
from plone.exportimport.importers import get_importer
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.interfaces import INamed
from plone.restapi.interfaces import IPloneRestapiLayer
from Products.MailHost.interfaces import IMailHost
from Testing.makerequest import makerequest
from zope.annotation.interfaces import IAnnotations
from zope.component import getSiteManager
from zope.component.hooks import site as in_site
from zope.event import notify
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent
import json
import pytest
import transaction


ANSWERS = {
    "site_id": "copie", "title": "Copie", "description": "", "default_language": "fr",
    "portal_timezone": "Europe/Paris", "setup_content": False,
}  # fmt: skip
#: Indexes and columns that say which site and which machine, not what: addresses, numbers of a catalogue.
OF_THE_SITE = {"path", "UID", "getObjSize", "getRemoteUrl", "cmf_uid", "image_scales", "mime_type"}


def value_of(value):
    """A field value to compare: files by their bytes, relations by UID in their order."""
    if INamed.providedBy(value):
        return value.filename, value.contentType, value.data
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)  # the same moment, whatever zone says it
    return fields.plain(value)


def second_of(date):
    return int(date) if date is not None else None


def steps_of(obj):
    """Every step of every workflow, whole, by the second."""
    history = getattr(aq_base(obj), "workflow_history", None) or {}
    return {
        workflow: [step | {"time": second_of(step["time"])} for step in steps]
        for workflow, steps in history.items()
    }


def constraints_of(obj):
    found = ISelectableConstrainTypes(obj, None)
    if found is None:
        return None
    return found.getConstrainTypesMode(), found.getLocallyAllowedTypes(), found.getImmediatelyAddableTypes()


def values_of(obj):
    """Every field of the type and its behaviors."""
    found = fields.fields_of(obj.portal_type).items()
    return {name: value_of(getattr(schema(obj, None), name, None)) for name, (schema, _field) in found}


def state_of(obj):
    """What an item has beside its fields."""
    return {
        "type": obj.portal_type,
        "state": api.content.get_state(obj, default=""),
        "history": steps_of(obj),
        "permissions": {
            name: (sorted(r["name"] for r in obj.rolesOfPermission(name) if r["selected"]))
            for name in ("View", "Modify portal content", "Delete objects")
        },
        "local roles": dict(obj.get_local_roles()),
        "creators": obj.creators,
        "created": second_of(obj.creation_date),
        "modified": second_of(obj.modification_date),
        "effective": second_of(obj.effective_date),
        "expires": second_of(obj.expiration_date),
        "revision": getattr(aq_base(obj), "revision", None),
        "memory": dict(IAnnotations(obj).get(memory.KEY, {})),
        "layout": obj.getLayout(),
        "order": obj.objectIds() if obj.isPrincipiaFolderish else None,
        "constraints": constraints_of(obj),
        "referred to by": sorted(
            (rel.from_object.UID(), rel.from_attribute)
            for rel in api.relation.get(target=obj, unrestricted=True)
        ),
    }


def search_of(catalog, brain):
    """All that searches find an item by and show of it."""
    rid = brain.getRID()
    found = catalog.getIndexDataForRID(rid) | {
        f"column {name}": value for name, value in catalog.getMetadataForRID(rid).items()
    }
    return {
        name: indexed(value)
        for name, value in found.items()
        if name.removeprefix("column ") not in OF_THE_SITE
    }


def indexed(value):
    """Dates by the second, words of a keyword index in any order, without the names that Plone makes up."""
    if isinstance(value, DateTime):
        return second_of(value)
    if isinstance(value, (list, tuple)):
        return sorted(str(one) for one in value if "schema.generated" not in str(one))
    return value


def records_of(portal):
    """UID → what partners receive, but for the second in which this site wrote it."""
    sweep(portal)
    return {
        entry.uid: json.loads(from_stored(entry.snap.data)) | {"updated": None}
        for entry in query_outbox(portal).entries()
    }


def described(portal):
    """Aspect → of every item (UID, but for the site's own): comparable values."""
    with in_site(portal), api.env.adopt_roles(["Manager"]):
        catalog = api.portal.get_tool("portal_catalog")
        found = {"fields": {}, "states": {}, "search": {}, "records": records_of(portal)}
        for brain in api.content.find(context=portal, unrestricted=True):
            obj = brain._unrestrictedGetObject()
            if obj.portal_type == "Plone Site":
                continue
            path = "/".join(obj.getPhysicalPath()[2:])
            found["fields"][path] = values_of(obj) | {"uid": obj.UID()}
            found["states"][path] = state_of(obj)
            found["search"][path] = search_of(catalog, brain)
        found["site"] = {
            "order": portal.contentIds(),
            "layout": portal.getLayout(),
            "people": {group.getId(): sorted(group.getMemberIds()) for group in api.group.get_groups()},
        }
        return found


def enrich(portal):
    """What the corpus has not: a file, an archive, a withdrawal, revisions, an author, an order, a date."""
    # An export rounds to the second: people make no two reuses within one, the corpus does.
    for number, reuse in enumerate(sorted(portal["reprises"].objectValues(), key=lambda one: one.created())):
        reuse.creation_date = DateTime(int(reuse.creation_date) - 100 + number)
        reuse.reindexObject(idxs=["created"])
    with api.env.adopt_roles(["Manager"]):
        studies = portal.etudes
        study = studies["diagnostic-2008"]
        study.file = NamedBlobFile(b"%PDF-1.4 essai", "application/pdf", "diagnostic 2008 à lire.pdf")
        study.file_licence = "unknown"
        study.expiration_date = DateTime("2031-05-04 10:11:12 Europe/Paris")
        study.setCreators(["redactrice"])
        study.manage_setLocalRoles("redactrice", ["Owner", "Editor"])
        study.reindexObject()
        api.content.transition(study, "archive")
        old = studies["diagnostic-2007"]
        api.content.transition(
            old, "withdraw", comment="Remplacé", replacement=studies["diagnostic-2006"].UID()
        )
        for number in range(2):
            studies["diagnostic-2006"].title += f" ({number})"
            notify(ObjectModifiedEvent(studies["diagnostic-2006"]))
        portal.organisations.moveObjectToPosition("ardesi", 0)
        portal.moveObjectToPosition("agenda", 0)
    transaction.commit()


def as_the_command(app):
    """A request like that of plone-exporter and plone-importer, and of one command only."""
    app = makerequest(aq_base(app))
    app.REQUEST["PARENTS"] = [app]
    alsoProvides(app.REQUEST, IPloneRestapiLayer)
    setRequest(app.REQUEST)
    return app


def second_site(app, folder):
    """A fresh site of the distribution that took in the export."""
    app = as_the_command(app)
    # A site belongs to who made it, and so does what is in it: the same person made both.
    with api.env.adopt_user(user=app.acl_users.getUser(SITE_OWNER_NAME)):
        copy = site_api.create(app, "prai", ANSWERS)
    copy.MailHost = MockMailHost("MailHost")
    with in_site(copy):
        getSiteManager().registerUtility(aq_base(copy.MailHost), IMailHost)
        api.portal.set_registry_record("plone.email_from_address", "prai@ardesi.example")
        importer = get_importer(copy)
        for one in importer.importers.values():
            one.import_data(folder)
            sweep(copy)  # a big import commits on its way, and the sweeper does not wait for its end
        assert importer.incomplete == {}
        transaction.commit()
    return copy


@pytest.fixture(scope="class")
def sites(class_site, functional_class, tmp_path_factory):
    """The demonstration site and the one made of its export."""
    app, folder = functional_class["app"], tmp_path_factory.mktemp("export")
    # The cache of the test storage is small: parts of the new site would leave it while they are committed.
    app._p_jar._cache.cache_size = 100_000
    with api.env.adopt_roles(["Manager"]):
        enrich(class_site)
        demo = as_the_command(app)[class_site.getId()]
        with in_site(demo):
            get_exporter(demo).export_site(folder)
        yield demo, second_site(app, folder)
    clearRequest()


@pytest.fixture(scope="class")
def both(sites):
    """Both sites described."""
    return [described(site) for site in sites]


def differences(both, aspect):
    """(item, name) → the value before and after."""
    before, after = (one[aspect] for one in both)
    assert set(after) == set(before)
    return {
        (item, name): (values.get(name), after[item].get(name))
        for item, values in before.items()
        for name in values.keys() | after[item].keys()
        if values.get(name) != after[item].get(name)
    }


class TestRoundTrip:
    def test_there_is_something_to_compare(self, sites, both):
        fields_, states = both[0]["fields"], both[0]["states"]
        assert len(fields_) > 150
        assert fields_["etudes/diagnostic-2008"]["file"][2] == b"%PDF-1.4 essai"
        assert states["etudes/diagnostic-2007"]["state"] == "withdrawn"
        assert states["etudes/diagnostic-2006"]["revision"] == 3
        assert len(both[0]["records"]) > 70
        public = [one for one in states.values() if one["state"] == "published" and one["type"] != "Folder"]
        assert all(one["effective"] for one in public)

    def test_every_field_of_every_item(self, both):
        assert differences(both, "fields") == {}

    def test_states_histories_places_and_relations(self, both):
        assert differences(both, "states") == {}

    def test_searches_find_the_same(self, both):
        assert differences(both, "search") == {}

    def test_partners_receive_the_same(self, both):
        assert differences(both, "records") == {}

    def test_order_home_page_and_people(self, both):
        assert both[1]["site"] == both[0]["site"]

    def test_nobody_was_mailed(self, sites):
        assert list(sites[1].MailHost.messages) == []

    def test_an_import_of_the_corpus_goes_on_where_it_was(self, sites):
        with in_site(sites[1]):
            again = import_corpus(sites[1], DEMO_FOLDERS)
            transaction.abort()
        assert again.refusals == []
        assert {one.action for one in again.outcomes} == {"unchanged"}
