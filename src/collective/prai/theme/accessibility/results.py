"""What the last audit measured (audit.json), counted; and whether the pages are still those it looked at.

Pure: no Plone.  ``make audit`` writes the file; nothing here makes a result better than it was measured.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
import json


HOME = Path(__file__).parent
PACKAGE = HOME.parents[1]
RESULTS = HOME / "audit.json"
#: What a page is made of: when one of these changes, a page may not be what the audit saw.
LOOKS = ("*.pt", "theme/static/*.css", "theme/static/*.js", "core/static/*.js", "core/static/*.css")
CRITERIA = 106
#: Below this share of applicable criteria a site is « non conforme » (order of 20 September 2019).
HALF = 0.5

COMPLIANT, FAILING, ABSENT, UNKNOWN = "compliant", "non-compliant", "not-applicable", "not-evaluated"
VERDICTS = (COMPLIANT, FAILING, ABSENT, UNKNOWN)
#: Who decided a verdict.
MACHINE, HAND = "machine", "hand"


def sources(package: Path = PACKAGE) -> dict[str, str]:
    """Path below the package → first 16 hexadecimal digits of its SHA-256, for all that pages are made of."""
    found = {path for pattern in LOOKS for path in package.rglob(pattern)}
    return {
        path.relative_to(package).as_posix(): sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(found)
    }


class Tally(NamedTuple):
    """How many of the 106 criteria have each verdict, and who decided."""

    compliant: int
    failing: int
    absent: int
    unknown: int
    by_machine: int
    by_hand: int

    @property
    def evaluated(self) -> int:
        """Criteria with a verdict, those that do not apply among them."""
        return self.compliant + self.failing + self.absent

    @property
    def applicable(self) -> int:
        """Criteria that were evaluated and apply: a rate is a share of these."""
        return self.compliant + self.failing

    @property
    def complete(self) -> bool:
        """Whether all 106 have a verdict: only then does the law know a rate."""
        return self.unknown == 0 and self.evaluated == CRITERIA

    @property
    def state(self) -> str:
        """The state of the order of 2019: full, partial or none; "incomplete" while criteria are left."""
        if not self.complete:
            return "incomplete"
        if not self.failing:
            return "full"
        return "partial" if self.compliant / self.applicable >= HALF else "none"


def tally(criteria: dict) -> Tally:
    """Count; a criterion that is missing or has no verdict known here is one that was not evaluated."""
    said = [one.get("verdict") for one in criteria.values()]
    decided = [one for one in criteria.values() if one.get("verdict") in (COMPLIANT, FAILING, ABSENT)]
    counts = [said.count(verdict) for verdict in (COMPLIANT, FAILING, ABSENT)]
    by_hand = sum(one.get("by") == HAND for one in decided)
    return Tally(*counts, CRITERIA - sum(counts), len(decided) - by_hand, by_hand)


@cache
def read(path: Path = RESULTS) -> dict:
    """The last audit, read once for a process."""
    return json.loads(path.read_text(encoding="utf-8"))


def changes(then: dict[str, str], now: dict[str, str]) -> int:
    """How many files of pages were changed, added or taken away since."""
    return sum(then.get(path) != now.get(path) for path in then.keys() | now.keys())


@cache
def changed_since() -> int:
    """The same for the audit and the code of this process."""
    return changes(read()["sources"], sources())
