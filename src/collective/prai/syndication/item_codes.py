"""What the page of an item offers to webmasters: the codes of the partners' page for this one item."""

from collective.prai.core.settings import public_address
from collective.prai.interfaces import IReuseCodes
from collective.prai.syndication.builder import Choice
from collective.prai.syndication.builder import Codes
from plone import api
from zope.interface import implementer


@implementer(IReuseCodes)
class ItemCodes:
    """See IReuseCodes; who may take the item was asked before."""

    def __init__(self, context, request):
        self.context = context

    def codes(self, language: str) -> dict:
        title, uid = self.context.Title(), self.context.UID()
        made = Codes(
            Choice({}, language=language, uid=uid), public_address() or api.portal.get().absolute_url()
        )
        return {
            "script": f"{made.script}\n{made.element(title)}",
            "frame": made.frame(title),
            "json": made.address_of("json"),
        }
