"""What this room tells the dashboard: published sheets and where they are."""

from collections import Counter
from collective.prai import _
from collective.prai.core.figures import Figure
from collective.prai.core.figures import Place
from collective.prai.core.figures import Step
from collective.prai.core.listing import public_items
from collective.prai.core.place import place_of
from collective.prai.interfaces import IProgrammeFigures
from zope.interface import implementer


@implementer(IProgrammeFigures)
class Figures:
    """Subscription adapter of the site: public facts alone, the same for everybody."""

    def __init__(self, site):
        self.site = site

    def figures(self, public: bool) -> list:
        projects, missions = public_items("prai.ProjectSheet"), public_items("prai.MissionSheet")
        site = self.site.absolute_url()
        counts = Counter(code for item in projects + missions for code in set(place_of(item).departments))
        return [
            Figure("project-sheets", _("Published project sheets"), len(projects), url=f"{site}/projets"),
            Figure("mission-sheets", _("Published mission sheets"), len(missions), url=f"{site}/missions"),
            Step("sheets", _("Published project sheets"), len(projects), 60, url=f"{site}/projets"),
            Place(
                "sheets",
                _("Published projects and missions by département"),
                dict(counts),
                sum(not place_of(item).departments for item in projects + missions),
                f"{site}/territoires/",
            ),
        ]
