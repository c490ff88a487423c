"""A condition is met, not met or unknown for a reason; what nobody knows stays unknown."""

from collective.prai.transfer import fit
from collective.prai.transfer.fit import Asked
from collective.prai.transfer.fit import Body
from collective.prai.transfer.fit import Holder
from collective.prai.transfer.fit import Reader
from collective.prai.transfer.fit import Sheet
from collective.prai.transfer.means import Effort
from decimal import Decimal
import pytest


COMMUNE, COMMUNAUTE = ("commune",), ("communaute-de-communes", "intercommunalite")
PAYS = ("pays", "intercommunalite")
GIROU = Body("243100633", "CC des Coteaux du Girou", 23_266)
TOWN = Reader(COMMUNE, "Gragnague", 1_800, body=GIROU)
SHARED = Reader(COMMUNAUTE, "", 12_000)
BROADBAND, SCALE = Asked("haut-debit", "Haut débit"), Asked(fit.SCALE, "Échelle intercommunale")
NOTHING = Sheet()


def found(asked, reader, sheet=NOTHING):
    one = fit.met(asked, sheet, reader)
    return one.state, one.found.why


class TestConditions:
    def test_what_no_table_knows_is_asked_of_the_reader(self):
        assert found(BROADBAND, TOWN) == ("unknown", "not-said")
        assert found(BROADBAND, TOWN._replace(answers={"haut-debit": True})) == ("met", "said-yes")
        assert found(BROADBAND, TOWN._replace(answers={"haut-debit": False})) == ("not-met", "said-no")
        assert fit.met(BROADBAND, NOTHING, TOWN).asks

    def test_a_shared_scale_is_that_of_bodies_and_of_a_commune_with_its_own(self):
        assert found(SCALE, SHARED) == ("met", "wide-body")
        assert found(SCALE, Reader(PAYS)) == ("met", "wide-body")
        assert found(SCALE, Reader(("departement",))) == ("met", "wide-body")
        assert found(SCALE, TOWN) == ("not-met", "carry-with")
        assert fit.met(SCALE, NOTHING, TOWN).found.facts["body"] == "CC des Coteaux du Girou"
        assert found(SCALE, TOWN._replace(body=None)) == ("not-met", "commune-alone")
        assert found(SCALE, Reader(("association",))) == ("unknown", "not-said")
        assert found(SCALE, TOWN._replace(answers={fit.SCALE: True})) == ("met", "said-yes")

    @pytest.mark.parametrize(
        ("sheet", "expected"),
        [
            (Sheet(open_source=True), ("met", "open-source")),
            (Sheet(licence="CECILL-2.1"), ("met", "open-source")),
            (Sheet(open_source=False), ("not-met", "closed-source")),
            (Sheet(), ("unknown", "source-unsaid")),
            (Sheet(licence="unknown"), ("unknown", "source-unsaid")),
        ],
    )
    def test_open_source_is_a_fact_of_the_thing_which_no_reader_answers(self, sheet, expected):
        asked = Asked(fit.OPEN_SYSTEM, "Système open source")
        reader = TOWN._replace(answers={fit.OPEN_SYSTEM: True})
        assert found(asked, reader, sheet) == expected
        assert not fit.met(asked, sheet, reader).asks

    def test_an_area_is_rural_by_who_says_so(self):
        asked = Asked(fit.RURAL, "Territoire rural")
        assert found(asked, TOWN._replace(zone="rural", zone_by="size")) == ("met", "rural-by-size")
        assert found(asked, TOWN._replace(zone="rural", zone_by="you")) == ("met", "rural-by-you")
        assert found(asked, TOWN._replace(zone="urbain", zone_by="you")) == ("not-met", "urban")
        # Mountains may be rural or not: nobody has said it.
        assert found(asked, TOWN._replace(zone="montagne", zone_by="you")) == ("unknown", "not-said")
        assert found(asked, TOWN) == ("unknown", "not-said")

    @pytest.mark.parametrize(
        ("availability", "thing", "state", "blocking"),
        [
            ("download", "kit", "met", False),
            ("on-request", "kit", "unknown", False),
            ("not-found", "questionnaire", "not-met", True),
            ("not-found", "procedure", "not-met", False),
            (None, "kit", "unknown", False),
            ("jamais-vu", "kit", "unknown", False),
        ],
    )
    def test_a_lost_document_stops_all_but_what_its_sheet_describes(
        self, availability, thing, state, blocking
    ):
        one = fit.available(Sheet(thing=thing, availability=availability))
        assert (one.state, one.asked.blocking) == (state, blocking)

    def test_a_project_is_nothing_to_download(self):
        assert fit.available(NOTHING) is fit.licensed(NOTHING) is None

    def test_its_licence_is_free_or_not_known(self):
        assert fit.licensed(Sheet(thing="kit", licence="EUPL-1.2", is_free=True)).state == "met"
        assert fit.licensed(Sheet(thing="kit", licence="unknown")).state == "unknown"
        assert fit.licensed(Sheet(thing="kit")).found.why == "licence-unknown"
        assert fit.licensed(Sheet(thing="kit", licence="on-request")).found.why == "licence-on-request"


