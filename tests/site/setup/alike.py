"""Readers who may do the same things at an address are one reader there: a page asks for permissions, not for names."""

from AccessControl.PermissionRole import rolesForPermissionOn
from functools import cached_property
from plone import api
from urllib.parse import urlsplit


class Rights:
    """What each reader may do at each place of a site that does not change meanwhile."""

    def __init__(self):
        self._granted, self._roles = {}, {}

    @cached_property
    def _permissions(self) -> list[str]:
        return api.portal.get().possible_permissions()

    def at(self, url: str, reader: str | None) -> frozenset[str]:
        """Permissions of a reader, None for who has no name, on the item that an address leads to or into."""
        place = self._place(urlsplit(url).path)
        path = place.getPhysicalPath()
        if path not in self._granted:
            self._granted[path] = {one: set(rolesForPermissionOn(one, place)) for one in self._permissions}
        roles = {"Anonymous"}
        if reader is not None:
            # Whoever has signed in is told apart, even where that grants nothing.
            roles |= {"Authenticated", *api.user.get(reader).getUser().getRolesInContext(place)}
        granted = {name for name, given in self._granted[path].items() if roles & given}
        return frozenset(granted | (roles & {"Authenticated"}))

    def _place(self, path: str):
        place = portal = api.portal.get()
        for name in path.removeprefix("/".join(portal.getPhysicalPath())).strip("/").split("/"):
            if name not in getattr(place, "objectIds", list)():
                break
            place = place[name]
        return place
