"""Corpus files as rows that know their file and line, so that a refusal can name both (pure)."""

from decimal import Decimal
from decimal import InvalidOperation
from pathlib import Path
from typing import NamedTuple
import re
import yaml


#: A corpus file is written by hand; beyond this it is something else.
LARGEST_FILE = 5_000_000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


class Refusal(Exception):
    """Why a row (or a whole file) was not imported."""

    def __init__(self, file: str, line: int, reason: str, item: str = ""):
        super().__init__(reason)
        self.file, self.line, self.reason, self.item = file, line, reason, item

    def __str__(self):
        name = f" ({self.item})" if self.item else ""
        return f"{self.file}, line {self.line}{name}: {self.reason}"


class Row(NamedTuple):
    """One item of a file: its values, the line it starts on, and the line of each of its keys."""

    file: str
    line: int
    id: str
    values: dict
    lines: dict[str, int]

    def refuse(self, reason: str, key: str | None = None) -> Refusal:
        """The refusal to raise, at the line of ``key`` when there is one."""
        return Refusal(self.file, self.lines.get(key or "", self.line), reason, self.id)


class Reading(NamedTuple):
    """What a file holds: sound rows, refused ones, and top-level keys that are not the list of items."""

    rows: list[Row]
    refusals: list[Refusal]
    others: list[str]


class _Loader(yaml.SafeLoader):
    """Decimals exactly as written: 97.29 and 36.0 are no binary floats."""


def _decimal(loader, node):
    text = loader.construct_scalar(node).replace("_", "")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise yaml.constructor.ConstructorError(
            None, None, f"not a number: {text}", node.start_mark
        ) from None


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def read(path: Path, root: str = "items") -> Reading:
    """Rows under the key ``root`` of a YAML file; what cannot be read is a refusal, never an exception."""
    try:
        loader = _Loader(_text(path))
        node = loader.get_single_node()
    except (OSError, UnicodeDecodeError) as error:
        return Reading([], [Refusal(path.name, 1, f"the file cannot be read: {error}")], [])
    except (yaml.YAMLError, RecursionError) as error:
        return Reading([], [Refusal(path.name, _line(error), f"this is not YAML: {_problem(error)}")], [])
    if not isinstance(node, yaml.MappingNode):
        return Reading([], [Refusal(path.name, 1, "the file is not a mapping of keys")], [])
    top = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    items = top.pop(root, None)
    if not isinstance(items, yaml.SequenceNode):
        return Reading([], [Refusal(path.name, 1, f"the file has no list « {root} »")], sorted(top))
    rows, refusals, seen = [], [], {}
    for item in items.value:
        try:
            row = _row(path.name, loader, item)
            if row.id in seen:
                raise row.refuse(f"this id is used already on line {seen[row.id]}", "id")
            seen[row.id] = row.line
            rows.append(row)
        except Refusal as refusal:
            refusals.append(refusal)
    return Reading(rows, refusals, sorted(top))


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        raise OSError("it is larger than 5 MB")
    return path.read_text(encoding="utf-8")


def _row(file: str, loader, node) -> Row:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise Refusal(file, line, "an item is a mapping of keys, this is not")
    name = _named(node)
    lines = _key_lines(file, name, node)
    try:
        values = loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refusal(file, _line(error, line), f"a value cannot be read: {_problem(error)}", name) from None
    found = values.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise Refusal(
            file, line, "an item needs an id of small letters, digits and hyphens", str(found or "")
        )
    return Row(file, line, found, values, lines)


def _named(node) -> str:
    """The id as it is written, for the refusal of a row that cannot be read."""
    ids = [v for k, v in node.value if getattr(k, "value", None) == "id" and isinstance(v, yaml.ScalarNode)]
    return ids[0].value if ids else ""


def _key_lines(file: str, item: str, node) -> dict[str, int]:
    lines = {}
    for key, _value in node.value:
        name, at = getattr(key, "value", ""), key.start_mark.line + 1
        if not isinstance(name, str):
            raise Refusal(file, at, "a key is a word, this is not", item)
        if name in lines:
            raise Refusal(file, at, f"the key « {name} » is there twice", item)
        lines[name] = at
    return lines


def _line(error, default: int = 1) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else default


def _problem(error) -> str:
    return getattr(error, "problem", None) or str(error) or type(error).__name__
