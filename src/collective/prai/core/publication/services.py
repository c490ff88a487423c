"""REST ``@workflow`` and ``@workingcopy``: the same check as the pages; refused = 400, nothing changed."""

from collective.prai import _
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.refusals import BadTransition
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.refusals import say
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.state import has_our_workflow
from collective.prai.interfaces import IPraiContent
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.restapi.deserializer import json_body
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.services.workflow.transition import WorkflowTransition
from plone.restapi.services.workingcopy.delete import DeleteWorkingCopy
from plone.restapi.services.workingcopy.update import UpdateWorkingCopy
from zope.component import getMultiAdapter


class Transition(WorkflowTransition):
    """``POST @workflow/publish`` with ``{"comment": …, "replacement": UID, "effective": …}``.

    400 with a sentence when the item is incomplete, a reason is missing, or the transition is not
    possible now.  Without ``effective``, only publishing sets the date.
    """

    def recurse_transition(self, objs, comment, publication_dates, include_children=False):
        for obj in objs:
            if not IPraiContent.providedBy(obj):
                super().recurse_transition([obj], comment, publication_dates, include_children)
            elif has_our_workflow(obj):
                self._act(obj, comment)
                if publication_dates:
                    self._set_dates(obj, publication_dates)

    def reply(self):
        if self.transition is None:
            raise BadTransition(say(_("Name the transition: @workflow/publish.")))
        if not has_our_workflow(self.context):
            raise BadTransition(say(_("This item has no publication state of its own.")))
        answer = super().reply()
        if self.request.response.getStatus() == 400:
            # Answered, what was done so far would be committed; raised, it is not.
            raise BadTransition(answer["error"]["message"])
        return answer

    def _act(self, obj, comment):
        replacement = json_body(self.request).get("replacement")
        if not isinstance(comment, str) or not isinstance(replacement, (str, type(None))):
            raise BadTransition(say(_("The comment and the replacement must be text.")))
        if self.transition not in {t["id"] for t in allowed_transitions(obj)} and self.is_same_state(obj):
            return
        try:
            act(obj, self.transition, comment, replacement)
        except Refused as refusal:
            raise BadTransition(str(refusal)) from None

    def _set_dates(self, obj, dates):
        deserializer = getMultiAdapter((obj, self.request), IDeserializeFromJson)
        deserializer(data=dates)


class UpdateCopy(UpdateWorkingCopy):
    """Check in; 400 with a sentence when there is nothing to check in, or when it is incomplete."""

    def reply(self):
        require_copy(self.context)
        return super().reply()


class DeleteCopy(DeleteWorkingCopy):
    """Cancel; 400 with a sentence when there is nothing to cancel."""

    def reply(self):
        require_copy(self.context)
        return super().reply()


def require_copy(obj):
    policy = ICheckinCheckoutPolicy(obj)
    if policy.getWorkingCopy() is None and policy.getBaseline() is None:
        raise BadTransition(say(_("This item has no working copy.")))
