"""The foot of every page: sections, themes and territories one step away, and whom to ask."""

from collective.prai import _
from collective.prai.core.structure import SECTIONS
from collective.prai.core.subjects import AUDIENCES
from collective.prai.core.subjects import TERRITORIES
from collective.prai.core.subjects import THEMES
from collective.prai.finder.home import TalliedView
from plone import api


#: Where visitors ask; the link is there as long as the form is.
QUESTION = "poser-une-question"


class Footer(TalliedView):
    """Nothing of it depends on the page that it stands on."""

    def sections(self) -> list[dict]:
        """Public top sections in their order."""
        portal = self.portal
        found = [portal[section.id] for section in SECTIONS if section.id in portal]
        return [
            {"title": section.Title(), "url": section.absolute_url()}
            for section in found
            if api.user.has_permission("View", obj=section)
        ]

    def groups(self) -> list[dict]:
        """Themes and territories of which there is something to read, each with the page of all."""
        site = self.portal.absolute_url()
        kinds = ((THEMES, _("Themes")), (TERRITORIES, _("Territories")))
        return [
            {"title": title, "url": f"{site}/{kind.id}", "subjects": self.subjects(kind)}
            for kind, title in kinds
        ]

    def audiences(self) -> str:
        return f"{self.portal.absolute_url()}/{AUDIENCES.id}"

    def question(self) -> str:
        """Address of the form, "" where the team took it away."""
        form = self.portal.get(QUESTION)
        seen = form is not None and api.user.has_permission("View", obj=form)
        return form.absolute_url() if seen else ""
