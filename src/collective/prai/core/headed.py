"""Pages of ours that are no items: their place in the breadcrumb, and nothing of others below them."""

from plone import api
from plone.app.layout.viewlets.common import PathBarViewlet
from plone.app.layout.viewlets.common import TitleViewlet
from plone.base import PloneMessageFactory as PLONE
from plone.base.interfaces import IPloneSiteRoot
from zope.i18n import translate
from zope.interface import implementer
from zope.location.interfaces import LocationError
from zope.traversing.interfaces import ITraversable
import html


#: Stock pages of the site that are templates alone: name → what they are headed.
STOCK = {
    "insufficient-privileges": PLONE("heading_no_privileges", default="Insufficient Privileges"),
}


class OwnTitle(TitleViewlet):
    """« Ma rédaction — PRAI »: a page of the site that is no item begins with its own heading.

    Stock Plone calls all of them by the name of the site alone, and every page of an item by that of the
    item: one that has a ``step`` says it first, « Courrier — Plan numérique — PRAI ».
    """

    def update(self):
        super().update()
        if IPloneSiteRoot.providedBy(self.context):
            if heading := self.heading():
                self.site_title = self.sep.join([html.escape(heading), self.site_title_setting])
        elif step := getattr(self.view, "step", ""):
            self.site_title = self.sep.join(
                [html.escape(translate(step, context=self.request)), self.site_title]
            )

    def heading(self) -> str:
        """Of a page of ours its heading, of a form its label; "" of the home page."""
        view = self.view
        form = getattr(view, "form_instance", None)
        name = STOCK.get(getattr(view, "__name__", ""))
        found = getattr(view, "heading", None) or getattr(form or view, "label", None) or name
        return translate(found, context=self.request).strip() if isinstance(found, str) else ""


def way_to(item) -> list[tuple[str, str]]:
    """Title and address of each step of the breadcrumb, from below the home page to the item."""
    steps = [item]
    while (parent := steps[0].__parent__) is not None and parent != api.portal.get():
        steps.insert(0, parent)
    return [(step.Title(), step.absolute_url()) for step in steps]


class HeadedPath(PathBarViewlet):
    """« Accueil › Thèmes › Tourisme »: the steps that the page names, then the page itself."""

    def update(self):
        super().update()
        steps = [*getattr(self.view, "trail", ()), (self.view.heading, "")]
        self.breadcrumbs = [
            {"Title": translate(title, context=self.request), "absolute_url": url} for title, url in steps
        ]


@implementer(ITraversable)
class NoViews:
    """``@@name`` below such a page: the views of items know nothing of it, and would fail."""

    def __init__(self, context, request):
        self.context = context

    def traverse(self, name, further):
        raise LocationError(self.context, name)
