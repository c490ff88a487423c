"""The page from which a question is asked: named only to who may see it."""

from collective.prai.core.publication.mails import public_link
from collective.prai.core.reserved import RESERVED
from collective.prai.core.settings import public_address
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IHeadedPage
from plone import api
from typing import NamedTuple
from zope.component import queryMultiAdapter
from zope.i18n import translate
import re


#: Parameter of the form's address.
PAGE = "page"
LONGEST_PATH = 300
_UID = re.compile(r"[0-9a-f]{32}", re.A)
#: Of items and of our own pages; what else an address may hold is none of theirs.
_PATH = re.compile(r"/[A-Za-z0-9@+._/-]*", re.A)


class About(NamedTuple):
    """``value``: as the parameter has it; ``url``: at the site's public address, "" while none is set."""

    value: str
    title: str
    url: str
    portal_type: str = ""
    uid: str = ""


def about(value, request) -> About | None:
    """The page of that UID, or path below the site; None for what this reader is not to see, or no page."""
    if not isinstance(value, str):
        return None
    if _UID.fullmatch(value):
        return _item({"UID": value}, value)
    if not _PATH.fullmatch(value) or len(value) > LONGEST_PATH or ".." in value:
        return None
    path = value.rstrip("/")
    return _page(path, request) or (
        _item({"path": {"query": _below(path), "depth": 0}}, value) if path else None
    )


def _below(path: str) -> str:
    return "/".join(api.portal.get().getPhysicalPath()) + path


def _item(query: dict, value: str) -> About | None:
    # What it is comes before who may see it: ``reader_may_see`` decides below.
    found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(**query)
    item = found[0]._unrestrictedGetObject() if len(found) == 1 else None
    if item is None or not reader_may_see(item):
        return None
    return About(
        value, item.Title(), public_link(item) if public_address() else "", item.portal_type, found[0].UID
    )


def _page(path: str, request) -> About | None:
    """A page of ours that is no item, under its own name or below it."""
    name = path.lstrip("/").partition("/")[0]
    if name not in RESERVED:
        return None
    view = queryMultiAdapter((api.portal.get(), request), name=name)
    if view is None:
        return None
    heading = translate(view.heading, context=request) if IHeadedPage.providedBy(view) else path
    base = public_address()
    return About(path, heading, f"{base}{path}" if base else "")
