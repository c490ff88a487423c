"""Who treats a request: the team all of them, officers of the Région those whose purpose is theirs.

The role is computed, never stored: a setting that changes gives and takes it at once.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from collective.prai.questions.content.question import IQuestion
from collective.prai.questions.settings import is_of_officers
from plone import api
from zope.component import adapter
from zope.interface import implementer


#: Groups of the team, and of the officers of the Région.
TEAM, OFFICERS = ("redacteurs", "relecteurs"), "agents-region"


@implementer(ILocalRoleProvider)
@adapter(IQuestion)
class OfficersOfPurpose:
    """Officers are editors of the requests that are theirs."""

    def __init__(self, context):
        self.context = context

    def getRoles(self, principal_id):
        return ("Editor",) if principal_id == OFFICERS and is_of_officers(self.context.purpose) else ()

    def getAllRoles(self):
        return [(OFFICERS, self.getRoles(OFFICERS))] if self.getRoles(OFFICERS) else []


def members(question) -> list[tuple[str, str]]:
    """Account and name of those to whom it may be assigned, by name; who asks is one of them."""
    groups = (*TEAM, OFFICERS) if is_of_officers(question.purpose) else TEAM
    found = {}
    for name in groups:
        if api.group.get(groupname=name) is not None:
            found |= {user.getId(): user for user in api.user.get_users(groupname=name)}
    current = api.user.get_current()
    found.setdefault(current.getId(), current)
    return sorted(
        ((account, name_of(account, user)) for account, user in found.items()),
        key=lambda one: one[1].casefold(),
    )


def name_of(account: str, user=None) -> str:
    """As colleagues know the account; the account itself where it has no name, or is gone."""
    user = user if user is not None else api.user.get(userid=account)
    return (user.getProperty("fullname", "") if user is not None else "") or account
