"""« Comment s'en servir » by kind of deliverable: ready texts, shown where an editor has written none."""

from functools import cache
from pathlib import Path
import yaml


@cache
def _texts() -> dict[str, list[str]]:
    return yaml.safe_load((Path(__file__).parent / "help.yaml").read_text(encoding="utf-8"))


def help_for(kind: str | None) -> list[str]:
    """Sentences in French, in the order of what to do; [] for a kind that we know nothing of."""
    return _texts().get(kind or "", [])
