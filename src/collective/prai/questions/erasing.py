"""The end of questions: on their day, or when who asked wants it."""

from collections.abc import Callable
from collective.prai.questions.content.question import IQuestion
from datetime import date
from plone import api


def erase_old(today: date) -> int:
    """Those whose day has come; a question without a day stays."""
    return _erase(lambda question: question.erase_on is not None and question.erase_on <= today)


def erase_of(address: str) -> int:
    """Those of an e-mail address."""
    wanted = address.strip().casefold()
    return _erase(lambda question: (question.email or "").strip().casefold() == wanted)


def _erase(wanted: Callable) -> int:
    """Wherever they stand; a command asks, for which nobody is logged in."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(portal_type="prai.Question")
    found = [brain._unrestrictedGetObject() for brain in brains]
    found = [question for question in found if IQuestion.providedBy(question) and wanted(question)]
    with api.env.adopt_roles(["Manager"]):
        for question in found:
            api.content.delete(question, check_linkintegrity=False)
    return len(found)
