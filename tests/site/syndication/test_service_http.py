"""The page of the site setup and the address for monitoring."""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.outbox import remove_outbox
from collective.prai.syndication.reconcile import Reconciliation
from collective.prai.syndication.sweep import sweep
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.conftest import make
from tests.site.conftest import words
import pytest
import requests
import time
import transaction


PAGE = "@@prai-diffusion-controlpanel"


@pytest.fixture(scope="class")
def site(class_site):
    for number in range(3):
        make(class_site, "prai.HowTo", "published", title=f"Fiche {number}")
    sweep(class_site)
    transaction.commit()
    return class_site


@pytest.fixture
def keeper():
    session = requests.Session()
    session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    session.headers["Accept-Language"] = "en"
    return session


def warnings(page):
    return [words(html.tostring(item, encoding="unicode")) for item in page.xpath("//main//li")]


class TestPage:
    def read(self, site, keeper):
        answer = keeper.get(f"{site.absolute_url()}/{PAGE}", timeout=60)
        assert answer.status_code == 200
        page = html.fromstring(answer.text)
        cells = [[words(html.tostring(cell, encoding="unicode")).strip() for cell in (row[0][0], row[1])] for row in
                 page.xpath("//main//tbody/tr")]  # fmt: skip
        alerts = "".join(words(html.tostring(alert, encoding="unicode")) for alert in
                         page.xpath("//main//*[contains(@class, 'alert-')]"))  # fmt: skip
        return {row[0]: row[1] for row in cells}, alerts, page

    def test_in_turn(self, site, keeper):
        outbox = query_outbox(site)
        figures, alerts, page = self.read(site, keeper)
        assert len(figures) == 8 and "3" in figures.values()
        assert f"{outbox.epoch}.{outbox.head}" in figures.values()
        # Never reconciled, and no public address in a test.
        assert len(page.xpath("//main//*[contains(@class, 'alert-')]//li")) == 2

        transaction.begin()
        outbox.reconciliation = Reconciliation(int(time.time()), refused=1234, failed=7)
        outbox.plan("a" * 32, int(time.time()) - 4321)
        transaction.commit()
        figures, alerts, page = self.read(site, keeper)
        assert len(page.xpath("//main//*[contains(@class, 'alert-')]//li")) == 4
        assert "1234" in alerts and "7" in alerts and "432" in alerts
        assert len(figures) == 10
        sweep(site)
        transaction.commit()

        answer = keeper.post(f"{site.absolute_url()}/{PAGE}", data={"recheck": "1"}, timeout=60)
        assert answer.status_code == 403
        transaction.begin()
        assert not outbox.pending
        (form,) = [form for form in page.forms if form.action and PAGE in form.action]
        data = dict(form.form_values()) | {"recheck": "1"}
        for _time in ("once", "again"):
            answer = keeper.post(f"{site.absolute_url()}/{PAGE}", data=data, timeout=60)
            assert answer.status_code == 200 and answer.url.endswith(PAGE)
            transaction.begin()
            assert len(list(outbox.pending)) == 3
        head = outbox.head
        sweep(site)
        transaction.commit()
        assert outbox.head == head


class TestHealth:
    def ask(self, site):
        return requests.get(f"{site.absolute_url()}/diffusion/etat.json", timeout=60)

    def test_in_turn(self, site):
        answer = self.ask(site)
        outbox = query_outbox(site)
        assert answer.json() == {
            "ok": True, "items": 3, "lag": 0, "updated": answer.json()["updated"],
        }  # fmt: skip
        assert answer.json()["updated"].startswith(time.strftime("%Y-"))
        assert answer.headers["Cache-Control"] == "no-store"
        outbox.plan("a" * 32, int(time.time()) - 100)
        transaction.commit()
        assert self.ask(site).json()["ok"] is False and self.ask(site).json()["lag"] >= 100
        outbox.reset()
        transaction.commit()
        assert self.ask(site).json() == {"ok": True, "items": 0, "lag": 0, "updated": None}
        remove_outbox()
        transaction.commit()
        assert self.ask(site).status_code == 404
