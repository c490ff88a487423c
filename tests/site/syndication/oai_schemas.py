"""Answers of OAI-PMH against the schemas of the protocol and of each format; tests/data/oai says whose they are.

The schema of simple Dublin Core is written from its description, the others are the official ones.
"""

from lxml import etree
from pathlib import Path


ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests/data/oai"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
PRAI = "{urn:collective.prai:item:1}"


def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


FRAME = _schema(DATA / "OAI-PMH.xsd")
FORMATS = {
    OAI_DC: _schema(DATA / "oai_dc.xsd"),
    PRAI: _schema(ROOT / "src/collective/prai/syndication/oai/prai.xsd"),
}


def valid(body: bytes):
    """The answer as a tree, once it and everything in its containers is valid."""
    tree = etree.fromstring(body)
    FRAME.assertValid(tree)
    for name in ("metadata", "setDescription", "description", "about"):
        for container in tree.iter(OAI + name):
            (inside,) = container
            known = FORMATS.get(inside.tag[: inside.tag.index("}") + 1])
            if known is not None:
                known.assertValid(inside)
            else:
                # The one format without a schema at hand.
                assert inside.tag == "{http://www.openarchives.org/OAI/2.0/oai-identifier}oai-identifier"
    return tree
