"""JSON-LD of the pages: right words, public things only, on public pages only."""

from collective.prai.core.jsonld import JsonLdViewlet
from collective.prai.interfaces import IPraiLayer
from decimal import Decimal
from plone import api
from tests.site.conftest import Html
from tests.site.conftest import relate
from tests.site.syndication.schema_org import blocks
from tests.site.syndication.schema_org import complaints
from tests.site.syndication.schema_org import read
from zope.interface import alsoProvides
import pytest


KINDS = {
    "prai.HowTo": "HowTo",
    "prai.Guide": ["Article", "LearningResource"],
    "prai.TeachingPack": "LearningResource",
    "prai.Study": "Report",
    "prai.Indicator": "Dataset",
    "prai.ProjectSheet": "Article",
    "prai.MissionSheet": "Article",
    "prai.Deliverable": "CreativeWork",
    "prai.Reuse": "CreativeWork",
    "prai.Organisation": "GovernmentOrganization",
}


@pytest.fixture
def site(portal):
    api.portal.set_registry_record("collective.prai.public_url", "https://centre.example/prai")
    return portal


@pytest.fixture
def page(site, http_request):
    """page(obj, "view"): what the head of the page has for machines, whoever looks."""
    alsoProvides(http_request, IPraiLayer)

    def page(obj, name="view"):
        view = api.content.get_view(name, obj, http_request)
        return JsonLdViewlet(obj, http_request, view).render()

    return page


@pytest.mark.parametrize("portal_type", KINDS)
def test_each_type_says_what_it_is_in_words_of_schema_org(site, make_item, page, portal_type):
    obj = make_item(
        portal_type, state="published", title="Recenser", themes=["tourisme"], departments=["09"],
        audiences=["elus"],
    )  # fmt: skip
    data = read(page(obj))
    assert complaints(data) == []
    assert data["@type"] == KINDS[portal_type]
    assert data["@id"] == f"urn:uuid:{obj.UID()}"
    assert data["url"].startswith("https://centre.example/prai/")
    trail = data["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["position"] for step in trail] == [1, 2, 3]
    if portal_type != "prai.Organisation":
        assert data["license"].startswith("https://www.etalab.gouv.fr/")
        assert data["isAccessibleForFree"] is True
        assert data["about"] == [{"@type": "DefinedTerm", "name": "Tourisme", "termCode": "tourisme"}]
        assert data["inLanguage"] == "fr"


class TestContent:
    def test_grants_are_exact_euros(self, make_item, page):
        sources = [
            {"funder": "FEDER", "amount": Decimal("49270.75"), "status": "granted"},
            {"funder": "Région", "amount": None, "status": None},
        ]
        project = make_item(
            "prai.ProjectSheet", state="published", total_cost=Decimal("98541.50"), sources=sources
        )
        data = read(page(project))
        assert complaints(data) == []
        feder, region = data["mainEntity"]["funding"]
        assert feder == {
            "@type": "MonetaryGrant",
            "funder": {"@type": "Organization", "name": "FEDER"},
            "amount": {"@type": "MonetaryAmount", "currency": "EUR", "value": "49270.75"},
        }
        assert "amount" not in region

    def test_steps_chapters_and_files(self, make_item, page):
        howto = make_item(
            "prai.HowTo", state="published", steps=[{"title": "Écrire", "text": "Une lettre."}], effort_days=3
        )
        data = read(page(howto))
        assert data["step"] == [
            {"@type": "HowToStep", "position": 1, "name": "Écrire", "text": "Une lettre."}
        ]
        assert data["totalTime"] == "P3D"
        guide = make_item("prai.Guide", title="Guide")
        chapter = make_item("prai.Chapter", container=guide, title="Un chapitre")
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(guide, "publish")
        data, part = read(page(guide)), read(page(chapter))
        assert [one["name"] for one in data["hasPart"]] == ["Un chapitre"]
        assert (part["@type"], part["isPartOf"]["@id"]) == ("Chapter", f"urn:uuid:{guide.UID()}")
        assert complaints(data) == complaints(part) == []

    def test_organisation_gives_the_office_only(self, make_item, page):
        values = {"email": "mairie@sicoval.example", "phone": "05 62 24 02 02", "siren": "243100633"}
        data = read(page(make_item("prai.Organisation", state="published", title="SICOVAL", **values)))
        assert complaints(data) == []
        assert (data["email"], data["telephone"]) == (values["email"], values["phone"])
        assert {"@type": "PropertyValue", "propertyID": "SIREN", "value": "243100633"} in data["identifier"]
        assert "creator" not in str(data)

    def test_home_page_can_be_searched(self, site, page):
        data = read(page(site, "prai-home"))
        assert complaints(data) == []
        assert data["@type"] == "WebSite"
        target = data["potentialAction"]["target"]["urlTemplate"]
        assert target == "https://centre.example/prai/trouver?q={search_term_string}"

    def test_listing_names_its_items_and_its_place(self, site, make_item, page):
        make_item("prai.HowTo", state="published", title="Recenser")
        make_item("prai.HowTo", title="Brouillon")
        data = read(page(site["fiches-pratiques"], "prai-listing"))
        assert complaints(data) == []
        assert data["@type"] == "CollectionPage"
        assert [one["name"] for one in data["mainEntity"]["itemListElement"]] == ["Recenser"]
        assert data["breadcrumb"]["itemListElement"][-1]["name"] == "Fiches pratiques"


class TestNothingElse:
    def test_what_is_not_public_has_none_whoever_looks(self, make_item, page):
        for state in ("draft", "in_review", "withdrawn"):
            obj = make_item("prai.HowTo", state=state, title=state)
            with api.env.adopt_roles(["Manager"]):
                assert blocks(page(obj)) == []

    def test_hidden_relations_do_not_show_even_to_the_team(self, make_item, page):
        draft = make_item("prai.Deliverable", title="Livrable marqueurcache")
        public = make_item("prai.Deliverable", state="published", title="Questionnaire")
        howto = make_item("prai.HowTo", state="published", deliverables=[relate(draft), relate(public)])
        with api.env.adopt_roles(["Manager"]):
            (text,) = blocks(page(howto))
        assert "Questionnaire" in text
        assert "marqueurcache" not in text

    def test_no_text_ends_the_element(self, make_item, page):
        payloads = (
            "</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;/script&gt;", '"}</ScRiPt >',
            "\\u003c/script\\u003e", "\u2028alert(1)", "{{7*7}}", "\x00\ue000",
        )  # fmt: skip
        title = " ".join(payloads)
        howto = make_item(
            "prai.HowTo", state="published", title=title, problem=title, in_brief=Html(f"<p>{title}</p>"),
            steps=[{"title": payload, "text": payload} for payload in payloads],
        )  # fmt: skip
        html = page(howto)
        (text,) = blocks(html)
        assert not set(text) & set("<>&\u2028\u2029\x00\ue000")
        assert read(html)["name"] == title.removesuffix("\x00\ue000")
