from Acquisition import aq_base
from collective.prai.directory.views import OrganisationView
from plone import api
from plone.app.testing import logout
from tests.site.conftest import relate


class TestOrganisation:
    def test_what_it_did_by_type_and_role(self, make_item, render):
        region = make_item("prai.Organisation", state="published", title="Région")
        make_item("prai.ProjectSheet", state="published", title="Projet porté", lead=relate(region))
        make_item("prai.ProjectSheet", state="published", title="Projet suivi", partners=[relate(region)])
        make_item("prai.Study", state="published", title="Diagnostic", funders=[relate(region)])
        make_item("prai.Deliverable", state="published", title="Cahier", producer=relate(region))
        logout()
        page = render(region).split('id="deeds"')[1].split("</section>")[0]
        for title in ("Projet porté", "Projet suivi", "Diagnostic", "Cahier"):
            assert title in page
        assert page.index("Projet suivi") < page.index("Diagnostic") < page.index("Cahier")

    def test_what_is_not_public_is_not_named(self, make_item, render, portal):
        region = make_item("prai.Organisation", state="published", title="Région")
        make_item("prai.ProjectSheet", title="Brouillon secret", lead=relate(region))
        make_item("prai.ProjectSheet", title="Retiré secret", state="withdrawn", lead=relate(region))
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(portal, "Folder", "prive", title="Privé")
        make_item(
            "prai.ProjectSheet",
            title="Caché secret",
            state="published",
            container=folder,
            lead=relate(region),
        )
        logout()
        assert "secret" not in render(region)

    def test_no_related_object_is_woken(self, make_item, render, portal):
        region = make_item("prai.Organisation", state="published", title="Région")
        sheets = [
            make_item("prai.ProjectSheet", state="published", title=f"Projet {n}", lead=relate(region))
            for n in range(3)
        ]
        view = OrganisationView(region, portal.REQUEST)
        assert len(view.deeds()[0].deeds) == 3  # also empties the indexing queue
        portal._p_jar.savepoint()
        for sheet in sheets:
            aq_base(sheet)._p_deactivate()
        view.deeds()
        assert all(aq_base(sheet)._p_changed is None for sheet in sheets)
