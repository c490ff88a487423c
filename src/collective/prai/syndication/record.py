"""One item as partners receive it: envelope and content, ready-made bytes with placeholders."""

from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import TERM
from collective.prai.core.safe_html import TERM_END
from collective.prai.core.targets import place
from collective.prai.interfaces import ISyndicationRecord
from datetime import datetime
from datetime import UTC
from plone import api
from typing import NamedTuple
import hashlib
import json


#: Part of every ETag: raise it when the same log would be rendered differently.
RENDERER = 1
#: Placeholders as they are stored: single bytes that UTF-8 never uses, so that reading finds them
#: at the speed of memchr (a three-byte character costs ten times more on a page of 500 items).
STORED = {ADDRESS: b"\xff", TERM: b"\xfe", TERM_END: b"\xfd"}
#: List of an item → public filter of the same tokens; vocabularies are called as the lists are.
_LISTS = {"themes": "theme", "departments": "departement", "audiences": "public"}


class Rendered(NamedTuple):
    """``body``: JSON without its ``updated`` and closing brace, see ``finish``."""

    body: str
    etag: str
    sets: frozenset
    references: frozenset
    shown: frozenset


def iso(second: float) -> str:
    """A second since 1970 as UTC text."""
    return datetime.fromtimestamp(int(second), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def dumps(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _terms(tokens, vocabulary: str) -> list[dict]:
    return [{"token": token, "title": f"{TERM}p|{vocabulary}|{token}{TERM_END}"} for token in tokens]


def _state(obj) -> str:
    return api.portal.get_tool("portal_workflow").getInfoFor(obj, "review_state", "")


def envelope(obj, first_published: str) -> dict:
    """All that is not the type's own, but for what it is about."""
    state, licence = _state(obj), getattr(obj, "licence", None)
    review_by = getattr(obj, "review_by", None)
    return {
        "id": f"urn:uuid:{obj.UID()}",
        "status": "published",
        "@type": obj.portal_type,
        "url": place(obj),
        "title": clean_text(obj.title or ""),
        "description": clean_text(obj.description or ""),
        "language": (obj.language or "fr") if isinstance(obj.language, str) else "fr",
        "published": first_published,
        "revision": getattr(obj, "revision", None) or 0,
        "archived": state == "archived",
        "to_revise": state == "to_revise",
        "review_by": review_by.isoformat() if review_by else None,
        "licence": {
            "id": licence,
            "url": FREE_LICENCES.get(licence),
            "attribution": clean_text(getattr(obj, "attribution", None) or ""),
        },
    }


def render(obj, first_published: str, now: float) -> Rendered:
    """Serialise an item by its type's whitelist, as it is at that second.

    Costs a few milliseconds, so it happens when content changes, never when it is read.
    """
    record = ISyndicationRecord(obj)
    record.now = now
    html, links, facets = record.html(), record.links(), record.facets()
    item = envelope(obj, first_published)
    # What it is filtered by is what it says.
    item |= {name: _terms(facets.get(public_name, ()), name) for name, public_name in _LISTS.items()}
    item["content"] = record.content() | {"html": html}
    item["attachments"] = record.attachments()
    item["links"] = links
    body = dumps(item)
    etag = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    sets = frozenset(f"{name}:{token}" for name, tokens in facets.items() for token in tokens)
    references = frozenset(record.references())
    return Rendered(body, etag, sets, references, frozenset(record.shown()))


def finish(rendered: Rendered, updated: float) -> bytes:
    """The bytes that are stored: the body and, last, when it changed and its fingerprint."""
    tail = dumps({"updated": iso(updated), "etag": rendered.etag})
    return to_stored(f"{rendered.body[:-1]},{tail[1:]}")


def to_stored(text: str) -> bytes:
    """UTF-8 with one byte for each placeholder."""
    data = text.encode()
    for char, byte in STORED.items():
        data = data.replace(char.encode(), byte)
    return data


def from_stored(data: bytes) -> str:
    """The text again, placeholders as characters."""
    for char, byte in STORED.items():
        data = data.replace(byte, char.encode())
    return data.decode()


def tombstone(uid: str, updated: float, reason: str) -> bytes:
    """All that partners receive of what is no longer public."""
    item = {"id": f"urn:uuid:{uid}", "status": "withdrawn", "updated": iso(updated), "reason": reason}
    return dumps(item).encode()
