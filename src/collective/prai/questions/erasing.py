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
    return _erase(_of(address))


def questions_of(address: str) -> list:
    """Those of an e-mail address, whoever asks."""
    return _found(_of(address))


def _of(address: str) -> Callable:
    wanted = address.strip().casefold()
    return lambda question: bool(wanted) and (question.email or "").strip().casefold() == wanted


def _found(wanted: Callable) -> list:
    """Wherever they stand; a command asks, for which nobody is logged in."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(portal_type="prai.Question")
    found = [brain._unrestrictedGetObject() for brain in brains]
    return [question for question in found if IQuestion.providedBy(question) and wanted(question)]


def _erase(wanted: Callable) -> int:
    found = _found(wanted)
    with api.env.adopt_roles(["Manager"]):
        for question in found:
            api.content.delete(question, check_linkintegrity=False)
    return len(found)
