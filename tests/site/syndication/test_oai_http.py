"""OAI-PMH as a harvester meets it: each verb, each error, sets, deletions, pages; each answer valid."""

from collective.prai.syndication import sweep as sweeping
from collective.prai.syndication.oai import verbs
from collective.prai.syndication.outbox import query_outbox
from plone import api
from plone.registry.interfaces import IRegistry
from tests.site.conftest import make
from tests.site.syndication.oai_schemas import DC
from tests.site.syndication.oai_schemas import FORMATS
from tests.site.syndication.oai_schemas import OAI
from tests.site.syndication.oai_schemas import OAI_DC
from tests.site.syndication.oai_schemas import PRAI
from tests.site.syndication.oai_schemas import valid
from urllib.parse import urlencode
from zope.component import getUtility
import pytest
import requests
import time
import transaction


SITE = "https://centre.example.org/prai"
BASE = f"{SITE}/diffusion/oai"
DAY = 86_400
#: Sheet → seconds before now at which it last changed, in log order.
CHANGED = {"ancienne": 3 * DAY, "etude": 2 * DAY, "enfance": 1000, "retiree": 500, "partie": 400}


def utc(second):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


class Answer:
    """One answer, valid against all its schemas."""

    def __init__(self, response):
        self.response = response
        assert response.status_code == 200, response.text[:500]
        assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store"
        self.tree = valid(response.content)
        self.request = self.tree.find(OAI + "request")
        assert self.request.text == BASE

    def texts(self, name):
        return [element.text for element in self.tree.iter(name)]

    @property
    def error(self):
        return next((element.get("code") for element in self.tree.iter(OAI + "error")), None)

    @property
    def headers(self):
        """UID → whether it is deleted, in order."""
        found = [
            (one.findtext(OAI + "identifier"), one.get("status")) for one in self.tree.iter(OAI + "header")
        ]
        return {
            identifier.removeprefix("oai:centre.example.org:"): bool(status) for identifier, status in found
        }

    def specs(self, uid):
        (header,) = (one for one in self.tree.iter(OAI + "header") if one[0].text.endswith(uid))
        return [one.text for one in header.iter(OAI + "setSpec")]

    @property
    def token(self):
        return self.tree.find(f".//{OAI}resumptionToken")


class Harvester:
    """Asks the site; ``ask`` by GET and POST, and both must say the same."""

    def __init__(self, portal):
        self.portal = portal
        self.url = f"{portal.absolute_url()}/diffusion/oai"
        self.uids = {}

    def send(self, method="GET", query="", **options):
        return requests.request(method, self.url + query, timeout=30, **options)

    def ask(self, pairs):
        query = pairs if isinstance(pairs, str) else urlencode(pairs)
        got = Answer(self.send(query=f"?{query}"))
        posted = Answer(
            self.send("POST", data=query, headers={"Content-Type": "application/x-www-form-urlencoded"})
        )
        for tree in (got.tree, posted.tree):
            tree.remove(tree.find(OAI + "responseDate"))
        assert [element.items() for element in got.tree.iter()] == [e.items() for e in posted.tree.iter()]
        assert got.error is not None or list(got.tree.itertext()) == list(posted.tree.itertext())
        return got

    def list(self, prefix="oai_dc", verb="ListRecords", **arguments):
        arguments = {name.rstrip("_"): value for name, value in arguments.items()}
        return self.ask({"verb": verb, "metadataPrefix": prefix, **arguments})

    def identifier(self, name):
        return f"oai:centre.example.org:{self.uids[name]}"

    def named(self, answer):
        """Names of the sheets of an answer → whether they are deleted."""
        names = {uid: name for name, uid in self.uids.items()}
        return {names[uid]: deleted for uid, deleted in answer.headers.items()}


