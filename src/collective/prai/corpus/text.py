"""Plain words of the corpus as the site keeps them: paragraphs, facts, addresses, dates (pure)."""

from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import parse_partial
from datetime import date
from decimal import Decimal
from html import escape
from urllib.parse import urlsplit
import re


#: A lead is read in one breath, on a card too.
LONGEST_LEAD = 300
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-Þ«])")
#: Thousands apart; a year before an amount is none of its groups.
_GROUPED = re.compile(r"(?<![\d\u202f])[1-9]\d{0,2}(?: \d{3})+(?!\d)")
_UNIT = re.compile(r"(?<=\d)\s+(?=[€%])")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def unbroken(prose: str) -> str:
    """The same text, plain or HTML, in which no amount breaks: ``82 050 €`` with no-break spaces."""
    grouped = _GROUPED.sub(lambda found: found[0].replace(" ", "\u202f"), prose)
    return _UNIT.sub("\u00a0", grouped)


def one_line(text) -> str:
    """Without the line breaks of the file."""
    return unbroken(" ".join(str(text).split()))


def paragraphs(text) -> str:
    """HTML of plain text: an empty line parts two paragraphs, everything else is escaped."""
    blocks = re.split(r"\n\s*\n", str(text or "").strip())
    return "\n".join(f"<p>{escape(one_line(block), quote=False)}</p>" for block in blocks if block.strip())


def facts_list(facts: list[str]) -> str:
    """HTML of facts that have no field of their own; empty without any."""
    if not facts:
        return ""
    items = "\n".join(f"<li>{escape(fact, quote=False)}</li>" for fact in facts)
    return f"<p>La source précise aussi :</p>\n<ul>\n{items}\n</ul>"


def split_lead(text) -> tuple[str, str]:
    """First sentence and the rest, so that a sheet does not say its first sentence twice.

    No lead when the sentence is too long for a card, or is all there is.
    """
    text = one_line(text or "")
    lead, *rest = _SENTENCE_END.split(text, maxsplit=1)
    return (lead, rest[0]) if rest and len(lead) <= LONGEST_LEAD else ("", text)


def address(text) -> str | None:
    """An absolute web address, ``https://`` added where the source left it out; None if it is none."""
    text = str(text or "").strip()
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    ok = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and "@" not in parts.netloc
    return url if ok and not re.search(r"[\s<>\"]", url) and url.isascii() else None


def partial(value) -> str:
    """ISO text of a YAML date, month or year, as precise as it is written.  BadDate otherwise."""
    return parse_partial(value.isoformat() if isinstance(value, date) else str(value))


def number(value) -> str:
    """``2 500 000`` or ``97,29``, as French texts write it."""
    whole, _, fraction = f"{value:f}".partition(".") if isinstance(value, Decimal) else (str(value), "", "")
    groups = f"{int(whole):,}".replace(",", "\u202f")
    return f"{groups},{fraction}" if fraction else groups


def words(value) -> str:
    """Any plain value of the corpus as one line of French."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return format_partial(value.isoformat())
    if isinstance(value, (int, Decimal)):
        return number(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(words(part) for part in value)
    if isinstance(value, dict):
        return " ; ".join(f"{key} : {words(part)}" for key, part in value.items())
    return one_line(value)
