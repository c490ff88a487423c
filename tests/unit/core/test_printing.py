"""What may become of a page on its way to paper: nothing is asked of anyone, nothing takes for ever."""

from collective.prai.core.printing import press
from collective.prai.core.printing.cleaning import clean
from collective.prai.core.printing.cleaning import parse
from collective.prai.core.printing.cleaning import Place
from collective.prai.core.printing.cleaning import serialise
from collective.prai.core.printing.press import Busy
from collective.prai.core.printing.press import draw
from collective.prai.core.printing.press import Job
from collective.prai.core.printing.press import NoPress
from collective.prai.core.printing.press import Press
from collective.prai.core.printing.press import TooLong
from collective.prai.core.printing.style import drawing_style
from collective.prai.core.printing.style import style_drawings
from collective.prai.core.printing.style import stylesheet
from io import BytesIO
from PIL import Image
from pypdf import PdfReader
from threading import Event
from threading import Thread
import pytest
import socket
import time


HERE, PUBLIC = "http://localhost:8080/prai", "https://prai.example"


def cleaned(text: str, prefix: str = "", levels: int = 0) -> str:
    place = Place(
        f"{HERE}/projets/",
        HERE,
        PUBLIC,
        lambda url: ("prai:///image/1", "Le plan") if url == f"{HERE}/plan" else None,
        prefix,
        levels,
    )
    return serialise(clean(parse(text), place))


def document(body: str) -> str:
    return f'<!DOCTYPE html><html lang="fr"><head><title>Essai</title></head><body>{body}</body></html>'


class TestCleaning:
    def test_what_is_for_screens_goes_and_the_text_around_it_stays(self):
        text = cleaned(
            '<p>Avant<button>Copier</button> et <span class="prai-noprint">Partager</span>après.</p>'
            '<nav>Menu</nav><form><input value="x"/></form><script>alert(1)</script>'
            '<table><caption class="visually-hidden">Qui paie</caption><tr><td>1</td></tr></table>'
        )
        assert "Avant et après." in text
        assert "<caption>Qui paie</caption>" in text
        for word in ("Copier", "Partager", "Menu", "alert", "visually-hidden"):
            assert word not in text

    def test_addresses_hold_outside(self):
        text = cleaned(
            '<p><a href="coteaux">Ici</a> <a href="javascript:x()">Non</a> <a href="#rien">Rien</a></p>'
        )
        assert f'<a href="{PUBLIC}/projets/coteaux">Ici</a>' in text
        assert "(prai.example" not in text, "a page of this site is found by its title"
        assert "javascript" not in text and "Non Rien" in text

    def test_host_of_the_request_is_not_taken_for_a_neighbour(self):
        assert HERE in cleaned(f'<p><a href="{HERE}-autre/x">Ailleurs</a></p>')

    def test_anchors_are_told_apart_and_headings_fit_below_their_whole(self):
        text = cleaned('<h2 id="cout">Coût</h2><p><a href="#cout">plus haut</a></p>', "p2-", 1)
        assert '<h3 id="p2-cout">Coût</h3>' in text
        assert '<a href="#p2-cout">' in text

    def test_images_are_ours_or_their_words(self):
        text = cleaned(
            '<p><img src="../plan"><img src="http://ailleurs.example/x.png" alt="Une carte">fin</p>'
        )
        assert '<img src="prai:///image/1" alt="Le plan">' in text
        assert "ailleurs.example" not in text and "[Une carte] fin" in text

    def test_no_table_has_a_million_cells_and_no_text_a_thousand_levels(self):
        text = cleaned(
            '<table><tr><td colspan="1000000" rowspan="5">x</td></tr></table>' + "<div>" * 200 + "au fond"
        )
        assert "1000000" not in text and 'rowspan="5"' in text
        assert text.count("<div>") < 100 and "au fond" in text

    def test_drawings_are_named_and_take_the_style_of_the_pages(self):
        text = style_drawings(
            cleaned(
                '<section><h2>Coût</h2><svg class="prai-bar"><rect class="prai-part-0" onclick="x()"/></svg></section>'
            )
        )
        assert "<title>Coût</title>" in text and "onclick" not in text
        assert ".prai-part-0 { fill: #0b4f71" in drawing_style() and drawing_style() in text
        assert "var(" not in drawing_style()


