"""Conditional requests, compression and CORS of the public read addresses: the one place.

A compressed answer is another representation, so it has a strong entity tag of its own (RFC 9110, 8.8.3);
a client that has either has the answer.
"""

from collections.abc import Iterable
import hashlib
import re
import zlib


_TAG = re.compile(r'(?:W/)?"([^"]*)"')
METHODS = "GET, HEAD, OPTIONS"
_ZIPPED = "-gzip"
_GZIP = 31  # zlib's word for a gzip header around the largest window
#: On pages of the corpus 4 makes 7 % more bytes than 6 in half the time (docs/performance.md).
LEVEL = 4
#: Bytes below which compression saves no packet.
SMALL = 1_000


def etag_of(*parts) -> str:
    """A quoted strong entity tag of everything that an answer depends on."""
    text = "\x1f".join(str(part) for part in parts)
    return '"{}"'.format(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])


def zipped_tag(etag: str) -> str:
    """The entity tag of the same answer, compressed."""
    return f'{etag[:-1]}{_ZIPPED}"'


def matched(if_none_match: str | None, etag: str) -> str:
    """The tag of the client's that stands for that answer, compressed or not, else "".

    Weak comparison, as RFC 9110 has it for GET.
    """
    if not if_none_match:
        return ""
    if if_none_match.strip() == "*":
        return etag
    tags = {f'"{tag}"' for tag in _TAG.findall(if_none_match)}
    return next((tag for tag in (etag, zipped_tag(etag)) if tag in tags), "")


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has that answer already."""
    return bool(matched(if_none_match, etag))


def wants_gzip(accept_encoding: str | None) -> bool:
    """Whether the client asks for gzip at least as much as for the plain bytes.

    A client that only says ``*`` gets the plain bytes, which everyone can read.
    """
    weights = {}
    for part in (accept_encoding or "")[:1000].lower().split(","):
        coding, _sep, parameter = part.partition(";")
        name, _sep, weight = parameter.strip().partition("=")
        try:
            weights[coding.strip()] = float(weight) if name.strip() == "q" else 1.0
        except ValueError:
            continue
    gzip = max(weights.get("gzip", 0.0), weights.get("x-gzip", 0.0))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def compress(body: bytes) -> bytes:
    """As gzip, the same bytes each time: there is no date in it."""
    return zlib.compress(body, LEVEL, _GZIP)


def allow_all_origins(response, expose: Iterable[str] = ("ETag", "Retry-After")):
    """Any site's page may read the answer; cookies and passwords stay at home."""
    response.setHeader("Access-Control-Allow-Origin", "*")
    response.setHeader("Access-Control-Expose-Headers", ", ".join(expose))


def answer_preflight(request, methods: str = METHODS):
    """What a browser asks before a request with headers of its own; no body."""
    response = request.response
    allow_all_origins(response)
    response.setHeader("Access-Control-Allow-Methods", methods)
    response.setHeader(
        "Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match, If-Range, Range"
    )
    response.setHeader("Access-Control-Max-Age", "86400")
    response.setHeader("Allow", methods)
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
    tag = matched(request.getHeader("If-None-Match"), etag)
    response.setHeader("ETag", tag or etag)
    if tag:
        response.setStatus(304)
    return bool(tag)
