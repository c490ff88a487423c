"""Stock pages that stay open to everybody, less what concerns the team alone."""

from collective.prai.core.gate import withdrawn_for
from collective.prai.core.public_rest import TEAM_COLUMNS
from collective.prai.core.visibility import is_team
from collective.prai.core.visibility import reader_may_see
from pathlib import Path
from plone.app.contenttypes.browser import folder
from plone.app.contenttypes.browser.collection import CollectionView
from plone.app.uuid.utils import uuidToObject
from plone.outputfilters.browser.resolveuid import ResolveUIDView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound


class CollectionTable(CollectionView):
    """A table that an editor put together names no account to visitors."""

    index = ViewPageTemplateFile(str(Path(folder.__file__).parent / "templates" / "listing_tabular.pt"))

    def tabular_fields(self):
        found = super().tabular_fields()
        return found if is_team(self.context) else [name for name in found if name not in TEAM_COLUMNS]


class ResolveVisible(ResolveUIDView):
    """The address of an item by its UID; of a hidden one nothing, but a withdrawn one tells why there."""

    def __call__(self):
        target = uuidToObject(self.uuid, unrestricted=True) if self.uuid else None
        if target is not None and not reader_may_see(target) and withdrawn_for(target) is None:
            raise NotFound("Not found")
        return super().__call__()
