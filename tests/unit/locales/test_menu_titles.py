"""Plone's own menus look the titles of states and transitions up in Plone's own domain."""

from lxml import etree
from pathlib import Path
import pytest
import re


PACKAGE = Path(__file__).parents[3] / "src" / "collective" / "prai"
OURS = (PACKAGE / "locales" / "fr" / "LC_MESSAGES" / "plone.po").read_text(encoding="utf-8")
#: Titles that Plone itself has in French.
STOCK = {"Published", "Publish", "Reject"}


@pytest.mark.parametrize(
    "definition", sorted((PACKAGE / "profiles" / "default" / "workflows").glob("*/*.xml"))
)
def test_every_title_has_its_french(definition):
    tree = etree.parse(definition)
    titles = {node.get("title") for node in tree.iter("state", "transition")}
    known = set(re.findall(r'^msgid "(.+)"\nmsgstr ".+"$', OURS, re.MULTILINE))
    assert titles - known - STOCK == set()
