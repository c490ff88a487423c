"""What an address says and Zope cannot read is left out: ``?page:int=abc`` asks for no page.

Zope reads addresses before any page of ours is known.  It answers 500 to a value that its converter
refuses, and to names that are records here and texts there; of bytes that are no UTF-8 it makes halves of
characters, which no page can say again.
"""

from urllib.parse import parse_qsl
from urllib.parse import unquote_to_bytes
from urllib.parse import urlencode
from ZPublisher.Converters import get_converter
import codecs


#: A query without it has nothing to convert.
SIGNS = (":", "%3a", "%3A")
#: Addresses that read their query themselves, as it came.
RAW = ("/diffusion", "@changes")
#: Converters of forms that no page has: one name cannot be a record and a text.
RECORDS = ("record", "records")


def leave_out(event):
    """Subscriber of IPubStart, before Zope reads the form; what is posted is the forms' own business."""
    environ = event.request.environ
    query = environ.get("QUERY_STRING", "")
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
        return
    if not any(sign in query for sign in SIGNS) and _is_text(query):
        return
    if any(path in environ.get("PATH_INFO", "") for path in RAW):
        return
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    said = [(_text(name), _text(value)) for name, value in pairs]
    kept = [(name, value) for name, value in said if name and _is_read(name, value)]
    if kept != pairs:
        environ["QUERY_STRING"] = urlencode(kept, encoding="latin-1")


def _is_text(query: str) -> bool:
    """Whether all its bytes are UTF-8."""
    try:
        unquote_to_bytes(query.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return False
    return True


def _text(value: str) -> str:
    """Of a text whose characters stand for bytes: the same without those that are no UTF-8."""
    return value.encode("latin-1").decode("utf-8", "ignore").encode("utf-8").decode("latin-1")


def _is_read(name: str, value: str) -> bool:
    """Whether every converter of the name takes the value."""
    return all(_takes(part, value) for part in name.split(":")[1:])


def _takes(part: str, value: str) -> bool:
    convert = get_converter(part)
    if convert is None:
        return part not in RECORDS and not _is_codec(part)
    try:
        convert(value)
    except Exception:  # noqa: BLE001 (a converter raises what it likes)
        return False
    return True


def _is_codec(part: str) -> bool:
    """Whether Zope would read the bytes as another encoding; our pages say theirs in UTF-8."""
    try:
        codecs.lookup(part)
    except (LookupError, ValueError):
        return False
    return True
