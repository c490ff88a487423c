"""What the link of a mail carries: a whole request, sealed, so that nothing of it is stored before (pure).

Encrypted, because addresses of links stand in the logs of servers; then authenticated.  The stream is
HMAC-SHA256 of a counter, which needs nothing but the standard library.  Compressed before, because mail
programs cut long addresses.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import zlib


#: Seconds for which a link may be followed.
VALID = 48 * 3600
LONGEST = 6_000
_NONCE, _TAG = 16, 32


def seal(values: dict, secret: str, now: int, purpose: str) -> str:
    """Text for an address, valid for ``VALID`` seconds and for that purpose alone."""
    secret = _of(purpose, secret)
    nonce = secrets.token_bytes(_NONCE)
    plain = zlib.compress(json.dumps(values | {"until": now + VALID}, ensure_ascii=False).encode(), 9)
    hidden = nonce + _stream(plain, nonce, secret)
    return _spelt(hidden + _tag(hidden, secret))


def unseal(token: str, keys: list[str], now: int, purpose: str) -> dict | None:
    """The values; None where the token is not ours, or too old."""
    raw = _raw(token)
    if raw is None:
        return None
    hidden, tag = raw[:-_TAG], raw[-_TAG:]
    for secret in (_of(purpose, key) for key in keys):
        if len(hidden) > _NONCE and hmac.compare_digest(tag, _tag(hidden, secret)):
            values = json.loads(zlib.decompress(_stream(hidden[_NONCE:], hidden[:_NONCE], secret)))
            return values if values["until"] > now else None
    return None


def spent_mark(token: str) -> str:
    """By which a token that has served is known again, however it is spelt, without being kept."""
    raw = _raw(token)
    return hashlib.sha256(token.encode("utf-8", "replace") if raw is None else raw).hexdigest()


def _raw(token: str) -> bytes | None:
    """What the text stands for; None unless it is spelt as we spell it.

    Base64 has several spellings of the same bytes: other bits at the end, ``+`` for ``-``, padding.
    """
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if _spelt(raw) == token else None


def _spelt(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _of(purpose: str, secret: str) -> str:
    """A link for one thing opens no other."""
    return hmac.new(secret.encode(), f"collective.prai {purpose}".encode(), hashlib.sha256).hexdigest()


def _key(use: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), use, hashlib.sha256).digest()


def _tag(hidden: bytes, secret: str) -> bytes:
    return hmac.new(_key(b"authenticity", secret), hidden, hashlib.sha256).digest()


def _stream(data: bytes, nonce: bytes, secret: str) -> bytes:
    """Encrypts and decrypts."""
    key, found = _key(b"secrecy", secret), bytearray()
    for start in range(0, len(data), 32):
        block = hmac.new(key, nonce + start.to_bytes(8, "big"), hashlib.sha256).digest()
        found += bytes(one ^ other for one, other in zip(data[start : start + 32], block, strict=False))
    return bytes(found)
