"""The whole corpus is understood; hostile rows are refused one by one."""

from collective.prai.core.vocabularies import fixed
from collective.prai.core.vocabularies import seeds
from collective.prai.corpus.importer import DEMO_FOLDERS
from collective.prai.corpus.plan import plan
from collective.prai.corpus.terms import shipped
from decimal import Decimal
from pathlib import Path
import pytest


DATA = Path(__file__).parents[2] / "data" / "corpus"
#: Field that a table speaks of → vocabulary that must have the token.
VOCABULARY_OF = {
    "organisation_type": "organisation_types", "roles": "organisation_roles",
    "beneficiary_types": "organisation_types", "themes": "themes", "project_kinds": "project_kinds",
    "component_kinds": "project_kinds", "study_kind": "study_kinds", "deliverable_kind": "deliverable_kinds",
    "audiences": "audiences", "confidence": "confidence", "unit": "units", "qualifier": "qualifiers",
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
            "programme.yaml", "operations.yaml", "trainings.yaml", "epn.yaml", "glossary.yaml",
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
            (Decimal(35), "2007-02")
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
