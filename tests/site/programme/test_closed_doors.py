"""What is over is over, by whatever door: marks after the session, notes on a settled dossier, erased values."""

from collective.prai.core.publication.refusals import Refused
from collective.prai.programme import acts
from collective.prai.programme import applicants
from collective.prai.programme import reviews
from collective.prai.programme.versions import digest
from decimal import Decimal
from plone import api
from tests.site.programme.officers import make_call
from tests.site.programme.officers import make_dossier
from tests.site.programme.officers import make_session
from zope.annotation.interfaces import IAnnotations
import pytest


def act(item, *actions):
    with api.env.adopt_roles(["Manager"]):
        for action in actions:
            api.portal.get_tool("portal_workflow").doActionFor(item, action)


def test_no_mark_is_given_without_a_seat_or_after_the_session(portal, make_item):
    with api.env.adopt_roles(["Manager"]):
        api.user.create("lea@jury.example", "lea", "Un-Compte-De-Test-1")
    dossier = make_dossier(portal, make_call(portal))
    session = make_session(portal, dossier, state="convened")
    review = reviews.open_review(session, dossier, "lea")
    review.scores = [row | {"score": 1} for row in review.scores]
    review.recommendation = "favourable"
    members, session.members = session.members, []
    for over in (lambda: None, lambda: act(session, "start", "close")):
        over()
        with pytest.raises(Refused):
            act(review, "give")
        session.members = members
    act(session, "start")
    act(review, "give")
    assert reviews.review_state(review) == "given"


@pytest.mark.parametrize("state, written", [("submitted", True), ("withdrawn", False)])
def test_officers_write_nothing_on_a_closed_dossier(portal, make_item, http_request, state, written):
    dossier = make_dossier(portal, make_call(portal), state=state)
    dossier.computed_aid = Decimal("1.00")
    with api.env.adopt_roles(["Programme Officer"]):
        page = api.content.get_view("view", dossier, http_request)
        page.request.form["do"] = "recompute"
        page.post()
        assert ('value="recompute"' in page.index()) is written
    assert (dossier.computed_aid != 1) is written


def test_no_digest_of_what_is_erased_is_kept(portal, make_item):
    dossier = make_dossier(portal, make_call(portal), state="submitted", contact_phone="05 61 00 00 00")
    acts.changed(dossier, None)
    assert IAnnotations(dossier)[acts.KEY]["contact_phone"] == digest("05 61 00 00 00")
    assert applicants.erase(dossier.contact_email) == 1
    assert IAnnotations(dossier)[acts.KEY]["contact_phone"] == digest(None)
