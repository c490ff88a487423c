"""« Transférable chez moi ? » as visitors and programs ask for it: verdicts, reasons, and what stays closed."""

from collective.prai import _
from collective.prai.transfer import fit_words
from collective.prai.transfer.fit_page import FitPage
from collective.prai.transfer.saying import SOMEBODY
from decimal import Decimal
from plone import api
from tests.site.conftest import Html
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import words
from zope.i18n import translate
from zope.i18nmessageid import Message
import pytest
import requests
import transaction


GRAGNAGUE, SCALE = "31228", "echelle-intercommunale-departementale"
PAGE, JSON = "/@@transferable-chez-moi", {"Accept": "application/json"}
#: Values that people or robots send, and a word of the sentence on each.
WRONG = [
    ("commune", "75056", "75056"),
    ("commune", "x" * 10_000, "INSEE"),
    ("commune", "312\x0028", "INSEE"),
    ("type", "royaume", "royaume"),
    ("zone", "lunaire", "lunaire"),
    ("habitants", "-3", "habitants"),
    ("habitants", "9" * 400, "habitants"),
    ("habitants", "١٢٠٠", "habitants"),
    ("jours", "deux", "deux"),
    ("jours", "1e3", "1e3"),
    ("euros", "beaucoup", "beaucoup"),
    ("euros", "NaN", "NaN"),
    ("echelle", "galaxie", "galaxie"),
    ("haut-debit", "peut-etre", "peut-etre"),
    ("preter-du-materiel", "1", "oui"),
]


def french(message):
    """As the site says it."""
    return words(translate(message, target_language="fr"))


@pytest.fixture(scope="class")
def fit(class_site):
    """A deliverable of a project that a communauté led, with reuses of every sort."""
    public = {"state": "published"}
    girou = make(
        class_site, "prai.Organisation", title="CC Girou", siren="243100732", population=20_000,
        organisation_type="communaute-de-communes", **public,
    )  # fmt: skip
    secret = make(class_site, "prai.Organisation", title="Organisme secret", organisation_type="commune")
    project = make(
        class_site, "prai.ProjectSheet", title="Plan du Girou", lead=relate(girou), total_cost=Decimal("82050"),
        sources=[{"funder": "FEDER", "amount": Decimal("41025"), "status": "granted"}], stage="in-service",
        conditions=["haut-debit", "referent-tic-interne"],
        condition_rows=[
            {"condition": "Référent TIC interne", "blocking": True, "how": "Un agent recruté.", "source": "« un agent »"}
        ],
        **public,
    )  # fmt: skip
    hidden = make(
        class_site, "prai.ProjectSheet", title="Projet caché", conditions=["collaboration-adullact"],
        total_cost=Decimal("99"),
    )  # fmt: skip
    item = make(
        class_site, "prai.Deliverable", title="Questionnaire <des> mairies", origin=relate(project),
        conditions=["systeme-open-source"], open_source=True, product_licence="EUPL-1.2", contact_function="DGS",
        contact_email="dgs@girou.example", producer_name="Le bureau",
        condition_rows=[
            {"condition": "À plusieurs", "term": SCALE, "source": "« n'importe quelle intercommunalité »"},
            {"condition": "Prêter du matériel"},
        ],
        effort=[{"internal_days": 10, "provider_days": 2, "cost": None, "months": None, "source": "étude"}],
        **public,
    )  # fmt: skip
    closed = make(class_site, "prai.Deliverable", title="De nulle part", origin=relate(hidden), **public)
    draft = make(class_site, "prai.Deliverable", title="Brouillon")
    bare = make(class_site, "prai.Deliverable", title="Sans rien", availability="not-found", **public)

    def reuse(state="published", **fields):
        return make(class_site, "prai.Reuse", title="Reprise", state=state, original=relate(item), **fields)

    withdrawn = make(class_site, "prai.Deliverable", "withdrawn", title="Retiré")
    reuse(reuser_name="Commune de Lévignac", days=20, actual_cost=Decimal("1500"))
    reuse(reuser_name="Un exemple", days=1, example=True)
    reuse(reuser_name="Un abandon", days=2, stage="abandoned", outcome=Html("<p>Trop tôt.</p>"))
    reuse("declared", reuser_name="Une déclaration", days=3)
    reuse(reuser=relate(secret), reuser_name=None, days=30)
    transaction.commit()

    class Site:
        portal, url = class_site, item.absolute_url()

        def page(self, obj=item, **params):
            answer = requests.get(obj.absolute_url() + PAGE, params=params, timeout=30)
            assert answer.status_code == 200, answer.text[:500]
            assert "Set-Cookie" not in answer.headers
            return answer.text

        def ask(self, obj=item, **params):
            return requests.get(f"{obj.absolute_url()}/@fit", params=params, headers=JSON, timeout=30)

        def states(self, obj=item, **params):
            return {one["key"]: one["state"] for one in self.ask(obj, **params).json()["conditions"]}

    site = Site()
    site.withdrawn = withdrawn
    site.project, site.closed, site.draft, site.bare, site.girou = project, closed, draft, bare, girou
    return site


