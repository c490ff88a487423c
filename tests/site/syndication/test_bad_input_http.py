"""Whatever is asked of the addresses for partners: a sentence, never a failure, never silence, never another host."""

from collective.prai.core.throttle import throttle
from collective.prai.syndication.interfaces import IDiffusion
from collective.prai.syndication.sweep import sweep as run_sweep
from plone import api
from plone.namedfile.file import NamedBlobFile
from tests.site.conftest import make
from typing import NamedTuple
from urllib.parse import urlsplit
from zope.component import getGlobalSiteManager
from zope.interface import Interface
import http.client
import json
import pytest
import transaction


PUBLIC = "https://centre.example.org/prai"
EVIL = "evil.example"
#: Addresses that read the filters: a wrong parameter is refused, whatever it is.
FILTERED = (
    "/++api++/@changes", "/@changes", "/diffusion/atom.xml", "/diffusion/feed.json", "/diffusion/rss.xml",
    "/diffusion/liste.json", "/diffusion/liste.html", "/diffusion/liste.html?fragment=1",
)  # fmt: skip
#: Addresses that have few parameters, or none: one that they do not know changes nothing, or is refused.
OTHERS = (
    "/diffusion/fiche/{uid}.json", "/diffusion/fiche/{uid}.html", "/diffusion/fichiers/{uid}/file/guide.pdf",
    "/diffusion/oembed?url={item}", "/diffusion/openapi.json", "/diffusion/etat.json", "/diffusion/prai.js",
    "/diffusion/suivre.py", "/diffusion/prai-wordpress.php",
    "/diffusion/oai-prai.xsd", "/diffusion/catalogue.ttl", "/diffusion/catalogue.jsonld", "/diffusion/donnees/organisations.csv", "/diffusion/donnees/reprises.csv",
    "/diffusion/donnees/organisations.json", "/diffusion", "/diffusion/api", "/sitemap.xml", "/robots.txt",
)  # fmt: skip
#: One of each kind; the others share their code and get every fifth wrong word.
WHOLE = ("/++api++/@changes", "/diffusion/atom.xml", "/diffusion/liste.html")
OAI = "/diffusion/oai"
#: Wrong for every address of FILTERED.
WRONG = (
    "theme=inconnu", "theme=", "theme=%00", "theme=%FF%FE", "theme=%C0%AF", "theme=%ED%A0%80", "theme=%00tourisme", "theme[]=tourisme",
    "theme%5B0%5D=tourisme", "theme:list=tourisme", "theme:int=1", "theme:record=x", "theme.x:record=1", "limit:int=abc", "limit=0",
    "limit=-1", "limit=501", "limit=1e3", "limit=NaN", "limit=%D9%A3", "limit=1&limit=2", "limit=+5", "limit=9999999999999999999999",
    "lang=de", "lang=fr&lang=en", "lang=%0d%0aX-Evil:1", ":method=manage_main", "manage_main:method=x", "x:action=y", ":default_method=x",
    "b_size=1", "colour=red", "departement=99", "departement=09;31", "type=Folder", "type=prai.Organisation", "type=../x", "public=x",
    "licence=unknown", "theme=" + "a" * 9_000, "&".join(["theme=tourisme"] * 300), "%", "%zz=1", "=", "=x", "%00=1", "theme=tourisme%0d%0aX-Evil:1",
    "show_inactive=1", "_charset_=utf-7", "__ac_name=admin", "%F0%28%8C%28=1", "\xe9=1", "theme=\xe9", "since%00=1", "before[]=1",
)  # fmt: skip
#: Wrong positions: of the addresses that have one.
CURSORS = (
    "abc",
    "-1",
    "1.1",
    "%00",
    "9" * 60,
    "a.b.c",
    "000000000000.99999999999999999999",
    "None",
    "../x",
    "%E2%88%9E",
    "0" * 12 + ".-1",
)
WRONG_OAI = (
    "", "verb=", "verb=Nothing", "verb=Identify&verb=Identify", "verb=identify", "verb=Identify&x=1", "verb=ListRecords",
    "verb=ListRecords&metadataPrefix=x", "verb=ListRecords&metadataPrefix=oai_dc&from=hier", "verb=ListRecords&metadataPrefix=oai_dc&set=x",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01&until=2006-01-01", "verb=ListRecords&metadataPrefix=oai_dc&from=2006-02-30",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2006-01-01&until=2030-01-01T00:00:00Z", "verb=ListRecords&metadataPrefix=oai_dc&from=-1",
    "verb=ListRecords&metadataPrefix=oai_dc&until=9999999-01-01", "verb=ListRecords&resumptionToken=x", "verb=ListRecords&resumptionToken=%00",
    "verb=ListRecords&resumptionToken=" + "A" * 5_000, "verb=ListRecords&resumptionToken=e30%3D&metadataPrefix=oai_dc", "verb=GetRecord&identifier=x",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:" + "0" * 32, "verb=GetRecord&metadataPrefix=oai_dc&identifier=%FF", "verb:list=Identify",
    "verb=ListSets&resumptionToken=../x", "verb=Identify%00", "verb[]=Identify", "verb=%C0%AF", "&" * 300, "verb=" + "a" * 9_000,
)  # fmt: skip
ODD_PATHS = (
    "/diffusion/nothing", "/diffusion/atom.xml/extra", "/diffusion/atom.xml/@@view", "/diffusion//atom.xml//x", "/diffusion/fiche", "/diffusion/fiche/",
    "/diffusion/fiche/x.json", "/diffusion/fiche/{uid}", "/diffusion/fiche/{uid}.xml", "/diffusion/fiche/{uid}.json/x", "/diffusion/fiche/%00.json",
    "/diffusion/fiche/" + "0" * 32 + ".json", "/diffusion/fiche/" + "0" * 32 + ".html", "/diffusion/fiche/..%2F..%2Facl_users.json", "/diffusion/fichiers",
    "/diffusion/fichiers/", "/diffusion/fichiers/{uid}/__dict__/x", "/diffusion/acl_users", "/diffusion/__class__", "/diffusion/context",
    "/diffusion/request", "/diffusion/template", "/diffusion/index", "/diffusion/%00", "/diffusion/@@nothing",
    "/diffusion/++api++/x", "/diffusion/" + "a" * 5_000, "/diffusion/donnees", "/diffusion/donnees/x", "/diffusion/donnees/../../x.csv", "/diffusion/oai/x",
    "/diffusion/aq_parent", "/diffusion/publishTraverse", "/diffusion/manage_main", "/diffusion/\xe9", "/diffusion/;/atom.xml", "/diffusion/%0d%0aX-Evil:1",
)  # fmt: skip
HOSTILE_HEADERS = {
    "X-Forwarded-Host": EVIL, "X-Forwarded-Server": EVIL, "Forwarded": f"host={EVIL}", "X-Original-URL": f"//{EVIL}/", "X-Rewrite-URL": "/acl_users",
    "X-HTTP-Method-Override": "DELETE", "Origin": f"https://{EVIL}", "Referer": f"https://{EVIL}/",
}  # fmt: skip
ODD_HEADERS = (
    {"Accept": "application/x-nothing"}, {"Accept": "*/*;q=0"}, {"Accept": "a" * 3_000}, {"Accept": "application/json"}, {"Accept": "text/html"},
    {"Accept-Language": "x" * 3_000}, {"Accept-Language": "en;q=abc,,;;=,fr;q=9e999"}, {"Accept-Encoding": "br;q=x, \xff"}, {"If-None-Match": '"' * 500},
    {"If-None-Match": "W/" * 500}, {"If-Modified-Since": "hier"}, {"Range": "bytes=0-0,-1,x"}, {"Range": "bytes=" + "9" * 100 + "-"}, {"If-Range": "\xff"},
    {"Cookie": "__ac=%00; I18N_LANGUAGE=../x"}, {"Authorization": "Basic \xff\xfe"}, {"Authorization": "Bearer x"}, {"X-Forwarded-For": "x" * 500},
)  # fmt: skip


