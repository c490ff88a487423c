"""« Near me » as visitors and programs ask for it: what is listed, why, and what never is."""

from DateTime import DateTime
from plone import api
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import words
import json
import pytest
import re
import requests
import transaction


GRAGNAGUE, GIROU, ALBI = "31228", "243100732", "81004"


@pytest.fixture(scope="class")
def near(class_site):
    """Projects of several places, with a deliverable each; some of them closed."""
    public = {"state": "published"}

    def project(title, state="published", **fields):
        made = make(class_site, "prai.ProjectSheet", title=title, state=state, **fields)
        make(class_site, "prai.Deliverable", title=f"Livrable : {title}", origin=relate(made), **public)
        return made

    body = make(
        class_site, "prai.Organisation", title="CC Girou", siren=GIROU, organisation_type="intercommunalite", **public
    )  # fmt: skip
    firm = make(
        class_site, "prai.Organisation", title="Un cabinet", municipalities=[GRAGNAGUE], organisation_type="prestataire",
        **public,
    )  # fmt: skip
    project("Voisin", municipalities=[GRAGNAGUE], population=1_650, zone=["rural"], themes=["tourisme"])
    albi = project("Albi", municipalities=[ALBI], themes=["haut-debit"])
    project("Du Girou", lead=relate(body))
    project("Du département", departments=["31"])
    project("De nulle part")
    project("Fermé", state="draft", municipalities=[GRAGNAGUE])
    project("Retiré", state="withdrawn", municipalities=[GRAGNAGUE])
    project("Demain", municipalities=[GRAGNAGUE], effective_date=DateTime() + 1)
    project("Hier", municipalities=[GRAGNAGUE], expiration_date=DateTime() - 1)
    project("Recherche", municipalities=[ALBI], off_theme=True)
    make(class_site, "prai.Deliverable", title="Du cabinet", producer=relate(firm), **public)
    make(class_site, "prai.HowTo", title="Une fiche", **public)
    transaction.commit()

    class Site:
        url = f"{class_site.absolute_url()}/pres-de-chez-moi"

        def __init__(self):
            self.portal, self.albi = class_site, albi

        def get(self, path="", **params):
            return requests.get(self.url + path, params=params, timeout=30, allow_redirects=False)

        def cards(self, auth=None, **params):
            answer = requests.get(self.url, params={"commune": GRAGNAGUE} | params, auth=auth, timeout=30)
            assert answer.status_code == 200
            parts = answer.text.split('<li class="prai-card">')[1:]
            return {
                words(part.split("<h3>")[1].split("</h3>")[0]).strip(): words(
                    part.split('class="prai-card-why">')[1].split("</p>")[0]
                ).strip()
                for part in parts
            }

    return Site()


