"""Uninstalling: settings and registrations go, the log of syndication is kept, content stays usable.

Types, workflows, indexes, groups and roles stay, because content and people still need them; vocabularies
fall back to the terms that the add-on ships.  Whoever wants the terms edited on the site exports the
registry first.
"""

from collective.prai.alerts.store import KEY as ALERTS
from collective.prai.finder.missed import KEY as MISSED
from collective.prai.questions.numbers import KEY as LAST_NUMBER
from collective.prai.syndication.archive import dump_jsonl
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.outbox import remove_outbox
from collective.prai.theme.editor import forget_tab
from collective.prai.transfer.declarants import KEY as DECLARANTS
from datetime import datetime
from datetime import UTC
from plone import api
from plone.namedfile import NamedBlobFile
from plone.registry.interfaces import IRegistry
from Products.CMFCore.permissions import AccessContentsInformation
from Products.CMFCore.permissions import View
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
import io


PACKAGE = "collective.prai"
#: Annotations of the site.
KEPT_OF_READERS = (ALERTS, MISSED, LAST_NUMBER, DECLARANTS)


def uninstall(portal):
    """Everything that a profile in XML cannot take away by name."""
    keep_outbox(portal)
    remove_configlets(portal)
    remove_actions(portal)
    remove_caching()
    remove_records()
    forget_readers(portal)
    forget_tab()


def forget_readers(portal):
    """Addresses of alerts and declarants, words that were looked for: nobody could erase them any more."""
    notes = IAnnotations(portal)
    for name in KEPT_OF_READERS:
        notes.pop(name, None)


def keep_outbox(portal):
    """The log as JSON lines in a File that only Managers see, then the log itself goes.

    A file of the site, not of a disk: it is in the backup, and there is one whatever the number of clients.
    """
    outbox = query_outbox(portal)
    if outbox is None:
        return
    stream = io.BytesIO()
    if dump_jsonl(outbox, stream):
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        data = NamedBlobFile(stream.getvalue(), "application/x-ndjson", f"outbox-{day}.jsonl")
        file = api.content.create(
            portal,
            "File",
            f"prai-outbox-{day}",
            safe_id=True,
            title=f"Journal de diffusion du {day}",
            file=data,
        )
        for permission in (View, AccessContentsInformation):
            file.manage_permission(permission, ["Manager"], acquire=0)
        file.exclude_from_nav = True
        file.reindexObject()
    remove_outbox()


def remove_caching():
    """No rule leads to an operation of ours; what stock ones do with files and resources stays."""
    name = "plone.caching.interfaces.ICacheSettings.operationMapping"
    mapping = api.portal.get_registry_record(name, default=None) or {}
    left = {rule: operation for rule, operation in mapping.items() if not operation.startswith(PACKAGE)}
    api.portal.set_registry_record(name, left)


def remove_configlets(portal):
    panel = portal.portal_controlpanel
    for action in list(panel.listActions()):
        if getattr(action, "appId", "") == PACKAGE:
            panel.unregisterConfiglet(action.id)


def remove_actions(portal):
    """Actions of any category whose titles are in our domain."""
    for category in portal.portal_actions.objectValues():
        ours = [
            action.getId()
            for action in category.objectValues()
            if getattr(action, "i18n_domain", "") == PACKAGE
        ]
        if ours:
            category.manage_delObjects(ours)


def remove_records():
    records = getUtility(IRegistry).records
    for name in [name for name in records if name.startswith(f"{PACKAGE}.")]:
        del records[name]
