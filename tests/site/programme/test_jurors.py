"""A conflict of interest is of a juror and a dossier, whatever session the dossier comes before."""

from collective.prai.programme import jurors
from plone import api
from tests.site.conftest import relate
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def test_a_conflict_goes_with_the_dossier_to_the_next_session(portal, make_item):
    with api.env.adopt_roles(["Manager"]):
        for name in ("lea", "marc"):
            api.user.create(f"{name}@jury.example", name, "Un-Compte-De-Test-1")
    dossier = make_item("prai.Application", state="before_jury", title="Dossier")
    seats = [{"account": name, "seat": None} for name in ("lea", "marc")]
    first, second = (
        make_item("prai.Session", title=title, members=seats, agenda=[], state="convened")
        for title in ("Jury n° 1", "Jury n° 2")
    )

    def put(session, *dossiers):
        session.agenda = [relate(one) for one in dossiers]
        notify(ObjectModifiedEvent(session))

    put(first, dossier)
    with api.env.adopt_roles(["Manager"]):
        review = api.content.create(
            first, "prai.JuryReview", "avis", title="Avis", application=relate(dossier), juror="marc",
            conflict_of_interest=True,
        )  # fmt: skip
    assert jurors.readers_of(dossier) == {"lea"}
    put(first)
    put(second, dossier)
    assert jurors.readers_of(dossier) == {"lea"} and jurors.all_reviews_of(dossier) == [review]
    catalog = api.portal.get_tool("portal_catalog")
    (brain,) = catalog.unrestrictedSearchResults(UID=dossier.UID())
    readers = catalog.getIndexDataForRID(brain.getRID())["allowedRolesAndUsers"]
    assert "user:lea" in readers and "user:marc" not in readers


def test_a_group_has_no_seat(portal, make_item):
    seats = [{"account": name, "seat": None} for name in ("AuthenticatedUsers", "jures", "nobody")]
    assert jurors.accounts_of(make_item("prai.Session", title="Jury", members=seats, agenda=[])) == set()
