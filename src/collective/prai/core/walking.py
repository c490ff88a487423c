"""Paths through folders: what is contained, never a page, a method or something acquired."""

from Acquisition import aq_base
from plone import api
from urllib.parse import unquote


def child(container, name: str):
    """What a folder contains under that name; None where nothing is, or nothing can be."""
    return container._getOb(name, None) if hasattr(aq_base(container), "_getOb") else None


def walk(path: str) -> tuple[object, list[str]]:
    """The last object on a path below the site, as an address has it, and the steps that lead no further.

    Unrestricted: the caller asks who may see it.
    """
    current, rest = api.portal.get(), [unquote(part) for part in path.split("/") if part]
    while rest:
        found = child(current, rest[0])
        if found is None:
            break
        current = found
        rest.pop(0)
    return current, rest
