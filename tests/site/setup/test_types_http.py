"""What a program can ask about our types, vocabularies and places."""

from collective.prai.core.structure import SECTION_OF
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.dexterity.utils import iterSchemataForType
from zope.component import getUtilitiesFor
from zope.schema import getFieldNames
from zope.schema.interfaces import IVocabularyFactory
import pytest
import requests
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
TYPES = [*(name for name in SECTION_OF if name.startswith("prai.")), "prai.Chapter"]


@pytest.fixture(scope="class")
def site(class_site):
    transaction.commit()
    return class_site


def get(site, path, **params):
    headers = {"Accept": "application/json", "Accept-Language": "fr"}
    return requests.get(
        f"{site.absolute_url()}/{path}", params=params, auth=OWNER, headers=headers, timeout=60
    )


class TestTypes:
    @pytest.mark.parametrize("name", TYPES)
    def test_each_type_says_all_its_fields(self, site, name):
        answer = get(site, f"@types/{name}")
        assert answer.status_code == 200, answer.text
        told = {key.rpartition(".")[2] for key in answer.json()["properties"]}
        fields = {field for schema in iterSchemataForType(name) for field in getFieldNames(schema)}
        assert fields - told <= {"id", "versioning_enabled", "changeNote", "relatedItems", "revision"}

    def test_the_list_of_types(self, site):
        assert get(site, "@types").status_code == 200

    def test_each_vocabulary_answers(self, site):
        names = [
            name
            for name, _factory in getUtilitiesFor(IVocabularyFactory)
            if name.startswith("collective.prai.")
        ]
        assert len(names) > 25
        for name in names:
            answer = get(site, f"@vocabularies/{name}", b_size=3)
            assert answer.status_code == 200, name
            # No guide is published on this site.
            assert answer.json()["items"] or name == "collective.prai.published_guides", name


class TestPlaces:
    @pytest.mark.parametrize(
        "query,first",
        [
            ("verfeil", "Verfeil"),
            ("VERFEIL", "Verfeil"),
            ("saint felix", "Saint-Félix"),
            ("félix-l", "Saint-Félix-Lauragais"),
        ],
    )
    def test_a_municipality_is_found_by_its_name(self, site, query, first):
        answer = get(site, "@@getVocabulary", name="collective.prai.municipalities", query=query)
        if "error" in answer.json():
            page = "territoire/@@getVocabulary"
            answer = get(
                site, f"fiches-pratiques/++add++prai.HowTo/{page.split('/')[1]}",
                name="collective.prai.municipalities", field="municipalities", query=query,
            )  # fmt: skip
        found = answer.json()["results"]
        assert found[0]["text"].startswith(first), found[:3]
        assert "hab." in found[0]["text"]

    def test_homonyms_are_told_apart(self, site):
        answer = get(
            site, "fiches-pratiques/++add++prai.HowTo/@@getVocabulary",
            name="collective.prai.municipalities", field="municipalities", query="verfeil",
        )  # fmt: skip
        titles = [row["text"] for row in answer.json()["results"]]
        assert any("(31)" in title for title in titles) and any("(82)" in title for title in titles)


class TestLook:
    def test_bundles_have_different_names(self, site):
        """A dot in a bundle's name cuts it, and two equal names leave the whole site without style."""
        page = requests.get(site.absolute_url() + "/fiches-pratiques", auth=OWNER, timeout=60).text
        assert "Conflicting resource names" not in page
        assert "forms.css" in page
