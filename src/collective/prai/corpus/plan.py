"""Folders of corpus files → what to import, refuse and leave waiting, before any writing (pure)."""

from collections.abc import Callable
from collective.prai.corpus.builders import centre
from collective.prai.corpus.builders import deliverables
from collective.prai.corpus.builders import forms
from collective.prai.corpus.builders import indicators
from collective.prai.corpus.builders import news
from collective.prai.corpus.builders import organisations
from collective.prai.corpus.builders import projects
from collective.prai.corpus.builders import resources
from collective.prai.corpus.builders import reuses
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.reader import read
from collective.prai.corpus.reader import Refusal
from collective.prai.corpus.reader import Row
from collective.prai.corpus.terms import Rule
from collective.prai.corpus.terms import shipped
from collective.prai.corpus.terms import Terms
from pathlib import Path
from typing import NamedTuple


#: File → key of its list, and what makes an item of a row.  Imported in this order.
FILES: dict[str, tuple[str, Callable[[Taker], Draft]]] = {
    "organisations.yaml": ("items", organisations.organisation),
    "resources.yaml": ("items", resources.resource),
    "deliverables.yaml": ("items", deliverables.deliverable),
    "projects.yaml": ("items", projects.project),
    "missions.yaml": ("items", projects.mission),
    "indicators.yaml": ("series", indicators.indicator),
    "guides.yaml": ("items", centre.guide),
    "howtos.yaml": ("items", centre.howto),
    "teaching_packs.yaml": ("items", centre.teaching_pack),
    "forms.yaml": ("items", forms.form),
    "form_deliverables.yaml": ("items", forms.form_deliverable),
    "collections.yaml": ("items", centre.collection),
    "reuses.yaml": ("items", reuses.reuse),
    "news.yaml": ("items", news.news),
}


class Plan(NamedTuple):
    """``drafts`` in order of import; ``waiting``: file or « file: key » → what it waits for."""

    drafts: list[Draft]
    refusals: list[Refusal]
    waiting: dict[str, str]
    files: list[str]


def plan(folders: list[Path], known: set[str] = frozenset(), terms: Terms | None = None) -> Plan:
    """Everything that these folders hold; ``known`` are corpus ids that the site has already."""
    terms = terms or shipped()
    found = {path.name: path for folder in folders for path in sorted(folder.glob("*.yaml"))}
    rows, refusals, waiting = [], [], {}
    for name in [name for name in FILES if name in found]:
        reading = read(found[name], FILES[name][0])
        rows += reading.rows
        refusals += reading.refusals
        for key in reading.others:
            if key not in terms.waiting(name):
                refusals.append(Refusal(name, 1, f"nothing reads the top-level key « {key} »"))
            waiting[f"{name}: {key}"] = terms.waiting(name).get(key, "")
    for name in sorted(set(found) - set(FILES)):
        if name in terms.waiting(name):
            waiting[name] = terms.waiting(name)[name]
        else:
            refusals.append(Refusal(name, 1, "no type of the site reads this file"))
    drafts = _drafts(rows, refusals, terms)
    drafts = closed(drafts, known, refusals)
    return Plan(drafts, refusals, {k: v for k, v in waiting.items() if v}, [n for n in FILES if n in found])


def _drafts(rows: list[Row], refusals: list[Refusal], terms: Terms) -> list[Draft]:
    names = {row.id: str(row.values.get("name") or row.values.get("title") or row.id) for row in rows}
    drafts, first = [], {}
    for row in rows:
        try:
            if row.id in first:
                raise row.refuse(f"{first[row.id]} has an item of this id already", "id")
            drafts.append(_draft(row, terms, names))
            first[row.id] = row.file
        except Refusal as refusal:
            refusals.append(refusal)
    return drafts


def _draft(row: Row, terms: Terms, names: dict[str, str]) -> Draft:
    taker = Taker(row, terms, names)
    try:
        draft = FILES[row.file][1](taker)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        # Hand-written rows break in ways that no builder foresees: the row is refused, the others go in.
        raise row.refuse(f"the item cannot be understood: {error}") from None
    taker.finish()
    for rule in terms.rules:
        if rule.file == row.file and row.id in rule.items:
            _derive(draft, rule)
    return draft


def _derive(draft: Draft, rule: Rule):
    for into, given in ((draft.values, rule.values), (draft.relations, rule.relations)):
        for name, value in given.items():
            present = into.get(name)
            if isinstance(value, list):
                into[name] = [*(present or []), *(one for one in value if one not in (present or []))]
            elif present in (None, value) or rule.replace:
                into[name] = value
            else:
                raise draft.row.refuse(f"derived.yaml contradicts the item's own « {name} »")


def closed(drafts: list[Draft], known: set[str], refusals: list[Refusal]) -> list[Draft]:
    """Without the items that refer to something that is neither here nor on the site.

    Nothing goes in half-written: an item whose relation cannot be set waits for its target.
    """
    while True:
        there = {draft.id for draft in drafts} | set(known)
        broken = {draft.id: sorted(draft.references() - there) for draft in drafts}
        if not any(broken.values()):
            return drafts
        for draft in drafts:
            if targets := broken[draft.id]:
                reason = f"it refers to what was refused or is not there: {', '.join(targets)}"
                refusals.append(draft.row.refuse(reason))
        drafts = [draft for draft in drafts if not broken[draft.id]]
