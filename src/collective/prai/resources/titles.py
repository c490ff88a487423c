"""What browsers call the whole of a book: not the name of the page on which it begins."""

from collective.prai import _
from plone.app.layout.viewlets.common import TitleViewlet
from zope.i18n import translate
import html


class WholeTitle(TitleViewlet):
    """« Guide du programme, en entier — PRAI »."""

    def update(self):
        title = _("${title}, the whole text", mapping={"title": self.context.Title()})
        heading = html.escape(translate(title, context=self.request))
        self.site_title = self.sep.join([heading, self.site_title_setting])
