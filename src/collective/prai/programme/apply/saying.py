"""What an applicant is told of where the dossier stands: plain words and no names."""

from collective.prai import _
from collective.prai.programme.apply.mails import said_moment


#: State → title and sentence.
STATES = {
    "draft": (_("Draft"), _("Only you read it. It is not handed in as long as you have not sent it.")),
    "submitted": (_("Received"), _("The Région examines your dossier. You have nothing to do.")),
    "to_complete": (
        _("To be completed"),
        _("Something is missing: complete your dossier, then send it again."),
    ),
    "eligible": (_("Complete"), _("Your dossier is complete and eligible. It waits for a jury.")),
    "ineligible": (_("Not eligible"), _("Your dossier does not meet the conditions of the call.")),
    "before_jury": (_("Before the jury"), _("Your dossier is on the agenda of a jury.")),
    "opinion_given": (
        _("The jury has met"),
        _("The jury has given its opinion. The Région decides and writes to you."),
    ),
    "deferred": (_("Deferred"), _("The decision on your dossier is deferred to a later session.")),
    "awarded": (_("Retained"), _("The Région has decided to help your project.")),
    "rejected": (_("Not retained"), _("The Région has decided not to help this project.")),
    "agreed": (_("Agreement signed"), _("The agreement on the aid is signed.")),
    "settled": (_("Settled"), _("The balance of the aid is paid.")),
    "withdrawn": (_("Withdrawn"), _("You have withdrawn this dossier: it is not examined.")),
}
#: Parameter of the address → what has just been done.
DONE_WORDS = {
    "enregistre": _("Your answers are saved. Your dossier is not handed in yet."),
    "depose": _("Your dossier is handed in. You receive a mail with its number and the link to this page."),
    "tard": _(
        "The call is closed: your answers are saved as a draft, but the dossier is not handed in. If you are "
        "late for a good reason, write to the contact of the call: your draft is kept."
    ),
    "retire": _("Your dossier is withdrawn."),
}
#: Transitions whose comment is for the applicant.
_TOLD = ("ask_completion", "declare_ineligible")
_BEGUN = _("Begun")
_SENT_AGAIN = _("Sent again")


def timeline(application) -> list[dict]:
    """Moments of the dossier, the oldest first: ``when`` in French, ``what``, ``why``."""
    found = []
    for row in application.workflow_history.get("prai_application_workflow", ()):
        action, state = row.get("action"), row.get("review_state")
        what = _BEGUN if not action else STATES[state][0]
        if action == "submit" and any(one.get("action") == "submit" for one in _earlier(application, row)):
            what = _SENT_AGAIN
        found.append(
            {
                "when": said_moment(row["time"].asdatetime()),
                "what": what,
                "why": row.get("comments") or "" if action in _TOLD else "",
            }
        )
    return found


def _earlier(application, row) -> list[dict]:
    history = list(application.workflow_history.get("prai_application_workflow", ()))
    return history[: history.index(row)]
