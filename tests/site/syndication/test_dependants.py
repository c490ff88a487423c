"""What is embedded and what is contained is swept with the item that shows it."""

from collective.prai.core.visibility import as_anybody
from collective.prai.interfaces import ISearch
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import RETRY
from collective.prai.syndication.sweep import Sweep
from DateTime import DateTime
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from tests.site.syndication.conftest import GIF
from tests.site.syndication.conftest import Partner
from tests.site.syndication.conftest import relation
from tests.site.syndication.conftest import rich
from zope.lifecycleevent import modified
import pytest
import time


class TestDependants:
    def test_new_title_of_a_target_reaches_who_points_at_it(self, howto, make_item, sweep, partner):
        other = make_item("prai.HowTo", state="published", title="Autre", relatedItems=[relation(howto)])
        sweep()
        howto.title = "Nouveau titre"
        modified(howto)
        sweep()
        partner.pull()
        (link,) = partner.items[other.UID()]["links"]
        assert (link["rel"], link["title"]) == ("relatedItems", "Nouveau titre")
        assert link["id"] == f"urn:uuid:{howto.UID()}"

    def test_deleted_target_disappears_from_who_pointed_at_it(self, howto, make_item, sweep, partner):
        other = make_item("prai.HowTo", state="published", title="Autre", relatedItems=[relation(howto)])
        sweep()
        api.content.delete(howto, check_linkintegrity=False)
        sweep()
        partner.pull()
        assert partner.items[other.UID()]["links"] == []

    def test_private_target_is_not_named_and_appears_once_public(self, make_item, sweep, partner, manager):
        draft = make_item("prai.HowTo", title="Marqueurbrouillon")
        text = rich(f'<p>Voir <a href="resolveuid/{draft.UID()}">la suite</a>.</p>')
        other = make_item("prai.HowTo", state="published", in_brief=text, relatedItems=[relation(draft)])
        sweep()
        partner.pull()
        assert "Marqueurbrouillon" not in str(partner.items) and "marqueurbrouillon" not in str(partner.items)
        assert "Voir la suite." in partner.items[other.UID()]["content"]["html"]
        api.content.transition(draft, "publish")
        sweep()
        partner.pull()
        item = partner.items[other.UID()]
        assert item["links"][0]["title"] == "Marqueurbrouillon"
        assert 'href="https://centre.example/fiches-pratiques/marqueurbrouillon"' in item["content"]["html"]

    def test_renamed_organisation_reaches_the_sheets_that_name_it(self, make_item, sweep, partner, manager):
        body = make_item("prai.Organisation", state="published", title="ARDESI")
        guide = make_item("prai.Guide", state="published", publisher=relation(body))
        sweep()
        partner.pull()
        assert partner.items[guide.UID()]["links"][0]["title"] == "ARDESI"
        body.title = "ARDESI Midi-Pyrénées"
        modified(body)
        sweep()
        partner.pull()
        assert partner.items[guide.UID()]["links"][0]["title"] == "ARDESI Midi-Pyrénées"

    def test_target_that_expires_takes_its_link_away(self, howto, make_item, sweep, partner):
        other = make_item("prai.HowTo", state="published", title="Autre", relatedItems=[relation(howto)])
        soon = time.time() + 60
        howto.expiration_date = DateTime(soon)
        modified(howto)
        sweep()
        sweep(soon + 1)
        partner.pull(soon + 1)
        assert partner.items[other.UID()]["links"] == []

    def test_a_place_that_is_lent_is_filtered_by_and_leaves_with_who_lends_it(
        self, portal, make_item, sweep, manager
    ):
        firm = make_item("prai.Organisation", state="published", organisation_type="prestataire",
                         departments=["31"])  # fmt: skip
        body = make_item("prai.Organisation", state="published", departments=["81"])
        project = make_item("prai.ProjectSheet", lead=relation(body), beneficiaries=[relation(firm)])
        tool = make_item("prai.Deliverable", state="published", origin=relation(project))
        alone = make_item("prai.Deliverable", state="published", producer=relation(firm))
        tarn, garonne = Partner(portal, "departement=81"), Partner(portal, "departement=31")

        def told():
            sweep()
            tarn.pull()
            garonne.pull()
            with as_anybody():
                search = ISearch(portal)
                for reader, code in ((tarn, "81"), (garonne, "31")):
                    pairs = [("departement", code), ("type", "ProjectSheet"), ("type", "Deliverable")]
                    of_finder = search.found(pairs)
                    assert of_finder == {
                        uid for uid, item in reader.items.items() if item["@type"] != "prai.Organisation"
                    }
            return tool.UID() in tarn.items, tool.UID() in garonne.items

        assert told() == (False, False), "a project that nobody may see, a firm: they lend nothing"
        api.content.transition(project, "publish")
        assert told() == (True, False) and project.UID() in tarn.items
        assert [term["token"] for term in tarn.items[tool.UID()]["departments"]] == ["81"]
        body.departments = ["31"]
        modified(body)
        assert told() == (False, True) and tarn.withdrawn[tool.UID()] == "out-of-filter"
        project.departments = ["81"]
        modified(project)
        assert told() == (True, False)
        api.content.transition(project, "withdraw", comment="Une erreur.")
        early = Partner(portal, "departement=81")
        early.pull()
        assert tool.UID() not in early.items, "not even before the sweep has come by"
        assert told() == (False, False)
        assert alone.UID() not in tarn.items | garonne.items

    def test_between_two_steps_nothing_shows_a_target_that_is_gone(
        self, make_item, sweep, partner, manager, portal
    ):
        body = make_item("prai.Organisation", state="published", title="Marqueurparti")
        for number in (1, 2, 3):
            make_item("prai.Guide", state="published", title=f"Guide {number}", publisher=relation(body))
        sweep()
        api.content.transition(body, "withdraw", comment="Dissoute.")
        while Sweep(portal, query_outbox(portal), time.time(), limit=1).run():
            reader = Partner(portal)
            reader.pull()
            assert "Marqueurparti" not in str(reader.items)
        partner.pull()
        assert len(partner.items) == 3


