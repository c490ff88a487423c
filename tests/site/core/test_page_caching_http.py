"""Pages that are kept: the same for everyone, nobody else's, and gone with the next change or due second."""

from collective.prai.core.caching import pages
from collective.prai.core.caching.state import next_change
from DateTime import DateTime
from plone import api
from plone.namedfile import NamedBlobFile
from tests.site.visitor import second_after
from tests.site.visitor import Visitor
from types import SimpleNamespace
from ZODB.interfaces import IMVCCStorage
from zope.interface import alsoProvides
import base64
import html
import pytest
import re
import time
import transaction


ADMIN = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(b"admin:secret").decode()}
BROWSER = {
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8",
    "HTTP_ACCEPT_LANGUAGE": "fr-FR,fr;q=0.9",
    "HTTP_USER_AGENT": "Mozilla/5.0",
}


def told(answer) -> dict:
    return dict(answer[1])


class TestPages:
    @pytest.fixture
    def visitor(self, class_site):
        visitor = Visitor(class_site)
        visitor.ask("/@@ok"), visitor.ask("")  # the first page of all writes settings of Plone's footer
        transaction.begin()
        visitor.reached = 0
        visitor.door.answers.clear()
        return visitor

    @pytest.fixture
    def shut(self, class_site):
        """A visitor of a site whose storage polls, as RelStorage does: the door sends everyone on."""
        visitor = Visitor(class_site)
        storage = SimpleNamespace(lastTransaction=lambda: b"always the same")
        alsoProvides(storage, IMVCCStorage)
        visitor.door.database = lambda: SimpleNamespace(storage=storage)
        pages.store(class_site).clear()
        return visitor

    @pytest.fixture
    def sheet(self, class_site, make_for):
        made = make_for(class_site, "prai.HowTo", "published", title="Recenser l’équipement")
        transaction.commit()
        yield made
        transaction.begin()
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(made, check_linkintegrity=False)
        transaction.commit()

    @pytest.fixture
    def nothing_due(self, monkeypatch):
        """What was published in this minute counts again when it ends: not while such a test runs."""
        monkeypatch.setattr(pages, "next_due", lambda _site, _state, now: now + 300)

    def path(self, item) -> str:
        return "/" + "/".join(item.getPhysicalPath()[2:])

    def change(self, item, **values):
        for name, value in values.items():
            setattr(item, name, value)
        item.reindexObject()
        transaction.commit()

    def test_the_second_time_it_is_the_same_without_zope(self, visitor, sheet, nothing_due):
        paths = ("", "/fiches-pratiques", self.path(sheet), "/accessibility-info", "/comparer")
        for path in paths:
            first = visitor.ask(path, **BROWSER)
            reached = visitor.reached
            assert first[0] == "200 OK" and b"<main" in first[2]
            assert told(first)["cache-control"] == "public, max-age=0, s-maxage=10, must-revalidate"
            assert {"Cookie", "Accept"} <= set(told(first)["vary"].split(", ")) and "set-cookie" not in told(
                first
            )
            assert visitor.ask(path, **BROWSER) == first
            # Another browser, another way of compressing: the page is the same.
            other = visitor.ask(path, **BROWSER | {"HTTP_ACCEPT": "*/*", "HTTP_ACCEPT_ENCODING": "br"})
            assert other == first
            head = visitor.ask(path, method="HEAD", **BROWSER)
            assert (head[0], head[2]) == ("200 OK", b"")
            etag = told(first)["etag"]
            known = visitor.ask(path, HTTP_IF_NONE_MATCH=f"W/{etag}", **BROWSER)
            assert (known[0], known[2], told(known)["etag"]) == ("304 Not Modified", b"", etag)
            assert visitor.reached == reached, path

    def test_zope_says_too_that_nothing_has_changed(self, visitor, sheet, nothing_due):
        etag = told(visitor.ask(self.path(sheet)))["etag"]
        visitor.commit()
        known = visitor.ask(self.path(sheet), HTTP_IF_NONE_MATCH=etag)
        assert (known[0], known[2]) == ("304 Not Modified", b"") and visitor.reached == 2

    def test_programs_that_ask_for_json_get_it(self, visitor, sheet):
        assert b"<main" in visitor.ask(self.path(sheet), **BROWSER)[2]
        assert visitor.ask(self.path(sheet), HTTP_ACCEPT="application/json")[2].startswith(b"{")
        assert b"<main" in visitor.ask(self.path(sheet), **BROWSER)[2]

    def test_a_change_is_seen_by_the_next_reader(self, visitor, shut, sheet, make_for):
        for reader in (visitor, shut):
            paths = ("/fiches-pratiques", self.path(sheet))
            for title in ("Équiper les écoles", "Équiper les mairies"):
                self.change(sheet, title=title)
                assert all(title in reader.ask(path)[2].decode() for path in paths)
        new = make_for(visitor.portal, "prai.HowTo", "published", title="Nouvelle fiche")
        transaction.commit()
        assert all(
            "Nouvelle fiche" in html.unescape(r.ask("/fiches-pratiques")[2].decode()) for r in (visitor, shut)
        )
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(new, "withdraw", comment="Remplacée.")
        transaction.commit()
        for reader in (visitor, shut):
            assert reader.ask(self.path(new))[0] == "410 Gone"
            assert "Nouvelle fiche" not in reader.ask("/fiches-pratiques")[2].decode()

    def test_what_an_editor_sees_is_kept_for_nobody(self, visitor, shut, make_for, nothing_due):
        draft = make_for(visitor.portal, "prai.HowTo", "draft", title="Brouillon secret")
        transaction.commit()
        for reader in (visitor, shut):
            for path in ("/fiches-pratiques", self.path(draft)):
                seen = reader.ask(path, **ADMIN)
                assert told(seen)["cache-control"] == pages.PRIVATE and "etag" not in told(seen)
                assert path == "/fiches-pratiques" or "Brouillon secret" in seen[2].decode()
                public = reader.ask(path)
                assert "Brouillon secret" not in public[2].decode()
                # Nor the other way round: the page for everyone has no tools for editors.
                again = reader.ask(path, **ADMIN)
                assert b"userrole-manager" in again[2] and b"userrole-anonymous" not in again[2]
        assert visitor.ask("", HTTP_COOKIE="statusmessages=x")[0] == "200 OK" and visitor.kept == 1

    def test_where_no_door_stands_zope_keeps_it(self, shut, sheet, monkeypatch, nothing_due):
        first = shut.ask(self.path(sheet), **BROWSER)
        assert first[0] == "200 OK" and len(pages.store(shut.portal)) == 1
        monkeypatch.setattr("collective.prai.core.pages.Page.macros", None)  # it could not be made again
        again = shut.ask(self.path(sheet), **BROWSER)
        assert (again[0], again[2]) == (first[0], first[2])
        for name in ("etag", "cache-control", "vary", "content-type"):
            assert told(again)[name] == told(first)[name]
        known = shut.ask(self.path(sheet), HTTP_IF_NONE_MATCH=told(first)["etag"], **BROWSER)
        assert (known[0], known[2]) == ("304 Not Modified", b"")
        assert shut.ask(self.path(sheet), method="HEAD", **BROWSER)[2] == b""

    def test_a_page_ends_with_the_second_in_which_its_item_does(self, visitor, shut, sheet):
        """No transaction: only the clock has moved on."""
        readers = (visitor, shut)
        soon = second_after(lambda: [reader.ask(self.path(sheet)) for reader in readers])
        self.change(sheet, expiration_date=DateTime(soon))
        for reader in readers:
            left = soon - time.time()
            page = reader.ask(self.path(sheet))
            assert page[0] == "200 OK"
            assert int(re.search(r"s-maxage=(\d+)", told(page)["cache-control"])[1]) <= left + 1
        time.sleep(max(0, soon - time.time()) + 0.05)
        for reader in (visitor, shut):
            assert reader.ask(self.path(sheet))[0] == "404 Not Found"

    def test_an_item_comes_in_its_second(self, visitor, shut, sheet):
        readers = (visitor, shut)
        soon = second_after(lambda: [reader.ask(self.path(sheet)) for reader in readers])
        self.change(sheet, effective_date=DateTime(soon), expiration_date=None)
        for reader in (visitor, shut):
            assert reader.ask(self.path(sheet))[0] == "404 Not Found"
        time.sleep(max(0, soon - time.time()) + 0.05)
        for reader in (visitor, shut):
            assert reader.ask(self.path(sheet))[0] == "200 OK"

    def test_the_next_change_counts_minutes_as_indexes_do(self, visitor, sheet):
        minute = (int(time.time()) // 60 + 2) * 60
        self.change(sheet, expiration_date=DateTime(minute + 20))
        assert next_change(minute) == minute + 20
        assert next_change(minute + 20) == minute + 60
        self.change(sheet, expiration_date=None)
        assert next_change(minute + 20) > minute + 60

    def test_no_page_gives_a_visitor_a_cookie(self, visitor, sheet):
        """Every page that leads from the home page to another, errors and forms included."""
        address = f"http://localhost/{visitor.portal.getId()}"
        todo, seen = ["", "/nulle-part", "/login", "/contact-info", "/@@search?SearchableText=mairie"], set()
        while todo and len(seen) < 40:
            asked = todo.pop(0)
            path, _sep, query = asked.partition("?")
            seen.add(asked)
            answer = visitor.ask(path, query, **BROWSER)
            assert "set-cookie" not in told(answer), asked
            assert int(answer[0].split()[0]) < 500, asked
            for link in re.findall(rb'href="([^"#]+)', answer[2]):
                link = html.unescape(link.decode())
                if link.startswith(address) and "++" not in link and "@@download" not in link:
                    link = link.removeprefix(address)
                    if link not in seen and link not in todo:
                        todo.append(link)
        assert len(seen) > 25, seen

    def test_a_form_that_is_sent_is_made_for_each_reader(self, visitor):
        answer = visitor.ask("/poser-une-question")
        assert b'method="post"' in answer[2].lower() and "etag" not in told(answer) and not visitor.kept

    def test_many_questions_do_not_fill_the_memory(self, visitor, monkeypatch, nothing_due):
        monkeypatch.setattr(visitor.door.asked, "room", 160_000)
        visitor.ask("")
        for number in range(12):
            assert visitor.ask("/fiches-pratiques", f"theme=inconnu-{number}")[0] == "200 OK"
        assert visitor.door.asked.size <= 160_000 and 1 < len(visitor.door.asked) < 12
        # The pages that all ask for are not driven out by them.
        reached = visitor.reached
        visitor.ask("")
        assert visitor.reached == reached

    def test_what_never_changes_under_its_address_is_not_asked_for_again(self, visitor):
        page = visitor.ask("")[2].decode()
        styles = re.search(r'href="http://localhost/[^/]+(/\+\+webresource\+\+[^"]+prai\.css)"', page)[1]
        answer = visitor.ask(styles)
        assert told(answer)["cache-control"] == "public, max-age=31536000, immutable"
        assert told(visitor.ask("/++plone++collective.prai/logo.svg"))["cache-control"].startswith(
            "max-age=86400"
        )

    def test_a_file_is_confirmed_until_it_is_hidden(self, visitor, class_site):
        with api.env.adopt_roles(["Manager"]):
            file = api.content.create(
                class_site,
                "File",
                title="Trame",
                file=NamedBlobFile(b"%PDF-", "application/pdf", "trame.pdf"),
            )
        transaction.commit()
        path = f"{self.path(file)}/@@download/file/trame.pdf"
        first = visitor.ask(path)
        since = {"HTTP_IF_MODIFIED_SINCE": told(first)["last-modified"]}
        assert (first[0], visitor.ask(path, **since)[0]) == ("200 OK", "304 Not Modified")
        self.change(file, expiration_date=DateTime() - 1)
        assert visitor.ask(path, **since)[0] == "404 Not Found"
