"""Who reads a dossier as a juror: a seat in its session, once convened, no conflict of interest.

The role is computed, never stored: who loses the seat, or declares a conflict, has lost the dossier.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from collective.prai.core.publication.state import state_of
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.content.jury_review import IJuryReview
from collective.prai.programme.content.session import ISession
from collective.prai.programme.relations import sources
from plone import api
from zope.component import adapter
from zope.interface import implementer


#: Role of the workflows of dossiers and sessions.
ASSIGNED = "Assigned Juror"
#: States of a session in which its members read its dossiers.
READING = ("convened", "in_session", "closed")


def sessions_of(application) -> list:
    """Sessions that have a dossier on their agenda, whoever asks."""
    return [item for item in sources(application, "agenda") if ISession.providedBy(item)]


def accounts_of(session) -> set[str]:
    """Login names of those who have a seat; never a group: « AuthenticatedUsers » would let everybody in."""
    accounts = api.portal.get_tool("acl_users")
    names = {row["account"] for row in session.members or () if row.get("account")}
    return {name for name in names if accounts.getUserById(name) is not None}


def reviews_of(session, application=None) -> Iterator:
    """Reviews that lie in a session, of one dossier if it is given."""
    for review in session.objectValues():
        if review.portal_type != "prai.JuryReview":
            continue
        relation = review.application
        if application is None or (relation is not None and relation.to_object == application):
            yield review


def all_reviews_of(application) -> list:
    """Reviews of a dossier in whatever session, also in one that has it on its agenda no more."""
    return [item for item in sources(application, "application") if IJuryReview.providedBy(item)]


def excluded_from(application) -> set[str]:
    """Login names of those who declared a conflict of interest on it, in whatever session.

    A dossier that comes before another jury is the same, and so is who judges it.
    """
    return {review.juror for review in all_reviews_of(application) if review.conflict_of_interest}


def readers_of(application) -> set[str]:
    """Login names of the jurors who may read it now."""
    sitting = [session for session in sessions_of(application) if state_of(session) in READING]
    seats = set().union(*map(accounts_of, sitting)) if sitting else set()
    return seats - excluded_from(application)


@implementer(ILocalRoleProvider)
class _Assigned:
    def __init__(self, context):
        self.context = context

    def accounts(self) -> set[str]:
        """Login names.  There is no default, because a dossier and a session have their own readers."""
        raise NotImplementedError

    def getRoles(self, principal_id):
        return (ASSIGNED,) if principal_id in self.accounts() else ()

    def getAllRoles(self):
        return [(account, (ASSIGNED,)) for account in sorted(self.accounts())]


@adapter(IApplication)
class ApplicationJurors(_Assigned):
    """Of a dossier."""

    def accounts(self) -> set[str]:
        return readers_of(self.context)


@adapter(ISession)
class SessionMembers(_Assigned):
    """Of a session; its workflow says from when on they read it."""

    def accounts(self) -> set[str]:
        return accounts_of(self.context)
