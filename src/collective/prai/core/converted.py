"""A value of an address that its converter refuses is left out: ``?page:int=abc`` asks for no page.

Zope converts before any page of ours is known, and answers 500 to what it cannot read.
"""

from urllib.parse import parse_qsl
from urllib.parse import urlencode
from ZPublisher.Converters import get_converter


#: A query without it has nothing to convert.
SIGNS = (":", "%3a", "%3A")
#: Addresses that read their query themselves, as it came.
RAW = ("/diffusion", "@changes")


def leave_out(event):
    """Subscriber of IPubStart, before Zope reads the form; what is posted is the forms' own business."""
    environ = event.request.environ
    query = environ.get("QUERY_STRING", "")
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD") or not any(sign in query for sign in SIGNS):
        return
    if any(path in environ.get("PATH_INFO", "") for path in RAW):
        return
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    kept = [(name, value) for name, value in pairs if _is_read(name, value)]
    if len(kept) < len(pairs):
        environ["QUERY_STRING"] = urlencode(kept, encoding="latin-1")


def _is_read(name: str, value: str) -> bool:
    """Whether every converter of the name takes the value."""
    for part in name.split(":")[1:]:
        convert = get_converter(part)
        if convert is None:
            continue
        try:
            convert(value)
        except Exception:  # noqa: BLE001 (a converter raises what it likes)
            return False
    return True
