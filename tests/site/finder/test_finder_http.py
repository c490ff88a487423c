"""The finder as browsers and robots ask it: any address is an answer; what found nothing is counted."""

from collective.prai.finder import missed
from collective.prai.finder.missed import kept_as
from collective.prai.finder.missed import Missed
from plone import api
from tests.site.conftest import make
from tests.site.conftest import words
from urllib.parse import quote
from zope.annotation.interfaces import IAnnotations
import pytest
import requests
import transaction


PASSWORD = "un-mot-de-passe-d-essai"
HOSTILE = [
    "*", "((", "AND", "a AND (", '"', "\0", "%", "x" * 7_000, "l'" * 2_000, "<script>alert(1)</script>", "à la", "NOT é", "../", "😀",
]  # fmt: skip
ODD = [
    "q:int=abc", "q:list=a&q:list=b", "q.a:record=1", "page:int=x", "theme:tokens=a+b", "theme=%FF%FE", "page=99999999999999999999",
    "page=-1", "page=0", "page=%00", "cout_max=1e9", "cout_max=-1", "cout_max=" + "9" * 500, "habitants=999999999", "annee=0000",
    "vue=x", "tri=proximite", "tri=pertinence", "lieu=%00", "lieu=33000", "lieu=%FF%FE", "lieu:list=a", "lieu=" + "a" * 6_000, "commune=00000&tri=proximite", "type=Plone+Site", "hors_theme=2", "archives=1",
    "theme=" + "x" * 6_000, "&".join(f"theme=t{n}" for n in range(900)), ":method=x", "vue=carte&departement=75", "sujet=%00",
    "&".join(f"{name}=x" for name in ("theme", "zone", "cout", "etape", "licence", "annee", "public", "type", "departement")),
    "vue=carte&departement=31&epci=200034957", "q=a&cout_max=1&theme=tourisme&zone=rural&etape=planned&annee=2006&public=elus"
    "&licence=etalab-2.0&type=HowTo&departement=31&habitants=1800&cout=0-5000&sujet=x",
]  # fmt: skip
#: Addresses that take something of the reader, and those that also take what is posted.
PUBLIC = (
    "", "trouver", "pres-de-chez-moi", "pres-de-chez-moi/communes.json", "comparer", "themes", "themes/tourisme", "territoires",
    "territoires/31", "publics", "publics/elus", "plan-du-site", "alertes", "alertes/confirmer", "alertes/arreter", "actualites",
    "agenda", "fiches-pratiques", "poser-une-question", "suivre-ma-demande", "diffusion", "diffusion/atom.xml", "diffusion/feed.json", "@@search",
    "@@ajax-search", "@search", "@@sitemap",
)  # fmt: skip
POSTED = (
    "trouver",
    "alertes",
    "alertes/confirmer",
    "alertes/arreter",
    "comparer",
    "pres-de-chez-moi",
    "poser-une-question",
    "suivre-ma-demande",
)


