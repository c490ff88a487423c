"""The real corpus as search engines, data portals and sites that paste an address find it.

``known`` (id → title, address, licence) is what ``@changes`` says.
"""

from lxml import etree
from lxml import html
from pathlib import Path
from pyshacl import validate
from rdflib import DCAT
from rdflib import DCTERMS
from rdflib import Graph
from rdflib import RDF
from rdflib import RDFS
from rdflib import URIRef
from rdflib.compare import isomorphic
from tests.site.syndication.schema_org import complaints
from tests.site.syndication.schema_org import read
import csv
import io
import pytest
import requests


DATA = Path(__file__).parents[1] / "data"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def catalogue(demo_site) -> Graph:
    """As a portal reads it."""
    return Graph().parse(
        data=requests.get(f"{demo_site.url}/diffusion/catalogue.ttl", timeout=30).content, format="turtle"
    )


class TestSearchEngines:
    def test_sitemap_is_valid_and_names_every_syndicated_item(self, demo_site, known):
        file = requests.get(f"{demo_site.url}/sitemap.xml", timeout=30).content
        tree = etree.fromstring(file)
        etree.XMLSchema(file=DATA / "linked" / "sitemap.xsd").assertValid(tree)
        found = {one.text for one in tree.iter(LOC)}
        assert {item.url for item in known.values()} < found
        assert requests.get(f"{demo_site.url}/robots.txt", timeout=30).text.startswith(
            f"Sitemap: {demo_site.url}/sitemap.xml"
        )

    def test_a_page_of_each_type_says_what_the_log_says(self, demo_site, known, changes):
        first = {item["@type"]: uid for uid, item in reversed(changes.items())}
        for uid in first.values():
            answer = requests.get(known[uid].url, headers=PAGE, timeout=60)
            data = read(answer.text)
            assert complaints(data) == []
            assert (data["@id"], data["name"], data["url"]) == (uid, known[uid].title, known[uid].url)
            assert data["license"] == known[uid].licence

    def test_discovered_frame_is_that_of_the_sheet(self, demo_site, known):
        uid, item = next(iter(known.items()))
        page = html.fromstring(requests.get(item.url, headers=PAGE, timeout=60).text)
        (link,) = page.xpath("//link[@type='application/json+oembed']/@href")
        data = requests.get(link, timeout=30).json()
        assert (data["id"], data["url"], data["licence"]["url"]) == (uid, item.url, item.licence)
        frame = html.fromstring(data["html"])
        assert requests.get(frame.get("src"), timeout=30).status_code == 200


class TestDataPortals:
    def test_catalogue_holds_against_the_official_shapes(self, catalogue):
        data, shapes = Graph() + catalogue, Graph()
        for one in set(data.objects()):
            if isinstance(one, URIRef):
                data.add((one, RDF.type, RDFS.Resource))
        for path in (DATA / "dcat-ap" / "dcat-ap-3.0.0-shacl.jsonld", DATA / "dcat-ap" / "catalogue.ttl"):
            shapes.parse(path)
        conforms, _report, text = validate(data, shacl_graph=shapes, advanced=True)
        assert conforms, text[:3000]

    def test_both_syntaxes_are_one_graph(self, demo_site, catalogue):
        other = requests.get(f"{demo_site.url}/diffusion/catalogue.jsonld", timeout=30).content
        assert isomorphic(Graph().parse(data=other, format="json-ld"), catalogue)

    def test_every_indicator_is_a_dataset_whose_files_agree(self, demo_site, catalogue, changes):
        ids = {str(one) for one in catalogue.objects(None, DCTERMS.identifier) if "urn:" in one}
        indicators = {
            uid: item["content"] for uid, item in changes.items() if item["@type"] == "prai.Indicator"
        }
        figures = {
            uid for uid, content in indicators.items() if content["observations"] or content["computed"]
        }
        assert ids == figures and len(figures) > 20
        urls = {str(one) for one in catalogue.objects(None, DCAT.downloadURL) if "/donnees/" in one}
        tables = {url.rpartition("/")[2].rpartition(".")[0] for url in urls}
        assert len(urls) == 2 * len(tables) and len(tables) == len(ids) + 3
        assert {"organisations", "reprises", "operations"} <= tables
        for url in sorted(urls):
            if url.endswith(".json"):
                rows = requests.get(url, timeout=30).json()["rows"]
                text = requests.get(f"{url[:-5]}.csv", timeout=30).content.decode()
                assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == len(rows)
                # The reuses of this site are examples: no table counts them.
                assert bool(rows) is not url.endswith("/reprises.json")
