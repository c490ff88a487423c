"""Folders of corpus files → what to import, refuse and leave waiting, before any writing (pure)."""

from collections.abc import Callable
from collective.prai.corpus.builders import calls
from collective.prai.corpus.builders import centre
from collective.prai.corpus.builders import deliverables
from collective.prai.corpus.builders import demonstration
from collective.prai.corpus.builders import forms
from collective.prai.corpus.builders import indicators
from collective.prai.corpus.builders import news
from collective.prai.corpus.builders import operations
from collective.prai.corpus.builders import organisations
from collective.prai.corpus.builders import programme
from collective.prai.corpus.builders import projects
from collective.prai.corpus.builders import resources
from collective.prai.corpus.builders import reuses
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.reader import read
from collective.prai.corpus.reader import Refusal
from collective.prai.corpus.reader import Root
from collective.prai.corpus.reader import Row
from collective.prai.corpus.terms import Rule
from collective.prai.corpus.terms import shipped
from collective.prai.corpus.terms import Terms
from pathlib import Path
from typing import NamedTuple


class Part(NamedTuple):
    """One list (or mapping) of a file, and what makes an item, or several, of each of its rows."""

    build: Callable[[Taker], Draft | list[Draft]]
    root: Root = Root()


#: File → what is read of it.  Imported in this order.
FILES: dict[str, tuple[Part, ...]] = {
    "organisations.yaml": (Part(organisations.organisation),),
    "resources.yaml": (Part(resources.resource),),
    "deliverables.yaml": (Part(deliverables.deliverable),),
    "projects.yaml": (Part(projects.project),),
    "missions.yaml": (Part(projects.mission),),
    "indicators.yaml": (Part(indicators.indicator, Root("series")),),
    "programme.yaml": (
        Part(programme.programme, Root("programme", beside=("governance",))),
        Part(programme.measure, Root("actions")),
        Part(calls.call, Root("calls")),
        Part(programme.target, Root("targets_vs_results", named_by="indicator")),
    ),
    "operations.yaml": (Part(operations.operation),),
    "guides.yaml": (Part(centre.guide),),
    "howtos.yaml": (Part(centre.howto),),
    "teaching_packs.yaml": (Part(centre.teaching_pack),),
    "forms.yaml": (Part(forms.form),),
    "form_deliverables.yaml": (Part(forms.form_deliverable),),
    "collections.yaml": (Part(centre.collection),),
    "reuses.yaml": (Part(reuses.reuse),),
    "news.yaml": (Part(news.news),),
    "demonstration.yaml": (
        Part(demonstration.call, Root("calls")),
        Part(demonstration.application, Root("applications")),
        Part(demonstration.session, Root("sessions")),
    ),
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
        reading = read(found[name], *(part.root for part in FILES[name]))
        rows += reading.rows
        refusals += reading.refusals
        for key in reading.others:
            if key not in terms.waiting(name) and key not in terms.ignored(name):
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
            drafts += _made(row, terms, names)
            first[row.id] = row.file
        except Refusal as refusal:
            refusals.append(refusal)
    return drafts


def _made(row: Row, terms: Terms, names: dict[str, str]) -> list[Draft]:
    taker = Taker(row, terms, names)
    build = next(part.build for part in FILES[row.file] if part.root.key == row.root)
    try:
        made = build(taker)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        # Hand-written rows break in ways that no builder foresees: the row is refused, the others go in.
        raise row.refuse(f"the item cannot be understood: {error}") from None
    taker.finish()
    drafts = made if isinstance(made, list) else [made]
    for draft in drafts:
        for rule in terms.rules:
            if rule.file == row.file and draft.id in rule.items:
                _derive(draft, rule)
    return drafts


def _derive(draft: Draft, rule: Rule):
    for into, given in ((draft.values, rule.values), (draft.relations, rule.relations)):
        for name, value in given.items():
            present = into.get(name)
            if rule.replace or present in (None, value):
                into[name] = value
            elif isinstance(value, list):
                into[name] = [*present, *(one for one in value if one not in present)]
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
