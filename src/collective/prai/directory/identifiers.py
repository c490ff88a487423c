"""SIREN and INSEE codes, and names compared as people write them (pure)."""

import re
import unicodedata


_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
_EMPTY = {"de", "du", "des", "d", "la", "le", "les", "l", "et", "en"}


def siren_is_valid(text: str) -> bool:
    """Nine digits (spaces allowed) with a Luhn sum divisible by ten."""
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{9}", digits):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def insee_is_valid(text: str) -> bool:
    """Code officiel géographique of a municipality."""
    return bool(_INSEE.fullmatch(text.strip()))


def normalised_name(name: str) -> str:
    """Letters and digits only, no accents, no small words: what makes two names the same."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(word for word in words if word not in _EMPTY)