class TestBadItems:
    def test_one_that_cannot_be_serialised_keeps_no_other_back(self, howto, make_item, sweep, partner):
        broken = make_item("prai.HowTo", state="published", title="Abîmée")
        broken.steps = [object()]
        modified(broken)
        other = make_item("prai.HowTo", state="published", title="Suivante")
        sweep()
        partner.pull()
        assert set(partner.items) == {howto.UID(), other.UID()}
        broken.steps = []
        later = time.time() + RETRY + 1
        sweep(later)
        partner.pull(later)
        assert broken.UID() in partner.items

    def test_a_link_that_is_no_address_goes_and_its_text_stays(self, make_item, sweep, partner, manager):
        made = make_item("prai.HowTo", state="published", in_brief=rich('<p><a href="/.//[x">Ici</a></p>'))
        sweep()
        partner.pull()
        html = partner.items[made.UID()]["content"]["html"]
        assert "<p>Ici</p>" in html and "[x" not in html


class TestParts:
    @pytest.fixture
    def guide(self, make_item, sweep, manager):
        body = make_item("prai.Organisation", state="published", title="ARDESI")
        made = make_item("prai.Guide", state="published", title="Guide", publisher=relation(body))
        for number in (1, 2):
            make_item(
                "prai.Chapter",
                container=made,
                title=f"Chapitre {number}",
                body=rich(f"<p>texte {number}</p>"),
                licence=None,
            )
        sweep()
        return made

    def html(self, partner, guide):
        partner.pull()
        return partner.items[guide.UID()]["content"]["html"]

    def test_edited_chapter_updates_its_guide(self, guide, sweep, partner):
        assert "texte 1" in self.html(partner, guide)
        guide["chapitre-1"].body = rich("<p>réécrit</p>")
        modified(guide["chapitre-1"])
        sweep()
        assert "réécrit" in self.html(partner, guide)

    def test_chapters_in_another_order_update_their_guide(self, guide, sweep, partner):
        html = self.html(partner, guide)
        assert html.index("texte 1") < html.index("texte 2")
        guide.moveObjectsToTop(["chapitre-2"])
        sweep()
        html = self.html(partner, guide)
        assert html.index("texte 2") < html.index("texte 1")

    def test_deleted_chapter_updates_its_guide(self, guide, sweep, partner):
        api.content.delete(guide["chapitre-1"], check_linkintegrity=False)
        sweep()
        assert "texte 1" not in self.html(partner, guide)

    def test_chapters_go_with_their_guide(self, guide, sweep, partner):
        partner.pull()
        api.content.transition(guide, "withdraw", comment="x")
        sweep()
        partner.pull()
        assert partner.items == {}

    def test_replaced_image_updates_the_item_that_shows_it(self, guide, sweep, partner):
        image = api.content.create(
            guide["chapitre-1"], "Image", "plan", image=NamedBlobImage(GIF, filename="plan.gif")
        )
        guide["chapitre-1"].body = rich(
            f'<p><img src="resolveuid/{image.UID()}/@@images/image/large" alt="Plan"></p>'
        )
        modified(guide["chapitre-1"])
        sweep()
        partner.pull()
        (shown,) = partner.items[guide.UID()]["content"]["images"]
        assert shown["url"] == f"https://centre.example/diffusion/fichiers/{image.UID()}/image/plan.gif"
        image.image = NamedBlobImage(GIF + b"\0", filename="plan.gif")
        modified(image)
        sweep()
        partner.pull()
        (again,) = partner.items[guide.UID()]["content"]["images"]
        assert again["sha256"] != shown["sha256"]

    @pytest.mark.parametrize(
        ("licence", "count"), [("etalab-2.0", 1), ("on-request", 0), ("unknown", 0), (None, 0)]
    )
    def test_file_leaves_only_under_a_free_licence(self, guide, sweep, partner, licence, count):
        guide.file, guide.file_licence = NamedBlobFile(b"%PDF-1.4", filename="guide été.pdf"), licence
        modified(guide)
        sweep()
        partner.pull()
        found = partner.items[guide.UID()]["attachments"]
        assert len(found) == count
        if found:
            assert found[0]["url"].startswith(
                f"https://centre.example/diffusion/fichiers/{guide.UID()}/file/"
            )
            assert (found[0]["size"], found[0]["licence"], len(found[0]["sha256"])) == (8, licence, 64)

    def test_a_file_of_a_deliverable_comes_and_goes_at_its_dates(self, make_item, sweep, partner, manager):
        made = make_item("prai.Deliverable", state="published", title="Kit", product_licence="etalab-2.0")
        part = api.content.create(made, "File", "notice", file=NamedBlobFile(b"texte", filename="notice.txt"))
        begins = time.time() + 3600
        part.effective_date, part.expiration_date = DateTime(begins), DateTime(begins + 60)
        modified(part)
        for second, announced in ((None, 0), (begins + 1, 1), (begins + 61, 0)):
            sweep(second)
            partner.pull(second)
            assert len(partner.items[made.UID()]["attachments"]) == announced
