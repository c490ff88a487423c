"""Going back to an old version is a save: by its page or by REST, the same checks and the same revision."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core.publication.memory import forget
from collective.prai.core.publication.memory import recall_all
from collective.prai.core.publication.memory import remember
from collective.prai.core.publication.refusals import NoVersion
from collective.prai.core.publication.refusals import say
from plone import api
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services import Service
from plone.restapi.services.history.patch import revert
from Products.CMFEditions.browser.policies import RevertVersion
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


#: What was published when, and how often, is the item's own: no version brings it back.
_KEPT = ("revision", "effective_date")


def go_back(obj, version, restore):
    """Call ``restore()``, which puts an old version in the place of the item, as one save.

    Answers what ``restore`` answers.  NoVersion, before anything changed, unless ``version`` is the
    number of one; IncompleteSave, which aborts the request, if a public item would be incomplete.
    """
    history = api.portal.get_tool("portal_repository").getHistoryMetadata(obj)
    if type(version) is not int or not history or not 0 <= version < history.getLength(countPurged=True):
        raise NoVersion(say(_("There is no such version. Give the number of one that the history lists.")))
    base = aq_base(obj)
    kept = {name: getattr(base, name) for name in _KEPT if hasattr(base, name)}
    memory = recall_all(obj)
    answer = restore()
    for name, value in kept.items():
        setattr(obj, name, value)
    forget(obj)
    remember(obj, **memory)
    notify(ObjectModifiedEvent(obj))
    return answer


class RevertPage(RevertVersion):
    """The link of the history page."""

    def __call__(self):
        asked = self.request.get("version_id")
        # Longer digits are no version, and Python refuses to read very long ones.
        plain = isinstance(asked, str) and asked.isdecimal() and len(asked) < 10
        return go_back(self.context, int(asked) if plain else None, super().__call__)


class RevertService(Service):
    """``PATCH @history`` with ``{"version": 3}``: 204; 400 with a sentence when nothing was changed."""

    def reply(self):
        try:
            version = json_body(self.request).get("version")
        except DeserializationError:
            version = None
        go_back(self.context, version, lambda: revert(self.context, version))
        return self.reply_no_content()
