"""« Nous l'avons repris » over HTTP: from a form and a mail to the reviewers' desk; of robots nothing stays."""

from collective.prai.core.sealed import seal
from collective.prai.transfer.declarants import declarant_of
from collective.prai.transfer.declarants import query_store
from collective.prai.transfer.declaring import views
from collective.prai.transfer.declaring.answers import Answers
from collective.prai.transfer.declaring.answers import SHORT
from collective.prai.transfer.declaring.answers import typed
from datetime import date
from lxml import html as lxml_html
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.exportimport.exporters import get_exporter
from tests.site.conftest import words
from tests.site.transfer.declarations import act
from tests.site.transfer.declarations import ANSWERS
from tests.site.transfer.declarations import PASSWORD
from tests.site.transfer.declarations import PRODUCER
from tests.site.transfer.declarations import PUBLIC
from tests.site.transfer.declarations import REVIEWER
from tests.site.transfer.declarations import secret
from tests.site.transfer.declarations import TOWN
from tests.site.transfer.declarations import wrong_fields
import pytest
import random
import re
import requests
import time
import transaction


class TestDeclaring:
    def test_from_the_sheet_to_the_published_reuse(self, declared_site, visitor):
        page = requests.get(visitor.sheet.absolute_url(), headers={"Accept-Language": "fr"}, timeout=60)
        # Among what can be done with the sheet, and beside who took it up.
        assert page.text.count(f"/nous-lavons-repris?fiche={visitor.sheet.UID()}") == 2
        section = requests.get(f"{visitor.base}/reprises", timeout=60).text
        assert f'href="{visitor.url}"' in section.partition('id="content"')[2]
        answer = visitor.declare()
        assert answer.status_code == 200 and wrong_fields(answer) == set()
        assert visitor.reuses() == [] and query_store() is None
        ((mail),) = visitor.sent()
        assert mail["To"] == TOWN and "Questionnaire d'équipement" in mail.get_content()
        assert not any(word in str(mail.get_content()) for word in ("Gragnague ", "Wi-Fi", "Commune de"))
        link = visitor.link()
        # What programs that open every link do.
        shown = requests.get(link, headers={"Accept-Language": "fr"}, timeout=60)
        assert shown.status_code == 200 and shown.headers["Referrer-Policy"] == "no-referrer"
        assert "Wi-Fi" in shown.text and TOWN in shown.text and visitor.reuses() == []
        done = visitor.post(link)
        assert done.status_code == 200 and visitor.post(link).status_code == 200
        (reuse,) = visitor.reuses()
        assert reuse.Title() == "Commune de Gragnague\u00a0: Questionnaire d'équipement"
        assert (reuse.reuser_name, reuse.reuser, reuse.kind, reuse.stage) == (
            "Commune de Gragnague", None, "adaptation", "in-service",
        )  # fmt: skip
        assert (reuse.date, reuse.days, str(reuse.actual_cost), reuse.cost_avoided) == (
            "2026-03",
            4,
            "1500.50",
            None,
        )
        assert reuse.adaptations.raw == (
            "<p>Deux questions de plus<br />sur le Wi-Fi des écoles.</p><p>Et une &lt;b&gt;page&lt;/b&gt; &amp; une carte.</p>"
        )
        assert (
            reuse.obstacle_kinds == ["time", "skills"]
            and reuse.url == "https://www.gragnague.example/questionnaire"
        )
        assert (reuse.municipalities, reuse.departments, reuse.confirmed_on) == (
            ["31228"],
            ["31"],
            date.today(),
        )
        assert (reuse.licence, reuse.attribution) == ("etalab-2.0", "Commune de Gragnague")
        assert reuse.original.to_object.UID() == visitor.sheet.UID()
        assert api.content.get_state(reuse) == "confirmed"
        (told,) = visitor.sent_to(REVIEWER)
        assert TOWN not in str(told) and f"{PUBLIC}/reprises/{reuse.getId()}" in told.get_content()
        url = reuse.absolute_url()
        assert (
            requests.get(url, timeout=60, headers={"Accept": "text/html"}, allow_redirects=False).status_code
            != 200
        )
        desk = requests.get(f"{visitor.base}/@@prai-redaction", auth=("relecteur", PASSWORD), timeout=60)
        assert f'href="{url}"' in desk.text.partition('id="reprises"')[2].partition("</section>")[0]
        assert (
            'id="reprises"'
            not in requests.get(
                f"{visitor.base}/@@prai-redaction", auth=("redactrice", PASSWORD), timeout=60
            ).text
        )
        visitor.empty()
        act(reuse, "publish")
        (thanks,), (producer,) = visitor.sent_to(TOWN), visitor.sent_to(PRODUCER)
        assert (
            f"{PUBLIC}/reprises/" in thanks.get_content()
            and "Commune de Gragnague (en service)" in producer.get_content()
        )
        assert "Commune de Gragnague" in requests.get(url, timeout=60).text
        visitor.empty()
        act(reuse, "withdraw", "restore_draft", "publish")
        assert visitor.sent() == []

    def test_no_door_shows_the_address(self, declared_site, visitor, admin_auth, tmp_path):
        address = "jardin.secret@declarant.example"
        visitor.declare(adresse=address)
        (mail,) = visitor.sent_to(address)
        visitor.post(re.search(r"https\S+jeton=\S+", mail.get_content())[0].replace(PUBLIC, visitor.base))
        (reuse,) = visitor.reuses()
        act(reuse, "publish")
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(reuse, declared_site["reprises"])
        transaction.commit()
        assert declarant_of(copy) is None and declarant_of(reuse).email == address
        path, wanted = f"/reprises/{reuse.getId()}", b"jardin.secret"
        for auth in (None, admin_auth, ("redactrice", PASSWORD)):
            for place, accept in (
                (path, "text/html"), (path, "application/json"), (f"{path}/@history", "application/json"),
                (f"{path}/edit", "text/html"), ("/reprises?fullobjects=1", "application/json"),
                ("/@search?fullobjects=1&SearchableText=jardin", "application/json"),
                ("/@search?metadata_fields=_all&portal_type=prai.Reuse", "application/json"),
                ("/@changes", "application/json"), ("/diffusion/atom.xml", "text/html"), ("/diffusion/feed.json", "text/html"),
                ("/diffusion/rss.xml", "text/html"), ("/sitemap.xml", "text/html"),
                ("/diffusion/oai?verb=ListRecords&metadataPrefix=oai_dc", "text/html"), ("/diffusion/catalogue.ttl", "text/html"),
                (visitor.sheet.absolute_url().removeprefix(visitor.base), "text/html"), ("/@@prai-redaction", "text/html"),
                ("/trouver?q=jardin", "text/html"), ("/@@historyview", "text/html"), (f"{path}/@@prai-declarant", "text/html")
            ):  # fmt: skip
                answer = requests.get(visitor.base + place, auth=auth, headers={"Accept": accept}, timeout=60)
                seen = wanted in answer.content
                assert answer.status_code < 500, (place, answer.text[:300])
                allowed = place.endswith("@@prai-declarant") and auth == admin_auth
                assert seen == allowed, (place, accept, auth)
        with api.env.adopt_user(SITE_OWNER_NAME):
            exported = get_exporter(declared_site).export_site(tmp_path)
        assert len(exported) > 10
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and wanted in path.read_bytes()]
        catalog = declared_site.portal_catalog
        brain = catalog.unrestrictedSearchResults(UID=reuse.UID())[0]
        assert address not in str([brain[name] for name in catalog.schema()])
        assert address not in str(catalog.getIndexDataForRID(brain.getRID()))
        assert address not in str(vars(reuse)) and address not in str(dict(reuse.__annotations__))

    def test_a_robot_leaves_nothing(self, declared_site, visitor):
        quick = [visitor.declare(age=0).status_code for _n in range(20)]
        filled = [visitor.declare(telecopie="0561000000").status_code for _n in range(20)]
        blind = [visitor.declare(**{"prai.moment": "1.a"}).status_code for _n in range(20)]
        assert set(quick + filled + blind) == {200} and visitor.sent() == []
        patient = [visitor.declare(adresse=f"robot{n}@robot.example").status_code for n in range(40)]
        assert patient.count(200) == 5 and set(patient[5:]) == {429}
        assert len(visitor.sent()) == 5
        assert visitor.reuses() == [] and not query_store_is_filled()
        assert not declared_site.portal_catalog.unrestrictedSearchResults(portal_type="prai.Reuse")

    def test_a_link_serves_once_and_not_for_ever(self, declared_site, visitor):
        visitor.declare()
        link = visitor.link()
        assert [visitor.post(link).status_code for _n in range(3)] == [200, 200, 200]
        assert len(visitor.reuses()) == 1
        visitor.empty()
        with api.env.adopt_roles(["Manager"]):
            declared_site["reprises"].manage_delObjects([visitor.reuses()[0].getId()])
        transaction.commit()
        assert not query_store().declarants and visitor.post(link).status_code == 404
        sealed = {"fiche": visitor.sheet.UID(), "texts": ANSWERS}
        old = seal(sealed, secret("_system"), int(time.time()) - 3 * 24 * 3600, views.PAGE)
        alert = seal(sealed, secret("_system"), int(time.time()), "alertes")
        hidden = seal(
            sealed | {"fiche": declared_site["livrables"]["secret"].UID()},
            secret("_system"),
            int(time.time()),
            views.PAGE,
        )
        for token in (old, alert, hidden, "", "\x00", "é", "a" * 9000):
            for step in ("/confirmer", "/toujours-vrai"):
                answer = visitor.get(step, jeton=token)
                assert answer.status_code == 404 and "secret" not in words(answer.text)
        for address in (
            "/autre",
            "/toujours-vrai/said",
            "/toujours-vrai/seal?values=x",
            "/toujours-vrai/unseal",
        ):
            assert visitor.get(address).status_code == 404, address
        assert visitor.reuses() == []

    def test_it_is_corrected_on_the_page_of_the_link(self, visitor):
        visitor.declare(organisation="Communaute du girou", lieu="")
        link, more = visitor.link(), "x" * 2500
        answer = visitor.post(link, {**ANSWERS, "organisation": "", "adresse": "other@robot.example"})
        assert wrong_fields(answer) == {"organisation"} and visitor.reuses() == []
        assert (
            visitor.post(
                link, {**ANSWERS, "organisation": "c3g", "resultat": more, "adresse": "x@y.example"}
            ).status_code
            == 200
        )
        (reuse,) = visitor.reuses()
        assert reuse.reuser.to_object.getId() == "girou" and reuse.Title().startswith(
            "Coteaux du Girou\u00a0: "
        )
        assert more in reuse.outcome.raw and declarant_of(reuse).email == TOWN
        act(reuse, "publish")
        assert visitor.sent_to(PRODUCER) == []  # who took up their own is not told of it

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"organisation": ""}, "organisation"), ({"organisation": "a" * 10_000}, "organisation"),
            ({"organisation": "maire@mairie.example"}, "organisation"), ({"organisation": "\x00"}, "organisation"),
            ({"organisation": "Commune\u202e de X"}, "organisation"), ({"lieu": "Villeneuve"}, "lieu"),
            ({"lieu": "Gragnage"}, "lieu"), ({"lieu": "x" * 10_000}, "lieu"), ({"comment": ""}, "comment"),
            ({"comment": "lune"}, "comment"), ({"avancement": ["in-service", "planned"], "comment": ["", "x"]}, "comment"),
            ({"avancement": "lune"}, "avancement"), ({"avancement": "looking-for-partners"}, "jusquau"),
            ({"avancement": "looking-for-partners", "jusquau": "2020-01-01"}, "jusquau"),
            ({"avancement": "looking-for-partners", "jusquau": "2099-01-01"}, "jusquau"),
            ({"avancement": "looking-for-partners", "jusquau": "demain"}, "jusquau"),
            ({"avancement": "abandoned", "resultat": ""}, "resultat"), ({"depuis": "31/02/2020"}, "depuis"),
            ({"depuis": "2035"}, "depuis"), ({"depuis": "1901"}, "depuis"), ({"jours": "-3"}, "jours"),
            ({"jours": "9" * 400}, "jours"), ({"jours": "٤"}, "jours"), ({"cout": "beaucoup"}, "cout"),
            ({"cout_evite": "1e9"}, "cout_evite"), ({"modifications": "x" * 10_000}, "modifications"),
            ({"lien": "javascript:alert(1)"}, "lien"), ({"lien": "https://user:pass@x.example"}, "lien"),
            ({"adresse": ""}, "adresse"), ({"adresse": "a@b.fr\r\nBcc: c@d.example"}, "adresse"),
            ({"adresse": "a" * 9000}, "adresse"), ({"accord": ""}, "accord"),
        ],
    )  # fmt: skip
    def test_each_wrong_answer_has_its_sentence(self, declared_site, changed, field):
        errors = Answers(typed(ANSWERS | changed), date.today(), SHORT).errors
        assert set(errors) == {field} and errors[field]

    def test_what_is_wrong_is_said_beside_its_field_and_kept(self, visitor):
        wrong = {
            "organisation": "maire@mairie.example", "lieu": "Gragnage", "comment": "", "avancement": "\x00", "depuis": "hier",
            "modifications": "mot " * 2_500, "jours": "peu", "cout": ["beaucoup", "trop"], "cout_evite": "?", "lien": "ici", "adresse": "",
            "accord": "",
        }  # fmt: skip
        answer = visitor.declare(**wrong)
        assert answer.status_code == 200 and wrong_fields(answer) == set(wrong) and visitor.sent() == []
        tree = lxml_html.fromstring(answer.content)
        assert tree.get_element_by_id("lieu").get("value") == "Gragnage" and tree.cssselect("details[open]")
        assert tree.get_element_by_id("cout").get("value") == "beaucoup"
        assert tree.get_element_by_id("modifications").text.strip() == wrong["modifications"].strip()
        assert [node.get("value") for node in tree.cssselect("input[type=checkbox][checked]")] == [
            "time",
            "skills",
        ]
        names = [node.get("href") for node in tree.cssselect(".prai-errors a")]
        assert names[:3] == ["#organisation", "#lieu", "#comment-0"]

    def test_what_is_odd_but_known_is_taken(self, visitor):
        # « or » is a word of the query language by which the directory is asked.
        reuse = visitor.confirmed(organisation="Conseil de la Côte-d'Or et AND NOT", lieu="35000 Rennes", avancement="looking-for-partners", jusquau=str(date.today()), cout="",
                                  freins=[], lien="", resultat="", modifications="é\x00\r\nè")  # fmt: skip
        assert reuse.reuser_name == "Conseil de la Côte-d'Or et AND NOT"
        assert (reuse.location, reuse.municipalities, reuse.partners_until) == (
            "35000 Rennes",
            [],
            date.today(),
        )
        assert reuse.adaptations.raw == "<p>é<br />è</p>" and reuse.outcome is None

    def test_long_texts_fit_in_a_mail_that_is_read(self, visitor):
        text = "Nous avons ajouté des questions sur le raccordement des écoles, et retiré celles du fax. " * 6
        visitor.declare(modifications=text, freins_detail=text, resultat=text)
        assert len(visitor.link()) < 2000
        strange = "".join(chr(0x4E00 + random.Random(n).randrange(20_000)) for n in range(590))
        assert wrong_fields(
            visitor.declare(
                modifications=strange, freins_detail=strange[::-1], resultat=strange[::3] + strange[1::3]
            )
        ) == {"modifications"}

    def test_a_hidden_sheet_is_never_named(self, declared_site, visitor):
        for uid in (
            declared_site["livrables"]["secret"].UID(),
            declared_site["indicateurs"]["communes-equipees"].UID(),
            "x",
            "0" * 32,
            "\x00",
            "é" * 10_000,
        ):
            for answer in (visitor.get(fiche=uid), visitor.declare(sheet=uid)):
                assert answer.status_code in (404, 414, 400, 431), uid[:20]
                assert "secret" not in words(answer.text) and "Communes équipées" not in words(answer.text)
        assert visitor.sent() == []

    def test_without_a_sheet_one_is_found(self, visitor):
        answer = visitor.get()
        assert answer.status_code == 200 and f"fiche={visitor.sheet.UID()}" in answer.text
        assert f"fiche={visitor.sheet.UID()}" in visitor.get(q="equipement").text
        for odd in ("secret", "*", "AND (", '"', "\x00", "x" * 5000, "a b c d e f g h i j k"):
            answer = visitor.get(q=odd)
            assert answer.status_code == 200 and "Cahier des charges" not in answer.text
        assert (
            requests.get(
                visitor.url, params=[("q", "a"), ("q", "b"), ("fiche", "a"), ("fiche", "b")], timeout=60
            ).status_code
            == 404
        )


def query_store_is_filled() -> bool:
    store = query_store()
    return store is not None and bool(store.declarants)