@pytest.fixture(scope="class")
def site(class_site):
    make(class_site, "prai.HowTo", title="Recenser l'équipement", state="published", themes=["tourisme"])
    with api.env.adopt_roles(["Manager"]):
        for name, group in (("redactrice", "redacteurs"), ("agente", "agents-region")):
            api.user.create(username=name, email=f"{name}@prai.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=name)
    transaction.commit()
    return class_site


def get(url, **options):
    return requests.get(url, timeout=30, **options)


class TestAnyAddress:
    def test_hostile_words(self, site):
        for text in HOSTILE:
            answer = get(f"{site.absolute_url()}/trouver?q={quote(text)}")
            assert answer.status_code == 200, text[:50]
            assert "<script>alert(1)" not in answer.text and "prai-finder" in answer.text

    @pytest.mark.parametrize("path", ["trouver", "fiches-pratiques", "@@search", "@@ajax-search"])
    def test_odd_parameters(self, site, path):
        wrong = [
            (query[:60], answer.status_code)
            for query in ODD
            if (answer := get(f"{site.absolute_url()}/{path}?{query}")).status_code not in (200, 400, 404)
        ]
        assert wrong == []

    def test_bytes_that_are_no_text(self, site):
        """In the address of any public page, and in what is posted to those that take it."""
        url, wrong = site.absolute_url(), []
        names = ("q", "sujet", "theme", "lieu", "commune", "fiche", "page", "b_start", "jeton", "token")
        values = ("%FF", "%ED%A0%80", "caf%E9", "%FF")
        query = "&".join(f"{name}={value}" for name, value in zip(names, values * 3, strict=False))
        for path in PUBLIC:
            answer = get(f"{url}/{path}?{query}&%FF=1&%FF&q:int=1&q.x:record=1")
            wrong += [(path, answer.status_code)] if answer.status_code >= 500 else []
        for path in POSTED:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            answer = requests.post(f"{url}/{path}", data=query, headers=headers, timeout=30)
            wrong += [(path, "POST", answer.status_code)] if answer.status_code >= 500 else []
        assert wrong == []

    def test_unknown_values_are_said(self, site):
        page = words(get(f"{site.absolute_url()}/trouver?theme=inconnu&cout_max=beaucoup").text)
        assert "inconnu, beaucoup" in page and "Recenser" in page

    def test_old_address_leads_to_the_new_one(self, site):
        url = site.absolute_url()
        for old, new in (
            ("?SearchableText=site+communal&theme=tourisme&departement=09", "?q=site+communal&theme=tourisme&departement=09"),
            ("?Subject:list=a", "?sujet=a"), ("", ""), ("?SearchableText=" + "x" * 500, "?q=" + "x" * 200),
        ):  # fmt: skip
            answer = get(f"{url}/@@search{old}", allow_redirects=False)
            assert (answer.status_code, answer.headers["Location"]) == (301, f"{url}/trouver{new}")

    def test_filtered_pages_are_not_indexed_by_robots(self, site):
        url = f"{site.absolute_url()}/trouver"
        assert "X-Robots-Tag" not in get(url).headers
        assert get(f"{url}?theme=tourisme").headers["X-Robots-Tag"] == "noindex, follow"
        assert f'rel="canonical" href="{url}"' in get(f"{url}?theme=tourisme").text


def stored(portal) -> dict:
    portal._p_jar.sync()
    store = IAnnotations(portal).get(missed.KEY)
    return {} if store is None else dict(store.found)


class TestOthers:
    def test_letters_of_a_visitor_change_nothing(self, site):
        database = site._p_jar.db()
        before = database.lastTransaction()
        answer = get(f"{site.absolute_url()}/@@ajax-search?q=recenser")
        assert [item["img_tag"] for item in answer.json()["items"]] == [None]
        assert database.lastTransaction() == before

    def test_no_alert_is_asked_for_while_the_site_does_not_know_its_address(self, site):
        """Its links would lead where a Host header says."""
        url = f"{site.absolute_url()}/alertes?q=recenser"
        assert 'name="adresse"' not in get(url).text
        sent = len(api.portal.get_tool("MailHost").messages)
        values = {"adresse": "mairie@gragnague.example", "q": "recenser"}
        assert requests.post(url, data=values, headers={"Host": "evil.example"}, timeout=30).status_code < 500
        assert len(api.portal.get_tool("MailHost").messages) == sent

    def test_what_is_made_for_a_reader_with_a_name_is_private(self, site):
        for path in (
            "comparer",
            "inconnu",
            "@@ajax-search?q=a",
            "pres-de-chez-moi/communes.json?q=gragnague",
        ):
            answer = get(f"{site.absolute_url()}/{path}", headers={"Cookie": "a=b"})
            assert (
                "private" in answer.headers["Cache-Control"]
                or "max-age=86400" in answer.headers["Cache-Control"]
            )

    def test_suggestions_of_communes_are_kept_for_a_day(self, site):
        answer = get(f"{site.absolute_url()}/pres-de-chez-moi/communes.json?q=gragnague")
        assert answer.headers["Cache-Control"] == "public, max-age=86400"


class TestMissed:
    def test_words_count_and_day_and_nothing_else(self, site, monkeypatch):
        """Written once a minute at most; the page shows what is not written yet; editors erase all of it."""
        url = site.absolute_url()
        monkeypatch.setattr(missed, "_written", missed.time.monotonic())
        for query in (
            "q=Zébulon",
            "q=zebulon&theme=tourisme",
            "q=recenser",
            "q=jean%40exemple.fr",
            "q=zebulon&page=2",
        ):
            get(f"{url}/trouver?{query}")
        assert stored(site) == {}, "the minute is not over"
        page = words(get(f"{url}/@@prai-recherches-sans-resultat", auth=("redactrice", PASSWORD)).text)
        assert "zebulon 2 1" in page and "jean" not in page
        monkeypatch.setattr(missed, "_written", missed.time.monotonic() - missed.INTERVAL)
        get(f"{url}/trouver?q=turlututu")
        found = stored(site)
        assert {words: value[:2] for words, value in found.items()} == {
            "zebulon": (2, 1),
            "turlututu": (1, 0),
        }
        assert all(len(value) == 3 and len(value[2]) == 10 for value in found.values()), "a day, no hour"

        session = requests.Session()
        session.auth = ("redactrice", PASSWORD)
        address = f"{url}/@@prai-recherches-sans-resultat"
        assert session.post(address, data={"erase": "1"}, timeout=30).status_code == 403
        token = session.get(address, timeout=30).text.partition('name="_authenticator"')[2]
        token = token.partition('value="')[2].partition('"')[0]
        answer = session.post(address, data={"erase": "1", "_authenticator": token}, timeout=30)
        assert answer.status_code == 200 and "zebulon" not in answer.text
        assert stored(site) == {}

    def test_the_page_is_for_the_desk_alone(self, site):
        address = f"{site.absolute_url()}/@@prai-recherches-sans-resultat"
        assert "turlututu" not in get(address).text and get(address).url != address
        answer = get(address, auth=("agente", PASSWORD))
        assert answer.status_code == 403 and "prai-missed" not in answer.text


class TestBounds:
    @pytest.mark.parametrize(
        "query",
        ["jean.dupont@exemple.fr", "05 61 00 00 00", "0561000000", "+33.5.61.00.00.00", "http://exemple.fr", "x" * 81,
         "un deux trois quatre cinq six sept huit neuf dix", "à la", "", "12-34-56"],
    )  # fmt: skip
    def test_what_may_be_somebody_s_is_not_kept(self, query):
        assert kept_as(query) == ""

    def test_one_search_is_kept_one_way(self):
        assert kept_as("  Péri-Scolaire, 2006 ! ") == kept_as("PÉRI-scolaire 2006") == "peri-scolaire 2006"

    def test_a_site_keeps_the_frequent_and_the_recent(self, monkeypatch):
        monkeypatch.setattr(missed, "MOST", 20)
        store = Missed()
        store.add("souvent", 9, 0, "2006-01-01")
        for number in range(30):
            store.add(f"mot {number}", 1, 0, f"2006-02-{number % 28 + 1:02d}")
        store.trim()
        assert len(store.found) == 18 and "souvent" in store.found and "mot 27" in store.found

    def test_a_flood_between_two_writes_is_bounded(self, functional, monkeypatch):
        monkeypatch.setattr(missed, "_written", missed.time.monotonic())
        missed.forget()
        for number in range(missed.PENDING * 2):
            missed.note(f"mot{number}", False)
        assert len(missed.misses()) == missed.PENDING
        missed.forget()
