"""Who took a sheet up, on its page and on that of the reuse: what is said, and what must not be."""

from collective.prai import _
from datetime import date
from datetime import timedelta
from decimal import Decimal
from plone import api
from plone.app.testing import logout
from tests.site.conftest import Html
from tests.site.conftest import relate
from tests.site.conftest import words
from zope.event import notify
from zope.i18n import translate
from zope.lifecycleevent import ObjectModifiedEvent
import pytest
import re


def section(page, id):
    found = re.search(rf'<section[^>]*id="{id}".*?</section>', page, re.S)
    return found[0] if found else ""


def fr(text, **mapping):
    """A message of ours as readers get it."""
    return words(translate(_(text, mapping=mapping), target_language="fr"))


def nobody_yet():
    return fr("Nothing yet: nobody has told us that they took it up.")


def example():
    return fr("Fictitious example, counted nowhere")


def gone():
    return fr("An original that is not, or no longer, on this site")


@pytest.fixture
def kit(make_item):
    return make_item(
        "prai.Deliverable",
        state="published",
        title="Questionnaire",
        contact_email="x@girou.example",
        product_licence="MIT",
    )


class TestReuses:
    def test_each_with_how_far_it_is(self, make_item, render, kit):
        girou = make_item(
            "prai.Organisation", state="published", title="Coteaux du Girou", departments=["31"]
        )
        make_item("prai.Reuse", state="published", original=relate(kit), reuser=relate(girou), date="2008",
                  reuser_name=None, kind="identical", stage="in-service")  # fmt: skip
        make_item("prai.Reuse", state="published", original=relate(kit), stage="abandoned", reuser_name="Pays de Foix",
                  outcome=Html("<p>Il faut un <em>référent</em> par mairie.</p>"))  # fmt: skip
        logout()
        shown = words(section(render(kit), "taken-up"))
        assert "1 En service" in shown and "1 Abandonné" in shown
        assert "Coteaux du Girou – Haute-Garonne (31)" in shown
        assert (
            f"{fr('since ${date}', date='2008')} · {fr('confirmed on ${date}', date='2 novembre 2026')}"
            in shown
        )
        assert "Pays de Foix" in shown and f"{fr('Lesson:')} Il faut un référent par mairie." in shown

    def test_nobody_yet(self, make_item, render, kit):
        assert nobody_yet() in words(render(kit))
        assert 'id="taken-up"' not in render(make_item("prai.Deliverable", title="Brouillon"))
        assert 'id="taken-up"' not in render(make_item("prai.Organisation", state="published"))

    @pytest.mark.parametrize("state", ["draft", "confirmed", "rejected", "withdrawn"])
    def test_what_is_not_published_is_not_named(self, make_item, render, kit, state):
        make_item("prai.Reuse", state=state, original=relate(kit), reuser_name="Commune secrète")
        logout()
        assert "secrète" not in render(kit) and nobody_yet() in words(render(kit))

    def test_a_withdrawn_organisation_lends_no_name(self, make_item, render, kit):
        girou = make_item("prai.Organisation", state="withdrawn", title="Girou retiré")
        reuse = make_item("prai.Reuse", state="published", title="Une reprise", original=relate(kit), reuser=relate(girou),
                          reuser_name=None)  # fmt: skip
        logout()
        for page in (render(kit), render(reuse)):
            assert "Girou retiré" not in page and fr("An organisation") in words(page)

    def test_examples_count_nowhere(self, make_item, render, kit):
        reuse = make_item("prai.Reuse", state="published", original=relate(kit), example=True)
        logout()
        shown = section(render(kit), "taken-up")
        assert example() in words(shown) and "prai-takeup-counts" not in shown
        assert "prai-example" in render(reuse)

    @pytest.mark.parametrize("ahead, open", [(0, True), (30, True), (-1, False)])
    def test_calls_end_with_their_day(self, make_item, render, kit, ahead, open):
        until = date.today() + timedelta(days=ahead)
        call = make_item("prai.Reuse", state="published", original=relate(kit), stage="looking-for-partners",
                         partners_until=until, reuser_name="Pays de Foix")  # fmt: skip
        logout()
        page = render(kit)
        assert ("Pays de Foix" in page) == open
        assert (page.count("mailto:x@girou.example?subject=") == 2) == open
        own = render(call)
        assert ('id="call"' in own) == open and ("prai-call-over" in own) != open

    def test_without_a_contact_the_form_is_asked(self, make_item, render):
        sheet = make_item("prai.HowTo", state="published")
        call = make_item("prai.Reuse", state="published", original=relate(sheet), stage="looking-for-partners",
                         partners_until=date.today())  # fmt: skip
        logout()
        assert f"poser-une-question?page={call.UID()}" in render(sheet)

    def test_hostile_words_are_words(self, make_item, render, kit):
        make_item(
            "prai.Reuse", state="published", original=relate(kit), reuser_name='<script>alert("x")</script>'
        )
        page = render(kit)
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


