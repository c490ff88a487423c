"""Files as a partner copies them: at addresses that hold, byte for byte, and only those that may leave."""

from collective.prai.core.licences import FREE_LICENCES
from collective.prai.syndication.sweep import sweep as run_sweep
from email import message_from_bytes
from email.utils import formatdate
from hashlib import sha256
from io import BytesIO
from PIL import Image
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from tests.site.conftest import make
from tests.site.conftest import rich
from urllib.parse import urlsplit
from zope.lifecycleevent import modified
import http.client
import os
import pytest
import requests
import resource
import transaction


PDF = b"%PDF-1.4\n" + os.urandom(300_000)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>parent.hit=1</script></svg>'


def png(width, height):
    stream = BytesIO()
    Image.new("RGB", (width, height), "#0a5").save(stream, "PNG")
    return stream.getvalue()


def picture(container, name, data, filename, **values):
    return api.content.create(
        container, "Image", name, image=NamedBlobImage(data, filename=filename), **values
    )


def fill(portal):
    """A guide with a file, a cover and chapters that show images; files that may not leave."""
    guide = make(
        portal, "prai.Guide", title="Guide du programme", file=NamedBlobFile(PDF, filename='guide "été" 2006.pdf'),
        file_licence="CC-BY-4.0", cover=NamedBlobImage(png(300, 400), filename="couverture.png"),
    )  # fmt: skip
    chapter = make(portal, "prai.Chapter", container=guide, title="Chapitre")
    with api.env.adopt_roles(["Manager"]):
        plan = picture(
            chapter, "plan", png(1600, 900), "plan.png", title="Plan", description="Le plan du local"
        )
        small = picture(chapter, "petit", png(20, 20), "../../petit\u202e.png", title="Petit")
        picture(chapter, "dessin", SVG, "dessin.svg", title="Dessin")
        picture(chapter, "cache", png(5, 5), "cache.png", title="Montré nulle part")
        chapter.body = rich(
            f'<p><img src="resolveuid/{plan.UID()}/@@images/image/large"></p>'
            f'<p><img src="resolveuid/{plan.UID()}" alt="Deux &quot;salles&quot;"></p>'
            f'<p><img src="resolveuid/{small.UID()}/@@images/image/large" alt=""></p>'
            f'<p><img src="dessin/@@images/image" alt="Un dessin"></p>'
        )
        modified(chapter)
        api.content.transition(guide, "publish")
        kit = make(portal, "prai.Deliverable", "published", title="Kit", product_licence="MIT",
                   file=NamedBlobFile(b"<script>hit()</script>", "text/html", "page.html"))  # fmt: skip
        api.content.create(kit, "File", "notice", file=NamedBlobFile(b"notice", filename="notice.txt"))
        for number, licence in enumerate((None, "on-request", "unknown")):
            make(portal, "prai.Study", "published", title=f"Étude {number}", file_licence=licence,
                 file=NamedBlobFile(b"reserve", filename="etude.pdf"))  # fmt: skip
        make(portal, "prai.Study", title="Brouillon", id="brouillon", file_licence="etalab-2.0",
             file=NamedBlobFile(b"reserve", filename="etude.pdf"))  # fmt: skip
    run_sweep(portal)
    transaction.commit()


