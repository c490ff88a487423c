"""What schema.org allows: its classes and properties, without its site.

The vocabulary of 2021 is in pyshacl; what came later, and is used here, is named below.  A page says
``https://schema.org``; parsing puts a context of ours in its place, so nothing is fetched.
"""

from functools import cache
from pathlib import Path
from rdflib import Graph
from rdflib import Namespace
from rdflib import RDF
from rdflib import RDFS
import json
import pyshacl
import re


SCHEMA = Namespace("http://schema.org/")
SHACL = Namespace("http://www.w3.org/ns/shacl#")
#: Property → classes that got it after 2021, as schema.org documents it.
LATER = {
    "funding": {"Organization", "CreativeWork", "Person", "Event", "Product"},
    "query-input": {"SearchAction"},
}
#: Values that are addresses.
LINKS = (
    "url", "image", "license", "contentUrl", "mainEntityOfPage", "codeRepository", "sameAs", "logo", "item",
)  # fmt: skip
_CONTEXT = {"@vocab": str(SCHEMA)} | {name: {"@type": "@id"} for name in LINKS}
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@cache
def vocabulary() -> Graph:
    return Graph().parse(Path(pyshacl.__file__).parent / "assets" / "schema.ttl", format="turtle")


def lineage(kind) -> set:
    """The class and those above it."""
    return set(vocabulary().transitive_objects(kind, RDFS.subClassOf))


@cache
def properties(kind) -> frozenset[str]:
    """Names that instances of the class may have."""
    graph = vocabulary()
    found = set()
    for one in lineage(kind):
        for shape in graph.objects(one, SHACL.property):
            found |= {str(path).removeprefix(str(SCHEMA)) for path in graph.objects(shape, SHACL.path)}
        name = str(one).removeprefix(str(SCHEMA))
        found |= {later for later, kinds in LATER.items() if name in kinds}
    return frozenset(found)


def blocks(page: str) -> list[str]:
    """Texts of the data blocks of a page."""
    return _BLOCK.findall(page)


def read(page: str) -> dict:
    """The one data block of a page."""
    (text,) = blocks(page)
    return json.loads(text)


def graph_of(data: dict) -> Graph:
    """Parsed by rdflib with the context in place of the remote one."""
    assert data["@context"] == "https://schema.org"
    return Graph().parse(data=json.dumps(data | {"@context": _CONTEXT}), format="json-ld")


def complaints(data: dict) -> list[str]:
    """Types and properties that schema.org does not know."""
    graph, found = graph_of(data), []
    for subject in set(graph.subjects()):
        kinds = list(graph.objects(subject, RDF.type))
        # A mention of something that another page describes has a name or a type at least.
        known = [kind for kind in kinds if (kind, RDF.type, RDFS.Class) in vocabulary()]
        found += [f"no class: {kind}" for kind in set(kinds) - set(known)]
        if not kinds:
            found.append(f"no type: {subject}")
        allowed = set().union(*(properties(kind) for kind in known))
        for predicate in set(graph.predicates(subject)) - {RDF.type}:
            name = str(predicate).removeprefix(str(SCHEMA))
            if name not in allowed:
                found.append(f"{[str(kind) for kind in kinds]} has no {name}")
    return found
