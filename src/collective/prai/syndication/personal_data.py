"""Partners: the address of an office that is written to, and its end; the sheet of an organisation stays."""

from collective.prai.interfaces import IPersonalData
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.event import notify
from zope.interface import implementer
from zope.lifecycleevent import ObjectModifiedEvent


@implementer(IPersonalData)
@adapter(IPloneSiteRoot)
class PersonalData:
    """Of the sheets of partners; what the form kept is told by the forms."""

    name = "partners"

    def __init__(self, context):
        self.context = context

    def _sheets(self, address: str) -> list:
        wanted = address.strip().casefold()
        brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            portal_type="prai.PartnerSite"
        )
        sheets = [brain._unrestrictedGetObject() for brain in brains]
        return [one for one in sheets if wanted and (one.contact_email or "").strip().casefold() == wanted]

    def held(self, address: str) -> list[dict]:
        return [
            {"title": one.Title(), "site": one.url, "address": one.contact_email, "message": one.message}
            for one in self._sheets(address)
        ]

    def files(self, address: str) -> list[tuple[str, bytes]]:
        return []

    def stays(self, address: str) -> list[str]:
        return [
            f"La fiche du partenaire « {one.Title()} », sans adresse ni message."
            for one in self._sheets(address)
        ]

    def erase(self, address: str) -> int:
        found = self._sheets(address)
        for sheet in found:
            sheet.contact_email = sheet.message = None
            notify(ObjectModifiedEvent(sheet))
        return len(found)
