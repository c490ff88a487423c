"""The committed tables that translate the corpus's words into tokens (terms.yaml, derived.yaml)."""

from collective.prai.corpus.reader import Exact
from functools import cache
from pathlib import Path
from typing import NamedTuple
import re
import yaml


HERE = Path(__file__).parent


class Unmapped(ValueError):
    """A word of the corpus that the table does not know."""


class Rule(NamedTuple):
    """Values that the corpus does not give in a key but says elsewhere, and where it says so."""

    file: str
    items: tuple[str, ...]
    values: dict
    relations: dict
    replace: bool
    reason: str


class Terms:
    """Lookups in the tables; every miss is an Unmapped that names the word and the table."""

    def __init__(self, tables: dict, rules: list[dict]):
        self._tables = tables
        self.rules = [
            Rule(
                rule["file"], tuple(rule["items"]), rule.get("set", {}), rule.get("relate", {}),
                rule.get("replace", False), rule["reason"],
            )
            for rule in rules
        ]  # fmt: skip

    def tokens(self, table: str, found: list[str]) -> dict[str, list[str]]:
        """Field → tokens for these words, without doubles, in the order of the words."""
        result: dict[str, list[str]] = {}
        for word in found:
            if word not in self._tables[table]:
                raise Unmapped(f"the word « {word} » is not in the table « {table} » of terms.yaml")
            entry = self._tables[table][word]
            entry = entry if isinstance(entry, dict) else {table: entry}
            for name, tokens in entry.items():
                into = result.setdefault(name, [])
                into += [t for t in ([tokens] if isinstance(tokens, str) else tokens) if t not in into]
        return result

    def without_token(self, table: str, found: list[str]) -> list[str]:
        """The words that the table knows but gives no token: they stay words."""
        return [word for word in found if not self._tables[table].get(word)]

    def label(self, key: str) -> str:
        """French label of a fact that has no field."""
        if key not in self._tables["labels"]:
            raise Unmapped(f"the key « {key} » has no label in terms.yaml")
        return self._tables["labels"][key]

    def word(self, table: str, key: str) -> str:
        """French words for an identifier that is no item yet."""
        if key not in self._tables[table]:
            raise Unmapped(f"« {key} » is not in the table « {table} » of terms.yaml")
        return self._tables[table][key]

    def knows(self, table: str, word: str) -> bool:
        """Whether a table has an entry for the word."""
        return word in self._tables[table]

    def point_role(self, kind: str) -> str | None:
        """``target`` or ``revised`` for a point of a series that is no observation."""
        return self._tables["point_kinds"].get(kind)

    def readable_source(self, text: str) -> str:
        """A source as a reader understands it: names of files and of the founding documents in French."""
        for pattern, words in self._tables["sources"]:
            text = re.sub(pattern, words, text)
        return text

    def ignored(self, file: str) -> dict[str, str]:
        """Key → reason, of the keys of a file that are left out on purpose."""
        return self._tables["ignored"].get(file, {})

    def waiting(self, file: str) -> dict[str, str]:
        """Top-level key (or the file's own name) → what it waits for."""
        return self._tables["waiting"].get(file, {})

    def vocabularies(self) -> dict[str, set[str]]:
        """Field → every token that a table may give: for the test that they all exist."""
        found: dict[str, set[str]] = {}
        for table in self._tables["token_tables"]:
            for entry in self._tables[table].values():
                entry = entry if isinstance(entry, dict) else {table: entry}
                for name, tokens in entry.items():
                    found.setdefault(name, set()).update([tokens] if isinstance(tokens, str) else tokens)
        return found


@cache
def shipped() -> Terms:
    """The tables of this version."""
    tables = yaml.safe_load((HERE / "terms.yaml").read_text(encoding="utf-8"))
    return Terms(tables, yaml.load((HERE / "derived.yaml").read_text(encoding="utf-8"), Exact)["rules"])
