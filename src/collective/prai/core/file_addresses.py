"""Stable addresses of files and images: they name the item, never its place, so no move breaks a copy."""

from collective.prai.core.filenames import safe_filename
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from plone.namedfile.utils import getAllowedSizes
from urllib.parse import quote


#: Below the site's address; ``syndication/files.py`` answers there.
FILES = "/diffusion/fichiers"
#: Pixels: no partner's page shows an image wider, so its address leads to a smaller one.
WIDEST = 1200
_SVG = "image/svg+xml"


def file_folder(uid: str, field: str) -> str:
    """What all addresses of that file begin with, behind the placeholder of the public address."""
    return f"{ADDRESS}{FILES}/{uid}/{quote(field, safe='')}/"


def file_address(uid: str, field: str, filename: str | None, scale: str = "") -> str:
    """Of a file field, or of an image at one of the site's sizes; behind the placeholder.

    The name is there for people: whatever it is, the address leads to the present file.
    """
    name = quote(safe_filename(clean_text(filename or field)), safe="")
    return file_folder(uid, field) + (f"{scale}/{name}" if scale else name)


def scales() -> dict[str, tuple[int, int]]:
    """Name → (width, height) of the sizes in which images leave: those that a page can use."""
    return {name: size for name, size in (getAllowedSizes() or {}).items() if size[0] <= WIDEST}


def shown_scale(value, asked: str = "") -> str:
    """The size in which a text shows an image: its author's choice, or the widest; "" for the original."""
    if value.contentType == _SVG:
        return ""
    width, height = value.getImageSize()
    sizes = scales()
    if asked in sizes:
        return asked if width > sizes[asked][0] or height > sizes[asked][1] else ""
    if width <= WIDEST or not sizes:
        return ""
    return max(sizes, key=lambda name: sizes[name])