class TestDrawing:
    def test_nothing_is_fetched_that_was_not_handed_over(self, tmp_path):
        secret = tmp_path / "secret.html"
        secret.write_text("<p>MOTDEPASSE</p>")
        with socket.create_server(("localhost", 0)) as server:
            server.settimeout(0.2)
            outside = f"http://localhost:{server.getsockname()[1]}"
            evil = "".join(
                f'<link rel="stylesheet" href="{url}/a.css"><img src="{url}/b.png" alt="b"><object data="{url}/c"></object>'
                f'<embed src="{url}/d"><style>@import "{url}/e"; p {{ background: url({url}/f) }}'
                f"@font-face {{ font-family: x; src: url({url}/g) }} p {{ font-family: x }}</style>"
                f'<svg><image href="{url}/h"/><use href="{url}/i#x"/></svg><a rel="attachment" href="{url}/j">pièce</a>'
                f'<link rel="attachment" href="{url}/k"><base href="{url}/">'
                for url in (outside, f"file://{secret}", "file:///etc/passwd", "data:text/css,p{}")
            )
            bomb = BytesIO()
            Image.new("1", (9000, 9000)).save(bomb, "PNG")
            images = {
                "prai:///image/grande": ("image/png", bomb.getvalue()),
                "prai:///image/fausse": ("image/png", b"<svg/>"),
                "prai:///image/svg": (
                    "image/svg+xml",
                    f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{outside}/l"/></svg>'.encode(),
                ),
            }
            shown = "".join(f'<img src="{name}" alt="x">' for name in images)
            pdf = draw(Job(document(f"<h1>Essai</h1><p>Texte sûr</p>{evil}{shown}"), stylesheet(), images))
            with pytest.raises(TimeoutError):
                server.accept()
        reader = PdfReader(BytesIO(pdf))
        text = "".join(page.extract_text() for page in reader.pages)
        assert "Texte sûr" in text
        assert "MOTDEPASSE" not in text and "root:" not in text
        assert "/EmbeddedFiles" not in str(reader.trailer["/Root"].get("/Names", ""))

    def test_what_takes_too_long_is_given_up_and_not_begun_again(self, monkeypatch):
        monkeypatch.setattr(press, "SECONDS", 1)
        made = []

        def job():
            made.append(1)
            return Job(document("<p>Un très long texte.</p>" * 60_000), "", {})

        shop = Press()
        for _time in range(2):
            with pytest.raises(TooLong):
                shop.pdf("long", job)
        assert made == [1]
        with pytest.raises(TooLong):
            draw(Job("x" * (press.LONGEST + 1), "", {}))

    def test_a_server_without_pango_says_so(self, monkeypatch, tmp_path):
        (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(NoPress):
            draw(Job(document(""), "", {}))


class TestPress:
    def test_one_at_a_time_and_what_is_made_is_kept(self, monkeypatch):
        monkeypatch.setattr(press, "PATIENCE", 0.05)
        begun, go_on = Event(), Event()

        def slow(job):
            begun.set()
            go_on.wait(10)
            return b"%PDF " + job.html.encode()

        monkeypatch.setattr(press, "draw", slow)
        shop = Press()
        first = Thread(target=shop.pdf, args=("a", lambda: Job("a", "", {})))
        first.start()
        begun.wait(10)
        with pytest.raises(Busy):
            shop.pdf("b", lambda: Job("b", "", {}))
        go_on.set()
        first.join(10)
        monkeypatch.setattr(press, "draw", lambda job: pytest.fail("made twice"))
        assert shop.pdf("a", lambda: Job("", "", {})) == b"%PDF a"

    def test_one_reader_waits_and_the_others_are_sent_away_at_once(self, monkeypatch):
        """Each who waits keeps a thread of the site from everybody else."""
        monkeypatch.setattr(press, "PATIENCE", 60)
        begun, go_on, shop = Event(), Event(), Press()
        monkeypatch.setattr(press, "draw", lambda job: (begun.set(), go_on.wait(60), b"%PDF")[2])
        threads = [Thread(target=shop.pdf, args=(name, lambda: Job("", "", {}))) for name in "ab"]
        threads[0].start()
        begun.wait(10)
        threads[1].start()
        while not shop._queue.locked():
            time.sleep(0.01)
        since = time.monotonic()
        for name in "cdef":
            with pytest.raises(Busy):
                shop.pdf(name, lambda: Job("", "", {}))
        assert time.monotonic() - since < press.PATIENCE / 2
        go_on.set()
        for thread in threads:
            thread.join(10)
        assert len(shop.kept) == 2 and not shop._queue.locked() and not shop._lock.locked()

    def test_what_one_reader_alone_may_see_is_not_kept(self, monkeypatch):
        monkeypatch.setattr(press, "draw", lambda job: b"%PDF")
        shop = Press()
        shop.pdf("a", lambda: Job("", "", {}), keep=False)
        assert len(shop.kept) == 0
