"""Full texts of the licences under which things leave, and where their authors publish them (pure).

The texts may be copied as they are: GNU, Creative Commons, Apache, CeCILL and EUPL say so in them; the
others are short.  They come from the bodies named, or from the licence list of SPDX.
"""

from functools import cache
from pathlib import Path
import yaml


TEXTS = Path(__file__).parent / "licences"
_FACTS = yaml.safe_load((Path(__file__).parent / "licences.yaml").read_text(encoding="utf-8"))
#: SPDX identifier → the page of its authors; French where there is one.
ADDRESSES = {token: facts["address"] for token, facts in _FACTS.items()}
#: What one must do, in one line; the text alone binds.
IN_SHORT = {token: facts["short"] for token, facts in _FACTS.items()}
#: Texts with a place for their authors, whom the thing itself names.
TEMPLATES = frozenset({"MIT", "BSD-3-Clause"})


@cache
def text_of(token: str) -> bytes | None:
    """The whole licence; None where we have no text of it."""
    path = TEXTS / f"{token}.txt"
    return path.read_bytes() if token in ADDRESSES and path.is_file() else None
