"""The HTTP examples of docs/http are what the site answers; PRAI_RECORD=1 writes them anew."""

from collective.prai.core.partial_date import MONTHS
from collective.prai.syndication import sweep as sweeping
from collective.prai.syndication.description import whole
from collective.prai.syndication.oai import verbs
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from decimal import Decimal
from importlib.metadata import version
from lxml import etree
from pathlib import Path
from plone import api
from plone.app.textfield import RichTextValue
from tests.site.conftest import relate
from tests.site.programme.calls import CALL
import json
import os
import pytest
import re
import requests
import transaction


DOCS = Path(__file__).resolve().parents[3] / "docs"
RECORD = bool(os.environ.get("PRAI_RECORD"))
SITE = "https://centre.example.org"
#: Of an answer, the headers that a partner's program looks at.
SHOWN = ("Content-Type", "ETag", "Cache-Control", "Access-Control-Allow-Origin")

#: Format → its name below ``/diffusion``.
FEEDS = {"atom": "atom.xml", "feed": "feed.json", "rss": "rss.xml"}


@pytest.fixture
def exchange(functional_portal, make_for, monkeypatch):
    """A function that sends a request line and gives (request text, response text)."""
    portal = functional_portal
    monkeypatch.setattr(sweeping, "OAI_DELAY", 0)
    monkeypatch.setattr(verbs, "PAGE", 1)
    api.portal.set_registry_record("plone.email_from_address", "bureau@centre.example.org")
    api.portal.set_registry_record("collective.prai.public_url", SITE)
    api.portal.set_registry_record("plone.site_title", "Centre de ressources PRAI")
    names = {}
    made = make_for(
        portal,
        "prai.HowTo",
        "published",
        title="Recenser l’équipement des mairies",
        description="Un questionnaire court, relevé par téléphone.",
        problem="J’ai besoin de savoir de quoi disposent les mairies de mon territoire.",
        in_brief=RichTextValue(
            "<p>Écrivez, <strong>puis</strong> téléphonez.</p>", "text/html", "text/x-html-safe"
        ),
        themes=["e-administration"],
        audiences=["elus"],
        departments=["31"],
        attribution="ARDESI – Centre de Ressources Internet Public et Citoyen",
    )
    run_sweep(portal)  # one after the other, so that the log has them in this order
    other = make_for(portal, "prai.HowTo", "published", title="Conduire le changement", themes=["tourisme"])
    for number, obj in enumerate((made, other), 1):
        names[obj.UID()] = f"{number:032x}"
    run_sweep(portal)
    outbox = query_outbox(portal)
    names[outbox.epoch] = "5f3c9a1b7d2e"
    transaction.commit()

    def settle(text):
        """The same text on every run: ids, days and fingerprints are replaced."""
        for found, shown in names.items():
            text = text.replace(found, shown)
        text = re.sub(r'"[0-9a-f]{32}"', f'"{"e" * 32}"', text)
        text = re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-11-21T09:30:00Z", text)
        text = re.sub(r"\w{3}, \d\d \w{3} 20\d\d [\d:]{8} GMT", "Sat, 21 Nov 2026 09:30:00 GMT", text)
        text = re.sub(
            r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "6b1f2a3c-0d4e-5f60-8a7b-9c0d1e2f3a4b", text
        )
        text = re.sub(r'(resumptionToken(?: [^>]*>|="?))[\w-]{20,}', r"\1WzEsIkxpc3RSZWNvcmRzIl0", text)
        text = re.sub(r"(etag>)[0-9a-f]{32}", rf"\1{'e' * 32}", text)
        text = re.sub(rf"\d{{1,2}}(er)? ({'|'.join(MONTHS['fr'])}) 20\d\d", "21 novembre 2026", text)
        text = text.replace(version("collective.prai"), "1.0")
        return text.replace(portal.absolute_url(), SITE)

    def send(address, headers=None, form=""):
        """``address``: a path of the site, or a query of ``@changes``; ``form``: posted."""
        changes = not address.startswith("/")
        address = f"/++api++/@changes{address}" if changes else address
        headers = {"Accept": "application/json" if changes else "*/*"} | (headers or {})
        # As curl has it: plain bytes, whose tag is the one without a suffix.
        plain = headers | {"Accept-Encoding": "identity"}
        method = "POST" if form else "GET"
        answer = requests.request(
            method, f"{portal.absolute_url()}{address}", headers=plain, data=form, timeout=30
        )
        sent = [f"{method} {address} HTTP/1.1", f"Host: {SITE.removeprefix('https://')}"]
        sent += [f"{name}: {value}" for name, value in headers.items()] + (["", form] if form else [])
        received = [f"HTTP/1.1 {answer.status_code} {answer.reason}"]
        received += [f"{name}: {answer.headers[name]}" for name in SHOWN if name in answer.headers]
        return settle("\n".join(sent) + "\n"), settle("\n".join(received) + "\n\n" + readable(answer)), answer

    send.portal, send.item, send.outbox = portal, other, outbox
    send.first, send.names = made.UID(), names
    return send


