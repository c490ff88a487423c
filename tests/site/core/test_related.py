from plone import api
from plone.app.testing import logout
from tests.site.conftest import relate


class TestRelatedItems:
    def test_only_what_the_reader_may_see_is_named(self, portal, make_item, render):
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(portal, "Folder", "prive", title="Privé")
        targets = [
            make_item("prai.HowTo", title="Fiche publique", state="published"),
            make_item("prai.HowTo", title="Brouillon secret"),
            make_item("prai.HowTo", title="Fiche du dossier secret", state="published", container=folder),
        ]
        sheet = make_item(
            "prai.HowTo", title="Celle-ci", state="published", relatedItems=[relate(t) for t in targets]
        )
        logout()
        page = render(sheet)
        assert "Fiche publique" in page.split('id="section-related"')[1]
        assert "secret" not in page

    def test_nothing_related_leaves_no_heading(self, make_item, render):
        assert "section-related" not in render(make_item("prai.HowTo", state="published"))
