"""Whole pages that show how to paste: files of ``samples/`` with a site's own address in them."""

from functools import cache
from html import escape
from pathlib import Path


FOLDER = Path(__file__).parent / "samples"
#: What the files have in place of a site's address and of an item's UID.
ADDRESS = "https://centre.example.org"
UID = "00000000000000000000000000000001"


@cache
def _texts() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}


def samples(address: str, uid: str = UID) -> dict[str, str]:
    """Name (``liste``, ``fiche``, ``cadre``, ``fragment``) → the page, for the site at that address."""
    return {
        name: text.replace(ADDRESS, escape(address)).replace(UID, escape(uid))
        for name, text in _texts().items()
    }
