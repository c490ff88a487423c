"""What an editor meets in the add and edit forms."""

from collective.prai.core.structure import SECTION_OF
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.conftest import make
import pytest
import requests
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
TYPES = [name for name in SECTION_OF if name.startswith("prai.")]

#: Without dates of their own: what readers declare, as long as it is true; what officers announce and list.
LAST_LEGEND = {"prai.Reuse": "Révision", "prai.Call": "Source", "prai.Operation": "Source"}


class Page:
    """A form as a browser without JavaScript holds it: fill, send, read the answer."""

    def __init__(self, url):
        self.session = requests.Session()
        self.session.auth = OWNER
        self.session.headers["Accept-Language"] = "en"
        self._read(self.session.get(url, timeout=60))

    def _read(self, answer):
        self.status, self.url = answer.status_code, answer.url
        assert answer.status_code < 500, answer.url
        self.tree = html.fromstring(answer.text, base_url=answer.url)
        forms = self.tree.xpath("//form[contains(@class, 'rowlike')]")
        self.form = forms[0] if forms else None

    def names(self):
        return {name for name in self.form.fields if name}

    def value(self, name):
        return self.form.fields[name]

    def send(self, button="form.buttons.save", **values):
        data = [(k, v) for k, v in self.form.form_values() if not k.endswith("buttons.cancel")]
        values = {k.replace("__", "."): v for k, v in values.items()}
        data = [(k, v) for k, v in data if k not in values] + [
            (k, one) for k, v in values.items() for one in (v if isinstance(v, list) else [v])
        ]
        files = {k: (None, v) for k, v in ()}
        answer = self.session.post(
            self.form.action or self.url, data=[*data, (button, "1")], files=files or None, timeout=60
        )
        self._read(answer)
        return self

    def text(self, xpath):
        return [" ".join(found.text_content().split()) for found in self.tree.xpath(xpath)]

    def errors(self):
        return self.text("//div[@class='prai-error']")


@pytest.fixture(scope="class")
def site(class_site):
    transaction.commit()
    return class_site


def add_form(site, name):
    return Page(f"{site.absolute_url()}/{SECTION_OF[name]}/++add++{name}")


class TestAddForms:
    @pytest.mark.parametrize("name", TYPES)
    def test_order_and_labels(self, site, name):
        page = add_form(site, name)
        assert page.status == 200
        legends = page.text("//fieldset/legend")
        assert legends[0] == "Principal"
        wanted = [
            "Coût du projet", "Territoire", "Classement", "Contact", "Réutilisation", "Source", "Révision", "Dates",
        ]  # fmt: skip
        shared = [label for label in legends if label in wanted]
        assert shared == [label for label in wanted if label in shared]
        assert legends[-1] == LAST_LEGEND.get(name, "Dates")
        for control in page.form.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
            if control.get("type") in ("submit", "button") or control.getparent().xpath("ancestor::template"):
                continue
            ids = control.get("id")
            assert page.form.xpath(f".//label[@for='{ids}']"), html.tostring(control)[:200]

    @pytest.mark.parametrize("name", TYPES)
    def test_nothing_that_she_never_uses(self, site, name):
        names = add_form(site, name).names()
        for unused in ("IShortName.id", "changeNote", "versioning_enabled", "language", "creators", "rights",
                       "exclude_from_nav", "allow_discussion", "source_uid", "source_revision"):  # fmt: skip
            assert not [one for one in names if unused in one], unused

    def test_what_publishing_needs_is_said_beside_the_label(self, site):
        page = add_form(site, "prai.HowTo")
        assert page.text("//*[@id='form-widgets-problem-needed']") == ["nécessaire pour publier"]
        assert page.text("//*[@id='form-widgets-in_brief-needed']") == ["nécessaire pour publier"]
        assert not page.text("//*[@id='form-widgets-effort_days-needed']")
        page = add_form(site, "prai.ProjectSheet")
        (note,) = page.text("//*[@id='form-widgets-lead-needed']")
        assert "Bénéficiaires (noms de l’époque)" in note

    def test_save_with_a_title_alone(self, site):
        page = add_form(site, "prai.HowTo").send(form__widgets__IBasic__title="Recenser l'équipement")
        assert page.url.endswith("/fiches-pratiques/recenser-lequipement/view")

    def test_missing_title_is_said_and_nothing_is_lost(self, site):
        page = add_form(site, "prai.HowTo").send(form__widgets__problem="J'ai besoin d'aide.")
        assert page.status == 200
        assert page.tree.xpath("//div[@id='prai-errors']//a[@href='#formfield-form-widgets-IBasic-title']")
        assert page.value("form.widgets.problem") == "J'ai besoin d'aide."


