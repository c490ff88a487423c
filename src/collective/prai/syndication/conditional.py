"""Conditional requests and CORS of the public read addresses: the one place."""

from collections.abc import Iterable
import hashlib
import re


_TAG = re.compile(r'(?:W/)?"([^"]*)"')
METHODS = "GET, HEAD, OPTIONS"


def etag_of(*parts) -> str:
    """A quoted strong entity tag of everything that an answer depends on."""
    text = "\x1f".join(str(part) for part in parts)
    return '"{}"'.format(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has that answer already; weak comparison, as RFC 9110 has it for GET."""
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    return etag.strip('"') in _TAG.findall(if_none_match)


def allow_all_origins(response, expose: Iterable[str] = ("ETag", "Retry-After")):
    """Any site's page may read the answer; cookies and passwords stay at home."""
    response.setHeader("Access-Control-Allow-Origin", "*")
    response.setHeader("Access-Control-Expose-Headers", ", ".join(expose))


def answer_preflight(request):
    """What a browser asks before a request with headers of its own; no body."""
    response = request.response
    allow_all_origins(response)
    response.setHeader("Access-Control-Allow-Methods", METHODS)
    response.setHeader(
        "Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match, If-Range, Range"
    )
    response.setHeader("Access-Control-Max-Age", "86400")
    response.setHeader("Allow", METHODS)
    response.setStatus(204)
    return ""


def not_modified(request, etag: str | None) -> bool:
    """Set the validators of an answer; True when the client has it already (304, no body).

    ``None`` stands for an answer that may change by itself within seconds: nobody may keep it.
    """
    response = request.response
    if etag is None:
        response.setHeader("Cache-Control", "no-store")
        return False
    response.setHeader("Cache-Control", "public, max-age=0, must-revalidate")
    response.setHeader("ETag", etag)
    if matches(request.getHeader("If-None-Match"), etag):
        response.setStatus(304)
        return True
    return False
