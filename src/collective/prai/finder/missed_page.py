"""``@@prai-recherches-sans-resultat``: what readers looked for in vain, for those who write."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.finder.asked import Asked
from collective.prai.finder.missed import forget
from collective.prai.finder.missed import Miss
from collective.prai.finder.missed import misses
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView


#: Rows of the page: the most frequent; who wants them all has too many to read.
SHOWN = 200


class MissedPage(BrowserView):
    """A table, and a button that erases it."""

    heading = _("Searches without a result")

    def __call__(self):
        if self.request.method == "POST" and "erase" in self.request.form:
            CheckAuthenticator(self.request)
            forget()
            api.portal.show_message(_("The searches are erased."), self.request)
            return self.request.response.redirect(f"{self.context.absolute_url()}/{self.__name__}")
        return self.index()

    def misses(self) -> list[Miss]:
        return misses()[:SHOWN]

    def url(self, words: str) -> str:
        return Asked(words=words).url(f"{self.context.absolute_url()}/trouver")

    def day(self, day: str) -> str:
        return format_partial(day, vocabularies.language())
