"""``@@pdf`` as readers get it: tagged, complete, theirs; nothing of what they may not see."""

from collective.prai.core.printing import views
from collective.prai.core.printing.press import Busy
from collective.prai.core.printing.press import PRESS
from decimal import Decimal
from io import BytesIO
from PIL import Image
from plone import api
from plone.app.textfield import RichTextValue
from plone.namedfile.file import NamedBlobImage
from pypdf import PdfReader
from tests.site.conftest import hardly_any_at_once
from tests.site.conftest import Html
from tests.site.conftest import make
from tests.site.conftest import relate
import pytest
import re
import requests
import transaction


PUBLIC = "https://ressources.example"


def picture(colour):
    found = BytesIO()
    Image.new("RGB", (60, 40), colour).save(found, "PNG")
    return NamedBlobImage(found.getvalue(), "image/png", f"{colour}.png")


def get(item, auth=None, method="GET", **headers):
    return requests.request(method, f"{item.absolute_url()}/@@pdf", auth=auth, headers=headers, timeout=60)


def read(answer):
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def text_of(reader):
    """Words of all pages: lines are broken where they are full, words where French breaks them."""
    text = "\n".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text.replace("-\n", "").replace("\u00ad", ""))


def tags(reader):
    """Kind of element → how many; alternative texts of the figures."""
    found, texts = {}, []

    def walk(node):
        node = node.get_object()
        for child in node if isinstance(node, list) else [node]:
            child = child.get_object()
            if isinstance(child, dict):
                if "/S" in child:
                    found[child["/S"]] = found.get(child["/S"], 0) + 1
                if child.get("/S") == "/Figure":
                    texts.append(child.get("/Alt"))
                if "/K" in child and not isinstance(child["/K"], int):
                    walk(child["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found, texts


def titles(outline):
    for line in outline:
        yield from titles(line) if isinstance(line, list) else [line.title]


class TestPdf:
    @pytest.fixture(scope="class")
    def site(self, class_site):
        portal = class_site
        PRESS.kept.clear()
        api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
        with api.env.adopt_roles(["Manager"]):
            shown = api.content.create(
                portal["actualites"], "Image", "plan", title="Le plan du réseau", image=picture("blue")
            )
            hidden = api.content.create(portal, "Folder", "reserve", title="Réserve")
            secret = api.content.create(hidden, "Image", "secret", title="Secret", image=picture("red"))
        draft = make(portal, "prai.Deliverable", title="Livrable que nul ne connaît")
        make(
            portal,
            "prai.ProjectSheet",
            "published",
            id="coteaux",
            title="Le plan numérique des Coteaux du Girou : été 2006 / suite",
            total_cost=Decimal("82050.00"),
            sources=[{"funder": "FEDER", "amount": Decimal("41025.00"), "status": None}],
            eu_notice="feder",
            deliverables=[relate(draft)],
            the_project=RichTextValue(
                f'<p>Un plan. <img src="resolveuid/{shown.UID()}" alt="Le réseau en 2006">'
                f'<img src="resolveuid/{secret.UID()}" alt="Un schéma">'
                f'<a href="https://www.service-public.fr/">Démarches</a></p>',
                "text/html",
                "text/x-html-safe",
            ),
        )
        for state in ("withdrawn", "draft"):
            make(portal, "prai.HowTo", state, id=state, title=f"Fiche {state}")
        guide = make(portal, "prai.Guide", "published", id="guide", title="Guide du programme")
        for number in ("Un", "Deux"):
            body = Html(f"<h2>Détail {number}</h2><p>Le chapitre {number}.</p>")
            make(portal, "prai.Chapter", container=guide, title=f"Chapitre {number}", body=body)
        transaction.commit()
        yield portal
        PRESS.kept.clear()

    def test_sheet_is_tagged_french_and_says_where_it_comes_from(self, site):
        answer = get(site.projets.coteaux)
        reader = read(answer)
        root, text = reader.trailer["/Root"], text_of(reader)
        assert root["/Lang"] == "fr" and root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        assert reader.metadata.title == "Le plan numérique des Coteaux du Girou : été 2006 / suite"
        kinds, alternatives = tags(reader)
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Link"} <= set(kinds)
        assert alternatives and all(alternatives) and "Le réseau en 2006" in alternatives
        assert "Coût du projet" in list(titles(reader.outline))
        for words in (
            "41\u202f025\u00a0€",
            "82\u202f050\u00a0€",
            "page 1 sur",
            "Licence Ouverte",
            "ressources.example/projets/coteaux",
        ):
            assert re.sub(r"\s+", " ", words) in text
        assert text.count("Commission") == 1
        links = [
            note.get_object()["/A"]["/URI"]
            for page in reader.pages
            for note in page.get("/Annots", ())
            if "/URI" in note.get_object().get("/A", {})
        ]
        assert "https://www.service-public.fr/" in links and "service-public.fr" in text
        assert f"{PUBLIC}/projets/coteaux" in links
        assert not [link for link in links if "localhost" in link]

    def test_nothing_hidden_is_in_it_and_editors_get_the_same(self, site, admin_auth):
        reader = read(get(site.projets.coteaux))
        assert "nul ne connaît" not in text_of(reader)
        assert len({image.data for page in reader.pages for image in page.images}) == 1
        assert "[Un schéma]" in text_of(reader)
        assert get(site.projets.coteaux, admin_auth).content == get(site.projets.coteaux).content

    def test_headers(self, site):
        answer = get(site.projets.coteaux)
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith('inline; filename="Le plan numerique des Coteaux du Girou ')
        assert "filename*=UTF-8''Le%20plan%20num%C3%A9rique" in disposition and "/" not in disposition
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        again = get(site.projets.coteaux, **{"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert not again.headers.get("Content-Type", "").startswith("text/html")
        head = get(site.projets.coteaux, method="HEAD")
        assert head.headers["Content-Length"] == str(len(answer.content)) and head.content == b""

    def test_a_change_is_another_pdf(self, site):
        before = get(site.guides.guide).headers["ETag"]
        site.guides.guide.objectValues()[0].title = "Premier chapitre"
        transaction.commit()
        after = get(site.guides.guide)
        assert after.headers["ETag"] != before
        assert "Premier chapitre" in text_of(read(after))

    def test_book_has_contents_with_pages_and_all_chapters(self, site):
        reader = read(get(site.guides.guide))
        assert len(reader.pages) >= 4
        contents = reader.pages[1].extract_text()
        assert re.search(r"Chapitre Deux[ .]*5", contents), contents
        text = text_of(reader)
        assert "Le chapitre Un." in text and "Le chapitre Deux." in text
        assert "Chapitre de" not in text
        lines = list(titles(reader.outline))
        assert lines.index("Chapitre Deux") < lines.index("Détail Deux")

    def test_the_gate_holds(self, site, admin_auth):
        assert get(site["fiches-pratiques"].withdrawn).status_code == 410
        draft = site["fiches-pratiques"].draft
        refused = requests.get(f"{draft.absolute_url()}/@@pdf", allow_redirects=False, timeout=60)
        assert refused.status_code in (302, 401) and b"%PDF" not in refused.content
        own = get(draft, admin_auth)
        assert "Non publié" in text_of(read(own)) or "Not published" in text_of(read(own))
        assert own.headers["Cache-Control"] == "private, no-store" and "ETag" not in own.headers

    def test_expired_is_not_found(self, site):
        sheet = site.projets.coteaux
        sheet.expiration_date = sheet.created() - 1
        transaction.commit()
        try:
            assert get(sheet).status_code == 404
        finally:
            sheet.expiration_date = None
            transaction.commit()

    def test_nobody_keeps_the_others_waiting(self, site):
        """Each document is work: who asks for one after the other is told when to come back."""
        with hardly_any_at_once():
            answers = [get(site.projets.coteaux, Accept="text/html") for _time in range(3)]
        assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
        assert int(answers[-1].headers["Retry-After"]) > 0 and "<h1" in answers[-1].text

    def test_who_comes_too_early_is_told_when_to_come_back(self, site, monkeypatch):
        def busy(*args, **kw):
            raise Busy

        monkeypatch.setattr(views.PRESS, "pdf", busy)
        answer = get(site.guides.guide, Accept="text/html")
        assert answer.status_code == 503, answer.text
        assert answer.headers["Retry-After"] == "10"
        assert "ETag" not in answer.headers
        assert answer.headers["Content-Type"].startswith("text/html")
