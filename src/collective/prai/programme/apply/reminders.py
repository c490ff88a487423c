"""Reminders, each sent once: to who has a draft while the call is about to close, to who is waited for."""

from collective.prai.programme import journal
from collective.prai.programme.applicants import applicant_of
from collective.prai.programme.apply import mails
from collective.prai.programme.apply.mine import reason_of
from collective.prai.programme.apply.settings import days
from collective.prai.programme.apply.transitions import WAITING
from collective.prai.programme.windows import present
from collective.prai.programme.windows import takes_applications
from collective.prai.programme.windows import window
from datetime import datetime
from datetime import timedelta
from plone import api
from typing import NamedTuple


class Reminded(NamedTuple):
    """Mails that left, and those that no server took: they are tried again at the next run."""

    mails: int
    failed: int


def remind_due(now: datetime | None = None) -> Reminded:
    """Remind all who are due; who runs it commits."""
    now, sent, failed = present(now), 0, 0
    for brain in api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="prai.Application", review_state=["draft", "to_complete"]
    ):
        application = brain._unrestrictedGetObject()
        due = _due(application, now)
        if due is None:
            continue
        name, mark, reason = due
        if not mails.remind(application, name, reason):
            failed += 1
            continue
        applicant = applicant_of(application)
        applicant.reminded = (*applicant.reminded, mark)
        journal.record(application, "reminded", name, actor=journal.SITE)
        sent += 1
    return Reminded(sent, failed)


def _due(application, now: datetime) -> tuple[str, str, str] | None:
    """Text, mark and reason of the reminder that is due; a mark that is there has been sent."""
    applicant, call = applicant_of(application), mails.call_of(application)
    if applicant is None or call is None:
        return None
    if api.content.get_state(application) == "to_complete":
        asked = _asked_on(application)
        mark = f"{WAITING}:{asked:%Y-%m-%dT%H:%M}" if asked is not None else ""
        late = asked is not None and now - asked >= timedelta(days=days("after_asking"))
        return ("waiting", mark, reason_of(application)) if late and mark not in applicant.reminded else None
    closes = window(call, now).closes
    mark = f"closing:{closes:%Y-%m-%d}" if closes is not None else ""
    soon = closes is not None and closes - now <= timedelta(days=days("before_closing"))
    due = soon and takes_applications(call, now) and mark not in applicant.reminded
    return ("closing", mark, "") if due else None


def _asked_on(application) -> datetime | None:
    history = application.workflow_history.get("prai_application_workflow", ())
    asked = [row["time"].asdatetime() for row in history if row.get("action") == "ask_completion"]
    return asked[-1] if asked else None