class TestReusePage:
    def test_what_it_took(self, make_item, render, kit):
        page = words(render(make_item(
            "prai.Reuse", state="published", original=relate(kit), days=12, actual_cost=Decimal(1500), cost_avoided=Decimal(8000),
            obstacle_kinds=["skills"], adaptations=Html("<p>Deux questions de plus.</p>"), url="https://www.levignac.example/",
        )))  # fmt: skip
        for text in ("12", "1 500 €", "8 000 €", "Compétences", "Deux questions de plus.",
                     fr("See it on ${site}", site="levignac.example"), fr("confirmed on ${date}", date="2 novembre 2026")):  # fmt: skip
            assert text in page

    def test_an_address_that_is_a_script_is_no_link(self, make_item, render, kit):
        reuse = make_item("prai.Reuse", state="published", original=relate(kit), url="javascript:alert(1)")
        assert "javascript:alert" not in render(reuse)
        kit.repository = kit.catalogue_url = "javascript:alert(1)"
        assert "javascript:alert" not in render(kit)

    def test_the_lesson_comes_first(self, make_item, render, kit):
        page = render(make_item("prai.Reuse", state="published", original=relate(kit), stage="abandoned",
                                obstacles=Html("<p>Personne pour relancer.</p>")))  # fmt: skip
        assert page.index("Personne pour relancer.") < page.index("prai-facts")
        assert page.count("Personne pour relancer.") == 1

    def test_an_original_that_is_gone(self, portal, make_item, render, kit):
        reuse = make_item("prai.Reuse", state="published", original=relate(kit))
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(kit, check_linkintegrity=False)
        page = words(render(reuse))
        assert gone() in page and "Questionnaire" not in page


class TestTree:
    @pytest.fixture
    def chain(self, make_item, kit):
        """Original → reuse → adapted deliverable → its reuse."""
        adapted = make_item(
            "prai.Deliverable",
            state="published",
            title="Questionnaire de Foix",
            product_licence="MIT",
            derived_from=[relate(kit)],
        )
        make_item("prai.Reuse", state="published", title="R1", original=relate(kit), reuser_name="Pays de Foix",
                  derived_deliverable=relate(adapted))  # fmt: skip
        last = make_item(
            "prai.Reuse", state="published", title="R2", original=relate(adapted), reuser_name="Rodez"
        )
        return adapted, last

    def lines(self, page):
        return re.findall(
            r'(?:<a href="[^"]*">|<strong aria-current="page">)([^<]*)<', section(page, "lineage")
        )

    def test_from_the_root_on_each_sheet(self, render, kit, chain):
        logout()
        adapted, last = chain
        whole = ["Questionnaire", "Pays de Foix", "Questionnaire de Foix", "Rodez"]
        for item, name in ((kit, "Questionnaire"), (adapted, "Questionnaire de Foix"), (last, "Rodez")):
            page = render(item)
            assert self.lines(page) == whole
            assert f'<strong aria-current="page">{name}</strong>' in page
            assert page.count("<rect x=") == 4 and 'aria-labelledby="prai-tree-title prai-tree-desc"' in page
            assert 'id="adapted"' not in page

    def test_none_without_an_edge(self, render, kit):
        assert 'id="lineage"' not in render(kit)

    def test_what_is_withdrawn_is_not_there(self, make_item, render, kit, chain):
        adapted, last = chain
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(kit, "withdraw", comment="Retiré.")
        logout()
        page = render(last)
        assert gone() in words(page) and ">Questionnaire<" not in page
        assert "Questionnaire de Foix" in page

    def test_a_hidden_reuse_leaves_what_the_sheet_itself_says(self, make_item, render, kit):
        adapted = make_item("prai.Deliverable", state="published", title="Adapté", derived_from=[relate(kit)])
        make_item(
            "prai.Reuse",
            state="draft",
            original=relate(kit),
            derived_deliverable=relate(adapted),
            reuser_name="Secrète",
        )
        logout()
        assert self.lines(render(adapted)) == ["Questionnaire", "Adapté"]

    def test_circles_and_deleted_originals_end(self, make_item, render, kit, chain):
        adapted, _last = chain
        kit.derived_from = [relate(adapted)]
        notify(ObjectModifiedEvent(kit))
        logout()
        page = words(render(kit))
        assert fr("it comes back to itself") in page
