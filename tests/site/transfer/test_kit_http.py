"""The transfer kit as somebody downloads it: what is in it, what is not and why, the same bytes each time."""

from collective.prai.core.printing.press import PRESS
from collective.prai.interfaces import ISyndicationRecord
from io import BytesIO
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from tests.site.conftest import hardly_any_at_once
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import rich
from tests.site.conftest import words
from tests.site.core.leaks import PIXEL
import hashlib
import json
import pytest
import re
import requests
import transaction
import zipfile


PUBLIC = "https://ressources.example"
TODAY = b"Le questionnaire de 2008. " * 400
SECRET = "fuitesecrete"


def get(item, name="@@kit-de-transfert.zip", method="GET", auth=None, **headers):
    return requests.request(method, f"{item.absolute_url()}/{name}", auth=auth, headers=headers, timeout=60)


def unpacked(answer):
    """Path below the one folder → bytes."""
    assert answer.status_code == 200, answer.text[:500]
    with zipfile.ZipFile(BytesIO(answer.content)) as found:
        assert found.testzip() is None
        names = found.namelist()
        (root,) = {name.partition("/")[0] for name in names}
        assert all(".." not in name.split("/") and not name.startswith("/") for name in names)
        return {name.removeprefix(f"{root}/"): found.read(name) for name in names}


def read_me(kit):
    return kit["LISEZ-MOI.txt"].decode("utf-8-sig").replace("\r\n", "\n").replace("\u00a0", " ")


def add_file(container, content, filename, **values):
    with api.env.adopt_roles(["Manager"]):
        return api.content.create(container, "File", file=NamedBlobFile(content, filename=filename), **values)


