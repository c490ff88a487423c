"""Up to four sheets beside each other: what is asked may be anything, what differs is said in words."""

from decimal import Decimal
from plone.app.testing import logout
from tests.site.conftest import words
import pytest
import re


def money(cost, grant):
    return {"total_cost": Decimal(cost), "sources": [{"funder": "FEDER", "amount": Decimal(grant)}]}


@pytest.fixture
def sheets(make_item):
    return [
        make_item("prai.ProjectSheet", title="Girou", state="published", themes=["tourisme", "petite-enfance"], stage="in-service", **money("82050", "65640")),
        make_item("prai.ProjectSheet", title="Bastides", state="published", themes=["tourisme"], stage="in-service", **money("90000", "72000")),
        make_item("prai.ProjectSheet", title="Sans chiffres", state="published", themes=["tourisme"], stage="in-service"),
    ]  # fmt: skip


@pytest.fixture
def compare(portal, render, http_request):
    """compare(*values of « fiche »): the page as a visitor gets it."""

    def compare(*values, **form):
        logout()
        http_request.form.clear()
        http_request.form.update(form, fiche=list(values) if len(values) != 1 else values[0])
        return render(portal, "comparer")

    return compare


def row(page, title):
    """Texts of the cells of a criterion."""
    for found in re.findall(r"<tr.*?</tr>", page, re.S):
        head = re.search(r'<th\s+role="rowheader".*?</th>', found, re.S)
        if head and words(head[0]).strip().startswith(title):
            return [words(cell).strip() for cell in re.findall(r"<td.*?</td>", found, re.S)], words(head[0])
    raise AssertionError(f"no row {title}")


class TestCompare:
    def test_money_is_compared_in_words(self, sheets, compare):
        page = compare(*[sheet.UID() for sheet in sheets])
        cells, head = row(page, "Reste à charge")
        assert cells[0].startswith("Girou 16 410 €") and cells[1].startswith("Bastides 18 000 €")
        assert "1 590 €" in cells[1] and "1 590 €" not in cells[0]
        assert cells[2].startswith("Sans chiffres") and "€" not in cells[2]
        assert page.index("Reste à charge") < page.index("Thèmes")

    def test_what_is_the_same_and_what_one_alone_has(self, sheets, compare):
        page = compare(sheets[0].UID(), sheets[1].UID())
        cells, head = row(page, "Thèmes")
        assert cells[0].count("Petite enfance") == 2 and cells[1].count("Tourisme") == 1
        assert "prai-compare-same" in page
        only = compare(sheets[0].UID(), sheets[1].UID(), differences="1")
        assert "prai-compare-same" not in only and "Petite enfance" in only

    def test_one_sheet_proposes_others(self, sheets, compare):
        page = compare(sheets[0].UID())
        added = page.split('id="ajouter"')[1].split("</section>")[0]
        assert "Bastides" in added and f"fiche={sheets[0].UID()}&amp;fiche={sheets[1].UID()}" in added

    def test_types_that_have_no_such_fact_say_so(self, sheets, make_item, compare):
        how = make_item("prai.HowTo", title="Recenser", state="published")
        cells, _head = row(compare(sheets[0].UID(), how.UID()), "Reste à charge")
        assert "non renseigné" not in cells[1] and "€" not in cells[1]

    def test_four_at_most_the_same_once(self, sheets, make_item, compare):
        more = [make_item("prai.HowTo", title=f"Fiche {n}", state="published") for n in range(3)]
        page = compare(*[one.UID() for one in sheets + more])
        assert page.count('role="columnheader"') == 5 and 'role="alert"' in page
        twice = compare(sheets[0].UID(), sheets[0].UID().upper(), f"urn:uuid:{sheets[0].UID()}")
        assert twice.count('role="columnheader"') == 2 and 'role="alert"' not in twice

    @pytest.mark.parametrize(
        "value",
        ["", "x", "x" * 10_000, "0" * 32, "a\0b", "<script>alert(1)</script>", ["a", ["b"]], {"a": "b"}, 7, None,
         "*", "../../etc", ["0" * 32] * 500],
    )  # fmt: skip
    def test_odd_words_are_a_page_with_a_sentence(self, sheets, compare, value):
        page = compare(value)
        assert "<script>alert" not in page and "<h1" in page and "<table" not in page
        mixed = compare(sheets[0].UID(), value)
        assert "Girou" in mixed and 'role="alert"' in mixed

    def test_nothing_asked_explains_and_leads_to_the_lists(self, sheets, compare, portal):
        page = compare()
        assert 'role="alert"' not in page and f'href="{portal["projets"].absolute_url()}"' in page

    def test_other_content_is_no_sheet(self, sheets, compare, portal):
        page = compare(sheets[0].UID(), portal["projets"].UID())
        assert page.count('role="columnheader"') == 2 and 'role="alert"' in page
