"""Reviews of jurors: one a juror and dossier, on the criteria of its call, counted once given.

A juror writes for herself alone, for dossiers of a session in which she has a seat.  A declared conflict of
interest closes the dossier to her at once and for good; what she had written counts no more.
"""

from Acquisition import aq_base
from Acquisition import aq_parent
from BTrees.OOBTree import OOBTree
from collective.prai import _
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.refusals import say
from collective.prai.core.publication.state import state_of
from collective.prai.programme import averages
from collective.prai.programme.averages import Mark
from collective.prai.programme.content.session import ISession
from collective.prai.programme.journal import record
from collective.prai.programme.jurors import accounts_of
from collective.prai.programme.jurors import reviews_of
from collective.prai.programme.jurors import sessions_of
from collective.prai.programme.rules import criteria_of
from collective.prai.programme.windows import moment
from datetime import date
from hashlib import sha256
from plone import api
from z3c.relationfield import RelationValue
from zExceptions import BadRequest
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent


WORKFLOW = "prai_review_workflow"
KEY = "collective.prai.programme.seats"
DRAFT, GIVEN = "draft", "given"
#: States of a session in which reviews are written.
WRITING = ("convened", "in_session")
#: Characters of one comment.
LONGEST = 20_000


class ReviewRefused(Refused):
    """A review that cannot be given, with its sentence."""


def review_state(review) -> str:
    tool = api.portal.get_tool("portal_workflow")
    return tool.getInfoFor(review, "review_state", DRAFT)


def review_of(session, application, account: str):
    """The review of a juror, None while there is none."""
    return next((one for one in reviews_of(session, application) if one.juror == account), None)


def given_reviews(application, session=None) -> list:
    """Those that count: given, without a conflict of interest, whatever became of the seat."""
    sessions = [session] if session is not None else sessions_of(application)
    return [
        review
        for one in sessions
        for review in reviews_of(one, application)
        if not review.conflict_of_interest and review_state(review) == GIVEN
    ]


def marks_of(review) -> list[Mark]:
    return [Mark.of(row) for row in review.scores or ()]


def average(application, session=None) -> averages.Spread | None:
    """Mean, lowest and highest of the jurors' totals, out of 100."""
    return averages.overall([marks_of(review) for review in given_reviews(application, session)])


def average_by_criterion(application, session=None) -> list[tuple[str, averages.Spread]]:
    return averages.by_criterion([marks_of(review) for review in given_reviews(application, session)])


def may_see_averages(application, session, account: str | None) -> bool:
    """Officers always; a juror once her own review is given."""
    if api.user.has_permission("collective.prai: Instruct applications", obj=api.portal.get()):
        return True
    own = review_of(session, application, account) if account else None
    return own is not None and not own.conflict_of_interest and review_state(own) == GIVEN


def may_write(session, account: str | None) -> bool:
    """Whether that account has a seat in a session in which reviews are written now."""
    return bool(account) and account in accounts_of(session) and state_of(session) in WRITING


def blank_rows(application) -> list[dict]:
    """The criteria of the call in force on the day the dossier came in, copied into the review."""
    relation = application.call
    call = relation.to_object if relation is not None else None
    if call is None:
        return []
    received = moment(application.received_on)
    day = received.date() if received is not None else date.today()
    return [
        {
            "criterion": one.criterion,
            "weight": one.weight,
            "max_score": one.max_score,
            "score": None,
            "comment": None,
        }
        for one in criteria_of(call, day)
    ]


def open_review(session, application, account: str):
    """The review of that juror, made as a draft of hers where there is none."""
    found = review_of(session, application, account)
    if found is not None:
        return found
    with api.env.adopt_roles(["Manager"]):
        review = api.content.create(
            session,
            "prai.JuryReview",
            id=f"avis-{seat_of(application, account)}",
            title=f"Avis sur {application.number or application.Title()}",
            application=RelationValue(getUtility(IIntIds).getId(application)),
            juror=account,
            scores=blank_rows(application),
        )
        for user, roles in review.get_local_roles():
            if "Owner" in roles and user != account:
                review.manage_delLocalRoles([user])
        review.manage_setLocalRoles(account, ["Owner"])
        review.reindexObjectSecurity()
    return review


def seat_of(application, account: str) -> str:
    """Part of an id: the same for the same juror and dossier, so that a double post meets itself."""
    return sha256(f"{application.UID()}\x1f{account}".encode()).hexdigest()[:20]


def claim(review, event):
    """A new review: its place is taken, so that no second one of the same juror and dossier is made.

    Two requests at once write the same entry: the database lets one of them through.
    """
    session, relation = aq_parent(review), review.application
    application = relation.to_object if relation is not None else None
    if not ISession.providedBy(session) or application is None or not review.juror:
        raise BadRequest(say(_("A review is opened from the page of its session.")))
    notes = IAnnotations(session)
    if KEY not in notes:
        notes[KEY] = OOBTree()
    seat = seat_of(application, review.juror)
    holder = notes[KEY].get(seat)
    if holder is not None and holder != review.getId() and holder in session.objectIds():
        raise BadRequest(say(_("This juror has a review of this dossier already.")))
    notes[KEY][seat] = review.getId()


def check(review, event):
    """Before a transition of a review, at every door."""
    if event.transition is None or event.workflow.getId() != WORKFLOW:
        return
    action, session = event.transition.getId(), aq_parent(review)
    if action == "give" and not review.conflict_of_interest:
        if not may_write(session, review.juror):
            raise ReviewRefused(_("Reviews are written from the convocation of the session to its end."))
        gaps = gaps_of(review)
        if gaps:
            raise ReviewRefused(gaps[0])
    if action == "take_back" and review.conflict_of_interest:
        raise ReviewRefused(
            _("A declared conflict of interest is not taken back here: write to the officers.")
        )
    if action == "take_back" and state_of(session) not in WRITING:
        raise ReviewRefused(_("The session is closed: reviews are no longer changed."))


def gaps_of(review) -> list:
    """Why the review cannot be given yet, as messages."""
    found = []
    for row in review.scores or ():
        mark = Mark.of(row)
        if mark.score is None:
            found.append(_("Give a mark for « ${criterion} ».", mapping={"criterion": mark.criterion}))
        elif not 0 <= mark.score <= mark.max_score:
            found.append(
                _(
                    "The mark for « ${criterion} » is between 0 and ${max}.",
                    mapping={"criterion": mark.criterion, "max": mark.max_score},
                )
            )
    if not review.recommendation:
        found.append(_("Choose a recommendation."))
    return found


def moved(review, event):
    """After a transition: the journals of the dossier and of the session tell it, without the marks."""
    if event.transition is None or event.workflow.getId() != WORKFLOW:
        return
    action = event.transition.getId()
    if action == "give" and review.conflict_of_interest:
        action = "conflict"
    relation = review.application
    application = relation.to_object if relation is not None else None
    for obj in (application, aq_parent(review)):
        if obj is not None and hasattr(aq_base(obj), "portal_type"):
            record(obj, f"review_{action}", review.juror or "")


def declare_conflict(session, application, account: str):
    """The dossier is hidden from that juror from now on, and her marks count no more."""
    review = open_review(session, application, account)
    review.conflict_of_interest = True
    review.scores = [row | {"score": None, "comment": None} for row in review.scores or ()]
    review.recommendation = review.comment = None
    tool = api.portal.get_tool("portal_workflow")
    with api.env.adopt_roles(["Manager"]):
        if review_state(review) == DRAFT:
            tool.doActionFor(review, "give")
        else:
            record(application, "review_conflict", account)
    notify(ObjectModifiedEvent(review))
    return review
