"""« À lire aussi »: related items as far as the reader may see them, on every type.

Stock Plone asks the catalog, which knows nothing of a private folder above the item.
"""

from collective.prai.core.compiled import Compiled
from collective.prai.core.pages import Page
from plone.app.layout.viewlets.common import ViewletBase


class RelatedItems(Compiled, ViewletBase):
    """In place of the stock list."""

    def update(self):
        super().update()
        page = Page(self.context, self.request)
        self.macros, self.links = page.macros, page.related("relatedItems")
