"""What a row becomes: one item to be, with plain values and references by corpus id (pure)."""

from collective.prai.corpus.reader import Refusal
from collective.prai.corpus.reader import Row
from collective.prai.corpus.text import words
from dataclasses import dataclass
from dataclasses import field
from typing import Any


@dataclass
class Draft:
    """``values``: field → plain value (rich text as HTML); ``relations``: field → corpus id(s).

    ``state``: of the site's workflow, where the item does not go the usual way to the public.
    """

    row: Row
    portal_type: str
    values: dict[str, Any]
    relations: dict[str, str | list[str]] = field(default_factory=dict)
    children: list["Draft"] = field(default_factory=list)
    id: str = ""
    state: str = ""

    def __post_init__(self):
        self.id = self.id or self.row.id
        self.values = {name: value for name, value in self.values.items() if value not in (None, "", [])}
        self.relations = {name: ids for name, ids in self.relations.items() if ids}

    def references(self) -> set[str]:
        """All corpus ids that the item refers to."""
        found = set()
        for ids in self.relations.values():
            found |= {ids} if isinstance(ids, str) else set(ids)
        return found


class Taker:
    """Hands out the keys of a row, and knows which of them no one asked for."""

    def __init__(self, row: Row, terms, names: dict[str, str] | None = None):
        self.row, self.terms = row, terms
        self.names = names or {}
        self.left = dict(row.values)
        self.facts: list[str] = []
        self.left.pop("id")
        for key in terms.ignored(row.file):
            self.left.pop(key, None)

    def take(self, key: str, kind: type | tuple = object, default=None):
        """The value of a key, of the right kind or refused; ``default`` when it is absent."""
        if key not in self.left:
            return default
        value = self.left.pop(key)
        if value is None:
            return default
        if isinstance(value, bool) and kind is int or not isinstance(value, kind):
            raise self.row.refuse(f"« {key} » has a value of the wrong kind", key)
        return value

    def text(self, key: str) -> str:
        return str(self.take(key, (str, int), "")).strip()

    def required(self, key: str) -> str:
        found = self.text(key)
        if not found:
            raise self.row.refuse(f"« {key} » is missing or empty", key)
        return found

    def listed(self, key: str) -> list[str]:
        """A list of words, from a list or from a single word."""
        found = self.take(key, (str, list), [])
        found = [found] if isinstance(found, str) else found
        if not all(isinstance(part, str) for part in found):
            raise self.row.refuse(f'« {key} » is not a list of words (quote codes such as "09")', key)
        return found

    def part(self, key: str) -> "Taker":
        """A nested mapping, to be taken key by key; empty when it is absent."""
        values = self.take(key, dict, {})
        lines = {name: self.row.lines.get(key, self.row.line) for name in values}
        return Taker(self.row._replace(values={"id": "", **values}, lines=lines), self.terms, self.names)

    def tokens(self, key: str, table: str) -> dict[str, list[str]]:
        """Field → tokens of the words under a key, by the committed table."""
        return self.checked(key, lambda: self.terms.tokens(table, self.listed(key)))

    def token(self, key: str, table: str) -> str | None:
        """The one token of the word under a key."""
        found = self.tokens(key, table)
        return next((tokens[0] for tokens in found.values() if tokens), None)

    def fact(self, key: str, text=words):
        """Keep a value that has no field as a line of text, under its French label."""
        if (value := self.take(key)) is not None:
            self.say(key, self.checked(key, lambda: text(value)))

    def say(self, label_key: str, text: str):
        label = self.checked(label_key, lambda: self.terms.label(label_key))
        self.facts.append(f"{label} : {text}")

    def checked(self, key: str, make):
        """What ``make()`` gives; its ValueError becomes the refusal of this row."""
        try:
            return make()
        except Refusal:
            raise
        except ValueError as error:
            raise self.row.refuse(f"« {key} »: {error}", key) from None

    def finish(self, part: str = ""):
        """Refuse the row when a key was neither mapped nor ignored for a reason."""
        if self.left:
            names = ", ".join(sorted(f"{part}{name}" for name in map(str, self.left)))
            raise self.row.refuse(f"no field and no reason to ignore: {names}", next(iter(self.left)))
