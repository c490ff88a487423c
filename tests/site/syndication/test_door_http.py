"""The filter in front of Zope: the same answers, and none that a transaction or a second has made untrue."""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from plone import api
from plone.app.textfield import RichTextValue
from tests.site.visitor import second_after
from tests.site.visitor import Visitor
from types import SimpleNamespace
from ZODB.interfaces import IMVCCStorage
from zope.interface import alsoProvides
import json
import pytest
import time
import transaction


GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


class TestDoor:
    @pytest.fixture
    def visitor(self, class_site):
        return Visitor(class_site)

    @pytest.fixture
    def sheet(self, class_site, make_for):
        text = RichTextValue("<p>Écrivez aux mairies.</p>" * 50, "text/html", "text/x-html-safe")
        made = make_for(class_site, "prai.HowTo", "published", title="Fiche", in_brief=text)
        run_sweep(class_site)
        transaction.commit()
        return made

    @pytest.mark.parametrize(
        "path", ["/@changes", "/++api++/@changes", "/diffusion/feed.json", "/diffusion/liste.html"]
    )
    def test_the_second_time_it_is_the_same_without_zope(self, visitor, sheet, path):
        for headers in (GZIP, {}):
            first = visitor.ask(path, **headers)
            reached = visitor.reached
            assert first[0] == "200 OK" and visitor.ask(path, **headers) == first
            head = visitor.ask(path, method="HEAD", **headers)
            assert (head[:2], head[2]) == (first[:2], b"")
            etag = dict(first[1])["etag"]
            known = visitor.ask(path, HTTP_IF_NONE_MATCH=f'"x", W/{etag}', **headers)
            assert (known[0], known[2], dict(known[1])["etag"]) == ("304 Not Modified", b"", etag)
            assert visitor.reached == reached
            # What Zope says of the same.
            visitor.door.answers.clear()
            assert visitor.ask(path, method="HEAD", **headers) == head
            asked_zope = visitor.ask(path, HTTP_IF_NONE_MATCH=etag, **headers)
            assert dict(asked_zope[1]) | dict(known[1]) == dict(asked_zope[1])

    def test_any_transaction_opens_zope_again(self, visitor, sheet):
        visitor.ask(), visitor.ask()
        assert visitor.reached == 1
        visitor.commit()
        visitor.ask()
        assert visitor.reached == 2

    def test_a_withdrawal_is_seen_in_the_moment_it_is_committed(self, visitor, sheet):
        for query in ("limit=500", "limit=500&type=prai.HowTo"):
            assert self.published(visitor, query, sheet.UID()) and self.published(visitor, query, sheet.UID())
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(sheet, "withdraw", comment="Remplacée.")
        transaction.commit()
        for query in ("limit=500", "limit=500&type=prai.HowTo"):
            assert not self.published(visitor, query, sheet.UID())
        run_sweep(visitor.portal)
        transaction.commit()

    def published(self, visitor, query, uid):
        items = json.loads(visitor.ask(query=query)[2])["items"]
        return any(item["id"].endswith(uid) and item["status"] == "published" for item in items)

    def test_a_due_second_ends_it(self, visitor, sheet):
        soon = second_after(visitor.ask)
        query_outbox(visitor.portal).plan(sheet.UID(), soon)
        transaction.commit()
        visitor.reached = 0
        visitor.ask(), visitor.ask()
        assert visitor.reached == 1
        time.sleep(max(0, soon - time.time()) + 0.05)
        assert ("cache-control", "no-store") in visitor.ask()[1] and visitor.reached == 2
        run_sweep(visitor.portal)
        transaction.commit()

    def test_readers_with_a_name_go_to_zope_and_leave_nothing_behind(self, visitor, sheet):
        for headers in ({"HTTP_COOKIE": "__ac=x"}, {"HTTP_AUTHORIZATION": "Basic eDp5"}):
            visitor.ask(**headers), visitor.ask(**headers)
        assert visitor.reached == 4 and not visitor.kept

    def test_another_request_is_another_answer(self, visitor, sheet):
        english = visitor.ask(HTTP_ACCEPT_LANGUAGE="en")
        assert visitor.ask(HTTP_ACCEPT_LANGUAGE="fr") != english
        assert visitor.ask(query="lang=en", HTTP_ACCEPT_LANGUAGE="fr")[2] != english[2]
        assert visitor.reached == 3

    def test_what_is_committed_while_it_is_made_is_not_kept_over(self, visitor, sheet):
        visitor.meanwhile = visitor.commit
        visitor.ask()
        assert not visitor.kept

    def test_what_is_no_answer_of_the_log_is_not_kept(self, visitor, sheet):
        for path, query in (
            ("/@changes", "limit=no"),
            ("/diffusion/nothing.xml", ""),
            ("/diffusion/prai.js", ""),
        ):
            visitor.ask(path, query=query)
        assert visitor.reached == 3 and not visitor.kept

    def test_a_storage_that_polls_is_asked_each_time(self, visitor, sheet):
        storage = SimpleNamespace(lastTransaction=lambda: b"always the same")
        alsoProvides(storage, IMVCCStorage)
        visitor.door.database = lambda: SimpleNamespace(storage=storage)
        visitor.ask(), visitor.ask()
        assert visitor.reached == 2

    @pytest.mark.parametrize("path", ["/%FF", "/diffusion/\xff.json", "/@changes\xc3", "/\udc80"])
    def test_a_path_that_is_no_utf8_is_refused_with_a_sentence(self, visitor, path):
        path = path.replace("%FF", "\xff")
        status, headers, body = visitor.ask(path)
        assert status == "400 Bad Request" and visitor.reached == 0
        assert "UTF-8" in body.decode() and dict(headers)["content-length"] == str(len(body))

    def test_nobody_fills_the_memory_with_long_headers(self, visitor, sheet):
        before = visitor.door.answers.size
        for number in range(3):
            assert visitor.ask(HTTP_X_JUNK=f"{number}" * 200_000)[0] == "200 OK"
        assert visitor.door.answers.size == before
        visitor.ask(HTTP_X_JUNK="a" * 3_000)
        assert visitor.door.answers.size > before + 3_000
