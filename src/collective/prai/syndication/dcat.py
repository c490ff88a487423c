"""``/diffusion/catalogue.ttl`` and ``.jsonld``: our datasets as DCAT-AP 3, for State services and portals.

Every node has an address of its own, so that two readings of the same state are the same graph.
"""

from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.house import house
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.catalogue_state import while_unchanged
from collective.prai.syndication.datasets import open_datasets
from collective.prai.syndication.item import titles_version
from collective.prai.syndication.record import iso
from plone import api
from Products.Five.browser import BrowserView
from rdflib import DCAT
from rdflib import DCTERMS
from rdflib import FOAF
from rdflib import Graph
from rdflib import Literal
from rdflib import Namespace
from rdflib import RDF
from rdflib import SKOS
from rdflib import URIRef
from rdflib import XSD
from typing import NamedTuple
from urllib.parse import quote
import time


VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
#: Département → third level of NUTS 2021; the region of the programme is FRJ2.
NUTS = {
    "09": "FRJ21", "12": "FRJ22", "31": "FRJ23", "32": "FRJ24",
    "46": "FRJ25", "65": "FRJ26", "81": "FRJ27", "82": "FRJ28",
}  # fmt: skip
REGION = "FRJ2"
#: Data theme of the EU → its labels, as the EU has them: shapes ask for them beside the address.
THEMES = {
    "ECON": {"fr": "Économie et finances", "en": "Economy and finance"},
    "EDUC": {"fr": "Éducation, culture et sport", "en": "Education, culture and sport"},
    "GOVE": {"fr": "Gouvernement et secteur public", "en": "Government and public sector"},
    "REGI": {"fr": "Régions et villes", "en": "Regions and cities"},
    "SOCI": {"fr": "Population et société", "en": "Population and society"},
    "TECH": {"fr": "Science et technologie", "en": "Science and technology"},
}
PREFIXES = {
    "dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "vcard": VCARD, "skos": SKOS, "xsd": XSD,
}  # fmt: skip
TITLES = {
    "fr": "Données du centre de ressources Internet public et citoyen de Midi-Pyrénées",
    "en": "Data of the resource centre for a public and citizen Internet in Midi-Pyrénées",
}
DESCRIPTIONS = {
    "fr": "Indicateurs, annuaire des organisations et contenus publiés sous licence libre par le centre.",
    "en": "Indicators, directory of organisations and contents published under free licences by the centre.",
}
CONTENT_TITLES = {
    "fr": "Contenus du centre de ressources",
    "en": "Contents of the resource centre",
}
CONTENT_DESCRIPTIONS = {
    "fr": "Guides, fiches pratiques, dossiers pédagogiques, études, indicateurs, fiches projet, fiches "
    "mission et livrables, avec leur texte entier, leur licence et leur mention ; retraits compris.",
    "en": "Guides, how-to sheets, teaching packs, studies, indicators, project sheets, mission sheets and "
    "deliverables, with their whole text, licence and credit line; withdrawals included.",
}
CONTENT_RIGHTS = (
    "Chaque contenu porte sa propre licence libre (Licence Ouverte 2.0, CC BY 4.0 ou CC BY-SA 4.0) "
    "et sa mention."
)


class File(NamedTuple):
    """One way to have a dataset: name of the node, address, IANA media type, EU file type, title."""

    name: str
    url: str
    media_type: str
    file_type: str
    title: str


#: Formats of the whole collection, below the public address.
FEEDS = (
    File("atom", "/diffusion/atom.xml", "application/atom+xml", "ATOM", "Atom"),
    File("jsonfeed", "/diffusion/feed.json", "application/feed+json", "JSON", "JSON Feed"),
    File("rss", "/diffusion/rss.xml", "application/rss+xml", "RSS", "RSS"),
)


