import re


class TestTheme:
    def test_our_stylesheet_comes_last_and_the_stock_ones_stay(self, portal, render):
        """A dot in the name of a bundle took all stylesheets away."""
        sheets = re.findall(r'href="([^"]+\.css)"', render(portal, "prai-home"))
        assert sheets[-1].endswith("++plone++collective.prai/prai.css")
        assert any("barceloneta" in sheet for sheet in sheets)

    def test_our_logo_unless_the_site_has_its_own(self, portal, render):
        assert "++plone++collective.prai/logo.svg" in render(portal, "prai-home")

    def test_footer_leads_to_every_section_and_claims_nothing(self, portal, render):
        footer = render(portal, "prai-home").split('id="portal-footer-wrapper"')[1]
        for name in ("guides", "projets", "agenda", "mentions-legales", "accessibility-info"):
            assert f"/{name}" in footer, name
        assert "Plone Foundation" not in footer