@pytest.fixture(scope="class")
def patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="class")
def oai(class_site, patch):
    """Five sheets of known age; the swept second is the one at which they are served."""
    portal = class_site
    api.portal.set_registry_record("collective.prai.public_url", SITE)
    api.portal.set_registry_record("plone.site_title", "Centre de ressources")
    api.portal.set_registry_record("plone.email_from_address", "bureau@centre.example.org")
    harvester = Harvester(portal)
    common = {"departments": ["09"], "themes": ["tourisme"], "description": "Un résumé & des « signes » <b>."}

    def sweep(age):
        patch.setattr(sweeping, "OAI_DELAY", -age)
        sweeping.sweep(portal)

    def sheet(name, portal_type="prai.HowTo", state="published", **values):
        made = make(portal, portal_type, state, title=f"Fiche {name}", **{**common, **values})
        harvester.uids[name] = made.UID()
        return made

    sweep(5 * DAY)
    gone, left = sheet("retiree"), sheet("partie")
    sheet("ancienne", attribution="ARDESI")
    sweep(CHANGED["ancienne"])
    sheet("etude", "prai.Study")
    sweep(CHANGED["etude"])
    sheet("enfance", themes=["petite-enfance"], departments=[], description="")
    sheet("brouillon", state="draft")
    sweep(CHANGED["enfance"])
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(gone, "withdraw", comment="Remplacée.")
    sweep(CHANGED["retiree"])
    left.themes = ["urbanisme"]
    query_outbox(portal).pending.add(left.UID(), "/".join(left.getPhysicalPath()))
    sweep(CHANGED["partie"])
    patch.setattr(sweeping, "OAI_DELAY", 5)
    transaction.commit()
    return harvester


