"""The page of reuses, for the sitemap of search engines."""

from collective.prai.core.safe_html import ADDRESS
from collective.prai.interfaces import IPublicPages
from collective.prai.transfer.declaring.mails import PAGE
from zope.interface import implementer


@implementer(IPublicPages)
class PublicPages:
    """It may be opened by everybody, whatever is published."""

    def __init__(self, context):
        self.context = context

    def addresses(self) -> list[str]:
        return [f"{ADDRESS}/{PAGE}"]
