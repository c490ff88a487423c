"""Import of corpus folders into a site, and the report of it."""

from collections import Counter
from collective.prai.corpus.plan import plan
from collective.prai.corpus.reader import Refusal
from collective.prai.corpus.writer import Outcome
from collective.prai.corpus.writer import Writer
from pathlib import Path
from typing import NamedTuple


DEMO = Path(__file__).parent.parent / "profiles" / "demo"
#: The programme's corpus, and what was written for the centre from its facts.
DEMO_FOLDERS = (DEMO / "corpus", DEMO / "centre")


class Report(NamedTuple):
    """``outcomes`` in order of the files; ``waiting``: file or « file: key » → what it waits for."""

    outcomes: list[Outcome]
    refusals: list[Refusal]
    waiting: dict[str, str]
    files: list[str]

    def summary(self) -> list[str]:
        """What a person wants to know at the end, one sentence a line."""
        actions = Counter(outcome.action for outcome in self.outcomes)
        states = Counter("draft" if outcome.missing else "complete" for outcome in self.outcomes)
        said = ", ".join(f"{number} {action}" for action, number in sorted(actions.items())) or "nothing"
        lines = [f"Items: {said}; {states['draft']} kept as drafts because something is missing."]
        lines += [
            f"Kept as it is on the site: {one.draft.id} ({one.remark})."
            for one in self.outcomes
            if one.remark
        ]
        lines += [f"Waiting: {name} ({what})." for name, what in self.waiting.items()]
        return lines + [f"Refused: {refusal}." for refusal in self.refusals]


def import_corpus(portal, folders, checkpoint=lambda: None, progress=lambda done, total: None) -> Report:
    """Import all files of the folders as one corpus: references may cross files and folders.

    ``checkpoint()`` is called between items, where a commit is safe; ``progress(done, total)`` after each.
    """
    writer = Writer(portal, checkpoint)
    found = plan([Path(folder) for folder in folders], set(writer.memory))
    total, done = len(found.drafts), iter(range(1, len(found.drafts) + 1))
    writer.write(found.drafts, lambda: progress(next(done), total))
    refusals = sorted([*found.refusals, *writer.refusals], key=lambda one: (one.file, one.line))
    outcomes = [writer.outcomes[one.id] for one in found.drafts if one.id in writer.outcomes]
    return Report(outcomes, refusals, found.waiting, found.files)
