"""Where an officer and a juror begin: their desk is what they find at login."""

from collective.prai.interfaces import IDeskOfRoom
from collective.prai.programme.content.application import APPLICATIONS
from collective.prai.programme.content.session import SESSIONS
from plone import api
from zope.interface import implementer


@implementer(IDeskOfRoom)
class OfficersDesk:
    """Managers have the whole site: they keep the editorial desk."""

    def __init__(self, site):
        self.site = site

    def path(self) -> str:
        roles = api.user.get_roles()
        if "Manager" in roles:
            return ""
        if "Programme Officer" in roles and APPLICATIONS in self.site.objectIds():
            return APPLICATIONS
        if "Juror" in roles and SESSIONS in self.site.objectIds():
            return SESSIONS
        return ""