#: Of other kinds than those: pages, and addresses of search engines.
ALL_READ = ("/diffusion", "/diffusion/api", "/sitemap.xml", "/sitemap.xml.gz", "/robots.txt")
#: What every page of Plone has stands below each of them; not below ours.
OF_ALL_PAGES = (
    "babel_utils", "contact-info", "description", "event_listing", "full_view_item", "global_statusmessage", "mail_password",
    "main_template", "recently_modified", "render-toolbar", "site-logo", "sitemap", "title", "querybuilderjsonconfig", "plone",
    "absolute_url", "@@title", "@@plone_layout", "++view++title", "@@main_template", "@@site-logo",
)  # fmt: skip


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def sentence(self) -> str:
        """What a refusal says, in whatever shape."""
        text = self.body.decode("utf-8")
        return json.loads(text).get("message", "") if "json" in self.headers.get("content-type", "") else text


class TestBadInput:
    @pytest.fixture(scope="class")
    def words(self, class_site):
        api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
        guide = make(
            class_site, "prai.Guide", "published", title="Guide", themes=["tourisme"], departments=["09"],
            file=NamedBlobFile(b"%PDF-1.4", filename="guide.pdf"), file_licence="etalab-2.0",
        )  # fmt: skip
        run_sweep(class_site)
        transaction.commit()
        return {"uid": guide.UID(), "item": f"{PUBLIC}/guides/guide"}

    @pytest.fixture
    def ask(self, class_site, words):
        """ask("/diffusion/oai?verb=x", method, headers): exactly these bytes, none corrected on the way."""
        site = urlsplit(class_site.absolute_url())
        connection = http.client.HTTPConnection(site.hostname, site.port, timeout=60)

        def ask(path, method="GET", headers=None, body=None) -> Got:
            target = site.path + path.format(**words) if "{" in path else site.path + path
            headers = {"Host": f"{site.hostname}:{site.port}", "Accept": "*/*"} | (headers or {})
            connection._validate_path = connection._validate_method = lambda _text: None
            connection.putrequest(
                method, target.encode("latin-1").decode("latin-1"), skip_host=True, skip_accept_encoding=True
            )
            if body is not None:
                headers["Content-Length"] = str(len(body))
            for name, value in headers.items():
                connection.putheader(name, value.encode("latin-1"))
            connection.endheaders(body)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, found, answer.read())

        connection._encode_request = lambda request: request.encode("latin-1")
        yield ask
        connection.close()

    def faults(self, what, got: Got, *allowed: int) -> list[str]:
        """What no answer may be, and the statuses that this one may have."""
        found = []
        if got.status not in (allowed or range(200, 500)):
            found.append(f"{what}: {got.status} {got.body[:100]}")
        elif got.status not in (204, 304) and not got.body.strip():
            found.append(f"{what}: {got.status}, nothing said")
        elif got.status >= 400 and len(got.sentence) < 15:
            found.append(f"{what}: {got.status} {got.sentence}")
        if EVIL.encode() in got.body or EVIL in str(got.headers) or "x-evil" in got.headers:
            found.append(f"{what}: {EVIL}")
        if got.status >= 400 and (
            "no-store" not in got.headers.get("cache-control", "no-store") or b"Traceback" in got.body
        ):
            found.append(f"{what}: {got.headers}")
        return found

    def test_all_addresses_are_tried(self):
        registered = {
            registration.name
            for registration in getGlobalSiteManager().registeredAdapters()
            if registration.required[:1] == (IDiffusion,) and registration.provided is Interface
        }
        tried = {
            path.split("/diffusion/")[1].split("/")[0].split("?")[0]
            for path in (*FILTERED, *OTHERS, OAI)
            if "/diffusion/" in path
        }
        assert tried == registered

    def test_wrong_parameters(self, ask):
        wrong = []
        for path in FILTERED:
            joint = "&" if "?" in path else "?"
            for query in WRONG if path in WHOLE else WRONG[FILTERED.index(path) :: 5]:
                wrong += self.faults(path + joint + query[:80], ask(path + joint + query), 400)
        names = {"/++api++/@changes": "since", "/@changes": "since"}
        for path in FILTERED[:5]:
            for cursor in CURSORS:
                query = f"?{names.get(path, 'before')}={cursor}"
                wrong += self.faults(path + query, ask(path + query), 400, 410)
        for path in OTHERS:
            joint = "&" if "?" in path else "?"
            for query in WRONG[OTHERS.index(path) % 9 :: 9]:
                wrong += self.faults(path + joint + query[:80], ask(path + joint + query))
        assert not wrong, "\n".join(wrong)

    def test_wrong_harvesting(self, ask):
        wrong = []
        for query in WRONG_OAI:
            posted = {"Content-Type": "application/x-www-form-urlencoded"}
            for got in (ask(f"{OAI}?{query}"), ask(OAI, "POST", posted, query.encode("latin-1"))):
                wrong += self.faults(f"{OAI}?{query[:80]}", got, 200)
                if b"<error code=" not in got.body:
                    wrong.append(f"{query[:80]}: {got.body[:300]}")
        for kind in ("application/json", "multipart/form-data", "multipart/form-data; boundary=x", "x", ""):
            wrong += self.faults(f"POST {kind}", ask(OAI, "POST", {"Content-Type": kind}, b"\xff\x00" * 500))
        assert not wrong, "\n".join(wrong)

    def test_odd_paths(self, ask):
        wrong = []
        for path in ODD_PATHS:
            for accept in ("*/*", "application/json") if "fi" in path else ("*/*",):
                wrong += self.faults(path[:80], ask(path, headers={"Accept": accept}), 400, 404, 410)
        for name in OF_ALL_PAGES:
            wrong += self.faults(name, ask(f"/diffusion/{name}"), 404)
        for path in ("fiche", "fiche/", "donnees", "fichiers"):
            wrong += self.faults(path, ask(f"/diffusion/{path}?limit:int=abc"), 400, 404)
        wrong += self.faults("@@", ask("/diffusion/@@etat.json"), 200)
        assert not wrong, "\n".join(wrong)

    def test_odd_methods(self, ask):
        wrong = []
        for path in (*FILTERED[:3], *OTHERS[:5], *ALL_READ, OAI):
            got = ask(path, "OPTIONS")
            wrong += self.faults(f"OPTIONS {path}", got, 204)
            if "GET" not in got.headers.get("allow", ""):
                wrong.append(f"OPTIONS {path}: Allow {got.headers.get('allow')}")
            for method in ("POST", "PUT", "DELETE", "PATCH", "PROPFIND", "TRACE", "LOCK", "FOO"):
                if (path, method) == (OAI, "POST"):
                    continue
                got = ask(path, method, {"Content-Type": "application/json"}, b'{"a": 1}')
                wrong += self.faults(f"{method} {path}", got, 401, 404, 405)
                if got.status == 405 and "GET" not in got.headers.get("allow", ""):
                    wrong.append(f"{method} {path}: Allow {got.headers.get('allow')}")
        assert not wrong, "\n".join(wrong)

    def test_hostile_headers(self, ask):
        wrong, ours = [], urlsplit(PUBLIC).netloc.encode()
        for path in (
            *FILTERED,
            *OTHERS,
            f"{OAI}?verb=Identify",
            f"{OAI}?verb=ListRecords&metadataPrefix=prai",
        ):
            if path in ("/diffusion", "/diffusion/api"):
                continue
            got = ask(path, headers=HOSTILE_HEADERS | {"Host": EVIL})
            wrong += self.faults(path, got, 200)
            if b"http://localhost" in got.body:
                wrong.append(f"{path}: not the public address")
        assert ours in ask("/diffusion/atom.xml").body
        for path in (FILTERED[0], FILTERED[2], FILTERED[6], OTHERS[2], OAI):
            for headers in ODD_HEADERS:
                wrong += self.faults(f"{path} {str(headers)[:80]}", ask(path, headers=headers))
        assert not wrong, "\n".join(wrong)

    def test_who_asks_too_often_is_told_so_by_every_format(self, ask):
        for name, value in (("rate", 1), ("burst", 1)):
            api.portal.set_registry_record(f"collective.prai.throttle_{name}", value)
        transaction.commit()
        wrong = []
        try:
            for path in (*FILTERED, *OTHERS, OAI):
                if path in ("/diffusion", "/diffusion/api", "/sitemap.xml", "/robots.txt"):
                    continue
                throttle.clear()
                while (got := ask(path)).status == 200:
                    pass
                wrong += self.faults(path, got, 503 if path == OAI else 429)
                if (
                    not got.headers.get("retry-after", "").isdigit()
                    or got.headers.get("access-control-allow-origin") != "*"
                ):
                    wrong.append(f"{path}: {got.headers}")
        finally:
            api.portal.set_registry_record("collective.prai.throttle_rate", 0)
            transaction.commit()
        assert not wrong, "\n".join(wrong)
