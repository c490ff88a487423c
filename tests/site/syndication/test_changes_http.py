"""The cursor API as a partner's program meets it: over HTTP, from outside."""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from plone import api
from urllib.parse import quote
import pytest
import requests
import transaction


JSON = {"Accept": "application/json"}


@pytest.fixture
def site(functional_portal, make_for):
    """Three published sheets and a draft, committed and swept."""
    portal = functional_portal
    made = {
        "tourisme": make_for(portal, "prai.HowTo", "published", title="Tourisme", themes=["tourisme"]),
        "enfance": make_for(
            portal, "prai.HowTo", "published", title="Enfance", themes=["petite-enfance"], departments=["09"]
        ),
        "etude": make_for(
            portal, "prai.Study", "published", title="Étude", themes=["tourisme"], departments=["09"]
        ),
        "draft": make_for(portal, "prai.HowTo", title="Brouillon marqueurbrouillon"),
    }
    run_sweep(portal)
    transaction.commit()
    return portal, {name: obj.UID() for name, obj in made.items()}


@pytest.fixture
def get(site):
    portal, _uids = site
    url = f"{portal.absolute_url()}/++api++/@changes"

    def ask(query="", headers=None, method="GET"):
        return requests.request(method, url + query, headers=JSON | (headers or {}), timeout=30)

    return ask


class TestPage:
    def test_first_page_has_all_that_is_public_and_nothing_else(self, site, get):
        answer = get()
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("application/json")
        ids = {item["id"] for item in answer.json()["items"]}
        assert ids == {f"urn:uuid:{uid}" for name, uid in site[1].items() if name != "draft"}
        assert "marqueurbrouillon" not in answer.text

    def test_page_links_are_absolute_and_titles_are_filled(self, site, get):
        (item,) = [item for item in get("?theme=petite-enfance").json()["items"]]
        assert item["url"] == f"{site[0].absolute_url()}/fiches-pratiques/enfance"
        assert item["themes"] == [{"token": "petite-enfance", "title": "Petite enfance"}]
        assert "\ue000" not in get().text

    def test_cursor_leads_through_all_pages_once(self, site, get):
        seen, query = [], "?limit=2"
        while True:
            page = get(query).json()
            seen += [item["id"] for item in page["items"]]
            query = f"?limit=2&since={page['cursor']}"
            if not page["has_more"]:
                break
        assert len(seen) == len(set(seen)) == 3
        assert get(query).json()["items"] == []

    def test_filters_of_one_name_are_either_and_of_several_names_both(self, get):
        assert len(get("?theme=tourisme&theme=petite-enfance").json()["items"]) == 3
        assert len(get("?theme=tourisme,petite-enfance").json()["items"]) == 3
        assert len(get("?theme=tourisme&departement=09").json()["items"]) == 1
        assert len(get("?type=prai.HowTo&departement=09").json()["items"]) == 1
        assert len(get("?licence=etalab-2.0").json()["items"]) == 3
        assert get("?licence=CC-BY-4.0").json()["items"] == []

    def test_public_address_wins_over_the_host_header(self, site, get):
        api.portal.set_registry_record("collective.prai.public_url", "https://centre.example.org/prai")
        transaction.commit()
        page = get(headers={"Host": "pirate.example"}).json()
        assert page["@id"].startswith("https://centre.example.org/prai/")
        assert all(item["url"].startswith("https://centre.example.org/prai/") for item in page["items"])

    def test_page_without_accept_header_is_the_same(self, site, get):
        plain = requests.get(f"{site[0].absolute_url()}/@changes", timeout=30)
        assert plain.json() == get().json()
        browser = requests.get(
            f"{site[0].absolute_url()}/@changes", headers={"Accept": "text/html,*/*;q=0.8"}, timeout=30
        )
        assert browser.json()["items"]