class TestService:
    def test_a_commune_by_itself(self, fit):
        found = fit.ask(commune=GRAGNAGUE).json()
        assert found["reader"]["inter_municipal_body"]["name"] == "CC des Coteaux du Girou"
        assert found["verdict"]["level"] == "with-conditions"
        said = {one["key"]: one for one in found["conditions"]}
        assert {key: one["state"] for key, one in said.items()} == {
            "systeme-open-source": "met", SCALE: "not-met", "preter-du-materiel": "unknown",
            "haut-debit": "unknown", "referent-tic-interne": "unknown", "disponibilite": "unknown",
            "licence": "met", "comparable": "unknown", "jours": "unknown", "euros": "unknown",
        }  # fmt: skip
        assert "CC des Coteaux du Girou" in said[SCALE]["reason"]
        assert words(said[SCALE]["source"]) == french(fit_words.MAP)
        assert said[SCALE]["asked_by"]["words"] == "« n'importe quelle intercommunalité »"
        assert said["haut-debit"]["asked_by"]["title"] == "Plan du Girou"
        # What stops a whole project does not stop a part of it.
        assert not said["referent-tic-interne"]["blocking"]
        assert said["systeme-open-source"]["answers"] == []

    def test_her_answers_and_her_means(self, fit):
        means = {"haut-debit": "oui", "referent-tic-interne": "non", "jours": "15", "euros": "1 500,00"}
        states = fit.states(commune=GRAGNAGUE, **means)
        assert (states["haut-debit"], states["referent-tic-interne"]) == ("met", "not-met")
        assert (states["jours"], states["euros"]) == ("unknown", "met")
        assert fit.states(commune=GRAGNAGUE, jours="9")["jours"] == "not-met"
        blocked = fit.ask(fit.project, commune=GRAGNAGUE, **{"referent-tic-interne": "non"}).json()
        assert blocked["verdict"]["level"] == "not-as-is"

    def test_a_body_with_its_inhabitants(self, fit):
        found = fit.ask(type="communaute-de-communes", habitants="12000", zone="rural").json()
        states = {one["key"]: one["state"] for one in found["conditions"]}
        assert (states[SCALE], states["comparable"]) == ("met", "met")
        assert (found["reader"]["population"], found["reader"]["zone"]) == (12_000, "rural")
        girou = fit.ask(commune=GRAGNAGUE, echelle="epci").json()
        assert girou["reader"]["name"] == "CC des Coteaux du Girou"

    def test_means_are_of_real_public_cases_alone(self, fit):
        found = {one["measure"]: one for one in fit.ask().json()["means"]}
        days = found["internal_days"]
        assert (days["median"], days["low"], days["high"]) == (20, 10, 30)
        # An organisation that is not public is not named; its figures were published with the reuse.
        assert [case["title"] for case in days["cases"]] == [
            "Questionnaire <des> mairies", "Commune de Lévignac", french(SOMEBODY),
        ]  # fmt: skip
        assert found["euros"]["median"] == "1500.00" and not found["euros"]["whole_project"]
        assert "months" not in found
        whole = fit.ask(fit.project).json()["means"][0]
        assert (whole["cases"][0]["value"], whole["cases"][0]["own_contribution"]) == ("82050.00", "41025.00")

    @pytest.mark.parametrize("name", ["refused", "shaped", "answer", "words"])
    def test_nothing_is_below_it(self, fit, name):
        url = f"{fit.project.absolute_url()}/@fit/{name}"
        assert requests.get(url, headers={"Accept": "application/json"}, timeout=30).status_code == 404

    def test_whom_to_ask(self, fit):
        asked = fit.ask(commune=GRAGNAGUE).json()["ask"]
        assert asked["offices"][0]["email"] == "dgs@girou.example"
        assert asked["producers"] == [{"title": "Le bureau", "url": None}]
        assert {user["title"] for user in asked["users"]} == {"CC Girou", "Commune de Lévignac"}
        assert "poser-une-question?page=" in asked["form"]

    def test_what_is_closed_is_told_to_nobody(self, fit):
        assert "collaboration-adullact" not in fit.states(fit.closed, commune=GRAGNAGUE)
        assert "Projet caché" not in fit.ask(fit.closed).text + fit.page(fit.closed)
        assert "Organisme secret" not in fit.ask().text + fit.page(commune=GRAGNAGUE)
        assert fit.ask(fit.draft).status_code in (401, 404)
        page = requests.get(fit.draft.absolute_url() + PAGE, allow_redirects=False, timeout=30)
        assert page.status_code == 302 and "require_login" in page.headers["Location"]
        assert fit.ask(fit.withdrawn).status_code == 410
        assert requests.get(fit.withdrawn.absolute_url() + PAGE, timeout=30).status_code == 410

    def test_without_a_reader_there_are_questions_and_no_verdict(self, fit):
        found = fit.ask().json()
        assert found["reader"] is found["verdict"]["level"] is None
        asks = {one["key"]: one["answers"] for one in found["conditions"]}
        assert asks["haut-debit"] == ["oui", "non", "ne-sait-pas"]

    @pytest.mark.parametrize(("name", "value", "word"), WRONG)
    def test_what_is_wrong_is_said(self, fit, name, value, word):
        answer = fit.ask(**{name: value})
        assert answer.status_code == 400 and word in answer.json()["message"], answer.text[:300]
        page = fit.page(**{name: value})
        assert word in page and 'role="alert"' in page

    def test_neither_twice_nor_unknown_nor_two_readers(self, fit):
        assert fit.ask(jours=["1", "2"]).status_code == 400
        assert fit.ask(couleur="bleu").status_code == 400
        assert fit.ask(commune=GRAGNAGUE, type="pays").status_code == 400
        assert "couleur" in fit.ask(couleur="bleu").json()["message"]
        fit.page(jours=["1", "2"], couleur="bleu")

    @pytest.mark.parametrize("query", ["jours:int=abc", "commune:list=31228", ":method=x", "commune=%ff%fe"])
    def test_no_trick_of_the_publisher_is_an_error_of_the_server(self, fit, query):
        for url, headers in ((f"{fit.url}/@fit", JSON), (fit.url + PAGE, {})):
            assert requests.get(f"{url}?{query}", headers=headers, timeout=30).status_code < 500

    def test_any_site_may_read_it(self, fit):
        assert fit.ask().headers["Access-Control-Allow-Origin"] == "*"
        preflight = requests.options(f"{fit.url}/@fit", headers=JSON, timeout=30)
        assert preflight.status_code == 204 and "GET" in preflight.headers["Access-Control-Allow-Methods"]
        head = requests.head(f"{fit.url}/@fit", headers=JSON, timeout=30)
        assert head.status_code == 200 and head.content == b""

    def test_who_asks_too_often_is_told_when_to_come_back(self, fit):
        api.portal.set_registry_record("collective.prai.throttle_rate", 1)
        api.portal.set_registry_record("collective.prai.throttle_burst", 1)
        transaction.commit()
        try:
            answers = [fit.ask() for _time in range(4)]
        finally:
            api.portal.set_registry_record("collective.prai.throttle_rate", 0)
            transaction.commit()
        assert answers[-1].status_code == 429 and int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].json()["type"] == "TooManyRequests"


