"""Applying over HTTP: from the form of a call to a numbered dossier that nobody else reads."""

from collective.prai.programme import applicants
from collective.prai.programme import journal
from collective.prai.programme.apply import uploads
from collective.prai.programme.apply.reminders import remind_due
from collective.prai.programme.windows import moment
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from decimal import Decimal
from io import BytesIO
from lxml import html as lxml_html
from plone import api
from plone.namedfile.file import NamedBlobFile
from pypdf import PdfReader
from tests.site.programme.applying import act
from tests.site.programme.applying import acts
from tests.site.programme.applying import ANSWERS
from tests.site.programme.applying import moves
from tests.site.programme.applying import OFFICE
from tests.site.programme.applying import PASSWORD
from tests.site.programme.applying import PDF
from tests.site.programme.applying import text
from tests.site.programme.applying import TOWN
import requests
import transaction


class TestApplying:
    def test_from_the_form_to_the_numbered_dossier(self, applied_site, applicant):
        page = applicant.get(applicant.url)
        assert page.status_code == 200 and page.headers["Cache-Control"] == "private, no-store"
        checked = applicant.send("verifier", files=[("deliberation", ("Délib.pdf", PDF, "text/html"))])
        # The rules and the aid are shown before anything is sent.
        shown = text(checked)
        assert "41 025 €" in shown and "24 615 €" in shown and "65 640 €" in shown
        assert "<b>ligne</b>" in shown and "Délib.pdf" in shown
        (dossier,) = applicant.dossiers()
        assert api.content.get_state(dossier) == "draft" and dossier.number is None
        assert dossier.erase_on == date.today() + timedelta(days=180)
        done = applicant.post(checked.url)
        (dossier,) = applicant.dossiers()
        assert api.content.get_state(dossier) == "submitted" and dossier.erase_on is None
        assert dossier.number.startswith(f"PRAI-{date.today().year}-") and dossier.number in text(done)
        assert (dossier.title, dossier.population, dossier.applicant_kind, dossier.channel) == (
            ANSWERS["project_title"],
            18000,
            "communaute-de-communes",
            "online",
        )
        assert dossier.lead.to_object.id == "girou" and dossier.other_applicants == [
            "Commune de Gragnague",
            "Commune de Lévignac",
        ]
        assert (dossier.eligible_cost, dossier.computed_aid) == (Decimal("82050.00"), Decimal("65640.00"))
        assert [(row["funder"], row["amount"]) for row in dossier.sources] == [
            ("Conseil général", 5000),
            ("CAF", Decimal("1200.50")),
        ]
        assert {row["rule"] for row in dossier.eligibility} >= {"window", "kind", "requirement-1"}
        kept = {row["question"]: row["value"] for row in dossier.answers}
        assert kept["question_libre"] == "=1+1" and kept["deliberation"] == "Délib.pdf"
        assert kept["summary"] == ANSWERS["summary"] and kept["project_kinds"] == "Portail Internet citoyen"
        assert [act for act in acts(dossier) if act not in ("edit", "submit")] == [
            "create",
            "file_added",
            "save",
        ]
        own = [line for line in journal.lines_of(dossier) if line.act in ("create", "file_added", "save")]
        assert {line.actor for line in own} == {"applicant"}
        (piece,) = dossier.objectValues()
        assert piece.file.contentType == "application/pdf" and piece.file.filename == "Délib.pdf"
        begun, receipt = applicant.sent_to()
        assert dossier.number in receipt["Subject"] and receipt["Reply-To"] == OFFICE
        for mail in (begun, receipt):
            assert "Service du numérique" in mail.get_content() and "crèche" not in mail.get_content()
        mine = applicant.get(applicant.link())
        assert dossier.number in text(mine) and mine.headers["Referrer-Policy"] == "no-referrer"
        assert mine.headers["X-Robots-Tag"] == "noindex" and "no-store" in mine.headers["Cache-Control"]
        piece_url = lxml_html.fromstring(mine.content).xpath("//a[contains(@href,'/piece?')]/@href")[0]
        assert applicant.get(piece_url).content == PDF
        # Handed in: nothing changes any more.
        assert "/modifier" not in applicant.get(applicant.step(applicant.link(), "modifier")).url

    def test_a_draft_is_left_and_taken_up_again(self, applicant):
        left = applicant.send(population="beaucoup", eligible_cost="cher", applicant_kind="--NOVALUE--")
        assert "fait=enregistre" in left.url
        link = applicant.step(applicant.link(), "modifier")
        page = lxml_html.fromstring(applicant.get(link).content)
        assert page.xpath("//input[@name='form.widgets.population']/@value") == ["beaucoup"]
        assert not page.cssselect(".prai-error")
        # What is wrong is said when it is to be sent, and nothing is lost.
        answer = applicant.post(link, [*applicant.boxes(population="beaucoup", goals=""), ("verifier", "1")])
        tree = lxml_html.fromstring(answer.content)
        named = {
            node.get("href").removeprefix("#formfield-form-widgets-")
            for node in tree.cssselect(".prai-errors a")
        }
        assert "controle=1" in answer.url and named == {"population", "goals"}
        assert all(
            tree.get_element_by_id(f"formfield-form-widgets-{name}").cssselect(
                ".invalid-feedback, .fieldErrorBox, .prai-error"
            )
            for name in named
        )
        answer = applicant.post(link, [*applicant.boxes(), ("verifier", "1")])
        (dossier,) = applicant.dossiers()
        assert "/verifier?" in answer.url and dossier.population == 18000
        done = applicant.post(applicant.step(applicant.link(), "abandonner"))
        assert applicant.dossiers() == [] and "effac" in text(done) or "erased" in text(done)
        assert not applicants.query_store().applicants and applicant.get(link).status_code == 404

    def test_sent_twice_it_is_one_dossier(self, applicant):
        once = {"prai.once": "x" * 32, "prai.moment": applicant.token()}
        with ThreadPoolExecutor(4) as people:
            answers = list(people.map(lambda _n: applicant.send("verifier", raw=once), range(4)))
        transaction.begin()
        assert len(applicant.dossiers()) == 1 and {one.status_code for one in answers} == {200}
        with ThreadPoolExecutor(4) as people:
            done = list(people.map(lambda one: applicant.post(one.url), answers))
        transaction.begin()
        (dossier,) = applicant.dossiers()
        assert all(dossier.number in text(one) for one in done) and moves(dossier) == [None, "submit"]
        assert len(applicant.sent_to()) == 2

    def test_the_last_second_is_in_time_and_the_next_one_is_not(self, applied_site, applicant):
        call, kept = applicant.call, applicant.call.closes
        link = applicant.send("verifier").url

        def closes(seconds):
            call.closes = datetime.now() + timedelta(seconds=seconds)  # noqa: DTZ005 (as forms keep it)
            transaction.commit()

        try:
            closes(-1.5)
            # Who had the page open loses nothing, and is told that it is not handed in.
            late = applicant.post(link)
            (draft,) = applicant.dossiers()
            assert "fait=tard" in late.url and api.content.get_state(draft) == "draft"
            late = applicant.send("verifier", age=60, address="autre@gragnague.example")
            assert "fait=tard" in late.url and len(applicant.dossiers()) == 2
            assert applicant.dossiers()[1].summary == ANSWERS["summary"]
            # Who comes afterwards begins nothing.
            applicant.send("verifier", age=0, address="tard@gragnague.example", raw={"prai.moment": ""})
            assert len(applicant.dossiers()) == 2
            closes(2)
            assert "fait=depose" in applicant.post(link).url
            assert api.content.get_state(applicant.dossiers()[0]) == "submitted"
        finally:
            call.closes = kept
            transaction.commit()

    def test_it_is_completed_when_asked_for_with_a_reason(self, applicant):
        dossier = applicant.hand_in()
        act(dossier, "ask_completion")
        (asked,) = applicant.sent_to()
        assert "délibération" in asked.get_content() and dossier.number in asked["Subject"]
        link = applicant.link()
        assert "Il manque la délibération." in text(applicant.get(link))
        edit = applicant.step(link, "modifier")
        answer = applicant.post(
            edit, [*applicant.boxes(), ("verifier", "1")], [("deliberation", ("d.PDF", PDF, "x/y"))]
        )
        number = dossier.number
        assert "fait=depose" in applicant.post(answer.url).url
        assert dossier.number == number and api.content.get_state(dossier) == "submitted"
        assert acts(dossier).count("file_added") == 1
        assert moves(dossier) == [None, "submit", "ask_completion", "submit"]
        done = applicant.post(applicant.step(link, "abandonner"))
        assert "fait=retire" in done.url and api.content.get_state(dossier) == "withdrawn"
        assert "retiré" in applicant.sent_to()[-1]["Subject"]

    def test_what_officers_file_is_not_the_applicants_to_remove(self, applicant):
        dossier = applicant.hand_in(project_title="Portail $link")
        with api.env.adopt_roles(["Manager"]):
            api.content.create(
                dossier, "File", "courrier", title="Courrier", file=NamedBlobFile(PDF, filename="c.pdf")
            )
        act(dossier, "ask_completion")
        (asked,) = applicant.sent_to()
        # What an applicant writes is no word of our texts: a mail has the one link that its text has.
        assert asked.get_content().count("jeton=") == 1 and "jeton=" not in asked["Subject"]
        edit = applicant.step(applicant.link(), "modifier")
        applicant.post(
            edit,
            [*applicant.boxes(), ("retirer", "courrier"), ("enregistrer", "1")],
            [("deliberation", ("d.pdf", PDF, "x/y"))],
        )
        (own,) = [name for name in dossier.objectIds() if name != "courrier"]
        applicant.post(edit, [*applicant.boxes(), ("retirer", own), ("enregistrer", "1")])
        assert dossier.objectIds() == ["courrier"] and acts(dossier).count("file_removed") == 1

    def test_another_site_chooses_no_mark(self, applicant):
        chosen = "c" * 32
        for place, kept in (("cross-site", False), ("same-origin", True)):
            page = requests.post(
                applicant.url, data={"prai.once": chosen}, headers={"Sec-Fetch-Site": place}, timeout=60
            )
            assert (chosen in page.text) is kept

    def test_hostile_answers_are_answers(self, applicant):
        for changed in (
            {"summary": "A" * 3001, "goals": "\x00\ud800".encode("utf-8", "surrogatepass")},
            {"lead_name": ["A", "B"], "population": ["1", "2"], "commune": "<script>alert(1)</script>"},
            {"population": "9" * 400, "eligible_cost": "-1", "other_funding": " " * 3000 + ":"},
            {"applicant_kind": "nimporte", "project_kinds": ["../..", "{}"], "requirement_1": "x" * 500},
        ):
            answer = applicant.send("verifier", **changed)
            assert answer.status_code == 200 and "<script>alert(1)" not in answer.text, (
                changed,
                answer.status_code,
                answer.url,
                answer.headers,
                answer.text[:300],
                text(answer)[:1500],
            )
            applicant.forget()
        assert applicant.send(summary="A" * 20_001).status_code == 200 and applicant.dossiers() == []
        for file in (
            ("devis.pdf", b"<html><script>alert(1)</script>", "application/pdf"),
            ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
            ("vide.pdf", b"", "application/pdf"),
            ("gros.pdf", PDF + b"0" * uploads.LARGEST, "application/pdf"),
        ):
            answer = applicant.send(files=[("other_files", file)])
            assert answer.status_code == 200 and file[0] in text(answer) and applicant.dossiers() == []
        answer = applicant.send(files=[("other_files", ("../../x\x00<b>.html", PDF, "text/html"))])
        ((piece,),) = [one.objectValues() for one in applicant.dossiers()]
        assert (
            piece.file.filename == "x b .html.pdf".replace(" ", "")
            and piece.file.contentType == "application/pdf"
        )

    def test_a_robot_leaves_nothing(self, applicant):
        applicant.send(age=0)
        applicant.send(raw={"telecopie": "05"})
        applicant.send(raw={"prai.moment": "1.a"})
        applicant.send(address="pas une adresse")
        assert applicant.dossiers() == [] and applicant.sent() == []
        codes = [applicant.send(address=f"r{n}@robot.example").status_code for n in range(7)]
        assert codes == [200] * 5 + [429] * 2 and len(applicant.dossiers()) == 5

    def test_a_lost_link_is_sent_again_to_its_address_alone(self, applicant):
        dossier = applicant.hand_in()
        url = f"{applicant.base}/mon-dossier"
        said = []
        for address in (TOWN.upper(), "inconnu@gragnague.example"):
            answer = applicant.post(url, {"adresse": address, "prai.moment": applicant.token()}.items())
            said.append(text(answer))
        assert said[0] == said[1] and [mail["To"] for mail in applicant.sent()] == []
        moment = lxml_html.fromstring(applicant.get(url).content).xpath(
            "//input[@name='prai.moment']/@value"
        )[0]
        assert moment
        assert applicant.get(f"{url}?jeton=faux").status_code == 404
        for bad in (
            "jeton=%00",
            "jeton=a&jeton=b",
            "dossier=" + dossier.UID(),
            "dossier=x",
            "jeton=" + "a" * 9000,
        ):
            answer = applicant.get(f"{url}?{bad}")
            assert answer.status_code in (200, 404) and dossier.number not in answer.text
        for step in ("modifier", "verifier", "abandonner", "piece"):
            assert applicant.get(f"{url}/{step}?jeton=faux").status_code == 404
        assert applicant.get(f"{url}/autre").status_code == 404

    def test_an_account_finds_its_own(self, applicant):
        auth, other = ("elue", PASSWORD), ("redactrice", PASSWORD)
        page = lxml_html.fromstring(applicant.get(applicant.url, auth).content)
        proof = page.xpath("//input[@name='_authenticator']/@value")[:1]
        applicant.send(auth=auth, raw={"_authenticator": proof[0]} if proof else {})
        (dossier,) = applicant.dossiers()
        assert dict(dossier.get_local_roles()) == {"elue": ("Owner",)}
        listed = lxml_html.fromstring(applicant.get(f"{applicant.base}/mon-dossier", auth).content)
        (link,) = listed.xpath("//a[contains(@href,'dossier=')]/@href")
        assert ANSWERS["project_title"] in text(applicant.get(link, auth))
        assert applicant.get(link, other).status_code == 404 and applicant.get(link).status_code == 404

    def test_nobody_else_reads_it(self, applied_site, applicant, admin_auth):
        dossier = applicant.hand_in(
            summary="motsecret", files=[("deliberation", ("motsecret.pdf", PDF, "x/y"))]
        )
        path = f"/dossiers/{dossier.getId()}"
        piece = dossier.objectIds()[0]
        for auth in (None, ("redactrice", PASSWORD)):
            for place, accept in (
                (path, "text/html"), (path, "application/json"), (f"{path}/{piece}", "application/json"),
                (f"{path}/{piece}/@@download/file", "text/html"), (f"{path}/@history", "application/json"),
                ("/dossiers", "application/json"), ("/trouver?q=motsecret", "text/html"),
                ("/@search?SearchableText=motsecret&metadata_fields=_all", "application/json"),
                ("/@changes", "application/json"), ("/mon-dossier", "text/html"), ("/appels/innovants", "application/json"),
            ):  # fmt: skip
                answer = requests.get(
                    applicant.base + place, headers={"Accept": accept}, auth=auth, timeout=60
                )
                assert answer.status_code < 500, place
                words = (dossier.number, TOWN, dossier.getId(), ANSWERS["project_title"])
                assert not [word for word in words if word in answer.text and word not in place], (
                    place,
                    auth,
                )
        for auth in (("agente", PASSWORD), admin_auth):
            assert requests.get(applicant.base + path, auth=auth, timeout=60).status_code == 200
        stored = str([vars(dossier), dict(dossier.__annotations__)])
        assert applicant.link().partition("jeton=")[2] not in stored

    def test_reminders_leave_once(self, applied_site, applicant):
        applicant.send()
        applicant.empty()
        end = moment(applicant.call.closes)
        assert remind_due() == (0, 0) and remind_due(end - timedelta(days=6)) == (1, 0)
        assert remind_due(end - timedelta(days=5)) == (0, 0) and remind_due(end + timedelta(days=1)) == (0, 0)
        transaction.commit()
        (mail,) = applicant.sent_to()
        assert "brouillon" in mail.get_content() and mail["Auto-Submitted"] == "auto-generated"
        applicant.forget()
        dossier = applicant.hand_in()
        act(dossier, "ask_completion")
        applicant.empty()
        assert remind_due() == (0, 0)
        later = datetime.now(UTC) + timedelta(days=11)
        assert remind_due(later) == (1, 0) and remind_due(later) == (0, 0)
        transaction.commit()
        assert "Il manque la délibération." in applicant.sent_to()[-1].get_content()
        assert acts(dossier).count("reminded") == 1

    def test_what_came_on_paper_is_a_dossier_like_the_others(self, applied_site, applicant):
        url, auth = f"{applicant.call.absolute_url()}/@@saisir-un-dossier", ("agente", PASSWORD)
        assert applicant.get(url, ("redactrice", PASSWORD)).status_code in (401, 403, 404) or "login" in url
        page = lxml_html.fromstring(applicant.get(url, auth).content)
        proof = [("_authenticator", one) for one in page.xpath("//input[@name='_authenticator']/@value")[:1]]
        for wrong in ("2005-01-01T10:00", "2999-01-01T10:00", "hier"):
            applicant.post(url, [*applicant.boxes(), *proof, ("recu", wrong)], auth=auth)
        assert applicant.dossiers() == []
        kept = applicant.call.closes
        applicant.call.closes = datetime.now() - timedelta(days=1)  # noqa: DTZ005 (as forms keep it)
        transaction.commit()
        try:
            answer = applicant.post(
                url, [*applicant.boxes(goals=None), *proof, ("recu", "2026-01-05T10:30"), ("adresse", TOWN)],
                [("scan", ("scan.jpg", b"\xff\xd8\xff\xe0" + b"0" * 50, "image/jpeg"))], auth,
            )  # fmt: skip
        finally:
            applicant.call.closes = kept
            transaction.commit()
        (dossier,) = applicant.dossiers()
        assert answer.status_code == 200 and api.content.get_state(dossier) == "submitted"
        assert (dossier.channel, dossier.received_on) == ("paper", datetime(2026, 1, 5, 10, 30))
        assert dossier.number and dossier.get_local_roles() == () and len(dossier.objectIds()) == 1
        (line,) = [line for line in journal.lines_of(dossier) if line.act == "paper"]
        assert line.actor == "agente" and "après la clôture" in line.detail
        (receipt,) = applicant.sent_to()
        assert (
            dossier.number in text(applicant.get(applicant.link())) and dossier.number in receipt["Subject"]
        )

    def test_the_blank_dossier_asks_the_same_questions(self, applicant):
        answer = applicant.get(f"{applicant.call.absolute_url()}/@@dossier-vierge.pdf")
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/pdf"
        pages = PdfReader(BytesIO(answer.content))
        said = " ".join(" ".join(page.extract_text() for page in pages.pages).split())
        assert (
            "Dépenses éligibles" in said
            and "Un référent est nommé" in said
            and "Une question des agents" in said
        )
        assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]

    def test_what_is_kept_of_an_address_is_shown_and_erased(self, applicant):
        dossier = applicant.hand_in()
        applicant.send()
        kept = applicants.export(TOWN.upper())
        assert [one["state"] for one in kept] == ["submitted", "draft"]
        assert kept[0]["number"] == dossier.number and any(
            row["value"] == ANSWERS["summary"] for row in kept[0]["answers"]
        )
        assert applicants.erase(TOWN) == 2 and applicants.export(TOWN) == []
        (left,) = applicant.dossiers()
        everything = str(
            [vars(left), left.answers, dict(left.__annotations__), applicants.query_store().applicants]
        )
        assert "gragnague.example" not in everything and ANSWERS["contact_phone"] not in everything
        applicants.erase_application(left)
        assert applicant.dossiers() == [] and not applicants.query_store().links
        transaction.commit()