class TestRows:
    @pytest.fixture
    def sheet(self, site):
        obj = make(
            site, "prai.ProjectSheet", title="Portail",
            sources=[{"funder": "FEDER", "amount": None, "status": None}],
        )  # fmt: skip
        transaction.commit()
        return obj

    def cells(self, line):
        return {
            name: f"form.widgets.IFunding.sources.{line}.widgets.{name}"
            for name in ("funder", "amount", "status")
        }

    def test_each_cell_has_its_label_and_two_lines_wait(self, sheet):
        page = Page(sheet.absolute_url() + "/edit")
        table = page.tree.xpath("//*[@id='form-widgets-IFunding-sources']//table[not(ancestor::template)]")[0]
        lines = table.xpath("./tbody/tr")
        assert len(lines) == 3
        for number, line in enumerate(lines, 1):
            for cell in line.xpath(".//input[not(@type='hidden')] | .//select"):
                (label,) = line.xpath(f".//label[@for='{cell.get('id')}']")
                assert f"ligne {number}" in " ".join(label.text_content().split())
        assert table.xpath("./thead/tr/th/@scope") == ["col"] * 4
        for button in table.xpath(".//button"):
            assert " ".join(button.text_content().split()).split(" ", 1)[1], html.tostring(button)

    def test_without_javascript_a_line_is_added_and_blanks_are_dropped(self, site, sheet):
        page = Page(sheet.absolute_url() + "/edit")
        third = self.cells(2)
        page.send(**{third["funder"]: "Région", third["amount"]: "24 615,00 €"})
        assert not page.errors()
        transaction.begin()
        assert [(row["funder"], str(row["amount"])) for row in sheet.sources] == [
            ("FEDER", "None"),
            ("Région", "24615.00"),
        ]

    def test_an_emptied_line_is_removed(self, sheet):
        page = Page(sheet.absolute_url() + "/edit")
        page.send(**{self.cells(0)["funder"]: ""})
        transaction.begin()
        assert not sheet.sources

    @pytest.mark.parametrize("bad", ["abc", "-1", "1e999", "1" * 40, "12,345"])
    def test_a_wrong_amount_is_said_beside_the_cell_and_nothing_is_lost(self, sheet, bad):
        page = Page(sheet.absolute_url() + "/edit")
        second = self.cells(1)
        page.send(
            **{
                second["funder"]: "Région",
                second["amount"]: bad,
                "form.widgets.IFunding.total_cost": "82 050",
            }
        )
        assert page.status == 200
        (said,) = page.text("//*[@id='form-widgets-IFunding-sources-1-widgets-amount-error']")
        assert "98541.50" in said
        assert page.value(second["amount"]) == bad
        assert page.value(second["funder"]) == "Région"
        assert page.value("form.widgets.IFunding.total_cost").replace("\u202f", " ") in (
            "82 050",
            "82 050,00",
        )
        transaction.begin()
        assert len(sheet.sources) == 1

    def test_a_wrong_amount_after_a_blank_line_stays_with_its_line(self, sheet):
        page = Page(sheet.absolute_url() + "/edit")
        third = self.cells(2)
        page.send(**{third["funder"]: "Région", third["amount"]: "beaucoup"})
        assert page.value(self.cells(1)["amount"]) == "beaucoup"
        assert page.text("//*[@id='form-widgets-IFunding-sources-1-widgets-amount-error']")
        assert not page.text("//*[@id='form-widgets-IFunding-sources-2-widgets-amount-error']")

    def test_a_missing_name_is_said_in_its_line(self, sheet):
        page = Page(sheet.absolute_url() + "/edit")
        page.send(**{self.cells(1)["amount"]: "10"})
        assert page.text("//*[@id='form-widgets-IFunding-sources-1-widgets-funder-error']")

    @pytest.mark.parametrize("count", ["abc", "-3", "99999999999", "", "²"])
    def test_a_forged_count_harms_nothing(self, sheet, count):
        page = Page(sheet.absolute_url() + "/edit")
        page.send(**{"form.widgets.IFunding.sources.count": count})
        assert page.status == 200


class TestCells:
    def test_dates_figures_boxes_and_addresses(self, site):
        indicator = make(site, "prai.Indicator", title="Sites")
        sheet = make(site, "prai.ProjectSheet", title="Portail")
        transaction.commit()
        page = Page(indicator.absolute_url() + "/edit")
        first = "form.widgets.observations.0.widgets."
        page.send(
            **{first + "date": "décembre 2006", first + "value": "16,9", first + "qualifier:list": "about"}
        )
        assert not page.errors()
        page = Page(sheet.absolute_url() + "/edit")
        condition, reading = (
            "form.widgets.condition_rows.0.widgets.",
            "form.widgets.further_reading.0.widgets.",
        )
        page.send(**{
            condition + "condition": "Haut débit", condition + "blocking:list": "selected",
            reading + "title": "Le site", reading + "url": "https://www.example.org/", "form.widgets.effort.0.widgets.months": "18",
        })  # fmt: skip
        assert not page.errors()
        transaction.begin()
        (row,) = indicator.observations
        assert (row["date"], str(row["value"]), row["qualifier"]) == ("2006-12", "16.9", "about")
        (row,) = sheet.condition_rows
        assert row == dict.fromkeys(("how", "term", "source")) | {"condition": "Haut débit", "blocking": True}
        assert sheet.further_reading == [{"title": "Le site", "url": "https://www.example.org/"}]
        assert sheet.effort[0]["months"] == 18
        page = Page(indicator.absolute_url() + "/edit")
        assert (page.value(first + "date"), page.value(first + "value")) == ("12/2006", "16,9")

    @pytest.mark.parametrize(
        "cell,bad", [("date", "31/02/2006"), ("date", "hier"), ("value", "beaucoup"), ("value", "1e999")]
    )
    def test_wrong_cells_keep_what_was_typed(self, site, cell, bad):
        indicator = make(site, "prai.Indicator", title="Sites")
        transaction.commit()
        page = Page(indicator.absolute_url() + "/edit")
        first = "form.widgets.observations.0.widgets."
        values = {first + "date": "2006", first + "value": "1"} | {first + cell: bad}
        page.send(**values)
        assert page.text(f"//*[@id='form-widgets-observations-0-widgets-{cell}-error']")
        assert page.value(first + cell) == bad
        transaction.begin()
        assert not indicator.observations
