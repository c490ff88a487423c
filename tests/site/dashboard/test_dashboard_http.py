"""The dashboard as visitors, officers and programs ask for it: it agrees with the lists, and tells no secret."""

from collective.prai.core.publication.state import state_of
from datetime import datetime
from decimal import Decimal
from plone import api
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import words
import csv
import io
import pytest
import requests
import transaction


PASSWORD = "un-long-mot-de-passe-7"
FORMULA = '=HYPERLINK("https://mal.example")'


@pytest.fixture(scope="class")
def board(class_site):
    """A measure with money, three calls (over, open, fictitious) and their dossiers, a session."""
    portal = class_site
    with api.env.adopt_roles(["Manager"]):
        for name, group in (("agente", "agents-region"), ("jure", "jures"), ("redac", "redacteurs")):
            api.user.create(username=name, email=f"{name}@demo.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=name)
    indicator = make(
        portal, "prai.Indicator", "published", title="Projets conseillés", counted="projets",
        initial_target=Decimal(50), initial_target_due="2008",
        revised_targets=[{"value": Decimal(35), "decided_on": "2007-02-06", "body": "Comité de pilotage", "reason": None}],
        observations=[
            {"date": "2008", "value": Decimal(27), "qualifier": None, "territory": None, "series": None,
             "source": "rapport", "note": None}
        ],
    )  # fmt: skip
    share = {"since": None, "decided_by": None, "source": None}
    measure = make(
        portal, "prai.Measure", "published", title="Aide au conseil", number="7.3", indicators=[relate(indicator)],
        budget_planned=Decimal("200000.00"),
        budget=[
            {"funder": "ERDF", "planned": Decimal("90000.00"), **share},
            {"funder": "FEDER", "planned": Decimal("98541.50"), **share, "since": "2007"},
        ],
    )  # fmt: skip
    lead = make(
        portal, "prai.Organisation", "published", title="CC des Coteaux", departments=["31"],
        organisation_type="intercommunalite",
    )  # fmt: skip
    common = {"measure": relate(measure), "lead": relate(lead)}
    make(
        portal, "prai.Operation", "published", title=FORMULA, eligible_cost=Decimal("82050.00"),
        erdf=Decimal("41025.00"), region=Decimal("24615.00"),
        payments=[{"date": "2008", "funder": "Région Midi-Pyrénées", "amount": Decimal("0.10")},
                  {"date": "2009", "funder": "Région", "amount": Decimal("0.20")}],
        **common,
    )  # fmt: skip
    make(
        portal, "prai.Operation", "settled", title="Deux", eligible_cost=Decimal("0.07"), erdf=Decimal("0.03"),
        **common,
    )  # fmt: skip
    make(portal, "prai.Operation", "published", title="Sans montants", **common)
    make(portal, "prai.Operation", "checked", title="Pas encore", eligible_cost=Decimal("5000000"), **common)

    def call(title, state, **fields):
        return make(
            portal,
            "prai.Call",
            state,
            title=title,
            opens=datetime(2007, 1, 1),
            measure=relate(measure),
            **fields,
        )

    over, still = (
        call("Appel clos", "open"),
        call("Appel ouvert", "open"),
    )
    small, example = call("Appel discret", "open"), call("Appel fictif", "open", example=True)
    for one, number in ((over, 5), (small, 2), (still, 3), (example, 2)):
        for place in range(number):
            state = "ineligible" if place == 0 else "submitted"
            make(portal, "prai.Application", state, title=f"Dossier {one.title} {place}", call=relate(one),
                 received_on=datetime(2007, 3, 1))  # fmt: skip
    make(portal, "prai.Application", "draft", title="Brouillon", call=relate(over))
    over.closes = datetime(2007, 6, 30, 23, 59, 59)
    with api.env.adopt_roles(["Manager"]):
        for one in (over, small, example):
            api.content.transition(one, "close")
    make(portal, "prai.Session", "convened", title="Jury de mars", held_on="2007-03-15")
    make(portal, "prai.ProjectSheet", "published", title="Une fiche", departments=["31"])
    make(portal, "prai.ProjectSheet", "draft", title="Une autre fiche", departments=["81"])
    make(portal, "prai.Reuse", "published", title="Reprise fictive", example=True)
    transaction.commit()

    class Site:
        url = portal.absolute_url()

        def get(self, path, user=None, **kw):
            auth = (user, PASSWORD) if user else None
            return requests.get(f"{self.url}/{path}", auth=auth, timeout=60, allow_redirects=False, **kw)

        def data(self):
            return self.get("@dashboard", headers={"Accept": "application/json"}).json()

        def rows(self, user=None, name="tableau-de-bord"):
            answer = self.get(f"{name}.csv", user)
            assert answer.status_code == 200, answer.text[:300]
            return list(csv.DictReader(io.StringIO(answer.content.decode())))

    site = Site()
    site.portal, site.operations = portal, portal.operations
    return site


class TestDashboard:
    def test_money_is_that_of_the_public_list_to_the_cent(self, board):
        public = [one for one in board.operations.objectValues() if state_of(one) in ("published", "settled")]
        data = board.data()
        budget = {line["funder"]: line for line in data["budget"]}
        for funder, name in ((None, "eligible_cost"), ("FEDER", "erdf"), ("Région", "region")):
            amounts = [getattr(one, name) for one in public]
            total = sum(amount for amount in amounts if amount is not None)
            assert budget[funder]["committed"] == f"{total:.2f}", name
            assert budget[funder]["unknown"] == amounts.count(None)
        figures = {one["id"]: one["value"] for one in data["figures"]}
        assert (figures["operations"], figures["eligible_cost"]) == (3, "82050.07")
        assert budget["FEDER"]["committed"] == figures["erdf"] == "41025.03"
        assert budget["FEDER"]["planned"] == "98541.50", "the latest line counts, whatever it calls the fund"
        assert budget["Région"]["paid"] == figures["paid"] == "0.30"
        assert budget["FEDER"]["paid"] is None
        assert budget[None]["planned"] == "200000.00"

    def test_money_is_that_which_programs_read_of_the_list(self, board):
        """Another door, another code: ``@operations`` adds up what its rows say."""
        listed = board.get("++api++/operations/@operations", headers={"Accept": "application/json"}).json()
        figures = {one["id"]: one for one in board.data()["figures"]}
        for name in ("eligible_cost", "erdf", "region"):
            assert figures[name]["value"] == listed["total"]["sums"][name]
            assert figures[name]["unknown"] == listed["total"]["without_amount"][name]
        assert figures["operations"]["value"] == listed["total"]["rows"]

    def test_page_says_the_same_with_targets_and_their_history(self, board):
        page = words(board.get("tableau-de-bord").text)
        for text in (
            "41 025,03 €",
            "98 541,50 €",
            "50 projets",
            "35 projets (Comité de pilotage, 6 février 2007)",
        ):
            assert text in page, text
        assert "27 projets" in page and "5 000 000" not in page

    def test_map_and_way(self, board):
        data = board.data()
        places = {place["kind"]: place for place in data["places"]}
        assert places["operations"]["departments"] == {"31": 3}
        assert places["sheets"]["departments"] == {"31": 1}
        steps = {step["id"]: step["value"] for step in data["steps"] if step["id"] != "received"}
        assert steps == {"operations": 3, "sheets": 1, "reuses": 0}

    def test_of_dossiers_everybody_learns_large_numbers_of_calls_that_are_over(self, board):
        received = {step["of"]: step["value"] for step in board.data()["steps"] if step["id"] == "received"}
        assert received == {"Appel clos": 5}
        for text in (
            board.get("tableau-de-bord").text,
            board.get("tableau-de-bord.csv").text,
            str(board.data()),
        ):
            assert (
                "Dossier Appel" not in text
                and "Jury de mars" not in text
                and "dossiers-submitted" not in text
            )
            assert "Appel fictif" not in text

    def test_officers_see_sessions_every_step_and_what_waits(self, board):
        page = words(board.get("tableau-de-bord-interne", "agente").text)
        assert "Jury de mars" in page and "Appel fictif" not in page
        rows = board.rows("agente", "tableau-de-bord-interne")
        steps = {(row["id"], row["source"]): row["value"] for row in rows if row["part"] == "step"}
        assert (steps["received", ""], steps["received", "Appel ouvert"]) == ("10", "3")
        assert (steps["received", "Appel discret"], steps["eligible", ""]) == ("2", "0")
        waiting = {row["id"]: row["value"] for row in rows if row["part"] == "figure"}
        assert waiting["dossiers-submitted"] == "7"

    def test_cells_are_no_formulas(self, board):
        make(
            board.portal, "prai.Measure", "published", title=FORMULA, number="=1+1", budget_planned=Decimal(1)
        )
        transaction.commit()
        with requests.get(f"{board.url}/tableau-de-bord.csv", timeout=60) as answer:
            cells = [cell for row in csv.reader(io.StringIO(answer.content.decode())) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]

    def test_only_officers_open_the_internal_page(self, board):
        for name in (
            "tableau-de-bord-interne",
            "tableau-de-bord-interne.csv",
            "tableau-de-bord-interne.json",
        ):
            for user in (None, "jure", "redac"):
                answer = board.get(name, user)
                assert answer.status_code in (302, 401, 403) and "Appel ouvert" not in answer.text, (
                    name,
                    user,
                )
            answer = board.get(name, "agente")
            assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]

    def test_nothing_is_below(self, board):
        for path in (
            "tableau-de-bord/board",
            "tableau-de-bord/cards",
            "tableau-de-bord.csv/body",
            "tableau-de-bord/\x00",
        ):
            assert board.get(path).status_code == 404, path
        assert board.get("tableau-de-bord?x=" + "a" * 5_000).status_code == 200

    def test_program_that_has_it_is_told_so(self, board):
        first = board.get("@dashboard", headers={"Accept": "application/json"})
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        tagged = {"Accept": "application/json", "If-None-Match": first.headers["ETag"]}
        assert board.get("@dashboard", headers=tagged).status_code == 304
        agente = board.get("@dashboard", "agente", headers={"Accept": "application/json"})
        assert agente.json() == first.json(), "whoever asks"


class TestEmpty:
    def test_site_without_a_programme(self, portal, render):
        page = words(render(portal, "tableau-de-bord"))
        assert "0" in page and "<svg" not in page
