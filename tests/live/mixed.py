"""What fills a site on which pages and the finder are measured, and the same texts on a plain site of Plone.

Sentences and titles are those of the programme's corpus, put together anew: French words as often as French
has them, so that the index of words is as large and as uneven as a real one.
"""

from collective.prai.core import vocabularies
from collective.prai.core.geography import municipalities
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from plone import api
from plone.app.textfield import RichTextValue
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from typing import NamedTuple
from z3c.relationfield import RelationValue
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.intid.interfaces import IIntIds
import collective.prai
import random
import re
import transaction
import yaml


#: Of ten items: what a resource centre has most.
TYPES = (*("prai.HowTo",) * 4, *("prai.ProjectSheet",) * 4, "prai.Study", "prai.Deliverable")
SECTIONS = {
    "prai.HowTo": "fiches-pratiques",
    "prai.ProjectSheet": "projets",
    "prai.Study": "etudes",
    "prai.Deliverable": "livrables",
}
CHAPTERS, CHUNK = 8, 250
#: Of an item's text, in two parts: half as long as the sheets of the corpus, to be made in half the time.
SENTENCES = 12
#: The first days of the programme: every item has its own moment.
FIRST = datetime(2006, 1, 2, 8)


class Text(NamedTuple):
    """One item's words."""

    title: str
    description: str
    html: tuple[str, str]


def _strings(value):
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


@cache
def sentences() -> list[str]:
    """Of the corpus, each once, in the order of the files."""
    folder = Path(collective.prai.__file__).parent / "profiles/demo"
    found = []
    for path in sorted(folder.glob("*/*.yaml")):
        for text in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))):
            found += [part for part in re.split(r"(?<=[.;!?])\s+", text) if 40 <= len(part) <= 240]
    return [part.replace("<", "(").replace("&", "et") for part in dict.fromkeys(found)]


@cache
def beginnings() -> list[str]:
    """Short openings of sentences, for titles."""
    return sorted({" ".join(re.findall(r"[\w’'-]+", part)[:7]) for part in sentences()})


