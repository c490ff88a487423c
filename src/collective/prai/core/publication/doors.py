"""The stock pages that change a state, for our items: the same check, the same sentences.

Stock ``content_status_modify`` answers an error page, the bulk action hides what failed, and both
write the publication date before they know whether the item may be published.
"""

from collective.prai import _
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.refusals import say
from collective.prai.core.publication.state import has_our_workflow
from collective.prai.interfaces import IPraiContent
from DateTime import DateTime
from plone import api
from plone.app.content.browser.content_status_modify import ContentStatusModifyView
from plone.app.content.browser.contents.properties import PropertiesActionView
from plone.app.content.browser.contents.workflow import WorkflowActionView
from plone.app.content.browser.folder_publish import FolderPublishView
from plone.app.dexterity.behaviors.metadata import ICategorization
from plone.protect import CheckAuthenticator
from plone.protect import PostOnly
from Products.CMFCore.interfaces import IFolderish
from Products.Five import BrowserView
from Products.statusmessages.interfaces import IStatusMessage
from urllib.parse import urlencode
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def as_text(value) -> str:
    """A value of a form; given twice it arrives as a list, and counts as not given."""
    return value if isinstance(value, str) else ""


class ContentStatusModify(ContentStatusModifyView):
    """The address that stock menus and bookmarks use."""

    def __call__(self, workflow_action=None, comment="", effective_date=None, expiration_date=None, **kwargs):
        obj = self.context
        given, workflow_action = workflow_action, as_text(workflow_action)
        comment = as_text(comment) or as_text(self.request.form.get("comment"))
        if not has_our_workflow(obj):
            return super().__call__(workflow_action, comment, effective_date, expiration_date, **kwargs)
        form_url = f"{obj.absolute_url()}/@@prai-transition"
        if not given:
            return self.request.response.redirect(form_url)
        CheckAuthenticator(self.request)
        try:
            act(obj, workflow_action, comment)
        except Refused as refusal:
            IStatusMessage(self.request).add(str(refusal), type="error")
            query = {"workflow_action": workflow_action}
            return self.request.response.redirect(f"{form_url}?{urlencode(query)}")
        IStatusMessage(self.request).add(_("Its state has changed."))
        return self.request.response.redirect(obj.absolute_url())


class ContentStatusHistory(BrowserView):
    """The stock "advanced" page: our form offers what the reader may do."""

    def __call__(self, workflow_action=None, **kwargs):
        query = f"?{urlencode({'workflow_action': workflow_action})}" if workflow_action else ""
        self.request.response.redirect(f"{self.context.absolute_url()}/@@prai-transition{query}")
        return ""


class BulkWorkflow(WorkflowActionView):
    """Folder contents: each item by itself; those that may change do, the others are named.

    One incomplete sheet out of twenty does not hold back nineteen, and its sentence says why.
    """

    required_obj_permission = None

    def action(self, obj, bypass_recurse=False):
        if not IPraiContent.providedBy(obj):
            if not api.user.has_permission("Modify portal content", obj=obj):
                self._fail(obj, _("You may not change this item."))
                return
            super().action(obj, bypass_recurse)
            return
        if not has_our_workflow(obj):
            return
        try:
            act(obj, self.transition_id or "", self.comments)
        except Refused as refusal:
            self._fail(obj, refusal.message)

    def _fail(self, obj, message):
        self.errors.append(
            _("« ${title} »: ${reason}", mapping={"title": self.objectTitle(obj), "reason": say(message)})
        )


class BulkProperties(PropertiesActionView):
    """Folder contents, dates and the like: a save of each item, told like any other."""

    def action(self, obj, bypass_recurse=False):
        if ICategorization(obj, None) is not None:
            super().action(obj, bypass_recurse)
        else:
            self._write(obj, bypass_recurse)
        notify(ObjectModifiedEvent(obj))

    def _write(self, obj, bypass_recurse):
        """The stock action fails on types without its keywords, as ours are."""
        if self.recurse and not bypass_recurse and IFolderish.providedBy(obj):
            for part in obj.values():
                self.action(part)
        values = {
            "effective_date": self.effectiveDate and DateTime(self.effectiveDate),
            "expiration_date": self.expirationDate and DateTime(self.expirationDate),
            "rights": self.copyright,
            "contributors": tuple(self.contributors),
            "creators": tuple(self.creators),
            "language": self.language,
        }
        for name, value in values.items():
            if value and hasattr(obj, name):
                setattr(obj, name, value)
        obj.reindexObject()


class FolderPublish(FolderPublishView):
    """The stock bulk page of a folder: as ``BulkWorkflow``, without JavaScript."""

    def __call__(self, workflow_action=None, paths=None, comment="", include_children=False, **kwargs):
        PostOnly(self.request)
        CheckAuthenticator(self.request)
        workflow_action, comment = as_text(workflow_action), as_text(comment)
        portal = api.portal.get()
        messages = IStatusMessage(self.request)
        if not workflow_action or not paths:
            messages.add(_("Choose an action and the items to change."), type="error")
            return self.redirect()
        ours, others = [], []
        for path in [paths] if isinstance(paths, str) else paths:
            obj = portal.restrictedTraverse(str(path), None)
            (ours if obj is not None and has_our_workflow(obj) else others).append((path, obj))
        for _path, obj in ours:
            self._change(obj, workflow_action, comment, messages)
        if others:
            other_paths = [path for path, _obj in others]
            return super().__call__(
                workflow_action, other_paths, comment, include_children=include_children, **kwargs
            )
        return self.redirect()

    def _change(self, obj, action, comment, messages):
        try:
            act(obj, action, comment)
        except Refused as refusal:
            said = _("« ${title} »: ${reason}", mapping={"title": obj.Title(), "reason": str(refusal)})
            messages.add(said, type="error")
        else:
            messages.add(_("« ${title} »: its state has changed.", mapping={"title": obj.Title()}))
