"""Answers that forms keep: those in which an address stands, and their end."""

from Acquisition import aq_base
from collections.abc import Iterator
from collective.prai.interfaces import IPersonalData
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.interface import implementer


@implementer(IPersonalData)
@adapter(IPloneSiteRoot)
class PersonalData:
    """Of every form of the site, whoever made it."""

    name = "forms"

    def __init__(self, context):
        self.context = context

    def _rows(self, address: str) -> Iterator[tuple]:
        """Form, tree of the answers, key, answer."""
        wanted = address.strip().casefold()
        catalog = api.portal.get_tool("portal_catalog")
        for brain in catalog.unrestrictedSearchResults(portal_type="EasyForm") if wanted else ():
            form = brain._unrestrictedGetObject()
            for tree in getattr(aq_base(form), "_inputStorage", {}).values():
                for key, row in list(tree.items()):
                    texts = (value.strip().casefold() for value in row.values() if isinstance(value, str))
                    if wanted in texts:
                        yield form, tree, key, row

    def held(self, address: str) -> list[dict]:
        return [
            {"form": form.Title(), **{name: str(value) for name, value in row.items() if value}}
            for form, _tree, _key, row in self._rows(address)
        ]

    def files(self, address: str) -> list[tuple[str, bytes]]:
        return [
            (value.filename or name, value.data)
            for _form, _tree, _key, row in self._rows(address)
            for name, value in row.items()
            if hasattr(value, "filename") and hasattr(value, "data")
        ]

    def stays(self, address: str) -> list[str]:
        return []

    def erase(self, address: str) -> int:
        found = list(self._rows(address))
        for _form, tree, key, _row in found:
            del tree[key]
        return len(found)