class TestFiles:
    @pytest.fixture(scope="class")
    def site(self, class_site):
        fill(class_site)
        return class_site

    @pytest.fixture
    def items(self, site):
        """Title → item of ``@changes`` as it is now."""

        def items():
            transaction.begin()
            page = requests.get(f"{site.absolute_url()}/++api++/@changes", timeout=30).json()["items"]
            return {item.get("title"): item for item in page}

        return items

    @pytest.fixture
    def guide(self, items):
        return items()["Guide du programme"]

    @pytest.fixture
    def row(self, guide):
        (row,) = guide["attachments"]
        return row

    def test_manifest_is_true_byte_for_byte(self, items):
        rows = [
            row
            for item in items().values()
            for row in item["attachments"] + item["content"].get("images", [])
        ]
        assert len(rows) == 7
        for row in rows:
            answer = requests.get(row["url"], timeout=30)
            assert answer.status_code == 200, row
            assert sha256(answer.content).hexdigest() == row["sha256"]
            assert (len(answer.content), answer.headers["Content-Type"].split(";")[0]) == (
                row["size"],
                row["type"],
            )
            assert answer.headers["ETag"] == f'"{row["sha256"]}"'
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            shown = answer.headers["Content-Disposition"].startswith("inline")
            assert shown == (row["type"] in ("application/pdf", "image/png"))

    def test_names_are_tame_and_old_programs_have_one_too(self, guide, row):
        name = requests.get(row["url"], timeout=30).headers["Content-Disposition"]
        assert (
            name
            == "inline; filename=\"guide ete 2006.pdf\"; filename*=UTF-8''guide%20%C3%A9t%C3%A9%202006.pdf"
        )
        assert requests.get(row["url"], timeout=30).headers["Link"].endswith('; rel="license"')
        (small,) = [one for one in guide["content"]["images"] if one["title"] == "Petit"]
        assert small["url"].endswith("/image/petit.png")
        assert ".." not in requests.get(small["url"], timeout=30).headers["Content-Disposition"]

    def test_images_say_what_they_show_and_where_they_are_in_the_text(self, guide):
        images = {one["title"]: one for one in guide["content"]["images"]}
        assert {title: one["alt"] for title, one in images.items()} == {
            "Guide du programme": "Guide du programme", "Plan": 'Deux "salles"', "Petit": "Petit", "Dessin": "Un dessin",
        }  # fmt: skip
        assert {one["licence"] for one in images.values()} == {"etalab-2.0"}
        html = guide["content"]["html"]
        assert 'alt="Le plan du local"' in html  # the author gave none
        assert html.count("<img") == 4
        for title, one in images.items():
            assert all(f'src="{address}"' in html for address in one["shown_as"])
            assert bool(one["shown_as"]) == (title != "Guide du programme")
        widths = {}
        for address in images["Plan"]["shown_as"]:
            answer = requests.get(address, timeout=30)
            widths[Image.open(BytesIO(answer.content)).width] = answer.headers["ETag"].strip('"')
            assert sha256(answer.content).hexdigest() == answer.headers["ETag"].strip('"')
            assert requests.get(address, timeout=30).headers["ETag"] == answer.headers["ETag"]
        assert set(widths) == {800, 1200}
        assert images["Petit"]["shown_as"] == [images["Petit"]["url"]]

    def test_file_is_read_in_parts(self, row):
        def get(**headers):
            return requests.get(
                row["url"], headers={key.replace("_", "-"): v for key, v in headers.items()}, timeout=30
            )

        part = get(Range="bytes=1000-1999")
        assert (part.status_code, part.content) == (206, PDF[1000:2000])
        assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(PDF)}"
        assert get(Range="bytes=-5").content == PDF[-5:]
        several = get(Range="bytes=0-9,200000-299999")
        message = message_from_bytes(
            b"Content-Type: " + several.headers["Content-Type"].encode() + b"\r\n" + several.content
        )
        assert several.status_code == 206
        assert [piece["Content-Range"] for piece in message.get_payload()] == [
            f"bytes 0-9/{len(PDF)}", f"bytes 200000-299999/{len(PDF)}",
        ]  # fmt: skip
        assert PDF[200000:300000] in several.content
        beyond = get(Range="bytes=99999999-")
        assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(PDF)}")
        assert len(beyond.text) > 10
        for ignored in ("bytes=5-1", "lines=1-2", "bytes=" + "0-," * 100):
            assert (get(Range=ignored).status_code, len(get(Range=ignored).content)) == (200, len(PDF))

    def test_validators(self, row):
        def status(**headers):
            sent = {key.replace("_", "-"): value for key, value in headers.items()}
            answer = requests.get(row["url"], headers=sent, timeout=30)
            assert answer.status_code != 304 or (answer.content, answer.headers["ETag"]) == (b"", etag)
            return answer.status_code

        first = requests.get(row["url"], timeout=30)
        etag, date, old = first.headers["ETag"], first.headers["Last-Modified"], formatdate(0, usegmt=True)
        assert status(If_None_Match=etag) == status(If_None_Match=f'"x", W/{etag}') == 304
        assert status(If_None_Match='"x"') == status(If_None_Match='"x"', If_Modified_Since=date) == 200
        assert (
            status(If_Modified_Since=date),
            status(If_Modified_Since=old),
            status(If_Modified_Since="x"),
        ) == (304, 200, 200)
        for condition, expected in (
            (etag, 206),
            (date, 206),
            ('"x"', 200),
            (old, 200),
            (f"W/{etag}", 200),
            ("x", 200),
        ):
            assert status(Range="bytes=0-1", If_Range=condition) == expected

    def test_head_has_the_length_and_no_body(self, row):
        parts = urlsplit(row["url"])
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        for method in ("HEAD", "HEAD", "GET"):
            # On one connection: a body after HEAD would be read as the next answer.
            connection.request(method, parts.path)
            answer = connection.getresponse()
            body = answer.read()
            assert (answer.status, int(answer.getheader("Content-Length"))) == (200, len(PDF))
        assert body == PDF
        connection.close()

    def test_nothing_else_leaves(self, site, items, guide, row):
        root = f"{site.absolute_url()}/diffusion/fichiers"
        portal = site
        uids = {brain.getId: brain.UID for brain in api.content.find(portal, unrestricted=True)}
        uid = guide["id"].removeprefix("urn:uuid:")
        wrong = [
            f"{uids['etude-0']}/file/etude.pdf", f"{uids['etude-1']}/file/etude.pdf", f"{uids['etude-2']}/file/etude.pdf",
            f"{uids['brouillon']}/file/etude.pdf", f"{uids['cache']}/image/cache.png", f"{uid}/title/x", f"{uid}/body/x",
            f"{uid}/__dict__/x", f"{uid}/file", f"{uid}/", uid, "", "x/file/y", f"{uid.upper()}/file/x", f"{'0' * 32}/file/x",
            f"{uid}/file/large/x", f"{uid}/cover/nothing/x", f"{uids['plan']}/image/huge/x", f"{uid}/file/a/b/c", f"{uid}/%00/x",
            f"{uid}/fil/x", f"{uid}/../{uid}", f"{uids['sicoval']}/logo/x",
        ]  # fmt: skip
        for path in wrong:
            answer = requests.get(f"{root}/{path}", timeout=30)
            assert answer.status_code == 404, path
            assert len(answer.text) > 10
        for name in (
            "autre.html",
            "@@view",
            "++add++x",
            "index_html",
            "%C3%A9",
            "..pdf",
            "_x",
            "a%0d%0aX-Evil:1",
        ):
            answer = requests.get(row["url"].rsplit("/", 1)[0] + f"/{name}", timeout=30)
            assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
                200,
                PDF,
                "application/pdf",
            ), name
            assert "X-Evil" not in answer.headers
        for method in ("POST", "PUT", "DELETE"):
            assert requests.request(method, row["url"], timeout=30).status_code in (404, 405)

    def test_who_shows_an_image_of_another_text_does_not_free_it(self, site, items):
        chapter = site["guides"]["guide-du-programme"]["chapitre"]
        guide, plan = chapter.aq_parent, chapter["plan"]
        text = rich(f'<p><img src="resolveuid/{plan.UID()}" alt="Plan"></p>')
        make(site, "prai.HowTo", "published", title="Fiche au plan", licence="CC-BY-4.0", in_brief=text)
        run_sweep(site)
        transaction.commit()

        def row():
            return items()["Fiche au plan"]["content"].get("images", [None])[0]

        shown = row()
        assert shown["licence"] == "etalab-2.0"  # that of the guide, whose plan it is
        for name, value, free in (
            ("licence", "CC-BY-SA-4.0", True), ("reuse_scope", "site-only", False), ("reuse_scope", "free", True),
            ("licence", "all-rights-reserved", False), ("licence", "etalab-2.0", True),
        ):  # fmt: skip
            announced = row() is not None
            setattr(guide, name, value)
            modified(guide)
            transaction.commit()
            for leaves in (free and announced, free):  # before the sweep, and after
                answer = requests.get(shown["url"], timeout=30)
                assert answer.status_code == (200 if leaves else 410), (name, value)
                assert not leaves or FREE_LICENCES[guide.licence] in answer.headers["Link"]
                run_sweep(site)
                transaction.commit()
            assert (row() or {}).get("licence") == (guide.licence if free else None)
            html = items()["Fiche au plan"]["content"]["html"]
            assert html.count("<img") == 1 and ("/diffusion/fichiers/" in html) == free
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(site["fiches-pratiques"]["fiche-au-plan"])
        run_sweep(site)
        transaction.commit()

    def test_large_file_costs_no_memory(self, site, items):
        with api.env.adopt_roles(["Manager"]):
            value = NamedBlobFile(b"", "application/zip", "gros.zip")
            with value.open("w") as stream:
                for _megabyte in range(60):
                    stream.write(os.urandom(1024) * 1024)
            make(site, "prai.Study", "published", title="Grosse étude", file=value, file_licence="etalab-2.0")
        run_sweep(site)
        transaction.commit()
        (row,) = items()["Grosse étude"]["attachments"]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seen = sha256()
        with requests.get(row["url"], stream=True, timeout=60) as answer:
            for block in answer.iter_content(1 << 16):
                seen.update(block)
        assert seen.hexdigest() == row["sha256"]
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB

    def test_addresses_hold_after_a_rename_and_a_move_and_end_with_the_item(self, site, items, guide):
        urls = [row["url"] for row in guide["attachments"] + guide["content"]["images"]]
        urls += [address for image in guide["content"]["images"] for address in image["shown_as"]]
        with api.env.adopt_roles(["Manager"]):
            obj = api.content.rename(site["guides"]["guide-du-programme"], "guide-deux")
            folder = api.content.create(site, "Folder", "dossier")
            api.content.transition(folder, "publish")
            obj = api.content.move(obj, folder)
            api.content.rename(obj["chapitre"], "chapitre-deux")
            transaction.commit()
            assert [requests.get(url, timeout=30).status_code for url in urls] == [200] * len(urls)
            run_sweep(site)
            transaction.commit()
            assert {requests.get(url, timeout=30).status_code for url in urls} == {200}
            moved = items()["Guide du programme"]
            assert (moved["attachments"], moved["content"]["images"]) == (
                guide["attachments"],
                guide["content"]["images"],
            )
            # The licence of the file is taken back, then the guide: nobody waits for the sweep.
            obj = site["dossier"]["guide-deux"]
            obj.file_licence = "on-request"
            transaction.commit()
            assert requests.get(urls[0], timeout=30).status_code == 404
            obj.file_licence = "CC-BY-4.0"
            api.content.transition(obj, "withdraw", comment="Remplacé")
            transaction.commit()
            for _when in ("before the sweep", "after"):
                for url in urls:
                    answer = requests.get(url, headers={"If-None-Match": "*"}, timeout=30)
                    assert answer.status_code == 410, url
                    assert len(answer.text) > 10
                run_sweep(site)
                transaction.commit()
