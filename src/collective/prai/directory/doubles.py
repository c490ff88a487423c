"""After a save: is this organisation perhaps there already under the same name?"""

from collective.prai import _
from collective.prai.directory.content.organisation import IOrganisation
from collective.prai.directory.identifiers import normalised_name
from plone import api
from zope.component import adapter


@adapter(IOrganisation)
def same_name_warnings(organisation):
    """Homonyms exist, so that a double is said and not refused; only items that the editor may see count."""

    def warnings() -> list:
        name = normalised_name(organisation.title or "")
        if not name:
            return []
        return [
            _(
                "Another organisation has the same name: ${title} (${url}).",
                mapping={"title": brain.Title, "url": brain.getURL()},
            )
            for brain in api.portal.get_tool("portal_catalog")(
                portal_type="prai.Organisation", normalised_name=name
            )
            if brain.UID != organisation.UID()
        ]

    return warnings
