"""What this room tells the dashboard: what can be taken up, and who has taken it up."""

from collective.prai import _
from collective.prai.core.figures import Figure
from collective.prai.core.figures import Step
from collective.prai.core.listing import public_items
from collective.prai.interfaces import IProgrammeFigures
from collective.prai.transfer.reuses import call_is_over
from zope.interface import implementer


@implementer(IProgrammeFigures)
class Figures:
    """Subscription adapter of the site: public facts alone; fictitious examples are none."""

    def __init__(self, site):
        self.site = site

    def figures(self, public: bool) -> list:
        site = self.site.absolute_url()
        reuses = [one for one in public_items("prai.Reuse") if not one.example and not call_is_over(one)]
        deliverables = public_items("prai.Deliverable")
        return [
            Figure("deliverables", _("Published deliverables"), len(deliverables), url=f"{site}/livrables"),
            Figure("reuses", _("Published reuses"), len(reuses), url=f"{site}/reprises"),
            Step("reuses", _("Published reuses"), len(reuses), 70, url=f"{site}/reprises"),
        ]