class TestPrecedent:
    GIROU = Holder("1", "Coteaux du Girou", "/girou", COMMUNAUTE, 23_266)
    PAYS = Holder("2", "Albigeois", "/albigeois", PAYS, 133_000)
    TOWN = Holder("3", "Lévignac", "/levignac", COMMUNE, 2_100, reused=True)

    def why(self, reader, *holders):
        one = fit.precedent(Sheet(holders=holders), reader)
        return one and (one.state, one.found.why, one.found.facts["holder"])

    def test_of_the_same_kind_and_of_a_like_size(self):
        assert self.why(SHARED, self.PAYS, self.GIROU) == ("met", "alike", "Coteaux du Girou")
        assert self.why(TOWN, self.GIROU, self.TOWN) == ("met", "alike", "Lévignac")

    def test_nobody_like_her_proves_nothing_against_it(self):
        assert self.why(TOWN, self.GIROU) == ("unknown", "other-kind", "Coteaux du Girou")
        assert self.why(SHARED, self.PAYS) == ("unknown", "other-size", "Albigeois")
        assert self.why(SHARED, self.GIROU._replace(population=None)) == (
            "unknown", "same-kind", "Coteaux du Girou",
        )  # fmt: skip
        assert self.why(SHARED._replace(population=None), self.GIROU)[1] == "same-kind"

    def test_without_anybody_there_is_nothing_to_say(self):
        assert fit.precedent(NOTHING, TOWN) is None
        assert fit.precedent(Sheet(holders=(self.GIROU,)), Reader()) is None

    def test_the_most_like_first_who_took_it_up_before_who_made_it(self):
        twin = Holder("4", "Autre", "/autre", COMMUNE, 2_100)
        order = fit.nearest((self.PAYS, self.GIROU, twin, self.TOWN), TOWN)
        assert [one.title for one in order] == ["Lévignac", "Autre", "Coteaux du Girou", "Albigeois"]
        assert fit.nearest((), TOWN) == []
        assert fit.nearest((self.PAYS._replace(population=0),), TOWN._replace(population=0))


class TestMeans:
    CASES = (
        Effort("thing", internal_days=10, euros=Decimal("5000")),
        Effort("reuse", internal_days=20, euros=Decimal("8000.50")),
        Effort("reuse", internal_days=30),
        Effort("project", internal_days=400, euros=Decimal("82050")),
    )

    def of(self, key, cases=CASES, **means):
        one = fit.enough(Sheet(efforts=cases), TOWN._replace(**means), key)
        return one and (one.state, one.found.why)

    def test_the_median_is_enough_less_than_all_is_not_between_nobody_knows(self):
        assert self.of("jours", days=20) == ("met", "jours-enough")
        assert self.of("jours", days=15) == ("unknown", "jours-tight")
        assert self.of("jours", days=9) == ("not-met", "jours-short")
        assert self.of("jours", days=0) == ("not-met", "jours-short")
        assert self.of("euros", euros=Decimal("6500.25")) == ("met", "euros-enough")
        assert self.of("euros", euros=Decimal("4999.99")) == ("not-met", "euros-short")

    def test_what_is_not_said_is_unknown(self):
        assert self.of("jours") == ("unknown", "jours-unsaid")
        assert self.of("euros", self.CASES[-1:]) == ("unknown", "euros-unsaid-whole")

    def test_the_cost_of_a_whole_project_is_enough_for_a_part_of_it_and_less_says_nothing(self):
        assert self.of("euros", self.CASES[-1:], euros=Decimal("90000")) == ("met", "euros-enough")
        assert self.of("euros", self.CASES[-1:], euros=Decimal("100")) == ("unknown", "euros-whole")

    def test_without_a_case_there_is_nothing_to_compare(self):
        assert self.of("jours", (), days=20) is None


class TestVerdict:
    def level(self, *states):
        found = [
            fit.Condition(Asked("x", "x", blocking=state == "blocking"), fit.Found(real, "not-said"))
            for state in states
            for real in ["not-met" if state == "blocking" else state]
        ]
        return fit.verdict(found)

    def test_each_level(self):
        assert self.level("met", "met") == ("as-is", 2, 0, 0)
        assert self.level("met", "unknown") == ("with-conditions", 1, 0, 1)
        assert self.level("met", "not-met") == ("with-conditions", 1, 1, 0)
        assert self.level("not-met") == ("with-conditions", 0, 1, 0)
        assert self.level("met", "met", "blocking") == ("not-as-is", 2, 1, 0)
        assert self.level("unknown", "unknown") == ("unknown", 0, 0, 2)
        assert self.level() == ("unknown", 0, 0, 0)

    def test_all_conditions_of_a_sheet_in_order(self):
        sheet = Sheet((SCALE, BROADBAND), (TestPrecedent.GIROU,), TestMeans.CASES, thing="kit")
        keys = [one.asked.key for one in fit.conditions(sheet, TOWN)]
        assert keys == [fit.SCALE, "haut-debit", "disponibilite", "licence", "comparable", "jours", "euros"]

    def test_a_reader_of_whom_nothing_is_known_gets_no_verdict_for_herself(self):
        sheet = Sheet((SCALE, BROADBAND), (TestPrecedent.GIROU,), TestMeans.CASES, thing="kit")
        assert fit.verdict(fit.conditions(sheet, Reader())).level == "unknown"
