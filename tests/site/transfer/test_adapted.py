"""An adaptation comes back to the catalogue, as far as the licence of its original lets it."""

from collective.prai.core.publication.acting import act
from collective.prai.core.publication.refusals import IncompleteSave
from collective.prai.core.publication.refusals import PublicationRefused
from collective.prai.transfer.relations import target
from collective.prai.transfer.relations import targets
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from tests.site.conftest import relate
from tests.site.conftest import rich
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import pytest


PUBLISHABLE = {"purpose": rich("<p>Recenser.</p>"), "availability": "on-request"}


@pytest.fixture
def original(make_item):
    def original(licence, **values):
        return make_item(
            "prai.Deliverable", state="published", title="Questionnaire", product_licence=licence, kind="questionnaire",
            conditions=["systeme-open-source"], producer_name="ARDESI", **values,
        )  # fmt: skip

    return original


@pytest.fixture
def bring_back(portal, http_request, render):
    """Press the button of a reuse; the draft that it makes."""

    def bring_back(reuse, **form):
        token = api.content.get_view("authenticator", portal, http_request).token()
        http_request.form.update(_authenticator=token, **form)
        http_request.method = http_request.environ["REQUEST_METHOD"] = "POST"
        http_request["REQUEST_METHOD"] = "POST"
        setRoles(portal, TEST_USER_ID, ["Manager"])
        render(reuse, "prai-adapted")
        return target(reuse, "derived_deliverable")

    return bring_back


class TestInOneStep:
    def test_prefilled_and_linked(self, make_item, original, bring_back):
        foix = make_item("prai.Organisation", state="published", title="Pays de Foix")
        kit = original("CC-BY-SA-4.0")
        reuse = make_item(
            "prai.Reuse", state="published", original=relate(kit), reuser=relate(foix), reuser_name=None
        )
        made = bring_back(reuse)
        assert api.content.get_state(made) == "draft"
        assert (made.kind, made.conditions, made.copy_status) == (
            "questionnaire",
            ["systeme-open-source"],
            "adapted",
        )
        assert made.product_licence == "CC-BY-SA-4.0", "share-alike keeps it"
        assert targets(made, "derived_from") == [kit] and target(made, "producer") == foix
        assert "Questionnaire" in made.title and "Pays de Foix" in made.title
        assert "ARDESI" in made.credits and "Creative Commons" in made.credits
        assert bring_back(reuse) == made, "a second press makes no second one"

    def test_a_permissive_licence_leaves_the_choice(self, make_item, original, bring_back):
        reuse = make_item("prai.Reuse", state="published", original=relate(original("etalab-2.0")))
        assert bring_back(reuse).product_licence is None

    def test_a_closed_organisation_is_not_named(self, make_item, original, bring_back):
        closed = make_item("prai.Organisation", title="Organisme fermé")
        kit = original("etalab-2.0", producer=relate(closed))
        reuse = make_item(
            "prai.Reuse", state="published", original=relate(kit), reuser=relate(closed), reuser_name=None
        )
        made = bring_back(reuse)
        assert "Organisme fermé" not in made.title + made.credits and "ARDESI" in made.credits

    def test_of_a_project(self, make_item, bring_back):
        project = make_item("prai.ProjectSheet", state="published")
        reuse = make_item("prai.Reuse", state="published", original=relate(project))
        made = bring_back(reuse, kind="plan-d-action")
        assert (made.kind, target(made, "origin"), made.producer_name) == (
            "plan-d-action",
            project,
            "Commune de Lévignac",
        )

    @pytest.mark.parametrize("kind", ["<script>", ["a"], "x" * 10_000, "\x00"])
    def test_wrong_words_are_no_kind(self, make_item, bring_back, kind):
        reuse = make_item(
            "prai.Reuse",
            state="published",
            original=relate(make_item("prai.ProjectSheet", state="published")),
        )
        assert len(bring_back(reuse, kind=kind).kind) < 60

    @pytest.mark.parametrize("values", [{"kind": "identical"}, {"example": True}])
    def test_not_of_every_reuse(self, make_item, original, bring_back, values):
        reuse = make_item("prai.Reuse", state="published", original=relate(original("MIT")), **values)
        assert bring_back(reuse) is None

    def test_offered_to_editors_alone(self, make_item, original, render):
        reuse = make_item("prai.Reuse", state="published", original=relate(original("MIT")))
        with api.env.adopt_roles(["Editor", "Contributor"]):
            assert "@@prai-adapted" in render(reuse)
        logout()
        assert "@@prai-adapted" not in render(reuse)


class TestLicence:
    def adapted(self, make_item, kit, **values):
        return make_item(
            "prai.Deliverable", title="Adapté", derived_from=[relate(kit)], **PUBLISHABLE, **values
        )

    @pytest.mark.parametrize("licence", [None, "unknown", "on-request"])
    def test_refused_with_its_reason(self, make_item, original, licence):
        item = self.adapted(make_item, original(licence))
        with api.env.adopt_roles(["Manager"]), pytest.raises(PublicationRefused) as refusal:
            act(item, "publish")
        assert "Questionnaire" in str(refusal.value) and "(" in str(refusal.value)
        assert api.content.get_state(item) == "draft"
        item.adaptation_allowed = "Le service informatique du Sicoval, par courriel, mars 2008."
        with api.env.adopt_roles(["Manager"]):
            act(item, "publish")
        assert api.content.get_state(item) == "published"

    def test_copyleft_is_kept(self, make_item, original):
        kit = original("GPL-3.0-or-later")
        with api.env.adopt_roles(["Manager"]):
            closed = self.adapted(make_item, kit, product_licence="MIT")
            with pytest.raises(PublicationRefused):
                act(closed, "publish")
            act(self.adapted(make_item, kit, product_licence="AGPL-3.0-or-later"), "publish")

    def test_leaving_out_where_it_comes_from_is_no_way_around(self, make_item, original):
        item = make_item("prai.Deliverable", title="Sans origine", **PUBLISHABLE)
        make_item(
            "prai.Reuse",
            state="published",
            original=relate(original("unknown")),
            derived_deliverable=relate(item),
        )
        with api.env.adopt_roles(["Manager"]), pytest.raises(PublicationRefused):
            act(item, "publish")

    def test_authors_adapt_their_own_work(self, make_item, original):
        foix = make_item("prai.Organisation", state="published", title="Pays de Foix")
        kit = original("unknown", producer=relate(foix))
        with api.env.adopt_roles(["Manager"]):
            act(self.adapted(make_item, kit, producer=relate(foix)), "publish")

    def test_a_public_one_stays_allowed(self, make_item, original):
        item = self.adapted(make_item, original("unknown"), adaptation_allowed="Le Sicoval, 2008.")
        with api.env.adopt_roles(["Manager"]):
            act(item, "publish")
        item.adaptation_allowed = None
        with pytest.raises(IncompleteSave):
            notify(ObjectModifiedEvent(item))