class TestNear:
    def test_comparable_items_in_order_each_with_its_reason(self, near):
        cards = near.cards()
        assert list(cards)[:2] == ["Voisin", "Livrable : Voisin"]
        assert set(cards) == {
            f"{start}{name}" for start in ("", "Livrable : ") for name in ("Voisin", "Albi", "Du Girou", "Du département")
        } | {"Livrable : Recherche"}  # fmt: skip
        assert "1 650" in cards["Voisin"]
        assert cards["Livrable : Voisin"] == cards["Voisin"], "a deliverable has the place of its project"
        assert "département" in cards["Du département"]

    def test_a_closed_project_gives_no_place_and_no_count(self, near):
        """Seven of the deliverables say nothing: their projects are closed, elsewhere or of a provider."""
        text = words(near.get(commune=GRAGNAGUE).text)
        assert not any(name in text for name in ("Fermé", "Retiré", "Demain", "Hier"))
        assert "cabinet" not in text
        assert re.search(r"\b4 (comparable|fiches comparables)", text)
        assert re.search(r"(not compared|non comparées) ?: 7\.", text)

    def test_what_is_of_another_size_stands_apart(self, near):
        """Albi is twenty times larger; of the département nobody knows how many; the same commune is alike."""
        text = near.get(commune=GRAGNAGUE).text.replace("\u00a0", " ")
        like, unlike = text.split('class="prai-near-less"')
        assert "Voisin" in like and "Du Girou" in like
        assert "(5)" in unlike[:200]
        assert all(
            name in unlike and name not in like
            for name in (">Albi<", ">Du département<", "Livrable : Recherche")
        )
        labels = re.findall(
            r"(Less comparable|Moins comparable|Comparable)\b", words(unlike.split("<details")[0])
        )
        assert len(labels) == 5 and not {"Comparable"} & set(labels)

    def test_what_nobody_found_again_comes_last(self, near):
        with api.env.adopt_roles(["Manager"]):
            lost = make(
                near.portal, "prai.Deliverable", title="Perdu", origin=relate(near.albi), availability="not-found",
                state="published",
            )  # fmt: skip
        transaction.commit()
        try:
            assert list(near.cards(commune=ALBI))[:3] == ["Albi", "Livrable : Albi", "Livrable : Recherche"]
            cards = list(near.cards(commune=ALBI, echelle=""))
            assert cards[3:7] == ["Du Girou", "Livrable : Du Girou", "Perdu", cards[6]]
            assert "Voisin" in cards[6:], "what is less comparable comes after all that is"
        finally:
            with api.env.adopt_roles(["Manager"]):
                api.content.delete(lost)
            transaction.commit()

    def test_a_closed_folder_hides_all_of_it(self, near):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(near.portal["projets"], to_state="private")
        transaction.commit()
        try:
            assert near.cards() == {}, "no project, and no deliverable has the place of one"
        finally:
            with api.env.adopt_roles(["Manager"]):
                api.content.transition(near.portal["projets"], to_state="published")
            transaction.commit()
        assert "Voisin" in near.cards()

    def test_the_place_of_a_project_is_never_of_yesterday(self, near):
        project = near.albi
        project.municipalities = [GRAGNAGUE]
        project.reindexObject()
        transaction.commit()
        before = near.cards()["Livrable : Albi"]
        project.municipalities = [ALBI]
        project.reindexObject()
        transaction.commit()
        assert before != near.cards()["Livrable : Albi"]

    def test_filters(self, near):
        assert set(near.cards(type="prai.Deliverable")) == {
            "Livrable : Voisin", "Livrable : Albi", "Livrable : Du Girou", "Livrable : Du département",
            "Livrable : Recherche",
        }  # fmt: skip
        assert set(near.cards(theme="tourisme")) == {"Voisin"}
        assert "Albi" not in near.cards(rayon="25")
        assert near.cards(zone="rural")["Voisin"] != near.cards(zone="urbain")["Voisin"]
        assert near.cards(echelle="epci")["Du Girou"]

    def test_it_leads_to_the_finder(self, near):
        assert f"/trouver?commune={GRAGNAGUE}&amp;tri=proximite" in near.get(commune=GRAGNAGUE).text

    def test_no_cookie(self, near):
        assert "Set-Cookie" not in near.get(commune=GRAGNAGUE).headers

    def test_one_meaning_leads_to_its_address(self, near):
        answer = near.get(lieu="gragnague", theme="tourisme")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"{near.url}?commune={GRAGNAGUE}&theme=tourisme"

    def test_homonyms_are_listed_to_choose_from(self, near):
        text = near.get(lieu="Villeneuve").text
        assert text.count("pres-de-chez-moi?commune=") >= 5
        assert "(12)" in text
        assert "(09)" in text

    def test_unknown_and_outside_say_so(self, near):
        assert f"commune={GRAGNAGUE}" in near.get(lieu="Gragnage").text, "the nearest spelling"
        for params in ({"lieu": "33000"}, {"commune": "33063"}):
            answer = near.get(**params)
            assert answer.status_code == 200
            assert answer.text.count('role="alert"') == 1
        assert near.get(commune="31999").text.count('role="alert"') == 1

    def test_suggestions_for_programs(self, near):
        answer = near.get("/communes.json", q="gragn")
        assert answer.headers["Content-Type"].startswith("application/json")
        (town,) = answer.json()["communes"]
        assert (town["code"], town["name"], town["postcodes"]) == (GRAGNAGUE, "Gragnague", ["31380"])
        assert len(near.get("/communes.json", q="saint").json()["communes"]) == 10
        assert near.get("/communes.json", q="a").json() == {"communes": []}
        refused = near.get("/communes.json")
        assert refused.status_code == 400
        assert json.loads(refused.text)["message"]
        assert near.get("/autre.json").status_code == 404
        assert near.get("/communes.json/cards", limit="x").status_code == 404

    @pytest.mark.parametrize(
        "query",
        [
            "commune=" + "9" * 10_000, "commune=%00", "commune=31228&commune=31555", "commune:list=31228",
            "lieu=" + "a" * 10_000, "lieu=%00%00", "lieu=%FF%FE", "lieu:record=x", "lieu.a:record=x", "q=" + "b" * 9_000, "lieu=<script>alert(1)</script>",
            "commune=31228&page=" + "9" * 50, "commune=31228&page=-1", "commune=31228&rayon=1e9", "commune=31228&zone=mer",
            "commune=31228&theme=" + "x" * 5_000, "commune=31228&type=prai.Application", "commune=31228&echelle:list=epci",
        ],
    )  # fmt: skip
    def test_nonsense_is_a_page(self, near, query):
        answer = requests.get(f"{near.url}?{query}", timeout=30)
        assert answer.status_code in (200, 400, 404)
        assert "<script>alert" not in answer.text
        program = requests.get(f"{near.url}/communes.json?{query}", timeout=30)
        assert program.status_code in (200, 400)
