"""Who publishes: ARDESI's own sheet of the directory, as the public may see it."""

from collective.prai.core.licences import HOUSE_ID
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import site_title
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.targets import place
from collective.prai.core.visibility import is_public
from plone import api
from typing import NamedTuple


class House(NamedTuple):
    """``id`` urn:uuid or None, ``url`` behind the placeholder; ``email`` of the office, or ""."""

    id: str | None
    name: str
    url: str
    email: str


def house() -> House:
    """Of the sheet of the directory; the site's own name while there is no public one."""
    portal = api.portal.get()
    sheet = portal.get(SECTION_OF["prai.Organisation"], {}).get(HOUSE_ID)
    if sheet is None or not is_public(sheet):
        title = site_title() or portal.title or ""
        return House(None, clean_text(title), place(portal), "")
    return House(
        f"urn:uuid:{sheet.UID()}", clean_text(sheet.title), place(sheet), clean_text(sheet.email or "")
    )
