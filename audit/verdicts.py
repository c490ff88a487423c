"""From what was measured to a verdict on each criterion of the RGAA: never more than was measured.

Pure: pages come in as their findings, verdicts go out.
"""

from collections.abc import Iterable
from collective.prai.theme.accessibility.results import ABSENT
from collective.prai.theme.accessibility.results import COMPLIANT
from collective.prai.theme.accessibility.results import FAILING
from collective.prai.theme.accessibility.results import HAND
from collective.prai.theme.accessibility.results import MACHINE
from collective.prai.theme.accessibility.results import UNKNOWN
from pathlib import Path
from typing import NamedTuple
import yaml


HERE = Path(__file__).parent
RULES = yaml.safe_load((HERE / "criteria.yaml").read_text(encoding="utf-8"))
#: Verdicts that a person gave: criterion → verdict, by, on, how, pages.
BY_HAND = HERE / "by_hand.yaml"
#: Faults of one criterion that the data keep.
SHOWN = 12


class Seen(NamedTuple):
    """One page as it was measured."""

    name: str
    #: Check → sentences about elements at fault.
    faults: dict[str, list[str]]
    #: Check → number of elements that the tool could not decide.
    unsure: dict[str, int]
    #: What the page holds: numbers.
    facts: dict[str, int]


def judge(rule: dict, pages: Iterable[Seen], by_hand: dict | None = None) -> dict:
    """Verdict, by whom, how, and the faults, for one criterion on all pages.

    A fault found by a program outweighs what a person said; a person outweighs « does not apply ».
    """
    pages = list(pages)
    faults = [
        {"page": page.name, "what": f"{check}: {what}"}
        for page in pages
        for check in rule.get("checks", ())
        for what in page.faults.get(check, ())
    ]
    base = {"title": rule["title"], "how": rule["how"]}
    if faults:
        found = {"verdict": FAILING, "by": MACHINE, "faults": faults[:SHOWN], "count": len(faults)}
        return base | found
    if by_hand:
        return base | {"verdict": by_hand["verdict"], "by": HAND, "how": by_hand["how"], "on": by_hand["on"]}
    absent = rule.get("absent")
    if absent and pages and all(page.facts.get(fact) == 0 for page in pages for fact in absent):
        return base | {"verdict": ABSENT, "by": MACHINE}
    unsure = sum(page.unsure.get(check, 0) for page in pages for check in rule.get("unsure", ()))
    if unsure:
        return base | {"verdict": UNKNOWN, "by": None, "unsure": unsure}
    if rule.get("whole") and pages:
        return base | {"verdict": COMPLIANT, "by": MACHINE}
    return base | {"verdict": UNKNOWN, "by": None}


def by_hand(path: Path = BY_HAND) -> dict:
    """What people judged; an empty file is nobody."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def verdicts(pages: Iterable[Seen], hand: dict | None = None) -> dict[str, dict]:
    """Criterion → its verdict."""
    pages, hand = list(pages), hand or {}
    return {number: judge(rule, pages, hand.get(number)) for number, rule in RULES["criteria"].items()}


def unheard(pages: Iterable[Seen]) -> list[str]:
    """Checks that found something and that no criterion listens to: good practice, or a gap of criteria.yaml."""
    heard = {check for rule in RULES["criteria"].values() for check in rule.get("checks", ())}
    return sorted({check for page in pages for check in page.faults} - heard)
