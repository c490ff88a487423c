"""``SITE/diffusion``: the page for partners, and everything that stands below its address."""

from collective.prai.syndication.interfaces import IDiffusion
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.component import queryMultiAdapter
from zope.interface import implementer


@implementer(IDiffusion)
class Diffusion(BrowserView):
    """A format is one module: a page registered for ``IDiffusion`` under the name of its address."""

    def publishTraverse(self, request, name):
        found = queryMultiAdapter((self, request), name=name)
        if found is None:
            raise NotFound(self, name, request)
        return found
