"""Answers of a form that others may take up: kept on the site, counted on a page for its team."""

from collective.easyform.actions import ActionFactory
from collective.easyform.api import get_actions
from collective.prai import _
from collective.prai.core.public_forms.saved import SafeSaveData
from plone.supermodel.exportimport import BaseHandler
from zope.schema import getFieldsInOrder


#: In place of the stock action of a form's file.
TYPE = "collective.prai.transfer.forms.answers.Answers"


class Answers(SafeSaveData):
    """Kept for the team, which reads them on a page of results.

    That a form has this action says that its answers may be read by whoever reads what comes in; those of
    other forms are for who may download saved input.
    """

    def rows(self) -> list[tuple[int, dict]]:
        """Second of each answer and its values by field, oldest first."""
        return [(key // 1000, dict(row)) for key, row in self._storage.items()]


AnswersAction = ActionFactory(
    Answers, _("Answers with a page of results"), "collective.easyform.AddDataSavers"
)
AnswersHandler = BaseHandler(Answers)


def answers_of(form) -> Answers | None:
    """The action of a form that keeps its answers, None for other forms."""
    return next(
        (action for _name, action in getFieldsInOrder(get_actions(form)) if isinstance(action, Answers)), None
    )
