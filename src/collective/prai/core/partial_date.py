"""Dates known to the day, the month or the year, kept as ISO 8601 text that sorts (pure)."""

from datetime import date
import re


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FRENCH = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})", re.ASCII)
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


class BadDate(ValueError):
    """The text is not a day, a month or a year."""


def parse_partial(text: str) -> str:
    """``2006``, ``2006-12`` or ``2006-12-13``, from these or from ``13/12/2006``, ``12/2006``,
    ``décembre 2006``, ``13 décembre 2006``.  BadDate on anything else, 31 February included."""
    text = str(text).strip()
    match = _ISO.fullmatch(text)
    parts = match.groups() if match else None
    if parts is None and (match := _FRENCH.fullmatch(text)):
        parts = match.groups()[::-1]
    if parts is None:
        parts = _words(text)
    return _checked(*parts)


def by_end(value: str | None) -> str:
    """Key that sorts by the last day: what is said of a whole year comes after its months."""
    return f"{value or ''}-99-99"[:10]


def _words(text: str) -> tuple:
    words = text.lower().replace("1er ", "1 ").split()
    if len(words) in (2, 3) and words[-2] in MONTHS["fr"] and words[-1].isascii():
        month = MONTHS["fr"].index(words[-2]) + 1
        return words[-1], str(month), words[0] if len(words) == 3 else None
    raise BadDate(text[:40])


def _checked(year, month, day) -> str:
    try:
        found = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise BadDate("-".join(part for part in (year, month, day) if part)[:40]) from None
    if not 1900 <= found.year <= 2100:
        raise BadDate(year)
    return found.isoformat()[: 10 if day else 7 if month else 4]


def format_partial(value: str | None, language: str = "fr") -> str:
    """``13 décembre 2006``, ``décembre 2006`` or ``2006``: never more precise than known."""
    if not value:
        return ""
    year, *rest = value.split("-")
    if not rest:
        return year
    month = MONTHS.get(language, MONTHS["en"])[int(rest[0]) - 1]
    if len(rest) == 1:
        return f"{month} {year}"
    day = int(rest[1])
    return f"{'1er' if day == 1 and language == 'fr' else day} {month} {year}"


def format_period(start: str | None, end: str | None, language: str = "fr") -> str:
    """``de décembre 2006 à juin 2008``, or the one bound that is known."""
    first, last = format_partial(start, language), format_partial(end, language)
    if first and last and first != last:
        return f"de {first} à {last}" if language == "fr" else f"{first} – {last}"
    return first or last
