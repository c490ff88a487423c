"""The one form for every change of state: what will happen, why, and what is still missing."""

from AccessControl import Unauthorized
from collective.prai import _
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.acting import edit_link
from collective.prai.core.publication.acting import not_possible
from collective.prai.core.publication.needs import all_missing
from collective.prai.core.publication.refusals import labels
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.state import has_our_workflow
from collective.prai.core.publication.state import rules_of
from collective.prai.core.publication.withdrawal import replacements
from collective.prai.core.publication.words import words_of
from collective.prai.core.publication.workflow import Rules
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage


#: Permission of those who see the form even where they can do nothing, and read why.
DESK = "collective.prai: Use the editorial desk"
#: Where the workflow has none of our rules.
NO_RULES = Rules((), (), ())


class TransitionForm(BrowserView):
    """``@@prai-transition?workflow_action=publish``; without an action it offers the possible ones."""

    index = ViewPageTemplateFile("templates/transition.pt")

    error = ""
    refused_replacement = False

    def __call__(self):
        if not self.is_for_reader:
            raise Unauthorized
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

    @property
    def is_for_reader(self) -> bool:
        """Editors, and who may do something here: officers and jurors have no desk of editors."""
        return bool(api.user.has_permission(DESK, obj=self.context) or allowed_transitions(self.context))

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
        found = []
        for transition in allowed_transitions(self.context):
            words = words_of(self.context, transition["id"])
            found.append({"id": transition["id"], "title": words.heading, "description": words.effect})
        return found

    @property
    def offered(self) -> dict | None:
        """Words of the asked transition, None if the reader may not do it now."""
        if self.action not in {t["id"] for t in allowed_transitions(self.context)}:
            return None
        return words_of(self.context, self.action)._asdict()

    @property
    def rules(self):
        return rules_of(self.context) or NO_RULES

    @property
    def needs_reason(self) -> bool:
        return self.action in self.rules.with_reason

    @property
    def missing(self) -> list[dict]:
        """Label and link of each field to fill; asked on the way to publication only."""
        if self.action not in (*self.rules.publishing, "submit"):
            return []
        return [
            {"label": labels([gap]), "url": edit_link(self.context, gap.field)}
            for gap in all_missing(self.context)
        ]

    @property
    def blocked(self) -> bool:
        return bool(self.missing) and self.action in self.rules.publishing

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