class TestVerbs:
    def test_identify(self, oai):
        answer = oai.ask("verb=Identify")
        (told,) = answer.tree.iter(OAI + "Identify")
        assert {child.tag.removeprefix(OAI): child.text for child in told if not len(child)} == {
            "repositoryName": "Centre de ressources",
            "baseURL": BASE,
            "protocolVersion": "2.0",
            "adminEmail": "bureau@centre.example.org",
            "earliestDatestamp": min(oai.list().texts(OAI + "datestamp")),
            "deletedRecord": "persistent",
            "granularity": "YYYY-MM-DDThh:mm:ssZ",
            "compression": "gzip",
        }
        assert f"oai:centre.example.org:{'0' * 32}" in answer.response.text
        assert dict(answer.request.items()) == {"verb": "Identify"}
        assert answer.response.headers["Content-Encoding"] == "gzip"
        plain = oai.send(query="?verb=Identify", headers={"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain.headers and plain.content.startswith(b"<?xml")

    def test_address_of_the_office_where_the_site_has_none(self, oai):
        def told(email):
            getUtility(IRegistry)["plone.email_from_address"] = email
            sweeping.sweep(oai.portal)
            transaction.commit()
            return oai.ask("verb=Identify").texts(OAI + "adminEmail")

        sheet = make(oai.portal, "prai.Organisation", "published", title="ARDESI", id="ardesi")
        sheet.email = "office@ardesi.example"
        assert told(None) == ["office@ardesi.example"]
        sheet.email = None
        assert told(None) == ["postmaster@centre.example.org"]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(sheet, check_linkintegrity=False)
        assert told("bureau@centre.example.org") == ["bureau@centre.example.org"]

    def test_formats_and_their_schema(self, oai):
        answer = oai.ask("verb=ListMetadataFormats")
        assert answer.texts(OAI + "metadataPrefix") == ["oai_dc", "prai"]
        assert answer.texts(OAI + "schema")[1] == f"{SITE}/diffusion/oai-prai.xsd"
        served = requests.get(f"{oai.portal.absolute_url()}/diffusion/oai-prai.xsd", timeout=30)
        assert served.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert b'targetNamespace="urn:collective.prai:item:1"' in served.content and PRAI in FORMATS
        again = requests.get(served.url, headers={"If-None-Match": served.headers["ETag"]}, timeout=30)
        assert again.status_code == 304
        for name in ("ancienne", "retiree"):
            one = oai.ask({"verb": "ListMetadataFormats", "identifier": oai.identifier(name)})
            assert one.texts(OAI + "metadataPrefix") == ["oai_dc", "prai"]

    def test_sets_have_french_titles_and_everything_is_in_its_own(self, oai):
        answer = oai.ask("verb=ListSets")
        names = dict(zip(answer.texts(OAI + "setSpec"), answer.texts(OAI + "setName"), strict=True))
        assert {"type", "theme", "departement", "type:Study", "departement:09"} <= set(names)
        assert names["theme:petite-enfance"] == "Petite enfance" and names["departement:09"] == "Ariège"
        assert names["type:HowTo"] == "Fiche pratique"
        listed = oai.list()
        for uid in listed.headers:
            for spec in listed.specs(uid):
                assert uid in oai.list(set=spec, verb="ListIdentifiers").headers, (uid, spec)
        for spec in names:
            got = oai.list(set=spec, verb="ListIdentifiers") if spec.startswith(("type", "theme")) else None
            for uid, deleted in got.headers.items() if got is not None else ():
                assert deleted or any(one == spec or one.startswith(f"{spec}:") for one in listed.specs(uid))

    def test_records_in_the_order_of_the_log_and_no_draft(self, oai):
        answer = oai.list()
        assert oai.named(answer) == {
            "ancienne": False, "etude": False, "enfance": False, "retiree": True, "partie": False,
        }  # fmt: skip
        stamps = answer.texts(OAI + "datestamp")
        assert stamps == sorted(stamps) and "brouillon" not in answer.response.text
        assert answer.token is None
        assert list(oai.list(verb="ListIdentifiers").headers.items()) == list(answer.headers.items())
        assert oai.list("prai").headers == answer.headers

    def test_dublin_core_has_licence_credit_and_permanent_id(self, oai):
        answer = oai.ask(
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": oai.identifier("ancienne")}
        )
        assert answer.texts(DC + "title") == ["Fiche ancienne"]
        assert answer.texts(DC + "creator") == ["ARDESI"]
        assert answer.texts(DC + "subject") == ["Tourisme"]
        assert answer.texts(DC + "description") == ["Un résumé & des « signes » <b>."]
        assert answer.texts(DC + "publisher") == ["Centre de ressources"]
        assert answer.texts(DC + "type") == ["Text", "Fiche pratique"]
        assert answer.texts(DC + "coverage") == ["Ariège"]
        assert answer.texts(DC + "language") == ["fr"]
        assert answer.texts(DC + "identifier") == [
            f"{SITE}/fiches-pratiques/fiche-ancienne", f"urn:uuid:{oai.uids['ancienne']}",
        ]  # fmt: skip
        assert answer.texts(DC + "rights") == [
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "ARDESI",
        ]  # fmt: skip
        assert answer.specs(oai.uids["ancienne"]) == ["departement:09", "theme:tourisme", "type:HowTo"]
        assert answer.request.get("identifier") == oai.identifier("ancienne")

    def test_rich_format_says_what_changes_says(self, oai):
        items = requests.get(f"{oai.portal.absolute_url()}/++api++/@changes", timeout=30).json()["items"]
        (item,) = (one for one in items if one.get("title") == "Fiche ancienne")
        answer = oai.ask(
            {"verb": "GetRecord", "metadataPrefix": "prai", "identifier": oai.identifier("ancienne")}
        )
        (told,) = answer.tree.iter(f"{PRAI}item")
        assert (told.get("id"), told.get("type")) == (item["id"], item["@type"])
        assert told.findtext(f"{PRAI}html") == item["content"]["html"]
        assert told.findtext(f"{PRAI}etag") == item["etag"]
        assert dict(told.find(f"{PRAI}licence").items()) == {
            name: item["licence"][name] for name in ("id", "url")
        }
        fields = {one.get("name"): one.text or "" for one in told.find(f"{PRAI}content")}
        assert set(fields) == set(item["content"]) - {"html"}
        assert fields["problem"] == item["content"]["problem"]


class TestDeletions:
    def test_withdrawn_is_deleted_everywhere_for_ever(self, oai):
        for prefix in ("oai_dc", "prai"):
            answer = oai.ask(
                {"verb": "GetRecord", "metadataPrefix": prefix, "identifier": oai.identifier("retiree")}
            )
            assert oai.named(answer) == {"retiree": True}
            assert answer.tree.find(f".//{OAI}metadata") is None
        assert answer.specs(oai.uids["retiree"]) == ["departement:09", "theme:tourisme", "type:HowTo"]
        assert oai.named(oai.list(set="theme:tourisme"))["retiree"] is True

    def test_who_left_a_set_is_deleted_in_that_set_alone(self, oai):
        uid = oai.uids["partie"]
        for spec, deleted in (("theme:tourisme", True), ("theme:urbanisme", False), ("type:HowTo", False)):
            assert oai.named(oai.list(set=spec))["partie"] is deleted
        assert oai.list(set="theme:tourisme").specs(uid) == ["theme:tourisme"]
        assert oai.list(set="theme").headers[uid] is False
        alone = oai.ask(
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": oai.identifier("partie")}
        )
        assert oai.named(alone) == {"partie": False}
        assert alone.specs(uid) == ["departement:09", "theme:urbanisme", "type:HowTo"]


class TestDates:
    def test_both_ends_are_included_and_nothing_else(self, oai):
        stamps = dict(zip(oai.list().headers, oai.list().texts(OAI + "datestamp"), strict=True))
        study = stamps[oai.uids["etude"]]
        assert oai.named(oai.list(from_=study, until=study)) == {"etude": False}
        assert list(oai.named(oai.list(from_=study))) == ["etude", "enfance", "retiree", "partie"]
        assert list(oai.named(oai.list(until=study))) == ["ancienne", "etude"]
        assert list(oai.named(oai.list(from_=study[:10], until=study[:10]))) == ["etude"]
        later = utc(time.time() - CHANGED["etude"] + 200)
        assert list(oai.named(oai.list(from_=later))) == ["enfance", "retiree", "partie"]
        echoed = oai.list(from_=study, set="type:Study")
        assert (echoed.request.get("from"), echoed.request.get("set")) == (study, "type:Study")

    def test_nothing_there_is_no_records_match(self, oai):
        for arguments in (
            {"until": "1970-01-01"},
            {"from_": "9999-12-31"},
            {"from_": utc(time.time() + 3600)},
            {"from_": "0001-01-01", "until": "2000-01-01"},
            {"set": "theme:haut-debit"},
            {"set": "theme:inconnu"},
            {"set": "type:prai.HowTo"},
            {"set": "licence:etalab-2.0"},
        ):
            for verb in ("ListRecords", "ListIdentifiers"):
                answer = oai.list(verb=verb, **arguments)
                assert answer.error == "noRecordsMatch", arguments
                assert answer.request.get("verb") == verb

    def test_what_is_not_reached_yet_is_not_served(self, oai):
        made = make(oai.portal, "prai.HowTo", "published", title="Fiche future")
        oai.uids["future"] = made.UID()
        sweeping.sweep(oai.portal)
        transaction.commit()
        assert "future" not in oai.named(oai.list())
        query = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": oai.identifier("future")}
        response = oai.send(query=f"?{urlencode(query)}")
        assert response.status_code == 503 and 0 <= int(response.headers["Retry-After"]) <= 5
        outbox = query_outbox(oai.portal)
        entry = outbox.entry(made.UID())
        entry.stamp -= 6
        outbox.index_log()
        transaction.commit()
        assert list(oai.named(oai.list()))[-1] == "future"


class TestErrors:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("", "badVerb"),
            ("verb=Nothing", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=junk", "badArgument"),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z",
                "badArgument",
            ),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=a%20b", "badArgument"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=a:b:c%23d%23e", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=http://a:b/", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%5B", "idDoesNotExist"),
            ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&metadataPrefix=nothing", "cannotDisseminateFormat"),
            ("verb=ListIdentifiers&metadataPrefix=nothing&set=theme", "cannotDisseminateFormat"),
            ("verb=ListRecords&resumptionToken=junk", "badResumptionToken"),
            ("verb=ListIdentifiers&resumptionToken=%EF%BF%BE%F0%9F%98%80", "badResumptionToken"),
            ("verb=ListSets&resumptionToken=junk", "badResumptionToken"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=junk", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=invalid%22id%EF%BF%BF", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:centre.example.org:", "idDoesNotExist"),
            ("verb=ListMetadataFormats&identifier=oai:centre.example.org:x", "idDoesNotExist"),
            ("verb=Identify&limit:int=abc", "badArgument"),
            ("verb=Identify&:method=manage_main", "badArgument"),
            ("verb=%FF", "badArgument"),
            ("verb=Identify%00", "badArgument"),
            ("verb=Identify&" + "x" * 8100, "badArgument"),
            ("verb=Identify" + "&x=1" * 300, "badArgument"),
        ],
    )
    def test_each_is_an_answer_by_both_methods(self, oai, query, code):
        answer = oai.ask(query)
        assert answer.error == code
        assert answer.tree.findtext(OAI + "error")
        attributes = dict(answer.request.items())
        assert attributes == {} if code in ("badVerb", "badArgument") else attributes["verb"] in query

    def test_draft_was_never_public(self, oai):
        query = {"verb": "GetRecord", "metadataPrefix": "prai", "identifier": oai.identifier("brouillon")}
        assert oai.ask(query).error == "idDoesNotExist"

    def test_bodies_that_are_no_form(self, oai):
        long = b"verb=Identify&x=" + b"y" * 10_000_000
        form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        for options in (
            {"data": long, "headers": form},
            {"data": b"verb=\xff", "headers": form},
            {"data": b'{"verb": "Identify"}', "headers": {"Content-Type": "application/json"}},
            {"files": {"verb": ("x", b"Identify")}},
            {"data": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        ):
            assert Answer(oai.send("POST", **options)).error == "badArgument"
        assert Answer(oai.send("POST", data=b"verb=Identify", headers=form)).error is None
        # The protocol puts the arguments of a POST into its body; where both have some, they add up.
        assert Answer(oai.send("POST", "?verb=Identify")).error is None
        assert (
            Answer(oai.send("POST", "?verb=Identify", data=b"verb=Identify", headers=form)).error == "badVerb"
        )

    def test_methods(self, oai):
        head = oai.send("HEAD", "?verb=Identify")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Type"] == "text/xml; charset=utf-8"
        put = oai.send("PUT", "?verb=Identify", data=b"x:int=1")
        assert put.status_code == 405 and "POST" in put.headers["Allow"]
        options = oai.send("OPTIONS")
        assert options.status_code == 204 and "POST" in options.headers["Access-Control-Allow-Methods"]

    def test_host_header_reaches_no_answer(self, oai):
        for query in ("verb=Identify", "verb=ListRecords&metadataPrefix=prai", "verb=ListMetadataFormats"):
            answer = oai.send(query=f"?{query}", headers={"Host": "pirate.example"})
            assert answer.status_code == 200 and "pirate" not in answer.text

    def test_sentence_in_the_language_of_the_client(self, oai):
        english = oai.send(query="?verb=x", headers={"Accept-Language": "en"}).text
        assert "must be given once" in english


class TestPages:
    @pytest.fixture
    def small(self, monkeypatch):
        monkeypatch.setattr(verbs, "PAGE", 2)

    def walk(self, oai, answer, verb="ListRecords"):
        pages = [answer]
        while answer.token is not None and answer.token.text:
            answer = oai.ask({"verb": verb, "resumptionToken": answer.token.text})
            pages.append(answer)
        return pages

    def test_every_record_once_and_an_empty_token_at_the_end(self, oai, small):
        whole = ["ancienne", "etude", "enfance", "retiree", "partie"]
        for verb in ("ListRecords", "ListIdentifiers"):
            pages = self.walk(oai, oai.list("prai", verb=verb), verb)
            assert [name for page in pages for name in oai.named(page)] == whole
            tokens = [page.token for page in pages]
            assert [token.get("cursor") for token in tokens] == ["0", "2", "4"]
            assert {token.get("completeListSize") for token in tokens} == {"5"}
            assert tokens[-1].text is None and "expirationDate" not in tokens[0].keys()
            assert dict(pages[1].request.items()) == {"verb": verb, "resumptionToken": tokens[0].text}

    def test_token_keeps_dates_and_set_and_can_be_given_again(self, oai, small):
        stamp = oai.list(set="type:Study").texts(OAI + "datestamp")[0]
        first = oai.list(set="departement:09", from_=stamp)
        assert list(oai.named(first)) == ["etude", "retiree"]
        second = oai.ask({"verb": "ListRecords", "resumptionToken": first.token.text})
        assert list(oai.named(second)) == ["partie"] and second.token.text is None
        again = oai.ask({"verb": "ListRecords", "resumptionToken": first.token.text})
        assert again.headers == second.headers
        # A page that is just full is the last one.
        full = oai.list(from_=oai.list(set="theme:urbanisme").texts(OAI + "datestamp")[0])
        assert len(full.headers) == 1 and full.token is None

    def test_token_of_another_list_or_log_is_bad(self, oai, small):
        token = oai.list().token.text
        assert oai.ask({"verb": "ListIdentifiers", "resumptionToken": token}).error == "badResumptionToken"
        assert oai.ask({"verb": "ListRecords", "resumptionToken": token[:-2]}).error == "badResumptionToken"
        outbox = query_outbox(oai.portal)
        epoch, outbox.epoch = outbox.epoch, "0" * 12
        transaction.commit()
        try:
            assert oai.ask({"verb": "ListRecords", "resumptionToken": token}).error == "badResumptionToken"
        finally:
            outbox.epoch = epoch
            transaction.commit()

    def test_what_moves_during_a_walk_comes_later(self, oai, small):
        first = oai.list()
        bounded = oai.list(until=utc(time.time() - 100))
        outbox = query_outbox(oai.portal)
        for name in ("enfance", "retiree", "partie"):
            outbox.write(outbox.entry(oai.uids[name]))
        transaction.commit()
        pages = self.walk(oai, first)
        assert [name for page in pages for name in oai.named(page)] == [
            "ancienne", "etude", "enfance", "retiree", "partie",
        ]  # fmt: skip
        # All that was to come has left this list: it ends with a record that is known already.
        for name in ("enfance", "retiree", "partie"):
            outbox.entry(oai.uids[name]).stamp = int(time.time()) - 1
        outbox.index_log()
        transaction.commit()
        pages = self.walk(oai, bounded)
        assert oai.named(pages[-1]) == {"etude": False} and pages[-1].token.text is None
        assert self.walk(oai, first)[-1].headers.keys() >= {oai.uids["partie"]}

    def test_what_is_being_withdrawn_ends_the_page_and_waits(self, oai):
        study = api.content.get(UID=oai.uids["etude"])
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(study, "withdraw", comment="Remplacée.")
        transaction.commit()
        first = oai.list()
        assert list(oai.named(first)) == ["ancienne"] and first.token.text
        for query in (
            {"verb": "ListRecords", "resumptionToken": first.token.text},
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": oai.identifier("etude")},
        ):
            response = oai.send(query=f"?{urlencode(query)}")
            assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        sweeping.sweep(oai.portal)
        transaction.commit()
        following = oai.ask({"verb": "ListRecords", "resumptionToken": first.token.text})
        assert "etude" not in oai.named(following) and len(following.headers) == 3
        assert following.token.text is None
        assert OAI_DC in FORMATS