class TestConditional:
    def test_known_answer_is_304_without_a_body(self, get):
        etag = get().headers["ETag"]
        for sent in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            again = get(headers={"If-None-Match": sent})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == (etag if sent != "*" else etag.replace("-gzip", ""))
        assert get(headers={"If-None-Match": '"x"'}).status_code == 200

    def test_if_none_match_wins_over_if_modified_since(self, get):
        later = "Fri, 01 Jan 2100 00:00:00 GMT"
        assert get(headers={"If-Modified-Since": later, "If-None-Match": '"x"'}).status_code == 200

    def test_etag_depends_on_parameters_and_language(self, get):
        queries = ("", "?limit=2", "?theme=tourisme", "?lang=en")
        assert len({get(query).headers["ETag"] for query in queries}) == len(queries)

    def test_head_has_the_headers_of_get(self, get):
        full, head = get(), get(method="HEAD")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == full.headers["ETag"]

    def test_unsettled_answer_is_not_kept(self, site, get):
        query_outbox(site[0]).pending.add("0" * 32, "/nowhere")
        transaction.commit()
        answer = get()
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
        assert len(answer.json()["items"]) == 3

    def test_any_origin_may_read_and_none_sends_credentials(self, get):
        answer = get(headers={"Origin": "https://mairie.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers

    def test_preflight_is_answered(self, site, get):
        asked = {"Origin": "https://mairie.example", "Access-Control-Request-Method": "GET"}
        answer = get(method="OPTIONS", headers=asked | {"Access-Control-Request-Headers": "if-none-match"})
        assert answer.status_code in (200, 204)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


class TestWrongRequests:
    def test_cursor_of_a_lost_log_is_gone(self, site, get):
        cursor = get().json()["cursor"]
        query_outbox(site[0]).reset()
        transaction.commit()
        answer = get(f"?since={cursor}")
        assert answer.status_code == 410
        assert answer.json()["message"]

    def test_cursor_beyond_the_head_is_gone(self, site, get):
        epoch = query_outbox(site[0]).epoch
        assert get(f"?since={epoch}.999999").status_code == 410

    @pytest.mark.parametrize(
        "query",
        [
            "?since=abc", "?since=-1", "?since=1.1", "?since=%00", "?since=" + "9" * 40, "?since=a.b.c",
            "?limit=0", "?limit=-1", "?limit=501", "?limit=abc", "?limit=1e3", "?limit=", "?limit=1&limit=2",
            "?limit=%D9%A3", "?theme=inconnu", "?theme=", "?theme=" + "a" * 10_000, "?theme=%00", "?theme=%FF%FE",
            "?type=Folder", "?type=prai.Organisation", "?departement=99", "?public=x", "?licence=unknown",
            "?lang=de", "?colour=red", "?b_size=1", "?theme:list=tourisme", "?limit:int=abc", "?:method=x",
            "?" + "&".join(["theme=tourisme"] * 300), "?since=%ED%A0%80", "?theme=" + quote("<script>"),
            "?theme=tourisme%0d%0aX-Evil:1", "?_charset_=x", "?-C=1",
        ],
    )  # fmt: skip
    def test_wrong_parameter_is_400_with_a_sentence(self, get, query):
        answer = get(query)
        assert answer.status_code == 400, answer.text
        assert len(answer.json()["message"]) > 10
        assert "X-Evil" not in answer.headers

    def test_sentence_speaks_the_reader_s_language(self, get):
        french, english = get("?limit=0&lang=fr"), get("?limit=0", {"Accept-Language": "en-GB,en;q=0.9"})
        assert french.status_code == english.status_code == 400
        assert "must be a whole number" in english.json()["message"]


class TestNoWrites:
    def test_reading_leaves_the_database_alone(self, site, get):
        storage = site[0]._p_jar.db().storage
        before = storage.lastTransaction()
        for query in ("", "?limit=1", "?theme=tourisme", "?since=abc"):
            get(query)
            get(query, method="HEAD")
        assert storage.lastTransaction() == before