class TestPage:
    def test_a_typed_commune_becomes_a_code_and_the_answers_stay(self, fit):
        answer = requests.get(
            fit.url + PAGE, params={"lieu": "gragnague", "haut-debit": "oui", "jours": ""}, timeout=30
        )
        assert answer.url == f"{fit.url}{PAGE}?commune={GRAGNAGUE}&haut-debit=oui"
        assert answer.headers["X-Robots-Tag"] == "noindex, follow"
        page = words(answer.text)
        assert french(fit_words.LEVELS["with-conditions"]) in page
        counts = _("Met: ${met} · Not met: ${not_met} · To be checked: ${unknown}")
        assert french(Message(counts, mapping={"met": 3, "not_met": 1, "unknown": 6})) in page
        assert "Gragnague, 2 553 " in page
        assert 'value="oui"' in answer.text and "checked" in answer.text

    def test_several_communes_of_a_name_and_none(self, fit):
        assert "prai-near-communes" in fit.page(lieu="Villeneuve")
        for typed in ("Trifouillis", "75001", "x" * 10_000, "%", "<script>"):
            page = fit.page(lieu=typed)
            assert 'role="alert"' in page and "<script>" not in page.split('id="content-core"')[1][:2_000]

    def test_a_kind_of_body_takes_the_place_of_the_commune_of_before(self, fit):
        page = words(fit.page(lieu="Gragnague (31)", avant="Gragnague (31)", type="pays", habitants="12 000"))
        assert french(fit_words.LEVELS["with-conditions"])[:12] in page and "Gragnague, " not in page
        both = requests.get(
            fit.url + PAGE, params={"lieu": "Gragnague (31)", "type": "pays", "avant": ""}, timeout=30
        )
        assert both.url.endswith(f"?commune={GRAGNAGUE}")
        sent = {"type": "pays", "habitants": "12 000", "zone": "", "jours": "", "haut-debit": "oui"}
        assert requests.get(fit.url + PAGE, params=sent, timeout=30).url.endswith(
            "?type=pays&habitants=12+000&haut-debit=oui"
        )

    def test_before_anything_is_said_there_is_a_form_and_no_verdict(self, fit):
        page = fit.page()
        assert "prai-fit-form" in page and "prai-fit-verdict" not in page
        assert f'rel="canonical" href="{fit.url}{PAGE}"' in page
        title = words(page.split("<title>")[1].split("</title>")[0].replace("&lt;", "‹").replace("&gt;", "›"))
        assert title.startswith(french(FitPage.heading)) and "Questionnaire ‹des› mairies" in title

    def test_a_sheet_that_says_nothing_says_whom_to_ask(self, fit):
        page = words(fit.page(fit.bare, commune=GRAGNAGUE))
        assert french(fit_words.LEVELS["not-as-is"]) in page
        assert french(fit_words.REASONS["not-found"]) in page
        assert "poser-une-question?page=" in fit.page(fit.bare)

    def test_sheets_lead_to_it_and_show_their_conditions(self, fit):
        for item in (fit.project, fit.closed):
            assert PAGE in requests.get(item.absolute_url(), timeout=30).text
        text = words(requests.get(fit.url, timeout=30).text)
        assert "À plusieurs" in text and "« n'importe quelle intercommunalité »" in text

    def test_other_types_have_none(self, fit):
        assert requests.get(fit.girou.absolute_url() + PAGE, timeout=30).status_code == 404
        assert fit.ask(fit.girou).status_code == 404
