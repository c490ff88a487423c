"""The data catalogue holds against the shapes of DCAT-AP, and its two syntaxes say the same."""

from collective.prai.syndication.catalogue_state import forget
from collective.prai.syndication.dcat import Catalogue
from collective.prai.syndication.dcat import JsonLd
from collective.prai.syndication.dcat import Turtle
from decimal import Decimal
from pathlib import Path
from plone import api
from pyshacl import validate
from rdflib import DCAT
from rdflib import DCTERMS
from rdflib import Graph
from rdflib import Literal
from rdflib import RDF
from rdflib import RDFS
from rdflib import URIRef
from rdflib.compare import isomorphic
import pytest
import time


ADDRESS = "https://centre.example/prai"
SHAPES = Path(__file__).parents[2] / "data" / "dcat-ap"


@pytest.fixture
def site(portal, make_item):
    """Two open indicators, and what must stay inside."""
    forget()
    api.portal.set_registry_record("collective.prai.public_url", ADDRESS)
    rows = [
        {"date": "2005", "value": Decimal("336"), "qualifier": "exact", "source": "ARDESI"},
        {"date": "2006-12", "value": Decimal("400.5"), "qualifier": "about", "source": "=HYPERLINK(1)"},
    ]
    fields = {"observations": rows, "themes": ["enseignement"], "departments": ["09", "31"]}
    made = {
        "open": make_item("prai.Indicator", state="published", title="Communes avec un site", **fields),
        "whole": make_item("prai.Indicator", state="published", title="Fiches publiées", computed="howtos"),
        "empty": make_item("prai.Indicator", state="published", title="Marqueurcache sans chiffres"),
        "draft": make_item("prai.Indicator", title="Marqueurcache brouillon", observations=rows),
        "site-only": make_item("prai.Indicator", state="published", title="Marqueurcache", reuse_scope="site-only"),
        "reserved": make_item(
            "prai.Indicator", state="published", title="Marqueurcache", licence="all-rights-reserved"
        ),
    }  # fmt: skip
    make_item("prai.Organisation", state="published", title="SICOVAL", email="contact@sicoval.example")
    make_item("prai.Organisation", title="Marqueurcache SARL")
    return made


@pytest.fixture
def graph(portal, site):
    return Catalogue(portal, ADDRESS, time.time()).build()


def complaints(graph, *names) -> list[str]:
    shapes = Graph()
    for name in names:
        shapes.parse(SHAPES / name)
    # RDFS says so of everything that has an address; nobody writes it into a catalogue.
    data = Graph() + graph
    for one in set(graph.objects()):
        if isinstance(one, URIRef):
            data.add((one, RDF.type, RDFS.Resource))
    conforms, _report, text = validate(data, shacl_graph=shapes, advanced=True)
    return [] if conforms else [text]


class TestShapes:
    def test_official_ones(self, graph):
        assert complaints(graph, "dcat-ap-3.0.0-shacl.jsonld") == []
        graph.remove((None, DCTERMS.publisher, None))
        graph.remove((None, DCAT.accessURL, None))
        (text,) = complaints(graph, "dcat-ap-3.0.0-shacl.jsonld")
        assert "accessURL" in text

    def test_what_our_catalogue_promises(self, graph):
        assert complaints(graph, "catalogue.ttl") == []
        graph.remove((None, DCTERMS.license, None))
        assert "license" in complaints(graph, "catalogue.ttl")[0]


class TestCatalogue:
    def test_open_datasets_only(self, graph, site):
        found = {
            str(one).removeprefix(f"{ADDRESS}/diffusion") for one in graph.subjects(RDF.type, DCAT.Dataset)
        }
        ids = {f"/donnees/{site[name].UID()}" for name in ("open", "whole")}
        tables = {f"/donnees/{name}" for name in ("organisations", "reprises", "operations")}
        assert found == ids | tables | {"#contenus"}
        assert "marqueurcache" not in graph.serialize(format="nt").lower()

    def test_what_an_indicator_says(self, graph, site):
        node = URIRef(f"{ADDRESS}/diffusion/donnees/{site['open'].UID()}")
        values = {str(one) for one in graph.objects(node, DCTERMS.spatial)}
        assert values == {f"http://data.europa.eu/nuts/code/{code}" for code in ("FRJ21", "FRJ23")}
        themes = {str(one).rpartition("/")[2] for one in graph.objects(node, DCAT.theme)}
        assert themes == {"GOVE", "TECH", "EDUC"}
        assert graph.value(node, DCTERMS.identifier) == Literal(f"urn:uuid:{site['open'].UID()}")
        urls = {str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(node, DCAT.distribution)}
        assert urls == {f"{node}.csv", f"{node}.json"}
        licences = {str(graph.value(one, DCTERMS.license)) for one in graph.objects(node, DCAT.distribution)}
        assert licences == {"https://spdx.org/licenses/etalab-2.0"}
        period = graph.value(node, DCTERMS.temporal)
        assert [str(graph.value(period, name)) for name in (DCAT.startDate, DCAT.endDate)] == [
            "2005",
            "2006-12",
        ]

    def test_both_syntaxes_are_the_same_graph(self, portal, site, graph, http_request):
        etags = set()
        for page, syntax in ((Turtle, "turtle"), (JsonLd, "json-ld")):
            etag, body = page(portal, http_request).make(time.time())
            read = Graph().parse(data=body, format=syntax)
            assert isomorphic(read, graph)
            etags.add(etag)
            assert page(portal, http_request).make(time.time())[0] == etag
        assert len(etags) == 2
