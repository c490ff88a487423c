"""OAI-PMH as a harvester meets it: each error, and pages that lose nothing."""

from collective.prai.syndication import sweep as sweeping
from collective.prai.syndication.oai import verbs
from collective.prai.syndication.outbox import query_outbox
from plone import api
from tests.site.syndication.oai_schemas import FORMATS
from tests.site.syndication.oai_schemas import OAI
from tests.site.syndication.oai_schemas import OAI_DC
from tests.site.syndication.oai_site import Answer
from tests.site.syndication.oai_site import utc
from urllib.parse import urlencode
import pytest
import time
import transaction


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
