"""Pages of ours that are no items: their place in the breadcrumb, and nothing of others below them."""

from plone.app.layout.viewlets.common import PathBarViewlet
from zope.i18n import translate
from zope.interface import implementer
from zope.location.interfaces import LocationError
from zope.traversing.interfaces import ITraversable


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
