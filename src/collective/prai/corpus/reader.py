"""Corpus files as rows that know their file and line, so that a refusal can name both (pure)."""

from decimal import Decimal
from decimal import InvalidOperation
from pathlib import Path
from typing import NamedTuple
import re
import unicodedata
import yaml


#: A corpus file is written by hand; beyond this it is something else.
LARGEST_FILE = 5_000_000
#: The second form is the number of a measure: 7.2.1.
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}|\d{1,3}(?:\.\d{1,3}){1,3}")
_WORDS = re.compile(r"[a-z0-9]+")


class Refusal(Exception):
    """Why a row (or a whole file) was not imported."""

    def __init__(self, file: str, line: int, reason: str, item: str = ""):
        super().__init__(reason)
        self.file, self.line, self.reason, self.item = file, line, reason, item

    def __str__(self):
        name = f" ({self.item})" if self.item else ""
        return f"{self.file}, line {self.line}{name}: {self.reason}"


class Root(NamedTuple):
    """A top-level key of a file: a list of rows, or a mapping that is one row.

    ``beside``: other top-level keys whose values belong to the row of a mapping.  ``named_by``: the key
    whose words are the id of rows that have none.
    """

    key: str = "items"
    beside: tuple[str, ...] = ()
    named_by: str = ""


class Row(NamedTuple):
    """One item of a file: its values, the line it starts on, the line of each of its keys, where it stood."""

    file: str
    line: int
    id: str
    values: dict
    lines: dict[str, int]
    root: str = "items"

    def refuse(self, reason: str, key: str | None = None) -> Refusal:
        """The refusal to raise, at the line of ``key`` when there is one."""
        return Refusal(self.file, self.lines.get(key or "", self.line), reason, self.id)


class Reading(NamedTuple):
    """What a file holds: sound rows, refused ones, and top-level keys that are not the list of items."""

    rows: list[Row]
    refusals: list[Refusal]
    others: list[str]


class Exact(yaml.SafeLoader):
    """Decimals exactly as written: 97.29 and 36.0 are no binary floats."""


def _decimal(loader, node):
    text = loader.construct_scalar(node).replace("_", "")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise yaml.constructor.ConstructorError(
            None, None, f"not a number: {text}", node.start_mark
        ) from None


Exact.add_constructor("tag:yaml.org,2002:float", _decimal)


def read(path: Path, *roots: Root | str) -> Reading:
    """Rows under the roots of a YAML file; what cannot be read is a refusal, never an exception."""
    try:
        loader = Exact(_text(path))
        node = loader.get_single_node()
    except (OSError, UnicodeDecodeError) as error:
        return Reading([], [Refusal(path.name, 1, f"the file cannot be read: {error}")], [])
    except (yaml.YAMLError, RecursionError) as error:
        return Reading([], [Refusal(path.name, _line(error), f"this is not YAML: {_problem(error)}")], [])
    if not isinstance(node, yaml.MappingNode):
        return Reading([], [Refusal(path.name, 1, "the file is not a mapping of keys")], [])
    top = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    found = Reading([], [], [])
    for root in roots or (Root(),):
        root = Root(root) if isinstance(root, str) else root
        _read_root(path.name, loader, top, root, found)
    return found._replace(others=sorted(top))


def _read_root(file: str, loader, top: dict, root: Root, found: Reading):
    """Take the root and what stands beside it out of ``top``; rows and refusals go into ``found``."""
    node, seen = top.pop(root.key, None), {row.id: row.line for row in found.rows}
    beside = {key: top.pop(key) for key in root.beside if key in top}
    if isinstance(node, yaml.MappingNode):
        more = [(_scalar(key, value), value) for key, value in beside.items()]
        if not any(getattr(key, "value", "") == "id" for key, _value in node.value):
            more.append((_scalar("id", node), _scalar(root.key, node)))
        node = yaml.SequenceNode(
            "tag:yaml.org,2002:seq", [yaml.MappingNode(node.tag, [*node.value, *more], node.start_mark)]
        )
    if not isinstance(node, yaml.SequenceNode):
        found.refusals.append(Refusal(file, 1, f"the file has no list « {root.key} »"))
        return
    for item in node.value:
        try:
            row = _row(file, loader, item, root)
            if row.id in seen:
                raise row.refuse(f"this id is used already on line {seen[row.id]}", "id")
            seen[row.id] = row.line
            found.rows.append(row)
        except Refusal as refusal:
            found.refusals.append(refusal)


def _scalar(word: str, at) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", word, at.start_mark, at.end_mark)


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        raise OSError("it is larger than 5 MB")
    return path.read_text(encoding="utf-8")


def _row(file: str, loader, node, root: Root) -> Row:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise Refusal(file, line, "an item is a mapping of keys, this is not")
    name = _named(node)
    lines = _key_lines(file, name, node)
    try:
        values = loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refusal(file, _line(error, line), f"a value cannot be read: {_problem(error)}", name) from None
    if root.named_by and "id" not in values:
        values["id"] = slug(values.get(root.named_by))
    found = values.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise Refusal(
            file, line, "an item needs an id of small letters, digits and hyphens", str(found or "")
        )
    return Row(file, line, found, values, lines, root.key)


def slug(text) -> str:
    """Small ASCII letters, digits and hyphens of any words."""
    plain = unicodedata.normalize("NFKD", str(text or "")).encode("ascii", "ignore").decode().lower()
    return "-".join(_WORDS.findall(plain))[:80]


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
