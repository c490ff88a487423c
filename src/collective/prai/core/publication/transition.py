"""The one form for every change of state: what will happen, why, and what is still missing."""

from collective.prai import _
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.acting import edit_link
from collective.prai.core.publication.acting import not_possible
from collective.prai.core.publication.needs import all_missing
from collective.prai.core.publication.refusals import labels
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.state import has_our_workflow
from collective.prai.core.publication.withdrawal import replacements
from collective.prai.core.publication.workflow import PUBLISHING
from collective.prai.core.publication.workflow import WITH_REASON
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage


#: Transition → (heading, what will happen, what the comment is for, label of the button).
WORDS = {
    "submit": (
        _("Submit for review"),
        _("The reviewers receive a mail. You can no longer change the text until they answer."),
        _("A word to the reviewers"),
        _("Submit"),
    ),
    "send_back": (
        _("Send back to its author"),
        _("The item becomes a draft again, and its author receives your comment by mail."),
        _("What is to be changed"),
        _("Send back"),
    ),
    "publish": (
        _("Publish for reuse"),
        _("Everyone can read the item, and partner sites can take it up."),
        _("Comment"),
        _("Publish"),
    ),
    "flag": (
        _("Flag for revision"),
        _("The item stays public; its readers are told that it is to be revised."),
        _("What is to be revised"),
        _("Flag"),
    ),
    "withdraw": (
        _("Withdraw"),
        _("The item leaves the site and the partner sites. Its address then shows your reason."),
        _("Reason of the withdrawal (public)"),
        _("Withdraw it"),
    ),
    "archive": (
        _("Archive"),
        _("The item stays public with a notice, and leaves the default search."),
        _("Comment"),
        _("Archive it"),
    ),
    "restore": (
        _("Take out of the archive"),
        _("The item is published again."),
        _("Comment"),
        _("Publish again"),
    ),
    "confirm": (
        _("Confirm the declaration"),
        _("You have checked with its declarant that it is theirs. A reviewer can now publish it."),
        _("How it was checked"),
        _("Confirm"),
    ),
    "reject": (
        _("Reject the declaration"),
        _("It is not shown to anybody, and is kept with your reason for the team."),
        _("Reason (for the team)"),
        _("Reject it"),
    ),
    "restore_draft": (
        _("Take back as a draft"),
        _("The item becomes a draft: it can be changed, then published again."),
        _("Comment"),
        _("Take back"),
    ),
}


class TransitionForm(BrowserView):
    """``@@prai-transition?workflow_action=publish``; without an action it offers the possible ones."""

    index = ViewPageTemplateFile("templates/transition.pt")

    error = ""
    refused_replacement = False

    def __call__(self):
        self.request.set("disable_border", False)
        form = self.request.form
        if "form.cancel" in form:
            return self._leave()
        if self.request.method == "POST" and "form.submitted" in form:
            CheckAuthenticator(self.request)
            try:
                act(self.context, self.action, self.comment, self._text("replacement") or None)
            except Refused as refusal:
                self.error = str(refusal)
            else:
                return self._done()
        if not has_our_workflow(self.context) or (self.action and self.offered is None and not self.error):
            self.error = self.error or not_possible(self.action)
        return self.index()

    def _text(self, name: str) -> str:
        value = self.request.form.get(name)
        return value if isinstance(value, str) else ""

    @property
    def action(self) -> str:
        return self._text("workflow_action")

    @property
    def comment(self) -> str:
        return self._text("comment")

    @property
    def replacement(self) -> str:
        return self._text("replacement")

    @property
    def choices(self) -> list[dict]:
        """Transitions that the reader may do now, for a page without an action."""
        return [
            {"id": t["id"], "title": WORDS[t["id"]][0], "description": WORDS[t["id"]][1]}
            for t in allowed_transitions(self.context)
        ]

    @property
    def offered(self) -> dict | None:
        """Words of the asked transition, None if the reader may not do it now."""
        if self.action not in {t["id"] for t in allowed_transitions(self.context)}:
            return None
        heading, effect, comment_label, button = WORDS[self.action]
        return {"heading": heading, "effect": effect, "comment_label": comment_label, "button": button}

    @property
    def needs_reason(self) -> bool:
        return self.action in WITH_REASON

    @property
    def missing(self) -> list[dict]:
        """Label and link of each field to fill; asked on the way to publication only."""
        if self.action not in (*PUBLISHING, "submit"):
            return []
        return [
            {"label": labels([gap]), "url": edit_link(self.context, gap.field)}
            for gap in all_missing(self.context)
        ]

    @property
    def blocked(self) -> bool:
        return bool(self.missing) and self.action in PUBLISHING

    @property
    def may_edit(self) -> bool:
        return api.user.has_permission("Modify portal content", obj=self.context)

    @property
    def replacements(self) -> list:
        return replacements(self.context) if self.action == "withdraw" else []

    def _leave(self):
        self.request.response.redirect(self.context.absolute_url())
        return ""

    def _done(self):
        IStatusMessage(self.request).add(_("Its state has changed."))
        target = self.context
        if not api.user.has_permission("View", obj=target):
            self.request.response.redirect(f"{api.portal.get().absolute_url()}/@@prai-redaction")
            return ""
        return self._leave()
