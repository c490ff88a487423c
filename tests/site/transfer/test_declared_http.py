"""After « nous l'avons repris »: rejection, once a year, changes, the end of an address."""

from collective.prai.interfaces import IToRead
from collective.prai.transfer import declarants
from collective.prai.transfer.declarants import declarant_of
from collective.prai.transfer.declarants import forget_of
from collective.prai.transfer.declarants import kept_of
from collective.prai.transfer.declarants import query_store
from collective.prai.transfer.declaring import views
from collective.prai.transfer.declaring.yearly import ask_due
from collective.prai.transfer.declaring.yearly import Asked
from collective.prai.transfer.declaring.yearly import erase_old
from datetime import date
from dateutil.relativedelta import relativedelta
from plone import api
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.transfer.declarations import act
from tests.site.transfer.declarations import PASSWORD
from tests.site.transfer.declarations import REVIEWER
from tests.site.transfer.declarations import TOWN
from tests.site.transfer.declarations import wrong_fields
import re
import requests
import time
import transaction


class TestAfterwards:
    def test_a_rejection_is_told_without_its_reason(self, visitor):
        reuse = visitor.confirmed()
        act(reuse, "reject", comment="Doublon de la fiche 12.")
        (mail,) = visitor.sent()
        assert mail["To"] == TOWN and "Doublon" not in str(mail) and "Gragnague" in mail.get_content()
        assert declarant_of(reuse).until == date.today() + relativedelta(months=3)

    def test_is_it_still_true(self, declared_site, visitor):
        reuse = visitor.confirmed()
        act(reuse, "publish")
        visitor.empty()
        today = date.today()
        assert ask_due(today) == Asked() and ask_due(today + relativedelta(months=11)) == Asked()
        next_year = today + relativedelta(months=12)
        assert ask_due(next_year) == Asked(mails=1) and ask_due(next_year) == Asked()
        link = visitor.link()
        page = requests.get(link, timeout=60, headers={"Accept-Language": "fr"})
        assert "Gragnague" in page.text and TOWN not in page.text
        transaction.begin()
        reuse.confirmed_on = today - relativedelta(months=12)
        transaction.commit()
        assert visitor.post(link, {"vrai": "oui"}).history == []
        assert reuse.confirmed_on == today and api.content.get_state(reuse) == "published"
        assert visitor.post(link, {"vrai": "oui"}).status_code == 404

    def test_a_change_goes_to_the_reviewer_first(self, declared_site, visitor):
        reuse = visitor.confirmed()
        act(reuse, "publish")
        visitor.empty()
        assert ask_due(date.today() + relativedelta(months=12)).mails == 1
        link = visitor.link()
        visitor.empty()
        change = {"change": "oui", "avancement": "abandoned", "depuis": "2025", "resultat": ""}
        assert wrong_fields(visitor.post(link, change)) == {"resultat"}
        assert wrong_fields(visitor.post(link, {"change": "oui", "avancement": "\x00"})) == {"avancement"}
        assert (
            visitor.post(link, change | {"resultat": "Plus d'animateur <i>depuis</i> 2025."}).status_code
            == 200
        )
        assert reuse.stage == "in-service" and IToRead.providedBy(reuse)
        (told,) = visitor.sent_to(REVIEWER)
        assert f"/reprises/{reuse.getId()}/@@prai-declarant" in told.get_content() and TOWN not in str(told)
        assert ask_due(date.today() + relativedelta(months=24)) == Asked()
        desk, page = f"{visitor.base}/@@prai-redaction", f"{reuse.absolute_url()}/@@prai-declarant"
        with requests.Session() as reviewer:
            reviewer.auth = ("relecteur", PASSWORD)
            assert (
                reuse.getId()
                in reviewer.get(desk, timeout=60)
                .text.partition('id="reprises"')[2]
                .partition("</section>")[0]
            )
            shown = reviewer.get(page, timeout=60)
            assert f"mailto:{TOWN}" in shown.text and "animateur" in shown.text
            token = re.search(r'name="_authenticator"\s+value="(\w+)"', shown.text)[1]
            assert reviewer.post(page, data={"reprendre": "1"}, timeout=60).status_code == 403
            reviewer.post(page, data={"reprendre": "1", "_authenticator": token}, timeout=60)
            transaction.begin()
            assert (reuse.stage, reuse.date, reuse.confirmed_on) == ("abandoned", "2025", date.today())
            assert (
                "Toutes les mairies" in reuse.outcome.raw and "&lt;i&gt;depuis&lt;/i&gt;" in reuse.outcome.raw
            )
            assert not IToRead.providedBy(reuse)
            reviewer.post(page, data={"effacer": "1", "_authenticator": token}, timeout=60)
            transaction.begin()
        assert declarant_of(reuse) is None
        assert (
            requests.get(page, auth=("redactrice", PASSWORD), timeout=60, allow_redirects=False).status_code
            != 200
        )

    def test_addresses_go_on_their_day_or_when_asked(self, declared_site, visitor):
        reuse, today = visitor.confirmed(), date.today()
        assert erase_old(today + relativedelta(months=24), time.time()) == 0
        assert (
            query_store().spent
            and erase_old(today, time.time() + 3 * 24 * 3600) == 0
            and not query_store().spent
        )
        assert erase_old(today + relativedelta(months=25), time.time()) == 1 and declarant_of(reuse) is None
        transaction.abort()
        (kept,) = kept_of(TOWN.upper())
        assert (kept["address"], kept["reuse"]) == (TOWN, reuse.UID()) and kept_of("x@y.example") == []
        assert forget_of(f" {TOWN.upper()} ") == 1 and declarant_of(reuse) is None and forget_of(TOWN) == 0
        transaction.abort()
        with api.env.adopt_roles(["Manager"]):
            api.content.rename(reuse, "autre-nom")
            assert declarant_of(reuse).email == TOWN
            api.content.delete(reuse)
        assert not query_store().declarants
        transaction.abort()

    def test_an_address_has_so_many_declarations_at_once(self, visitor, monkeypatch):
        monkeypatch.setattr(views, "WAITING", 1)
        visitor.confirmed()
        visitor.declare(organisation="Commune de Lavalette")
        assert visitor.post(visitor.link()).status_code == 200 and len(visitor.reuses()) == 1

    def test_an_example_and_an_import_tell_nobody(self, declared_site, visitor):
        item = make(
            declared_site,
            "prai.Reuse",
            "confirmed",
            title="Exemple",
            original=relate(visitor.sheet),
            example=True,
        )
        act(item, "publish")
        other = make(
            declared_site, "prai.Reuse", "confirmed", title="Importée", original=relate(visitor.sheet)
        )
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(other, "publish", tell_nobody=True)
        transaction.commit()
        assert visitor.sent() == []

    def test_the_annotation_has_one_name(self):
        assert declarants.KEY == "collective.prai.declarants"