class Catalogue:
    """The graph of one site at one second."""

    def __init__(self, site, address: str, now: float):
        self.site, self.address, self.now = site, address, now
        self.base = f"{address}/diffusion"
        self.node = URIRef(f"{self.base}#catalogue")
        self.graph = Graph()
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self.house = house()
        self.publisher = URIRef(f"{self.base}#editeur")
        self.contact = URIRef(f"{self.base}#contact")

    def build(self) -> Graph:
        datasets = open_datasets(self.site, self.now)
        self._people()
        moments = [dataset.modified for dataset in datasets]
        self._titles(self.node, DCAT.Catalog, TITLES, DESCRIPTIONS)
        self._add(self.node, DCTERMS.publisher, self.publisher)
        self._add(self.node, DCAT.contactPoint, self.contact)
        self._add(self.node, FOAF.homepage, self._typed(f"{self.base}", FOAF.Document))
        self._language_and_licence(self.node, "etalab-2.0")
        taxonomy = self._typed(f"{EU}data-theme", SKOS.ConceptScheme)
        self._add(self.node, DCAT.themeTaxonomy, taxonomy)
        self._add(taxonomy, DCTERMS.title, Literal("Data theme", lang="en"))
        self._place(self.node, ())
        self._date(self.node, DCTERMS.issued, self.site.creation_date.timeTime())
        newest = max((moment.timeTime() for moment in moments), default=self.site.creation_date.timeTime())
        self._date(self.node, DCTERMS.modified, newest)
        for dataset in datasets:
            self._dataset(dataset)
        self._contents(newest)
        return self.graph

    # Pieces

    def _add(self, subject, predicate, value):
        self.graph.add((subject, predicate, value))

    def _typed(self, uri: str, kind) -> URIRef:
        """The node of that address, said to be of that class: shapes of DCAT-AP ask for it."""
        node = URIRef(uri.replace(ADDRESS, self.address))
        self._add(node, RDF.type, kind)
        return node

    def _titles(self, node, kind, titles: dict, descriptions: dict):
        self._add(node, RDF.type, kind)
        for language, text in titles.items():
            self._add(node, DCTERMS.title, Literal(text, lang=language))
        for language, text in descriptions.items():
            self._add(node, DCTERMS.description, Literal(text, lang=language))

    def _date(self, node, predicate, second: float):
        self._add(node, predicate, Literal(iso(second), datatype=XSD.dateTime))

    def _people(self):
        self._add(self.publisher, RDF.type, FOAF.Agent)
        self._add(self.publisher, RDF.type, FOAF.Organization)
        self._add(self.publisher, FOAF.name, Literal(self.house.name, lang="fr"))
        self._add(self.publisher, FOAF.homepage, self._typed(self.house.url, FOAF.Document))
        for kind in (VCARD.Kind, VCARD.Organization):
            self._add(self.contact, RDF.type, kind)
        self._add(self.contact, VCARD.fn, Literal(self.house.name, lang="fr"))
        self._add(self.contact, VCARD.hasURL, URIRef(self.base))
        if self.house.email:
            self._add(self.contact, VCARD.hasEmail, URIRef(f"mailto:{quote(self.house.email, safe='@')}"))

    def _language_and_licence(self, node, licence: str):
        self._add(node, DCTERMS.language, self._typed(f"{EU}language/FRA", DCTERMS.LinguisticSystem))
        self._licence(node, licence)

    def _licence(self, node, licence: str):
        uri = f"https://spdx.org/licenses/{licence}"
        self._add(node, DCTERMS.license, self._typed(uri, DCTERMS.LicenseDocument))

    def _place(self, node, departments):
        codes = [NUTS.get(code) for code in departments] or [REGION]
        for department, code in zip(departments or ("",), codes, strict=True):
            uri = (
                f"http://data.europa.eu/nuts/code/{code}"
                if code
                else f"http://id.insee.fr/geo/departement/{department}"
            )
            self._add(node, DCTERMS.spatial, self._typed(uri, DCTERMS.Location))

    def _shared(self, node, themes, frequency: str):
        """What every dataset has."""
        self._add(self.node, DCAT.dataset, node)
        self._add(node, DCTERMS.publisher, self.publisher)
        self._add(node, DCAT.contactPoint, self.contact)
        for code in themes:
            theme = self._typed(f"{EU}data-theme/{code}", SKOS.Concept)
            self._add(node, DCAT.theme, theme)
            for language, label in THEMES[code].items():
                self._add(theme, SKOS.prefLabel, Literal(label, lang=language))
        access = self._typed(f"{EU}access-right/PUBLIC", DCTERMS.RightsStatement)
        self._add(node, DCTERMS.accessRights, access)
        often = self._typed(f"{EU}frequency/{frequency}", DCTERMS.Frequency)
        self._add(node, DCTERMS.accrualPeriodicity, often)
        self._add(node, DCTERMS.language, self._typed(f"{EU}language/FRA", DCTERMS.LinguisticSystem))

    def _dataset(self, dataset):
        node = URIRef(f"{self.base}/donnees/{dataset.id}")
        self._titles(node, DCAT.Dataset, dataset.titles, dataset.descriptions)
        self._shared(node, dataset.themes, "IRREG")
        urn = f"urn:uuid:{dataset.item.UID()}" if dataset.item is not None else str(node)
        self._add(node, DCTERMS.identifier, Literal(urn))
        for word in dataset.keywords:
            self._add(node, DCAT.keyword, Literal(clean_text(word), lang="fr"))
        self._place(node, dataset.departments)
        self._add(node, DCAT.landingPage, self._typed(dataset.url, FOAF.Document))
        if dataset.issued is not None:
            self._date(node, DCTERMS.issued, dataset.issued.timeTime())
        self._date(node, DCTERMS.modified, dataset.modified.timeTime())
        if dataset.period is not None:
            self._period(node, dataset.period)
        for file in (
            File("csv", f"/diffusion/donnees/{dataset.id}.csv", "text/csv", "CSV", "CSV"),
            File("json", f"/diffusion/donnees/{dataset.id}.json", "application/json", "JSON", "JSON"),
        ):
            self._distribution(node, file, dataset.licence, dataset.modified.timeTime(), dataset.attribution)

    def _period(self, node, period):
        """Days, months or years, each with its own type."""
        types = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
        time_node = URIRef(f"{node}#periode")
        self._add(node, DCTERMS.temporal, time_node)
        self._add(time_node, RDF.type, DCTERMS.PeriodOfTime)
        for predicate, value in zip((DCAT.startDate, DCAT.endDate), period, strict=True):
            self._add(time_node, predicate, Literal(value, datatype=types[len(value)], normalize=False))

    def _distribution(self, dataset, file: File, licence: str | None, modified: float, credit: str = ""):
        node, url = URIRef(f"{dataset}#{file.name}"), URIRef(self.address + file.url)
        self._add(dataset, DCAT.distribution, node)
        self._add(node, RDF.type, DCAT.Distribution)
        self._add(node, DCTERMS.title, Literal(file.title, lang="fr"))
        self._add(node, DCAT.accessURL, url)
        self._add(node, DCAT.downloadURL, url)
        self._add(node, DCAT.mediaType, self._typed(f"{IANA}{file.media_type}", DCTERMS.MediaType))
        kind = self._typed(f"{EU}file-type/{file.file_type}", DCTERMS.MediaTypeOrExtent)
        self._add(node, DCTERMS["format"], kind)
        self._date(node, DCTERMS.modified, modified)
        if licence is not None:
            self._licence(node, licence)
        if credit:
            rights = URIRef(f"{node}-mention")
            self._add(node, DCTERMS.rights, rights)
            self._add(rights, RDF.type, DCTERMS.RightsStatement)
            self._add(rights, DCTERMS.description, Literal(credit, lang="fr"))

    def _contents(self, modified: float):
        """The syndicated collection, and the services that answer it."""
        node, service = URIRef(f"{self.base}#contenus"), URIRef(f"{self.base}#journal")
        self._titles(node, DCAT.Dataset, CONTENT_TITLES, CONTENT_DESCRIPTIONS)
        self._shared(node, ("GOVE", "TECH"), "CONT")
        self._add(node, DCTERMS.identifier, Literal(str(node)))
        self._place(node, ())
        self._add(node, DCAT.landingPage, self._typed(self.base, FOAF.Document))
        self._date(node, DCTERMS.modified, modified)
        for file in FEEDS:
            self._distribution(node, file, None, modified, CONTENT_RIGHTS)
        titles = {"fr": "Journal des contenus", "en": "Log of the contents"}
        self._titles(service, DCAT.DataService, titles, CONTENT_DESCRIPTIONS)
        self._add(self.node, DCAT.service, service)
        self._add(service, DCAT.endpointURL, URIRef(f"{self.address}/++api++/@changes"))
        self._add(service, DCAT.endpointDescription, URIRef(f"{self.base}/openapi.json"))
        self._add(service, DCAT.servesDataset, node)
        self._add(service, DCTERMS.publisher, self.publisher)
        self._add(service, DCAT.contactPoint, self.contact)
        access = self._typed(f"{EU}access-right/PUBLIC", DCTERMS.RightsStatement)
        self._add(service, DCTERMS.accessRights, access)


class CataloguePage(Answer, BrowserView):
    """The graph in one syntax."""

    syntax = ""
    options: dict = {}

    def respond(self) -> bytes | str:
        now = time.time()
        etag, body = while_unchanged(
            f"catalogue {self.syntax}", (self.address, titles_version()), now, lambda: self.make(now)
        )
        if not_modified(self.request, etag):
            return ""
        return self.send(body)

    def make(self, now: float) -> tuple[str, bytes]:
        graph = Catalogue(api.portal.get(), self.address, now).build()
        body = graph.serialize(format=self.syntax, encoding="utf-8", **self.options)
        return etag_of(self.syntax, *sorted(graph.serialize(format="nt").splitlines())), body


class Turtle(CataloguePage):
    media_type = "text/turtle; charset=utf-8"
    syntax = "turtle"


class JsonLd(CataloguePage):
    media_type = "application/ld+json"
    syntax = "json-ld"
    options = {"context": {prefix: str(uri) for prefix, uri in PREFIXES.items()}, "sort_keys": True}
