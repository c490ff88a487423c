"""What this room tells the dashboard: what the resource centre has published."""

from collective.prai import _
from collective.prai.core.figures import Figure
from collective.prai.core.listing import public_items
from collective.prai.interfaces import IProgrammeFigures
from zope.interface import implementer


COUNTED = (
    ("guides", "prai.Guide", _("Published guides"), "guides"),
    ("howtos", "prai.HowTo", _("Published how-to sheets"), "fiches-pratiques"),
    ("studies", "prai.Study", _("Published studies"), "etudes"),
    ("teaching-packs", "prai.TeachingPack", _("Published teaching packs"), "dossiers-pedagogiques"),
)


@implementer(IProgrammeFigures)
class Figures:
    """Subscription adapter of the site: public facts alone."""

    def __init__(self, site):
        self.site = site

    def figures(self, public: bool) -> list:
        site = self.site.absolute_url()
        return [
            Figure(name, title, len(public_items(portal_type)), url=f"{site}/{section}")
            for name, portal_type, title, section in COUNTED
        ]
