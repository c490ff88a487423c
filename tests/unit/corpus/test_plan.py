"""The whole corpus is understood; hostile rows are refused one by one."""

from collective.prai.core.vocabularies import fixed
from collective.prai.core.vocabularies import seeds
from collective.prai.corpus.builders.news import PARIS
from collective.prai.corpus.importer import DEMO_FOLDERS
from collective.prai.corpus.plan import plan
from collective.prai.corpus.reader import slug
from collective.prai.corpus.terms import shipped
from datetime import datetime
from decimal import Decimal
from pathlib import Path
import pytest
import yaml


DATA = Path(__file__).parents[2] / "data" / "corpus"
#: Field that a table speaks of → vocabulary that must have the token.
VOCABULARY_OF = {
    "organisation_type": "organisation_types", "roles": "organisation_roles",
    "beneficiary_types": "organisation_types", "themes": "themes", "project_kinds": "project_kinds",
    "component_kinds": "project_kinds", "study_kind": "study_kinds", "deliverable_kind": "deliverable_kinds",
    "audiences": "audiences", "confidence": "confidence", "unit": "units", "qualifier": "qualifiers",
    "eligible_types": "organisation_types", "excluded_kinds": "project_kinds",
    "threshold_effects": "threshold_effects",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole():
    return plan(DEMO_FOLDERS)


@pytest.fixture(scope="module")
def drafts(whole):
    return {draft.id: draft for draft in whole.drafts}


@pytest.fixture(scope="module")
def refused():
    """Item (or file) → its refusal, of the hostile folder."""
    return {refusal.item or refusal.file: refusal for refusal in plan([DATA]).refusals}


class TestWholeCorpus:
    def test_no_key_of_any_item_is_lost(self, whole):
        assert [str(refusal) for refusal in whole.refusals] == []

    def test_every_rule_of_derived_meets_an_item(self, whole):
        there = {(draft.row.file, draft.id) for draft in whole.drafts}
        assert {(rule.file, item) for rule in shipped().rules for item in rule.items} <= there

    def test_every_token_of_the_tables_exists(self):
        for field, tokens in shipped().vocabularies().items():
            name = VOCABULARY_OF[field]
            assert tokens <= {row["token"] for row in (fixed() | seeds())[name]}, field

    def test_other_files_are_listed_as_waiting(self, whole):
        assert set(whole.waiting) == {
            "trainings.yaml", "epn.yaml", "glossary.yaml",
            "organisations.yaml: syndication_partners",
        }  # fmt: skip


class TestExactness:
    def test_amounts_to_the_cent(self, drafts):
        values = drafts["coteaux-du-girou"].values
        assert values["total_cost"] == Decimal("82050.00")
        assert [line["amount"] for line in values["sources"]] == [Decimal("41025.00"), Decimal("24615.00")]

    def test_observations_keep_figure_qualifier_and_words(self, drafts):
        first, second = drafts["adsl-couverture"].values["observations"]
        assert (first["value"], first["qualifier"]) == (Decimal("97.29"), None)
        assert (second["value"], second["qualifier"]) == (Decimal("97"), "at-least")
        assert "« plus de » selon la source" in second["note"]

    def test_nearly_is_about(self, drafts):
        point = drafts["communes-site-nombre"].values["observations"][2]
        assert (point["value"], point["qualifier"], point["date"]) == (Decimal(400), "about", "2006")
        assert "près de" in point["note"]

    def test_share_that_contradicts_the_report_stays_beside_it(self, drafts):
        values = [o["value"] for o in drafts["prai-passage-projet-innovant"].values["observations"]]
        assert values == [Decimal("59.26"), Decimal("62.96")]
        assert drafts["prai-passage-projet-innovant"].values["initial_target"] == Decimal(60)

    def test_revised_target_is_no_observation(self, drafts):
        values = drafts["prai-projets-conseilles"].values
        assert values["initial_target"] == Decimal(50)
        assert [(t["value"], t["decided_on"]) for t in values["revised_targets"]] == [
            (Decimal(35), "2007-02-06")
        ]
        assert [o["value"] for o in values["observations"]] == [Decimal(27), Decimal(30)]

    def test_months_stay_months_and_the_claim_stays_a_claim(self, drafts):
        values = drafts["mission-citica"].values
        assert (values["starts"], values["ends"]) == ("2006-12", "2008-06")
        assert "24 mois selon la source" in values["period_text"]
        assert (values["mission_count"], values["mission_count_qualifier"]) == (30, "about")

    def test_codes_are_text(self, drafts):
        assert drafts["adm-09"].values["departments"] == ["09"]
        assert "7.4" in drafts["coteaux-du-girou"].values["the_project"]

    def test_other_names_are_found(self, drafts):
        assert drafts["mvd"].values["other_names"] == ["Mnemotic", "Mnémotic"]

    def test_own_writing_says_so(self, drafts):
        assert drafts["conduire-le-changement"].values["source"].startswith("Rédigé pour le centre.")

    def test_sources_name_no_file(self, whole):
        sources = [draft.values.get("source", "") for draft in whole.drafts]
        assert not [source for source in sources if ".yaml" in source or "seed" in source]

    def test_confidence_of_a_series_is_that_of_its_least_sure_point(self, drafts):
        assert drafts["communes-site-part"].values["confidence"] == "derived"


class TestProgramme:
    def test_targets_are_those_of_the_series(self, drafts):
        """Said twice by the corpus: programme.yaml and indicators.yaml must not part."""
        terms = shipped()
        whole = yaml.safe_load((DEMO_FOLDERS[0] / "programme.yaml").read_text(encoding="utf-8"))
        seen = 0
        for row in whole["targets_vs_results"]:
            name = slug(row["indicator"])
            if not terms.knows("series_of_targets", name):
                continue
            values, seen = drafts[terms.word("series_of_targets", name)].values, seen + 1
            results = [o["value"] for o in values.get("observations", ())]
            planned = [values.get("initial_target"), *results]
            assert Decimal(str(row["target"])) in planned, row
            assert "result" not in row or Decimal(str(row["result"])) in results, row
            revised = [r["value"] for r in values.get("revised_targets", ())]
            assert "target_revised" not in row or Decimal(row["target_revised"]) in revised, row
        assert seen == 5

    def test_rules_of_the_call_as_the_guide_gives_them(self, drafts):
        values = drafts["appel-projets-innovants"].values
        assert [(t["type"], t["max_population"], t["effect"]) for t in values["thresholds"]] == [
            ("commune", 2500, "priority"),
            ("intercommunalite", 15000, "priority"),
        ]
        assert [t["outside_urban_area"] for t in values["thresholds"]] == [True, False]
        assert [(r["funder"], r["percent"]) for r in values["rates"]] == [("FEDER", 50), ("Région", 30)]
        assert values["excluded_kinds"] == ["sig", "dematerialisation-des-marches"]
        assert values["excluded_themes"] == ["Numérisation du cadastre"]
        assert (values["opens"], values["closes"]) == (
            PARIS.localize(datetime(2006, 9, 1)),
            PARIS.localize(datetime(2007, 9, 30, 23, 59, 59)),
        )

    def test_ceiling_keeps_its_doubt_and_its_rise(self, drafts):
        first, raised = drafts["appel-projets-innovants"].values["caps"]
        assert (first["amount"], first["basis"]) == (Decimal("50000.00"), None)
        assert "coûts éligibles ou sur l'aide" in first["note"]
        assert (raised["amount"], raised["since"], raised["decided_by"]) == (
            None, "2007-02-06", "Comité de pilotage",
        )  # fmt: skip

    def test_most_projects_fell_from_50_to_35(self, drafts):
        rows = drafts["appel-aide-au-conseil"].values["maxima"]
        assert [(row["projects"], row["since"]) for row in rows] == [(50, None), (35, "2007-02-06")]
        assert drafts["appel-projets-innovants"].values["maxima"][0]["projects"] == 25

    def test_operations_to_the_cent_and_unknown_is_not_zero(self, drafts):
        whole = drafts["op-7-7"].values
        assert (whole["eligible_cost"], whole["erdf"]) == (Decimal("358234.87"), Decimal("137000.00"))
        assert drafts["op-7-2-2"].values["erdf"] == Decimal("98541.50")
        assert not {"eligible_cost", "erdf", "region"} & set(drafts["op-7-3"].values)
        assert drafts["op-7-4-coteaux-du-girou"].relations["sheets"] == ["coteaux-du-girou"]

    def test_a_rate_that_is_not_that_of_the_amounts_is_refused(self, tmp_path):
        text = (DEMO_FOLDERS[0] / "operations.yaml").read_text(encoding="utf-8")
        (tmp_path / "operations.yaml").write_text(text.replace("38.24", "50.00"), encoding="utf-8")
        refused = plan([tmp_path], known={"region-midi-pyrenees", "mesure-7-7"}).refusals
        assert any(one.item == "op-7-7" and "not that of the amounts" in one.reason for one in refused)

    def test_what_the_file_says_of_this_software_is_not_published(self, drafts):
        assert "cas de contrôle" not in drafts["op-7-2-2"].values["results"]
        assert "que le produit accepte" not in drafts["op-7-2-1"].values["results"]

    def test_decision_of_the_steering_committee(self, drafts):
        session = drafts["comite-de-pilotage-2007-02-06"].values
        assert [(d["old"], d["new"]) for d in session["decisions"]][0] == ("50 projets", "35 projets")
        assert all(member["account"] is None for member in session["members"])


class TestRefusals:
    @pytest.mark.parametrize(
        ("item", "line", "words"),
        [
            ("sans-nom", 4, "« name » is missing"),
            ("type-inconnu", 5, "« syndicat des eaux » is not in the table « organisation_type »"),
            ("Mauvais Identifiant", 6, "needs an id"),
            ("cle-inconnue", 7, "no reason to ignore: siret"),
            ("departement-nombre", 8, "wrong kind"),
            ("departement-faux", 9, "99 is no code"),
            ("mairie-de-verfeil", 13, "used already on line 3"),
            ("budget-en-livres", 14, "not in euros"),
            ("population-texte", 15, "wrong kind"),
            ("cout-impossible", 5, "not a number: .inf"),
            ("theme-inconnu", 11, "« drones municipaux »"),
            ("renvoi-perdu", 15, "commune-fantome"),
            ("renvoi-refuse", 22, "sans-nom"),
            ("recettes.yaml", 1, "no type of the site"),
        ],
    )
    def test_refused_with_line_and_reason(self, refused, item, line, words):
        assert refused[item].line == line
        assert words in refused[item].reason

    def test_the_others_go_in(self):
        assert {draft.id for draft in plan([DATA]).drafts} == {
            "mairie-de-verfeil", "population-negative", "hote-accentue", "renvoi-mauvais-type",
            "portail-de-verfeil",
        }  # fmt: skip

    def test_address_that_is_none_is_said_and_not_linked(self):
        (draft,) = [draft for draft in plan([DATA]).drafts if draft.id == "hote-accentue"]
        assert "website" not in draft.values
        assert "www.adm-ariège.fr" in draft.values["summary"]
