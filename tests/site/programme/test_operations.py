"""The list of operations: its page, its totals, its files, its names; what the corpus says, to the cent."""

from collective.prai.core.personal_data.retention import erase_due
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.tables import as_csv
from collective.prai.interfaces import IDatasets
from collective.prai.programme.operations.frozen import FrozenSave
from collective.prai.programme.operations.persons import forget_persons
from collective.prai.programme.operations.profiles import profiles
from collective.prai.programme.operations.register import Filters
from collective.prai.programme.operations.register import note_check
from collective.prai.programme.operations.register import Register
from collective.prai.programme.operations.values import union_rate
from collective.prai.programme.operations.writing import as_csv as list_csv
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from plone import api
from tests.site.conftest import relate
from tests.site.conftest import words
from zope.component import subscribers
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import collective.prai
import pytest
import yaml


CORPUS = Path(collective.prai.__file__).parent / "profiles/demo/corpus/operations.yaml"


@pytest.fixture
def corpus(make_item):
    """The rows of the programme's own list, as the corpus has them."""
    measures, made = {}, {}
    for entry in yaml.safe_load(CORPUS.read_text(encoding="utf-8"))["items"]:
        number = entry["action"]
        if number not in measures:
            measures[number] = make_item(
                "prai.Measure", state="published", title=f"Action {number}", number=number
            )

        def euros(name, entry=entry):
            return Decimal(f"{entry[name]:.2f}") if name in entry else None

        made[entry["id"]] = make_item(
            "prai.Operation", state="published", title=entry["name"], code=entry["id"], measure=relate(measures[number]),
            beneficiary_label=entry["beneficiary_label"], summary=entry["description"], eligible_cost=euros("total_eligible"),
            erdf=euros("erdf_contribution"), region=euros("regional_contribution"), official_row=entry["official_row"],
            source=entry["source"],
        )  # fmt: skip
    return made


class TestFigures:
    def test_the_rates_of_the_union(self, corpus):
        rates = {name: union_rate(item) for name, item in corpus.items()}
        assert rates["op-7-2-2"] == Decimal("50.00")
        assert rates["op-7-7"] == Decimal("38.24")
        assert rates["op-7-4-coteaux-du-girou"] == Decimal("50.00")
        assert rates["op-7-3"] is None

    def test_the_five_columns_to_the_cent(self, corpus):
        text = list_csv(profiles()["programme"], Register().rows).decode("utf-8-sig")
        lines = {line.split(";")[0]: line for line in text.split("\r\n")}
        assert lines["Nom du projet"] == (
            "Nom du projet;Nom du bénéficiaire;Brève description;Dépenses totales éligibles;Contribution FEDER"
        )
        one = next(line for name, line in lines.items() if name.startswith("7.2.2"))
        assert one.endswith(
            "Région Midi-Pyrénées;Sessions généralistes et ateliers pratiques destinés aux élus locaux;197083,00;98541,50"
        )
        assert next(line for name, line in lines.items() if name.startswith("7.7")).endswith(
            "358234,87;137000,00"
        )
        assert next(line for name, line in lines.items() if "Girou" in name).endswith("82050,00;41025,00")
        assert next(line for name, line in lines.items() if name.startswith("7.3")).endswith(";;")

    def test_totals_say_what_they_leave_out(self, corpus):
        register = Register()
        assert [total.measure for total in register.totals] == ["7.2.1", "7.2.2", "7.3", "7.4", "7.5", "7.7"]
        innovative = register.totals[3]
        assert (innovative.rows, innovative.rebuilt) == (2, 2)
        assert (innovative.sums["eligible_cost"], innovative.sums["erdf"]) == (172050, 86025)
        assert register.totals[2].sums["eligible_cost"] is None
        whole = register.total
        assert (whole.rows, whole.unknown["eligible_cost"], whole.rebuilt) == (7, 3, 2)
        assert whole.sums["eligible_cost"] == Decimal("727367.87")
        assert whole.sums["erdf"] == Decimal("321566.50")

    def test_filters_narrow_rows_and_totals(self, corpus):
        register = Register(Filters(measure="7.4"))
        assert (len(register.rows), register.total.sums["region"]) == (2, 51615)

    def test_drafts_are_on_no_list(self, corpus, make_item):
        make_item("prai.Operation", state="checked", title="Brouillon", eligible_cost=Decimal(1))
        assert Register().total.rows == 7


class TestPages:
    def test_the_list(self, portal, corpus, render):
        with api.env.adopt_roles(["Anonymous"]):
            page = render(portal["operations"], "prai-operations")
        text = words(page)
        assert "98 541,50 €" in text and "358 234,87 €" in text and "38,24 %" in text
        assert page.count('class="prai-absent"') >= 6 and page.count('class="prai-badge"') == 2
        assert "op-7-2-2" in text and "prai-list-whole" in page
        assert " 0 €" not in text
        assert "folder_contents" not in page.partition('id="content"')[2]

    def test_an_operation_without_amounts_says_so(self, corpus, render):
        with api.env.adopt_roles(["Anonymous"]):
            text = render(corpus["op-7-3"])
            rebuilt = render(corpus["op-7-4-coteaux-du-girou"])
        assert "prai-absent" in text and " 0 €" not in words(text)
        notice = words(rebuilt.partition('<div class="prai-notice"')[2].partition("</div>")[0])
        assert "plaquette Projets innovants" in notice and "prai-notice" not in text.partition("<main")[2]

    def test_wrong_filters_are_said(self, portal, corpus, render, http_request):
        http_request.form.update(
            {"mesure": "7.4", "annee": "x" * 9000, "departement": ["31"], "profil": "\x00"}
        )
        text = words(render(portal["operations"], "prai-operations"))
        assert "Coteaux du Girou" in text and "Assistance technique" not in text
        assert all(f"« {name} »" in text for name in ("annee", "departement", "profil"))

    def test_pages_of_officers(self, portal, corpus, make_item, render):
        page = words(render(portal["operations"], "prai-controle"))
        assert "op-7-3" in page and "op-7-2-2" not in page
        sheet = make_item(
            "prai.ProjectSheet", title="La fiche", eligible_cost=Decimal(82050),
            sources=[{"funder": "FEDER", "amount": Decimal(40000), "status": "paid"}],
        )  # fmt: skip
        corpus["op-7-4-coteaux-du-girou"].sheets = [relate(sheet)]
        for place in (portal["operations"], corpus["op-7-4-coteaux-du-girou"]):
            text = words(render(place, "prai-ecarts"))
            assert "41 025,00 €" in text and "40 000,00 €" in text and "La fiche" in text


