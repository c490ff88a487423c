"""Conditions and efforts of the demonstration corpus stand in its sources, word for word."""

from collective.prai.corpus.importer import DEMO_FOLDERS
from pathlib import Path
import collective.prai.corpus as corpus
import re
import yaml


def plain(text):
    return re.sub(r"\s+", " ", text)


def derived_rows():
    """Each line of conditions or of effort that derived.yaml gives an item."""
    rules = yaml.safe_load((Path(corpus.__file__).parent / "derived.yaml").read_text(encoding="utf-8"))[
        "rules"
    ]
    for rule in rules:
        for field in ("condition_rows", "effort"):
            yield from ((rule["items"], row) for row in rule.get("set", {}).get(field, ()))


class TestQuotes:
    def test_every_quoted_word_is_in_the_corpus(self):
        texts = [
            path.read_text(encoding="utf-8") for folder in DEMO_FOLDERS for path in folder.glob("*.yaml")
        ]
        known, rows = plain(" ".join(texts)), list(derived_rows())
        assert len(rows) > 20
        for items, row in rows:
            quotes = re.findall(r"«\s(.*?)\s»", plain(row["source"]))
            assert quotes, items
            for part in [part.strip() for quote in quotes for part in quote.split("[…]")]:
                assert part in known, (items, part)