class TestKit:
    @pytest.fixture(scope="class")
    def site(self, class_site):
        portal = class_site
        PRESS.kept.clear()
        api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
        kept = {"state": "published", "availability": "download", "product_licence": "etalab-2.0"}
        girou = make(portal, "prai.Organisation", "published", title="Coteaux du Girou")
        form = make(
            portal, "prai.Deliverable", id="questionnaire", title="Questionnaire d'équipement", producer=relate(girou),
            version="2.0", file=NamedBlobFile(TODAY, filename="questionnaire équipement.pdf"), conditions=["haut-debit"],
            history=[
                {"version": "1.0", "date": "2006-03", "changes": "Première édition.", "files": "v1.pdf ; perdu.pdf"},
                {"version": "2.0", "date": "2008", "changes": "Dix questions de moins.", "files": None},
            ],
            conditions_text=rich(f'<p onclick="x()">Un référent.<script>{SECRET}</script></p>'),
            effort=[{"internal_days": 12, "provider_days": None, "cost": None, "months": 3, "source": "étude"}], **kept,
        )  # fmt: skip
        add_file(form, b"edition de 2006", "v1.pdf", title="L'édition de 2006")
        add_file(form, b"annexe", "../../..\\CON", title="Annexe")
        add_file(form, b"annexe bis", "../autre/con", title="Annexe bis")
        hidden = add_file(form, SECRET.encode(), f"{SECRET}.txt", title=SECRET)
        hidden.manage_permission("View", ["Manager"], acquire=0)
        things = [form]
        for word, values in {
            "inconnu": {
                "product_licence": "unknown",
                "file": NamedBlobFile(SECRET.encode(), filename="inconnu.pdf"),
            },
            "demande": {
                "availability": "on-request",
                "contact_email": "tic@girou.example",
                "contact_function": "Service TIC",
            },
            "perdu": {"availability": "not-found"},
            "ailleurs": {
                "product_licence": "GPL-3.0-or-later",
                "repository": "https://forge.example/portail",
            },
        }.items():
            things.append(
                make(portal, "prai.Deliverable", id=word, title=f"Livrable {word}", **kept | values)
            )
        file = NamedBlobFile(SECRET.encode(), filename=f"{SECRET}.pdf")
        things.append(
            make(portal, "prai.Deliverable", title=f"Brouillon {SECRET}", product_licence="MIT", file=file)
        )
        expired = make(portal, "prai.Deliverable", title=f"Expiré {SECRET}", **kept | {"file": file})
        expired.expiration_date = expired.created() - 1
        closed = make(
            portal, "prai.Guide", "published", licence="all-rights-reserved", title="Le guide des autres"
        )
        with api.env.adopt_roles(["Manager"]):
            image = api.content.create(
                portal["actualites"],
                "Image",
                "plan",
                title="Le plan",
                image=NamedBlobImage(PIXEL, filename="plan.png"),
            )
            theirs = api.content.create(
                closed,
                "Image",
                "leur",
                title="Leur photo",
                image=NamedBlobImage(PIXEL + b"2", filename="leur.png"),
            )
        project = make(
            portal, "prai.ProjectSheet", "published", id="plan", title="Un plan numérique", contact_email="accueil@girou.example",
            deliverables=[relate(one) for one in [*things, expired]],
            condition_rows=[{"condition": "Un <élu> référent", "blocking": True, "how": "Délibérer"}],
            the_project=rich(f'<p>Un plan. <img src="resolveuid/{image.UID()}" alt="Le réseau">'
                             f'<img src="resolveuid/{theirs.UID()}" alt="Photo des autres"></p>'),
        )  # fmt: skip
        make(
            portal,
            "prai.ProjectSheet",
            "published",
            id="ferme",
            title="Fiche fermée",
            licence="all-rights-reserved",
            conditions=["haut-debit"],
            condition_rows=[{"condition": SECRET, "blocking": True, "how": SECRET}],
            transferability=rich(f"<p>{SECRET}</p>"),
        )
        make(portal, "prai.ProjectSheet", id="draft", title="Fiche en préparation")
        transaction.commit()
        yield project
        PRESS.kept.clear()

    @pytest.fixture(scope="class")
    def portal(self, site):
        return api.portal.get()

    @pytest.fixture(scope="class")
    def kit(self, site):
        return unpacked(get(site))

    def test_what_may_be_copied_is_in_it_whole(self, kit):
        assert kit["fiche.pdf"].startswith(b"%PDF-") and b"<script" not in kit["fiche.html"]
        assert kit["livrables/questionnaire/questionnaire équipement.pdf"] == TODAY
        assert kit["livrables/questionnaire/versions/1.0/v1.pdf"] == b"edition de 2006"
        assert (
            kit["livrables/questionnaire/_CON"] == b"annexe"
            and kit["livrables/questionnaire/_con-2"] == b"annexe bis"
        )
        assert [path for path in kit if path.startswith("livrables/")][0].endswith("équipement.pdf")
        assert len([path for path in kit if path.startswith("livrables/")]) == 4
        assert (
            b"LICENCE OUVERTE" in kit["licences/etalab-2.0.txt"]
            and len(kit["licences/etalab-2.0.txt"]) > 7_000
        )
        assert [path for path in kit if path.startswith("licences/")] == ["licences/etalab-2.0.txt"]

    def test_the_sheet_reads_without_the_site(self, kit):
        page = kit["fiche.html"].decode()
        assert kit["fiche-images/01-plan.png"] == PIXEL and 'src="fiche-images/01-plan.png"' in page
        assert "[Photo des autres]" in page and "02-" not in " ".join(kit)
        sources = re.findall(r'(?:src=|url\(|@import )["\']?([^"\')> ]+)', page)
        assert sources == ["fiche-images/01-plan.png"] and "prai:///" not in page and "localhost" not in page
        assert f'href="{PUBLIC}/livrables/questionnaire"' in page and 'lang="fr"' in page

    def test_what_is_missing_comes_first_with_whom_to_ask(self, kit):
        text = read_me(kit)
        assert text.index("CE QUI MANQUE") < text.index("CE QUE CONTIENT")
        missing = text[text.index("CE QUI MANQUE") : text.index("CE QUE CONTIENT")]
        for expected in (
            "- Livrable inconnu\n  Sa licence n’est pas connue",
            "- Livrable demande\n  Il n’est pas en ligne : il faut le demander.",
            "- Livrable perdu\n  Le document n’a pas été retrouvé",
            "- Livrable ailleurs\n  Son auteur le publie à une autre adresse, où se trouve la dernière version.\n"
            "  Adresse : https://forge.example/portail",
            "- Questionnaire d'équipement – version 1.0\n  Le fichier de cette version a été retiré.",
            "À qui demander : Service TIC, tic@girou.example",
            "À qui demander : accueil@girou.example",
            f"Adresse : {PUBLIC}/livrables/inconnu",
        ):
            assert expected in missing, missing

    def test_nothing_hidden_is_in_it(self, site, kit):
        content = get(site).content
        assert SECRET.encode() not in content and b"Fiche" in content
        assert b"Brouillon" not in content and "Expiré".encode() not in content

    def test_words_for_who_unpacks_it(self, site, kit):
        text = read_me(kit)
        assert f"{PUBLIC}/nous-lavons-repris?fiche={site.UID()}" in text
        assert f"{PUBLIC}/resolveuid/{site.UID()}/@@kit-de-transfert.zip" in text
        assert "livrables/questionnaire/questionnaire équipement.pdf (10 ko)" in text
        conditions = kit["conditions.html"].decode()
        assert "Un &lt;élu&gt; référent (bloquant) – Délibérer" in conditions and "Haut débit" in conditions
        assert "Un référent." in conditions and "onclick" not in conditions and SECRET not in conditions
        assert "12" in conditions and "Gardez les questions communes mot pour mot" in conditions
        credit = kit["attribution.txt"].decode("utf-8-sig").replace("\u00a0", " ")
        assert "Coteaux du Girou, « Questionnaire d'équipement », version 2.0, Licence Ouverte" in credit
        slip = kit["bordereau-de-retour.html"].decode()
        assert f'href="{PUBLIC}/nous-lavons-repris?fiche={site.UID()}"' in slip

    def test_each_file_is_listed_with_its_sum(self, site, kit):
        told = json.loads(kit["manifest.json"])
        sums = dict(reversed(line.split("  ", 1)) for line in kit["SHA256SUMS"].decode().splitlines())
        assert set(sums) == set(kit) - {"SHA256SUMS"}
        assert all(hashlib.sha256(kit[path]).hexdigest() == sha for path, sha in sums.items())
        rows = {row["path"]: row for row in told["files"]}
        assert set(rows) == set(kit) - {"SHA256SUMS", "manifest.json"}
        old = rows["livrables/questionnaire/versions/1.0/v1.pdf"]
        assert (old["version"], old["licence"], old["size"]) == ("1.0", "etalab-2.0", 15)
        assert old["url"].startswith(f"{PUBLIC}/diffusion/fichiers/") and old["sha256"] == sums[old["path"]]
        assert {one["why"] for one in told["missing"]} == {
            "licence-unknown", "on-request", "not-found", "elsewhere", "version-gone",
        }  # fmt: skip
        assert told["sheet"]["id"] == f"urn:uuid:{site.UID()}" and told["state"].endswith("Z")

    def test_same_state_same_bytes_for_whoever_asks(self, site, admin_auth):
        first = get(site)
        PRESS.kept.clear()
        assert get(site, auth=admin_auth, **{"Accept-Language": "en"}).content == first.content
        assert first.headers["ETag"] == get(site).headers["ETag"]

    def test_headers(self, site):
        answer = get(site)
        assert answer.headers["Content-Type"] == "application/zip"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="kit-plan.zip"'
        assert answer.headers["Content-Length"] == str(len(answer.content))
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        again = get(site, **{"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = get(site, method="HEAD")
        assert head.headers["Content-Length"] == str(len(answer.content)) and head.content == b""
        robots = requests.get(f"{api.portal.get().absolute_url()}/robots.txt", timeout=30).text
        assert "Disallow: /*@@kit-de-transfert" in robots

    def test_a_change_is_another_kit(self, site, portal):
        before, thing = get(site).headers["ETag"], portal["livrables"]["questionnaire"]
        thing.conditions = ["haut-debit", "referent-tic-interne"]
        transaction.commit()
        after = get(site)
        assert after.headers["ETag"] != before
        assert "Référent TIC interne" in unpacked(after)["conditions.html"].decode()

    def test_the_kit_of_a_deliverable_and_of_a_sheet_that_is_not_free(self, portal):
        kit = unpacked(get(portal["livrables"]["questionnaire"]))
        assert kit["livrables/questionnaire/questionnaire équipement.pdf"] == TODAY
        assert "CE QUI MANQUE" in read_me(kit)
        closed = unpacked(get(portal["projets"]["ferme"]))
        assert "fiche.pdf" not in closed and "fiche.html" not in closed
        assert "Le texte de la fiche ne peut être copié" in read_me(closed)
        conditions = closed["conditions.html"].decode()
        assert "lisez-la sur le site" in conditions and "<li>" in conditions
        assert SECRET.encode() not in b"".join(closed.values())

    def test_the_page_before_it(self, site, portal):
        answer = get(site, "@@kit-de-transfert", Accept="text/html")
        page = words(answer.text)
        assert (
            page.index("Ce qui manque, et pourquoi")
            < page.index("Télécharger le kit")
            < page.index("Ce qu’il contient")
        )
        assert SECRET not in answer.text and answer.headers["X-Robots-Tag"] == "noindex"
        assert "questionnaire équipement.pdf" in page and "mailto:tic@girou.example" in answer.text
        assert f'href="{site.absolute_url()}/@@kit-de-transfert.zip"' in answer.text
        for item in (site, portal["livrables"]["questionnaire"]):
            text = requests.get(item.absolute_url(), timeout=60).text
            assert f'href="{item.absolute_url()}/@@kit-de-transfert"' in text
        assert (
            "@@kit-de-transfert"
            not in requests.get(portal["projets"]["ferme"].absolute_url(), timeout=60).text
        )

    def test_drafts_are_for_who_works_on_them(self, portal, admin_auth):
        draft = portal["projets"]["draft"]
        for name in ("@@kit-de-transfert", "@@kit-de-transfert.zip"):
            refused = requests.get(f"{draft.absolute_url()}/{name}", allow_redirects=False, timeout=60)
            assert refused.status_code in (302, 401) and b"PK" not in refused.content
        own = get(draft, auth=admin_auth)
        assert own.headers["Cache-Control"] == "private, no-store" and "ETag" not in own.headers
        kit = unpacked(own)
        assert kit["fiche.pdf"].startswith(b"%PDF")
        assert "bordereau-de-retour.html" not in kit and "REPRIS ?" not in read_me(kit)

    def test_versions_at_addresses_that_no_renaming_breaks(self, portal):
        thing, site = portal["livrables"]["questionnaire"], portal.absolute_url()
        page = words(requests.get(thing.absolute_url(), timeout=60).text)
        assert page.index("Version 2.0") < page.index("Version 1.0") and "Dix questions de moins." in page
        assert hashlib.sha256(TODAY).hexdigest() in page and "perdu.pdf" not in page
        stable = f"{site}/resolveuid/{thing.UID()}/@@versions"
        api.portal.set_registry_record("collective.prai.public_url", site)
        with api.env.adopt_roles(["Manager"]):
            api.content.rename(thing, "questionnaire-mairies")
        transaction.commit()
        try:
            assert requests.get(f"{stable}/derniere", timeout=60).status_code == 200, "three files: the page"
            assert requests.get(f"{stable}/1.0", timeout=60).content == b"edition de 2006"
            assert requests.get(f"{stable}/9.9", timeout=60).status_code == 404
            assert requests.get(f"{stable}/1.0/x", timeout=60).status_code == 404
            assert (
                requests.get(f"{site}/livrables/questionnaire/@@versions/1.0", timeout=60).content
                == b"edition de 2006"
            )
        finally:
            with api.env.adopt_roles(["Manager"]):
                api.content.rename(portal["livrables"]["questionnaire-mairies"], "questionnaire")
            api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
            transaction.commit()

    def test_partners_learn_which_file_is_of_which_version(self, portal):
        record = ISyndicationRecord(portal["livrables"]["questionnaire"])
        told = [(row["url"].rpartition("/")[2], row.get("version")) for row in record.attachments()]
        assert told[0] == ("questionnaire%20%C3%A9quipement.pdf", "2.0") and ("v1.pdf", "1.0") in told
        assert len(told) == 4 and SECRET not in json.dumps(told)
        assert [set(row) for row in record.content()["history"]] == [{"version", "date", "changes"}] * 2
        assert "perdu.pdf" not in record.html()

    def test_who_asks_too_often_is_told_when_to_come_back(self, site):
        with hardly_any_at_once():
            answers = [get(site, Accept="text/html") for _time in range(2)]
        assert [answer.status_code for answer in answers] == [200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0 and "<h1" in answers[-1].text