class TestDates:
    def test_the_warning_comes_after_four_months(self, portal, corpus):
        now = datetime.now(UTC)
        assert Register().updated == now.date()
        assert not Register().is_late
        later = (now + timedelta(days=125)).timestamp()
        assert Register(now=later).is_late
        note_check((now + timedelta(days=60)).date())
        assert not Register(now=later).is_late


class TestCodes:
    def test_a_code_is_one_operation_s(self, portal, corpus):
        field = collective.prai.programme.content.operation.IOperation["code"]
        with pytest.raises(Exception, match="7.7"):
            field.bind(portal["operations"]).validate("OP-7-7 ")
        field.bind(corpus["op-7-7"]).validate("op-7-7")

    def test_an_operation_without_one_of_its_own_is_not_published(self, corpus, make_item):
        twin = make_item("prai.Operation", title="Jumelle", code="OP-7-7")
        with api.env.adopt_roles(["Manager"]), pytest.raises(Refused):
            api.portal.get_tool("portal_workflow").doActionFor(twin, "check")


class TestNames:
    def test_they_are_frozen_by_publication(self, make_item):
        body = make_item("prai.Organisation", state="published", title="SICOVAL")
        item = make_item("prai.Operation", state="published", beneficiary_label=None, lead=relate(body))
        assert item.beneficiary_label == "SICOVAL"
        body.title = "SICOVAL renommé"
        assert Register().rows[0]["beneficiary"] == "SICOVAL"
        item.title = "Autre nom"
        with pytest.raises(FrozenSave):
            notify(ObjectModifiedEvent(item))

    def test_other_fields_may_be_corrected(self, make_item):
        item = make_item("prai.Operation", state="published")
        item.eligible_cost = Decimal(10)
        notify(ObjectModifiedEvent(item))

    def test_after_a_withdrawal_a_name_may_be_corrected(self, make_item):
        item = make_item("prai.Operation", state="withdrawn")
        item.title = "Le vrai nom"
        notify(ObjectModifiedEvent(item))


class TestPersons:
    NAME = "Jeanne Dupuy-Martin"

    @pytest.fixture
    def person(self, make_item):
        return make_item(
            "prai.Operation", state="published", title="Atelier de Jeanne Dupuy-Martin", natural_person=True,
            beneficiary_label=self.NAME, summary="Un atelier de Jeanne Dupuy-Martin.", code="OP-P",
        )  # fmt: skip

    def test_searches_and_titles_never_learn_the_name(self, portal, person):
        brain = api.content.find(UID=person.UID())[0]
        assert "Jeanne" not in brain.Title and "Atelier" in brain.Title
        assert not api.content.find(SearchableText="Dupuy")

    def test_the_name_stands_in_one_profile_for_two_years(self, portal, person, render):
        assert [row["beneficiary"] for row in Register(persons="two-years").rows] == [self.NAME]
        assert [row["beneficiary"] for row in Register().rows] == ["personne physique"]
        later = (datetime.now(UTC) + timedelta(days=2 * 366)).timestamp()
        rows = Register(persons="two-years", now=later).rows
        assert "Jeanne" not in repr(rows) and rows[0]["beneficiary"] == "personne physique"
        person.effective_date = DateTime() - 732
        with api.env.adopt_roles(["Anonymous"]):
            assert "Jeanne" not in render(person).partition("<main")[2]

    def test_the_command_wipes_it_out(self, portal, person):
        assert forget_persons() == []
        later = datetime.now(UTC) + timedelta(days=732)
        assert erase_due(later.date())["persons_of_operations"] == 1
        assert forget_persons(datetime.now(UTC) + timedelta(days=732)) == []
        item = portal["operations"].objectValues()[0]
        assert "jeanne" not in item.getId()
        assert "Jeanne" not in repr(vars(item))
        repository = api.portal.get_tool("portal_repository")
        history = repository.getHistoryMetadata(item)
        assert history.getLength(countPurged=True) and not history.getLength(countPurged=False)


class TestDataset:
    def test_public_rows_for_catalogues(self, portal, corpus, make_item):
        make_item("prai.Operation", title="Brouillon")
        make_item(
            "prai.Operation",
            state="published",
            natural_person=True,
            beneficiary_label="Jeanne Dupuy",
            code="zz",
        )
        tables = [one for room in subscribers([portal], IDatasets) for one in room.all()]
        table = next(one for one in tables if one.id == "operations")
        text = as_csv(table.columns, table.rows()).decode()
        assert len(table.rows()) == 8 and "Jeanne" not in text and "Brouillon" not in text
        row = next(row for row in table.rows() if row["code"] == "op-7-7")
        assert (row["eligible_cost"], row["union_rate"]) == (Decimal("358234.87"), Decimal("38.24"))
        assert date.today().year >= 2026
