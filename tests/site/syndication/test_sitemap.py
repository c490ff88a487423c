"""The sitemap names every public page once, and nothing else, whoever asks."""

from collective.prai.syndication import sitemap
from collective.prai.syndication.catalogue_state import forget
from DateTime import DateTime
from lxml import etree
from pathlib import Path
from plone import api
import pytest
import time


ADDRESS = "https://centre.example/prai"
SCHEMA = etree.XMLSchema(file=Path(__file__).parents[2] / "data" / "linked" / "sitemap.xsd")
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def locations(portal):
    """Addresses that the sitemap has at a second, as XML that is valid."""
    forget()

    def locations(now=None, page=""):
        files = sitemap.files_of(ADDRESS, now or time.time())
        for file in files.values():
            SCHEMA.assertValid(etree.fromstring(file))
        return [one.text for one in etree.fromstring(files[page]).iter(LOC)]

    return locations


@pytest.fixture
def manager(portal):
    with api.env.adopt_roles(["Manager"]):
        yield


class TestSitemap:
    def test_public_pages_at_their_public_address_once(self, portal, make_item, locations, manager):
        make_item("prai.HowTo", state="published", title="Été & <b>", id="ete-accentue")
        guide = make_item("prai.Guide", title="Guide", id="guide")
        make_item("prai.Chapter", container=guide, title="Chapitre", id="chapitre")
        make_item("prai.HowTo", state="published", id="ici-seulement", reuse_scope="site-only")
        make_item("prai.HowTo", state="archived", id="archivee")
        api.content.transition(guide, "publish")
        # The folder « presentations » is left out, and nothing else that begins so.
        page = api.content.create(portal, "Document", "presentations-du-programme", title="Présentations")
        api.content.transition(page, "publish")
        found = locations()
        assert found[:2] == [ADDRESS, f"{ADDRESS}/diffusion"]
        paths = {one.removeprefix(f"{ADDRESS}/") for one in found}
        assert paths > {
            "fiches-pratiques", "guides", "mentions-legales", "fiches-pratiques/ete-accentue", "guides/guide",
            "guides/guide/chapitre", "fiches-pratiques/ici-seulement", "fiches-pratiques/archivee",
            "presentations-du-programme",
        }  # fmt: skip
        assert len(found) == len(set(found)) and "presentations" not in paths

    def test_nothing_hidden_even_for_the_team(self, portal, make_item, locations, manager):
        for state in ("draft", "in_review", "withdrawn"):
            make_item("prai.HowTo", state=state, id=f"cache-{state}")
        folder = api.content.create(portal, "Folder", "cache-dossier")
        make_item("prai.HowTo", state="published", container=folder, id="enfant")
        assert not [one for one in locations() if "cache" in one]

    def test_dates_count_by_the_second(self, portal, make_item, locations, manager):
        """The index of the catalog counts in minutes, so the sitemap must look again."""
        now = int(time.time()) // 60 * 60 + 30
        for name, effective, expires in (
            ("passe", None, now - 10), ("bientot", now + 10, None), ("encore", None, now + 10),
        ):  # fmt: skip
            sheet = make_item("prai.HowTo", state="published", id=name)
            sheet.effective_date = DateTime(effective) if effective else None
            sheet.expiration_date = DateTime(expires) if expires else None
            sheet.reindexObject()
        seen = {
            second: {one.rpartition("/")[2] for one in locations(second)} & {"passe", "bientot", "encore"}
            for second in (now, now + 10)
        }
        assert seen == {now: {"encore"}, now + 10: {"bientot"}}

    def test_file_is_built_once_for_a_state_of_the_site(self, make_item, manager, portal):
        now = time.time()
        first = sitemap.files_of(ADDRESS, now)
        assert sitemap.files_of(ADDRESS, now + 1) is first
        make_item("prai.HowTo", state="published")
        assert sitemap.files_of(ADDRESS, now + 2) is not first
        assert b"other.example" in sitemap.files_of("https://other.example", now + 3)[""]

    def test_index_beyond_the_largest_file(self, locations, monkeypatch):
        whole = locations()
        monkeypatch.setattr(sitemap, "PAGE_SIZE", 10)
        forget()
        index = locations()
        assert index[0] == f"{ADDRESS}/sitemap.xml?page=1"
        assert [url for page in range(len(index)) for url in locations(page=str(page + 1))] == whole
        forget()
