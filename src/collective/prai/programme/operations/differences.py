"""What the dossier, the operation and the sheet say of the same thing, where they do not agree (pure).

Nothing is corrected: both figures are shown, an officer decides.  What one of them does not say is no
difference.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Voice(NamedTuple):
    """One who speaks: an id, and what it says by subject (None: nothing)."""

    of: str
    says: dict


class Difference(NamedTuple):
    """``said``: pairs of who speaks and its value, in the order of the voices, silent ones left out."""

    subject: str
    said: list


def differences(voices: Iterable[Voice]) -> list[Difference]:
    """Subjects on which two voices differ, in the order in which they are first told."""
    voices = list(voices)
    subjects = list(dict.fromkeys(subject for voice in voices for subject in voice.says))
    found = []
    for subject in subjects:
        said = [(voice.of, voice.says[subject]) for voice in voices if voice.says.get(subject) is not None]
        if len({comparable(value) for _of, value in said}) > 1:
            found.append(Difference(subject, said))
    return found


def comparable(value):
    """As two values are compared: 41 025 and 41 025,00 are one, so are names but for case and spaces."""
    if isinstance(value, Decimal):
        return value.normalize()
    return " ".join(str(value).casefold().split())
