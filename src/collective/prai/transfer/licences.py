"""What the licence of a thing lets others make of it: may it be adapted, and under which licence (pure).

The reasons are sentences for editors.  None of it is legal advice: an agreement of who holds the rights goes
before the table, and is recorded on the adaptation.
"""

from collective.prai import _
from typing import NamedTuple


class Terms(NamedTuple):
    """``keeps``: licences of which an adaptation must have one; empty where its maker chooses."""

    adaptable: bool
    reason: object = None
    keeps: frozenset[str] = frozenset()


def _shared(*licences: str) -> Terms:
    return Terms(True, keeps=frozenset(licences))


_FREE = Terms(True)
_GPL3 = ("GPL-3.0-or-later", "AGPL-3.0-or-later")
_NOT_KNOWN = Terms(False, _("nobody knows under which licence the original is, so that nothing allows it"))
#: Licence of the original → what may be made of it.  Copyleft licences name those that take them up.
TERMS = {
    "etalab-2.0": _FREE,
    "CC-BY-4.0": _FREE,
    "CC0-1.0": _FREE,
    "MIT": _FREE,
    "Apache-2.0": _FREE,
    "BSD-3-Clause": _FREE,
    "CC-BY-SA-4.0": _shared("CC-BY-SA-4.0", "GPL-3.0-or-later"),
    "GPL-2.0-or-later": _shared("GPL-2.0-or-later", *_GPL3),
    "GPL-3.0-or-later": _shared(*_GPL3),
    "AGPL-3.0-or-later": _shared("AGPL-3.0-or-later"),
    "LGPL-3.0-or-later": _shared("LGPL-3.0-or-later", *_GPL3),
    "CECILL-2.1": _shared("CECILL-2.1", "EUPL-1.2", "GPL-2.0-or-later", *_GPL3),
    "EUPL-1.2": _shared(
        "EUPL-1.2", "CECILL-2.1", "CC-BY-SA-4.0", "LGPL-3.0-or-later", "GPL-2.0-or-later", *_GPL3
    ),
    "all-rights-reserved": Terms(False, _("all rights on the original are reserved")),
    "on-request": Terms(False, _("the original is given on request only, under terms that are not public")),
    "unknown": _NOT_KNOWN,
}  # fmt: skip
_NO_CHANGES = Terms(False, _("the licence of the original forbids that anything is changed (ND)"))
_NOT_IN_TABLE = Terms(
    False, _("the site does not know what the licence of the original allows: whoever knows records it")
)


def terms_of(licence: str | None) -> Terms:
    """Of a token; a licence that an editor added to the list later allows nothing by itself."""
    if not licence:
        return _NOT_KNOWN
    if licence in TERMS:
        return TERMS[licence]
    return _NO_CHANGES if "-ND" in licence.upper() else _NOT_IN_TABLE


def proposed(licence: str | None) -> str | None:
    """That of an adaptation as far as the original decides it; None where its maker chooses."""
    return licence if terms_of(licence).keeps else None


def may_have(original: str | None, adapted: str | None) -> bool:
    """Whether an adaptation may have that licence, once it may be made at all.

    One that is given to nobody (unknown, on request) is no licence: copyleft does not let it be kept back.
    """
    keeps = terms_of(original).keeps
    return not keeps or adapted in keeps
