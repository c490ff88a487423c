"""Instruction and jury over HTTP: two officers, two jurors, one conflict, one decision, nothing lost."""

from collective.prai.programme.journal import is_whole
from collective.prai.programme.journal import lines_of
from decimal import Decimal
from lxml import html
from plone import api
from tests.site.programme.officers import accounts
from tests.site.programme.officers import body
from tests.site.programme.officers import CONTACT
from tests.site.programme.officers import hidden
from tests.site.programme.officers import HOSTILE
from tests.site.programme.officers import make_call
from tests.site.programme.officers import make_dossier
from tests.site.programme.officers import make_session
from tests.site.programme.officers import PASSWORD
from tests.site.programme.officers import Person
from types import SimpleNamespace
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import csv
import io
import pytest
import requests
import transaction


JSON = {"Accept": "application/json"}


def state(obj):
    transaction.begin()
    return api.content.get_state(obj)


def acts(obj):
    transaction.begin()
    return [line.act for line in lines_of(obj)]


class TestInstruction:
    @pytest.fixture(scope="class")
    def site(self, class_site):
        portal = class_site
        accounts()
        api.portal.set_registry_record("plone.email_from_address", "centre@prai.example")
        call = make_call(portal)
        dossier = make_dossier(portal, call, state="submitted")
        other = make_dossier(
            portal, call, number="PRAI-2006-0008", title=HOSTILE, lead_name="+Commune de Lévignac",
            summary=HOSTILE, state="eligible",
        )  # fmt: skip
        session = make_session(portal)
        transaction.commit()
        names = ("anne", "paul", "lea", "marc", "sans-siege", "editrice")
        return SimpleNamespace(
            portal=portal, base=portal.absolute_url(), call=call, dossier=dossier, other=other, session=session,
            **{name.replace("-", "_"): Person(name) for name in names},
        )  # fmt: skip

    def test_desk_and_table(self, site):
        desk = site.anne.get(f"{site.base}/dossiers?agent=personne&etat=submitted&tri=cout&b_start=9%00")
        assert desk.status_code == 200 and "PRAI-2006-0007" in desk.text and "PRAI-2006-0008" not in desk.text
        for query in (
            "etat=inconnu&appel=x&agent=%00&mots=" + "a" * 3000,
            "etat=a&etat=b&tri=zz",
            "retard=1",
        ):
            assert site.anne.get(f"{site.base}/dossiers?{query}").status_code == 200
        assert "<script>alert" not in site.anne.get(f"{site.base}/dossiers").text
        table = site.anne.get(f"{site.base}/dossiers/@@prai-dossiers.csv")
        assert "no-store" in table.headers["Cache-Control"]
        rows = list(csv.reader(io.StringIO(table.text)))
        assert len(rows) == 3 and not any(
            cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row
        )
        assert CONTACT not in table.text
        for stranger in (site.editrice, site.sans_siege):
            assert "PRAI-2006" not in stranger.get(f"{site.base}/dossiers").text
            assert "PRAI-2006" not in stranger.get(f"{site.base}/dossiers/@@prai-dossiers.csv").text

    def test_login_leads_to_the_desk(self, site):
        for name, place in (("anne", "/dossiers"), ("lea", "/seances"), ("editrice", "/@@prai-redaction")):
            answer = requests.post(
                f"{site.base}/login",
                data={"__ac_name": name, "__ac_password": PASSWORD, "buttons.login": "Log in"},
                allow_redirects=False,
                timeout=60,
            )
            assert answer.headers["Location"] == f"{site.base}{place}"

    def test_the_story_of_one_dossier(self, site):
        url, session_url = site.dossier.absolute_url(), site.session.absolute_url()
        # Rules and aid are computed; another decision needs its reason, and two officers see each other.
        page = body(site.anne.post(url, do="recompute"))
        assert "41 025" in page.replace("\u202f", " ").replace("\xa0", " ")
        transaction.begin()
        assert site.dossier.computed_aid == Decimal("65640.00")
        rule = site.dossier.eligibility[0]["rule"]
        seen_by_paul = site.paul.get(url)
        token = hidden(seen_by_paul, "override")
        refused = site.anne.post(
            url, do="override", rule=rule, override="warning", override_reason=" ", seen=token
        )
        assert "pas" in body(refused) or "reason" in body(refused)
        transaction.begin()
        assert not site.dossier.eligibility[0]["override"]
        site.anne.post(
            url, do="override", rule=rule, override="warning", override_reason="Statuts à jour", seen=token
        )
        late = site.paul.post(
            url, seen_by_paul, do="override", rule=rule, override="no", override_reason="Non", seen=token
        )
        transaction.begin()
        assert site.dossier.eligibility[0]["override"] == "warning" and "Non</textarea>" in late.text
        site.anne.post(url, do="recompute")
        transaction.begin()
        assert site.dossier.eligibility[0]["override_reason"] == "Statuts à jour"
        # The note: both texts are on the page, the second save knows what it does.
        note = hidden(seen_by_paul, "note")
        site.anne.post(url, do="note", internal_note="Appeler la trésorerie.", seen=note)
        clash = site.paul.post(url, seen_by_paul, do="note", internal_note="Vu avec le maire.", seen=note)
        assert "Appeler la trésorerie." in clash.text and "Vu avec le maire." in clash.text
        transaction.begin()
        assert site.dossier.internal_note == "Appeler la trésorerie."
        both = "Appeler la trésorerie. Vu avec le maire."
        site.paul.post(url, do="note", internal_note=both, seen=hidden(clash, "note"))
        site.anne.post(url, do="assign", assigned_to="anne", seen=hidden(site.anne.get(url), "assign"))
        assert "anne" not in site.anne.post(url, do="assign", assigned_to="nemo", seen="x").url
        transaction.begin()
        assert (site.dossier.internal_note, site.dossier.assigned_to) == (both, "anne")
        # A colleague who moved it meanwhile is not overtaken.
        site.anne.post(url, do="act", action="declare_eligible", state="submitted", comment="")
        site.paul.post(url, do="act", action="declare_ineligible", state="submitted", comment="Non")
        assert state(site.dossier) == "eligible"
        # Agenda, convocation: jurors read from then on.
        assert site.lea.get(url).status_code == 404 and site.lea.get(session_url).status_code == 404
        page = site.anne.get(session_url)
        seen = hidden(page, "add")
        site.anne.post(session_url, page, do="add", dossier=[site.dossier.UID(), site.other.UID()], seen=seen)
        assert state(site.dossier) == state(site.other) == "before_jury"
        site.paul.post(session_url, page, do="add", dossier=[site.dossier.UID()], seen=seen)
        site.anne.post(session_url, do="act", action="convene", comment="")
        assert state(site.session) == "convened" and acts(site.session).count("told") == 1
        assert site.lea.get(url).status_code == site.marc.get(url).status_code == 200
        assert site.sans_siege.get(url).status_code == site.editrice.get(url).status_code == 404
        for juror in (site.lea, site.marc):
            shown = juror.get(url).text + juror.get(url, headers=JSON).text
            assert CONTACT not in shown and both not in shown and "Inscrire les enfants" in shown
            assert "note" not in juror.get(url, headers=JSON).json().get("internal_note", "")
        # A review is a draft of its juror, complete when given, one a dossier.
        form = f"{session_url}/@@avis"
        review = f"{form}?dossier={site.dossier.UID()}"
        wrong = site.lea.post(
            form,
            site.lea.get(review),
            dossier=site.dossier.UID(),
            do="give",
            **{"score-0": "9", "score-1": "x"},
        )
        assert wrong.status_code == 200 and acts(site.dossier).count("review_give") == 0
        half = site.lea.post(
            form, site.lea.get(review), dossier=site.dossier.UID(), do="give", **{"score-0": "4"}
        )
        assert "4" in half.text and acts(site.dossier).count("review_give") == 0
        assert "100" not in body(site.lea.get(review)).partition("Exemplarité")[0]
        marks = {"score-0": "4", "score-1": "7,5", "recommendation": "favourable", "comment": HOSTILE}
        done = site.lea.post(form, site.lea.get(review), dossier=site.dossier.UID(), do="give", **marks)
        assert acts(site.dossier).count("review_give") == 1 and "78,3" in body(done)
        transaction.begin()
        assert len(site.session.objectIds()) == 1
        # Averages are hidden from who has not given hers.
        comparison = f"{session_url}/@@comparaison"
        assert "78,3" in site.anne.get(comparison).text and "78,3" in site.lea.get(comparison).text
        for place in (comparison, f"{comparison}.csv", session_url, f"{site.base}/seances"):
            assert "78,3" not in site.marc.get(place).text.replace("78.3", "78,3")
        table = list(csv.reader(io.StringIO(site.anne.get(f"{comparison}.csv").text)))
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)
        item = f"{session_url}/{site.session.objectIds()[0]}"
        assert [one.get(item).status_code for one in (site.lea, site.anne, site.marc)] == [200, 200, 404]
        # A conflict closes the dossier at once, everywhere, and is not undone by a program.
        conflict = f"{session_url}/@@avis?dossier={site.other.UID()}"
        site.marc.post(form, site.marc.get(conflict), dossier=site.other.UID(), do="conflict")
        assert site.marc.get(site.other.absolute_url()).status_code == 200
        site.marc.post(form, site.marc.get(conflict), dossier=site.other.UID(), do="conflict", sure="1")
        for place in (site.other.absolute_url(), conflict):
            assert site.marc.get(place).status_code == 404
        for place in (
            session_url,
            comparison,
            f"{comparison}.csv",
            f"{site.base}/seances",
            f"{site.base}/@@search?SearchableText=cmd",
        ):
            assert "PRAI-2006-0008" not in site.marc.get(place).text and "cmd|" not in body(
                site.marc.get(place)
            )
        found = site.marc.get(f"{site.base}/@search?portal_type=prai.Application", headers=JSON).json()
        assert [one["@id"] for one in found["items"]] == [url]
        transaction.begin()
        own = next(one for one in site.session.objectIds() if site.session[one].juror == "marc")
        site.marc.http.patch(
            f"{session_url}/{own}", json={"conflict_of_interest": False}, headers=JSON, timeout=60
        )
        assert site.marc.get(site.other.absolute_url()).status_code == 404
        assert site.lea.get(site.other.absolute_url()).status_code == 200
        # The booklet: a chapter each, no address, nothing hidden.
        pdf = site.marc.get(f"{session_url}/@@livret.pdf")
        assert pdf.content.startswith(b"%PDF") and "no-store" in pdf.headers["Cache-Control"]
        # The opinion of the jury, then the decision, with its facts at every door.
        site.anne.post(session_url, do="opinion", uid=site.dossier.UID(), opinion="with-reservations",
                       opinion_comment="Mutualiser.", seen=hidden(site.anne.get(session_url), "opinion"))  # fmt: skip
        assert state(site.dossier) == "opinion_given"
        refused = site.anne.http.post(f"{url}/@workflow/award", json={}, headers=JSON, timeout=60)
        assert refused.status_code == 400 and state(site.dossier) == "opinion_given"
        decision = f"{url}/@@decision"
        page = site.anne.get(decision)
        assert '65\u202f640,00"' in page.text
        values = {
            "action": "award",
            "decision_body": "Commission permanente",
            "decision_on": "2007-03-12",
            "awarded_aid": "70 000 €",
        }
        values["seen"] = html.fromstring(page.text).xpath('//input[@name="seen"]/@value')[0]
        assert (
            "70 000" in site.anne.post(decision, page, **values).text
            and state(site.dossier) == "opinion_given"
        )
        bad = site.anne.post(decision, page, **(values | {"awarded_aid": "beaucoup", "decision_act": "1"}))
        assert "beaucoup" in bad.text and state(site.dossier) == "opinion_given"
        site.paul.http.patch(url, json={"decision_act": "07-CP-0001"}, timeout=60,
                             headers=JSON | {"If-Match": site.paul.get(url, headers=JSON).headers["ETag"]})  # fmt: skip
        clash = site.anne.post(decision, page, **(values | {"decision_act": "07-CP-0312"}))
        assert (
            "07-CP-0001" in clash.text
            and "07-CP-0312" in clash.text
            and state(site.dossier) == "opinion_given"
        )
        values["seen"] = html.fromstring(clash.text).xpath('//input[@name="seen"]/@value')[0]
        done = body(site.anne.post(decision, clash, **(values | {"decision_act": "07-CP-0312"})))
        done = done.replace("\u202f", " ").replace("\xa0", " ")
        assert state(site.dossier) == "awarded" and "70 000 €" in done and "50 000 €" in done
        # The letter: seen, changed, kept, told.
        letter = f"{url}/@@courrier?modele=favorable"
        page = site.anne.get(letter)
        assert "07-CP-0312" in page.text and "Mission TIC" in page.text
        assert "70\xa0000\xa0€" in page.text.replace("\u202f", "\xa0") and "Jours de conseil" not in page.text
        assert "<title>Courrier" in page.text
        letter = f"{url}/@@courrier"
        preview = site.anne.post(
            letter, page, do="preview", modele="favorable", subject="Objet", body="<b>Texte</b>"
        )
        assert preview.content.startswith(b"%PDF")
        site.anne.post(
            letter, page, do="send", modele="favorable", subject="Votre dossier", body="Bonjour", mail="1"
        )
        transaction.begin()
        (kept,) = site.dossier.objectValues()
        assert kept.file.data.startswith(b"%PDF") and acts(site.dossier)[-1] == "letter"
        assert CONTACT in site.portal.MailHost.messages[-1].decode()
        # The journal tells all of it, is whole, and no door edits it.
        told = acts(site.dossier)
        for act in (
            "override",
            "assign",
            "edit",
            "declare_eligible",
            "to_jury",
            "review_give",
            "give_opinion",
            "award",
        ):
            assert act in told
        assert is_whole(site.dossier) and "review_conflict" in acts(site.other)
        etag = site.anne.get(url, headers=JSON).headers["ETag"]
        site.anne.http.patch(
            url, json={"journal": [], "workflow_history": {}}, headers=JSON | {"If-Match": etag}, timeout=60
        )
        assert acts(site.dossier) == told

    def test_programs_name_the_version_they_change(self, site):
        url = site.other.absolute_url()
        tag = site.anne.get(url, headers=JSON).headers["ETag"]
        send = lambda text, **headers: site.anne.http.patch(  # noqa: E731
            url, json={"goals": text}, headers=JSON | headers, timeout=60
        )
        assert send("Un").status_code == 428
        assert send("Deux", **{"If-Match": tag}).status_code == 204
        late = send("Trois", **{"If-Match": tag})
        assert late.status_code == 412 and late.json()["now"]["goals"] == "Deux"

    def test_the_form_keeps_what_a_colleague_saved(self, site):
        url = f"{site.other.absolute_url()}/edit"
        api.portal.set_registry_record("plone.lock_on_ttw_edit", False)
        transaction.commit()
        pages = {name: html.fromstring(getattr(site, name).get(url).text) for name in ("anne", "paul")}

        def send(name, **changes):
            form = next(one for one in pages[name].forms if "form.widgets.summary" in one.fields)
            fields = {**dict(form.form_values()), "form.buttons.save": "Save", **changes}
            return getattr(site, name).http.post(url, data=fields, timeout=60)

        assert send("anne", **{"form.widgets.goals": "Écrit par Anne"}).url == site.other.absolute_url()
        # Another field of the same form: both are kept.
        assert send("paul", **{"form.widgets.users": "Écrit par Paul"}).url == site.other.absolute_url()
        transaction.begin()
        assert (site.other.goals, site.other.users) == ("Écrit par Anne", "Écrit par Paul")
        clash = send("paul", **{"form.widgets.goals": "Autre chose"})
        transaction.begin()
        assert (
            site.other.goals == "Écrit par Anne"
            and "Écrit par Anne" in clash.text
            and "Autre chose" in clash.text
        )
        pages["paul"] = html.fromstring(clash.text)
        send("paul", **{"form.widgets.goals": "Les deux"})
        transaction.begin()
        assert site.other.goals == "Les deux"

    def test_a_seat_that_is_lost_is_a_dossier_that_is_lost(self, site):
        transaction.begin()
        url = site.dossier.absolute_url()
        other = site.other.absolute_url()
        assert site.lea.get(other).status_code == 200
        with api.env.adopt_roles(["Manager"]):
            site.session.members = [{"account": "marc", "seat": "Association des maires"}]
            notify(ObjectModifiedEvent(site.session))
        transaction.commit()
        assert site.lea.get(other).status_code == site.lea.get(site.session.absolute_url()).status_code == 404
        found = site.lea.get(f"{site.base}/@search?portal_type=prai.Application", headers=JSON).json()
        assert found["items"] == [] and site.marc.get(url).status_code == 404
