"""« Suis-je éligible ? » as visitors and programs ask for it: rules, aid, deadline, and wrong input."""

from collective.prai.programme import windows
from datetime import timedelta
from plone import api
from tests.site.conftest import make
from tests.site.conftest import words
from tests.site.programme.calls import CALL
import pytest
import requests
import transaction


GRAGNAGUE, PAGE, SERVICE = "31228", "/@@suis-je-eligible", "/@eligibility"
JSON = {"Accept": "application/json"}
#: Values that people or robots send, and a word of the sentence on each.
WRONG = [
    ("commune", "75056", "75056"),
    ("commune", "x" * 10_000, "INSEE"),
    ("commune", "312\x0028", "INSEE"),
    ("type", "royaume", "royaume"),
    ("habitants", "-3", "habitants"),
    ("habitants", "9" * 400, "habitants"),
    ("cout", "beaucoup", "beaucoup"),
    ("cout", "NaN", "NaN"),
    ("cout", "-1", "-1"),
    ("cout-total", "1e9", "1e9"),
    ("genre", "chateau", "chateau"),
    ("exclu", "7", "exclu"),
    ("hors-agglomeration", "peut-etre", "peut-etre"),
    ("condition-1", "1", "condition-1"),
    ("condition-2", "oui", "condition-2"),
    ("date", "2007-02-31", "2007-02-31"),
    ("date", "0001-01-01", "0001-01-01"),
    ("echelle", "galaxie", "galaxie"),
]


@pytest.fixture(scope="class")
def site(class_site):
    """A call that is open, one that is over, one that officers prepare."""
    api.portal.set_registry_record("plone.portal_timezone", "Europe/Paris")
    now = windows.present()
    for name, state, more in (
        ("ouvert", "open", {"opens": now - timedelta(days=9), "closes": now + timedelta(days=90)}),
        ("clos", "closed", {}),
        ("prepare", "preparation", {}),
    ):
        make(class_site, "prai.Call", state, title="Projets innovants", id=name, **CALL | more)
    transaction.commit()
    return class_site.absolute_url()


@pytest.fixture
def ask(site):
    """The answer of the service, as JSON; the status is asserted."""

    def ask(call="ouvert", status=200, **form):
        form = {name.replace("_", "-"): value for name, value in form.items()}
        answer = requests.get(f"{site}/appels/{call}{SERVICE}", params=form, headers=JSON, timeout=60)
        assert answer.status_code == status, answer.text[:500]
        return answer.json()

    return ask


@pytest.fixture
def page(site):
    def page(call="ouvert", **form):
        form = {name.replace("_", "-"): value for name, value in form.items()}
        answer = requests.get(f"{site}/appels/{call}{PAGE}", params=form, timeout=60)
        assert answer.status_code == 200
        return answer

    return page


def results(found):
    return {one["rule"]: one["result"] for one in found["rules"]}


class TestEligible:
    def test_the_aid_with_its_working(self, ask, page):
        found = ask(commune=GRAGNAGUE, cout="82 050 €", date="2006-12-01")["aid"]
        assert [share["amount"] for share in found["shares"]] == ["41025.00", "24615.00"]
        assert (found["total"], found["own_contribution"], found["rate"]) == ("65640.00", "16410.00", 80)
        (warning,) = found["warnings"]
        assert [(one["basis"], one["total"]) for one in warning["readings"]] == [
            ("total-grant", "50000.00"), ("eligible-cost", "40000.00"),
        ]  # fmt: skip
        (raised,) = ask(cout="82050", date="2007-02-06")["aid"]["warnings"]
        assert raised["key"] == "cap-amount-unknown" and raised["since"] == "2007-02-06"
        text = words(page(cout="82050").text)
        assert "50 % FEDER = 41 025 €" in text and "30 % Région = 24 615 €" in text and "16 410 €" in text
        assert ask(cout="197083", date="2006-12-01")["aid"]["shares"][0]["amount"] == "98541.50"

    def test_each_rule_with_its_reason(self, ask):
        found = ask(
            type="commune", habitants="2500", hors_agglomeration="oui", genre="sig", condition_1="oui"
        )
        assert results(found) == {
            "window": "ok", "kind": "ok", "threshold-commune": "warning", "excluded-kinds": "no",
            "requirement-1": "ok",
        }  # fmt: skip
        assert found["verdict"]["result"] == "no" and found["verdict"]["in_time"]
        assert all(one["reason"] for one in found["rules"])
        good = ask(type="pays", habitants="2499", genre="extranet", condition_1="oui")
        assert good["verdict"]["result"] == "ok" and results(good)["threshold-intercommunalite"] == "ok"
        justified = ask(type="pays", genre=["sig", "extranet"], justification="Il sert le téléservice.")
        assert results(justified)["excluded-kinds"] == "warning"
        assert results(ask(type="association", exclu="1"))["excluded-kinds"] == "no"

    def test_a_commune_and_its_body(self, ask, page):
        town, body = ask(commune=GRAGNAGUE)["applicant"], ask(commune=GRAGNAGUE, echelle="epci")["applicant"]
        assert (town["name"], town["type"]) == ("Gragnague", "commune")
        assert body["type"] == "communaute-de-communes" and body["population"] > town["population"]
        answer = page(lieu="Gragnague", cout="82050", type="", habitants="")
        assert answer.history and "commune=31228" in answer.url and "cout=82050" in answer.url
        assert "habitants" not in answer.url

    def test_a_call_that_is_over_says_so_and_still_computes(self, ask, page):
        found = ask("clos", cout="82050")
        assert results(found)["window"] == "no" and not found["call"]["takes_applications"]
        assert found["rules_of"] == "2007-09-30" and found["aid"]["total"] == "65640.00"
        assert "30 septembre 2007" in words(page("clos").text)

    def test_a_call_in_preparation_is_nobodys(self, site):
        for name, headers in ((PAGE, {}), (SERVICE, JSON)):
            answer = requests.get(f"{site}/appels/prepare{name}", headers=headers, timeout=60)
            assert not answer.ok or "/login" in answer.url
            assert "cadastre" not in answer.text

    @pytest.mark.parametrize(("name", "value", "said"), WRONG, ids=lambda value: str(value)[:12])
    def test_wrong_input_is_a_sentence(self, ask, page, name, value, said):
        refused = ask(status=400, **{name: value})
        assert said in refused["message"]
        page(**{name: value})

    def test_what_says_nothing_and_what_is_said_twice_is_refused(self, ask):
        assert "couleur" in ask(status=400, couleur="bleu")["message"]
        ask(status=400, commune=[GRAGNAGUE, "31555"])
        ask(status=400, commune=GRAGNAGUE, type="pays")

    def test_nobody_keeps_what_was_asked(self, page):
        answer = page(commune=GRAGNAGUE, cout="1")
        assert "private" in answer.headers["Cache-Control"] and "noindex" in answer.headers["X-Robots-Tag"]
        assert not answer.cookies

    def test_markup_stays_text(self, page):
        assert "<script>x" not in page(genre="sig", justification="<script>x</script>").text