def text_of(number: int) -> Text:
    pick = random.Random(number)
    written = iter(pick.choices(sentences(), k=SENTENCES + 1))
    halves = tuple(
        f"<h2>{pick.choice(beginnings())}</h2>"
        + "".join(f"<p>{next(written)}</p>" for _one in range(SENTENCES // 2))
        for _half in range(2)
    )
    return Text(
        f"{pick.choice(beginnings()).capitalize()}, {pick.choice(_towns()).name}", next(written)[:200], halves
    )


@cache
def _towns() -> list:
    return list(municipalities().values())


@cache
def _tokens(name: str) -> list[str]:
    return [row["token"] for row in vocabularies.rows(name) if not row.get("retired")]


def _rich(html: str) -> RichTextValue:
    return RichTextValue(html, "text/html", "text/x-html-safe")


def values_of(number: int, kind: str, text: Text) -> dict:
    """Fields of an item: everything that the finder counts, unevenly, and for some nothing, as in life."""
    pick = random.Random(f"fields {number}")
    towns = pick.sample(_towns(), pick.randint(1, 4))
    values = {
        "title": text.title,
        "description": text.description,
        "themes": pick.sample(_tokens("themes"), pick.randint(1, 3)),
        "audiences": pick.sample(_tokens("audiences"), pick.randint(1, 2)),
        "departments": sorted({town.department for town in towns}),
        "licence": pick.choice(["etalab-2.0", "CC-BY-4.0", "etalab-2.0"]),
        "attribution": "ARDESI",
        "effective": FIRST + timedelta(hours=2 * number),
    }
    if kind != "prai.Deliverable":
        values["zone"] = pick.sample(_tokens("zones"), 1)
    if kind == "prai.HowTo":
        return values | {
            "problem": text.description,
            "in_brief": _rich(text.html[0]),
            "watch_points": _rich(text.html[1]),
            "steps": [
                {"title": f"Étape {step}", "text": sentences()[number % 99 + step]} for step in range(5)
            ],
        }
    if kind == "prai.ProjectSheet":
        cost = Decimal(round(10 ** pick.uniform(3.3, 6)))
        return values | {
            "beneficiary_names": towns[0].name,
            "municipalities": [town.code for town in towns],
            "project_kinds": pick.sample(_tokens("project_kinds"), 1),
            "stage": pick.choice(_tokens("stages")),
            "starts": str(2006 + number % 3),
            "the_project": _rich(text.html[0]),
            "lessons": _rich(text.html[1]),
            "total_cost": cost,
            "sources": [
                {"funder": "FEDER", "amount": (cost / 2).quantize(Decimal("0.01")), "status": "granted"},
                {"funder": "Région", "amount": (cost / 4).quantize(Decimal("0.01")), "status": "granted"},
            ],
        }
    if kind == "prai.Study":
        return values | {
            "year": 2004 + number % 5,
            "summary": _rich(text.html[0]),
            "kind": _tokens("study_kinds")[0],
        }
    return values | {
        "kind": pick.choice(_tokens("deliverable_kinds")),
        "purpose": _rich(text.html[0]),
        "availability": pick.choice(["on-request", "not-found"]),
    }


def _create(section, kind: str, number: int, **more):
    """A published item of that kind, in force since a moment of its own."""
    values = more or values_of(number, kind, text_of(number))
    moment = values.pop("effective", FIRST)
    item = api.content.create(section, kind, f"{kind.rpartition('.')[2].lower()}-{number}", **values)
    if section.portal_type == "Folder":
        api.portal.get_tool("portal_workflow").doActionFor(item, "publish", comment="")
        item.setEffectiveDate(moment.strftime("%Y/%m/%d %H:%M"))
        item.reindexObject(idxs=["effective", "effectiveRange"])
    return item


def _guide(site):
    """A guide of the size of the programme's own, for its page."""
    house = _create(site["organisations"], "prai.Organisation", 0, title="ARDESI",
                    organisation_type="association", siren="432 653 412")  # fmt: skip
    publisher = RelationValue(getUtility(IIntIds).getId(house))
    text = text_of(0)
    guide = _create(site["guides"], "prai.Guide", 0, title=text.title, description=text.description,
                    body=_rich(text.html[0]), publisher=publisher, themes=["tourisme"],
                    licence="etalab-2.0", attribution="ARDESI")  # fmt: skip
    for number in range(CHAPTERS):
        text = text_of(number)
        _create(guide, "prai.Chapter", number, title=text.title, body=_rich("".join(text.html)))


def fill(site, count: int):
    """That many published items of all kinds, and a guide."""
    repository = api.portal.get_tool("portal_repository")
    versioned = list(repository.getVersionableContentTypes())
    repository.setVersionableContentTypes([name for name in versioned if not name.startswith("prai.")])
    with api.env.adopt_roles(["Manager"]):
        _guide(site)
        for number in range(count):
            kind = TYPES[number % len(TYPES)]
            _create(site[SECTIONS[kind]], kind, number)
            if number % CHUNK == CHUNK - 1:
                transaction.commit()
                site._p_jar.cacheGC()
    repository.setVersionableContentTypes(versioned)
    transaction.commit()


def without_lists(site):
    """Menus that would list every page of the folder on every page are nobody's measure: ours list none."""
    api.portal.set_registry_record("plone.navigation_depth", 1)
    manager = getUtility(IPortletManager, name="plone.leftcolumn", context=site)
    portlets = getMultiAdapter((site, manager), IPortletAssignmentMapping)
    for name in list(portlets):
        del portlets[name]


def fill_plain(site, count: int):
    """The same texts as pages of a plain site, in a folder of it."""
    workflow = api.portal.get_tool("portal_workflow")
    repository = api.portal.get_tool("portal_repository")
    repository.setVersionableContentTypes([])
    without_lists(site)
    with api.env.adopt_roles(["Manager"]):
        folder = api.content.create(site, "Folder", "fiches", title="Fiches")
        workflow.doActionFor(folder, "publish")
        for number in range(count):
            text = text_of(number)
            item = api.content.create(folder, "Document", f"fiche-{number}", title=text.title,
                                      description=text.description, text=_rich("".join(text.html)),
                                      subject=tuple(values_of(number, "", text)["themes"]))  # fmt: skip
            workflow.doActionFor(item, "publish")
            if number % CHUNK == CHUNK - 1:
                transaction.commit()
                site._p_jar.cacheGC()
    transaction.commit()
