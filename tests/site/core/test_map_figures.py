"""The macro of a map, as any page uses it."""

from collective.prai.core import map_figures
from collective.prai.interfaces import IPraiLayer
from html import unescape
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.interface import alsoProvides
import re


PAGE = """<div xmlns:tal="http://xml.zope.org/namespaces/tal" xmlns:metal="http://xml.zope.org/namespaces/metal"
><tal:map define="figure view/map"><metal:map use-macro="context/@@prai-maps/macros/map" /></tal:map></div>"""


def draw(portal, request, tmp_path, figure) -> str:
    alsoProvides(request, IPraiLayer)
    (tmp_path / "page.pt").write_text(PAGE)
    page = type("MapPage", (BrowserView,), {"map": figure})
    page.__call__ = ViewPageTemplateFile(str(tmp_path / "page.pt"))
    return unescape(page(portal, request)())


def test_a_map_has_links_legend_table_and_sources(portal, http_request, tmp_path):
    figure = map_figures.region({"81": 6, "12": 1}, lambda code: f"/t?departement={code}", "Les projets <b>")
    html = draw(portal, http_request, tmp_path, figure)
    assert html.count('href="/t?departement=81"') == 2, "on the map and in the table"
    assert [row.words.replace("\u00a0", " ") for row in figure.rows if row.count] == [
        "Un résultat",
        "6 résultats",
    ]
    assert re.search(r'aria-label="Tarn\s?: 6\srésultats"', html)
    assert html.count("prai-map-swatch") == len(figure.legend) == 3
    assert "CC BY 4.0" in html
    assert html.count('<th scope="row">') == 8


def test_a_departement_names_its_bodies(portal, http_request, tmp_path):
    figure = map_figures.department(
        "31", {"243100732": 2}, lambda siren: "/x", "Haute-Garonne", lambda n: f"{n} projets"
    )
    html = draw(portal, http_request, tmp_path, figure)
    assert re.search(r'aria-label="CC des Coteaux du Girou\s?: 2\sprojets"', html)
    assert "Licence Ouverte" in html
    assert map_figures.department("75", {}, str, "Paris") is None