def readable(answer) -> str:
    """The body as people read it: JSON and XML on lines of their own."""
    media_type = answer.headers.get("Content-Type", "")
    if answer.content and "json" in media_type:
        return json.dumps(answer.json(), ensure_ascii=False, indent=2) + "\n"
    if answer.content and "xml" in media_type:
        tree = etree.fromstring(answer.content)
        etree.indent(tree)
        return etree.tostring(tree, encoding="unicode", pretty_print=True)
    return answer.text.replace("\r\n", "\n")


def compare(name, exchanged):
    """Against the recorded example, or write it."""
    for suffix, text in zip(("req", "resp"), exchanged, strict=False):
        path = DOCS / "http" / f"{name}.{suffix}"
        if RECORD:
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: PRAI_RECORD=1 records it anew"


class TestExamples:
    def test_each_is_what_the_site_answers(self, exchange):
        first = exchange("?limit=1")
        compare("changes-first", first)
        cursor = first[2].json()["cursor"]
        compare("changes-filtered", exchange("?theme=e-administration&departement=31&limit=1"))
        compare("changes-304", exchange("?limit=1", {"If-None-Match": first[2].headers["ETag"]}))
        compare("changes-400", exchange("?theme=sport"))
        compare("changes-410", exchange("?since=000000000000.12"))
        for name, file in FEEDS.items():
            compare(f"{name}-first", exchange(f"/diffusion/{file}?limit=1"))
            compare(f"{name}-400", exchange(f"/diffusion/{file}?theme=sport"))
        oai = "/diffusion/oai?verb="
        compare("oai-identify", exchange(f"{oai}Identify"))
        page = exchange(f"{oai}ListRecords&metadataPrefix=oai_dc")
        compare("oai-records", page)
        uid = next(iter(exchange("?limit=1")[2].json()["items"]))["id"].removeprefix("urn:uuid:")
        record = f"GetRecord&metadataPrefix=prai&identifier=oai:centre.example.org:{uid}"
        compare("oai-prai", exchange(f"{oai}{record}"))
        compare("oai-error", exchange(f"{oai}ListRecords&metadataPrefix=oai_dc&from=hier"))
        token = re.search(r"<resumptionToken[^>]*>([^<]+)", page[2].text)[1]
        compare("liste", exchange("/diffusion/liste.json?theme=e-administration&departement=31&limit=5"))
        compare("liste-fragment", exchange("/diffusion/liste.html?fragment=1&niveau=2&limit=1&lang=fr"))
        compare("fiche", exchange(f"/diffusion/fiche/{exchange.first}.json"))
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(exchange.item, "withdraw", comment="Remplacée par le guide.")
        run_sweep(exchange.portal)
        transaction.commit()
        compare("changes-since", exchange(f"?since={cursor}"))
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        posted = exchange("/diffusion/oai", form, f"verb=ListRecords&resumptionToken={token}")
        compare("oai-following", posted)
        for name, file in FEEDS.items():
            compare(f"{name}-withdrawn", exchange(f"/diffusion/{file}"))
        compare("fiche-withdrawn", exchange(f"/diffusion/fiche/{exchange.item.UID()}.json?lang=fr"))

    def test_whether_a_deliverable_could_be_taken_up(self, exchange, make_for):
        item = make_for(
            exchange.portal, "prai.Deliverable", "published", id="questionnaire",
            title="Questionnaire d’équipement des mairies", conditions=["haut-debit"], contact_function="Service numérique",
            condition_rows=[
                {
                    "condition": "Échelle intercommunale/départementale",
                    "source": "« convient à n’importe quelle intercommunalité »",
                }
            ],
            effort=[{"internal_days": 12, "source": "Bilan de 2006"}],
        )  # fmt: skip
        exchange.names[item.UID()] = f"{3:032x}"
        transaction.commit()
        address, json_please = "/++api++/livrables/questionnaire/@fit", {"Accept": "application/json"}
        compare("fit", exchange(f"{address}?commune=31228&haut-debit=oui&jours=15", json_please))
        compare("fit-400", exchange(f"{address}?commune=75056", json_please))

    def test_the_list_of_operations(self, exchange, make_for):
        measure = make_for(exchange.portal, "prai.Measure", "published", title="Formation", number="7.2.2")
        item = make_for(
            exchange.portal, "prai.Operation", "published", title="Formation à l’Internet public", code="PRAI-7.2.2-001",
            measure=relate(measure), beneficiary_label="Région Midi-Pyrénées", summary="Sessions pour les élus.",
            eligible_cost=Decimal(197083), erdf=Decimal("98541.50"),
        )  # fmt: skip
        exchange.names[item.modified().strftime("%Y-%m-%d")] = "2026-11-21"
        transaction.commit()
        address, json_please = "/++api++/operations/@operations", {"Accept": "application/json"}
        compare("operations", exchange(f"{address}?profil=programme&mesure=7.2.2", json_please))
        compare("operations-400", exchange(f"{address}?profil=inconnu", json_please))

    def test_figures_of_the_programme(self, exchange, make_for):
        portal, decided = exchange.portal, {"body": "Comité de pilotage", "reason": None}
        indicator = make_for(
            portal, "prai.Indicator", "published", id="projets-conseilles", title="Projets conseillés",
            counted="projets", initial_target=Decimal(50), initial_target_due="2008",
            revised_targets=[{"value": Decimal(35), "decided_on": "2007-02-06", **decided}],
        )  # fmt: skip
        measure = make_for(
            portal, "prai.Measure", "published", id="mesure-7-3", title="Aide au conseil", number="7.3",
            indicators=[relate(indicator)], budget_planned=Decimal("197083.00"),
        )  # fmt: skip
        make_for(
            portal, "prai.Operation", "published", title="Formation", measure=relate(measure),
            eligible_cost=Decimal("197083.00"), erdf=Decimal("98541.50"),
        )  # fmt: skip
        transaction.commit()
        compare("dashboard", exchange("/++api++/@dashboard", {"Accept": "application/json"}))

    def test_who_may_apply_to_a_call(self, exchange, make_for):
        make_for(
            exchange.portal, "prai.Call", "open", id="projets-innovants", title="Projets innovants", **CALL
        )
        transaction.commit()
        address, json_please = (
            "/++api++/appels/projets-innovants/@eligibility",
            {"Accept": "application/json"},
        )
        query = "type=pays&habitants=14999&genre=extranet&condition-1=oui&cout=82050&date=2007-02-05"
        compare("eligibility", exchange(f"{address}?{query}", json_please))
        compare("eligibility-400", exchange(f"{address}?cout=beaucoup", json_please))

    def test_a_deliverable_and_its_reuse(self, exchange, make_for):
        cursor = exchange("?limit=500")[2].json()["cursor"]
        portal, free = exchange.portal, {"attribution": "ARDESI"}
        kit = make_for(portal, "prai.Deliverable", "published", title="Questionnaire d’équipement",
                       product_licence="etalab-2.0", **free)  # fmt: skip
        run_sweep(portal)
        reuse = make_for(portal, "prai.Reuse", "published", title="Le questionnaire à Lévignac", date="2008",
                         departments=["31"], days=12, original=relate(kit), **free)  # fmt: skip
        for number, obj in enumerate((kit, reuse), 3):
            exchange.names[obj.UID()] = f"{number:032x}"
        run_sweep(portal)
        transaction.commit()
        # One type each: what was changed in one step may stand in any order.
        compare("changes-maturity", exchange(f"?since={cursor}&type=prai.Deliverable"))
        compare("changes-reuse", exchange(f"?since={cursor}&type=prai.Reuse"))
        compare("reprises-csv", exchange("/diffusion/donnees/reprises.csv"))

    def test_openapi_names_every_key_of_an_item(self, exchange):
        described = whole()["components"]["schemas"]
        for item in exchange("")[2].json()["items"]:
            assert set(item) == set(described["Published"]["properties"])
            assert set(described["Published"]["required"]) == set(item)
