"""Answers that are kept and compressed: the same as those that are made, and never longer than they are true."""

from collective.prai.core.kept import zipped
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from plone import api
from plone.app.textfield import RichTextValue
import pytest
import requests
import transaction


PLAIN, GZIP = {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}
HTML = "<p>Écrivez aux mairies, puis téléphonez.</p>" * 20


class TestKept:
    @pytest.fixture
    def sheets(self, class_site, make_for):
        """Three more for each test: what the others did is elsewhere in the log."""
        made = []
        for number in range(3):
            text = RichTextValue(HTML, "text/html", "text/x-html-safe")
            made.append(
                make_for(class_site, "prai.HowTo", "published", title=f"Fiche {number}", in_brief=text)
            )
        run_sweep(class_site)
        transaction.commit()
        return made

    @pytest.fixture
    def get(self, class_site, sheets):
        url = f"{class_site.absolute_url()}/++api++/@changes"

        def ask(query="", headers=GZIP, method="GET"):
            headers = {"Accept": "application/json"} | headers
            return requests.request(method, url + query, headers=headers, timeout=30)

        return ask

    def test_compressed_or_not_it_is_one_answer_with_two_tags(self, get):
        packed, flat = get(), get(headers=PLAIN)
        assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in flat.headers
        assert packed.content == flat.content
        assert (
            int(packed.headers["Content-Length"]) < int(flat.headers["Content-Length"]) == len(flat.content)
        )
        assert packed.headers["ETag"] != flat.headers["ETag"]
        for answer in (packed, flat):
            assert "Accept-Encoding" in answer.headers["Vary"]
            for headers in (PLAIN, GZIP):
                again = get(headers=headers | {"If-None-Match": answer.headers["ETag"]})
                assert (again.status_code, again.headers["ETag"]) == (304, answer.headers["ETag"])
                assert "Content-Encoding" not in again.headers
        for headers, answer in ((GZIP, packed), (PLAIN, flat)):
            head = get(headers=headers, method="HEAD")
            assert (head.status_code, head.content) == (200, b"")
            for name in ("ETag", "Content-Length", "Content-Type"):
                assert head.headers[name] == answer.headers[name]

    def test_a_page_is_made_once_and_outlives_what_changes_elsewhere(self, class_site, make_for, get):
        first = get("?limit=2")
        kept = len(zipped)
        make_for(class_site, "prai.HowTo", "published", title="Une de plus")
        run_sweep(class_site)
        transaction.commit()
        again = get("?limit=2")
        assert again.content == first.content and len(zipped) == kept
        # The log is another one, so its tag is.
        assert again.headers["ETag"] != first.headers["ETag"]

    def test_a_kept_page_never_shows_what_is_withdrawn(self, class_site, sheets, get):
        uid = sheets[1].UID()
        for query in ("", "?limit=500", "?type=prai.HowTo"):
            assert self.published(get(query), uid) and self.published(get(query), uid)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(sheets[1], "withdraw", comment="Remplacée.")
        transaction.commit()
        for query in ("", "?limit=500", "?type=prai.HowTo"):
            answer = get(query)  # not swept yet
            assert not self.published(answer, uid) and answer.headers["Cache-Control"] == "no-store"
        run_sweep(class_site)
        transaction.commit()
        for query in ("", "?limit=500", "?type=prai.HowTo"):
            answer = get(query)
            assert not self.published(answer, uid) and "ETag" in answer.headers

    def published(self, answer, uid):
        return any(
            item["id"].endswith(uid) and item["status"] == "published" for item in answer.json()["items"]
        )

    def test_a_kept_page_says_what_a_term_is_called_now(self, class_site, sheets, get):
        sheets[0].themes = ["tourisme"]
        query_outbox(class_site).pending.add(sheets[0].UID(), "/".join(sheets[0].getPhysicalPath()))
        run_sweep(class_site)
        transaction.commit()
        assert '"title":"Tourisme"' in get().text
        name = "collective.prai.vocabularies.themes"
        rows = [dict(row) for row in api.portal.get_registry_record(name)]
        for row in rows:
            row["fr"] = "Voyages" if row["token"] == "tourisme" else row["fr"]
        api.portal.set_registry_record(name, rows)
        transaction.commit()
        assert '"title":"Voyages"' in get().text and '"title":"Tourisme"' not in get().text

    def test_a_kept_page_has_all_its_headers(self, class_site, sheets):
        def ask():
            return requests.get(f"{class_site.absolute_url()}/diffusion/liste.html", headers=GZIP, timeout=30)

        made, kept = ask(), ask()
        drop = {"Date", "date"}
        assert {k: v for k, v in made.headers.items() if k not in drop} == {
            k: v for k, v in kept.headers.items() if k not in drop
        }
        assert "frame-ancestors" in kept.headers["Content-Security-Policy"]

    def test_a_new_log_with_the_same_numbers_is_another_answer(self, class_site, sheets, get):
        before, uids = get("?limit=1").json()["items"], [sheet.UID() for sheet in sheets]
        outbox = query_outbox(class_site)
        outbox.reset()
        for sheet in reversed(sheets):
            outbox.pending.add(sheet.UID(), "/".join(sheet.getPhysicalPath()))
            run_sweep(class_site)
        transaction.commit()
        first = get("?limit=1").json()["items"]
        assert first != before and first[0]["id"].endswith(uids[2])
