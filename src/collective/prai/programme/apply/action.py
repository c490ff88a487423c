"""What an application form does with its answers: the dossier is filled with them.

The dossier is that of the request: the pages of this room say which (``asked_for``).  A form that is sent at
its own address has none, and is led to its call.
"""

from collective.easyform.actions import Action
from collective.easyform.actions import ActionFactory
from collective.easyform.api import get_actions
from collective.easyform.interfaces import IAction
from collective.prai import _
from collective.prai.programme.apply import filling
from plone.supermodel.exportimport import BaseHandler
from zope.interface import implementer


_DOSSIER = "collective.prai.programme.dossier"


class IApply(IAction):
    """Fills the dossier with the answers."""


@implementer(IApply)
class Apply(Action):
    """Works with those of its questions that the officers left in the form."""

    def onSuccess(self, fields, request):
        """Nothing: the answers are kept with every save, right or wrong."""
        dossier, answers = request.other.get(_DOSSIER, (None, ()))
        if dossier is not None:
            filling.fill(dossier, answers)


def asked_for(request, application, answers):
    """Tell the action which dossier is handed in."""
    request.other[_DOSSIER] = (application, answers)


def is_application_form(form) -> bool:
    """Whether an EasyForm fills dossiers, whatever its name and fields."""
    return any(isinstance(get_actions(form)[name], Apply) for name in get_actions(form))


ApplyAction = ActionFactory(Apply, _("Application to a call"), "collective.prai.RunProgramme")
ApplyHandler = BaseHandler(Apply)
