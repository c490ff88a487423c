"""The logo, unless the managers of the site chose theirs; titles of stock forms."""

from collective.prai import _
from plone import api
from plone.app.layout.viewlets.common import LogoViewlet
from plone.app.layout.viewlets.common import TitleViewlet
from plone.app.layout.viewlets.common import ViewletBase
from zope.i18n import translate
import html


class Logo(LogoViewlet):
    """Our drawing, unless the site's managers chose their own in the control panel."""

    def update(self):
        super().update()
        if not api.portal.get_registry_record("plone.site_logo", default=None):
            self.img_src = f"{api.portal.get().absolute_url()}/++plone++collective.prai/logo.svg"


class FormTitle(TitleViewlet):
    """What browsers call a stock form; ``heading`` before the name of the site."""

    heading = ""

    def update(self):
        heading = translate(self.heading, context=self.request)
        self.site_title = self.sep.join([html.escape(heading), self.site_title_setting])


class ContactTitle(FormTitle):
    heading = _("Contact")


class LoginTitle(FormTitle):
    heading = _("Log in")


class NoByline(ViewletBase):
    """Sheets say who made them, by their organisations; accounts of the team are nobody's business."""

    def render(self):
        return ""
