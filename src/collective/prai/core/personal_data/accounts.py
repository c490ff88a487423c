"""Accounts of the site: who has one is told of it here, and erases it with who keeps the accounts."""

from collective.prai.interfaces import IPersonalData
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.interface import implementer


@implementer(IPersonalData)
@adapter(IPloneSiteRoot)
class Accounts:
    """An account is what a colleague works with: it is shown, and erased in the site setup alone."""

    name = "accounts"

    def __init__(self, context):
        self.context = context

    def _users(self, address: str) -> list:
        wanted = address.strip().casefold()
        return [
            user
            for user in api.user.get_users()
            if (user.getProperty("email", "") or "").casefold() == wanted
        ]

    def held(self, address: str) -> list[dict]:
        return [
            {
                "account": user.getId(),
                "name": user.getProperty("fullname", ""),
                "address": user.getProperty("email", ""),
                "groups": sorted(set(user.getGroups()) - {"AuthenticatedUsers"}),
            }
            for user in self._users(address)
        ]

    def files(self, address: str) -> list[tuple[str, bytes]]:
        return []

    def stays(self, address: str) -> list[str]:
        return [
            f"Le compte « {user.getId()} » : il s’efface dans la configuration du site, avec son titulaire."
            for user in self._users(address)
        ]

    def erase(self, address: str) -> int:
        return 0
