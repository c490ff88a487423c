"""The logo: ours, unless the managers of the site chose theirs."""

from plone import api
from plone.app.layout.viewlets.common import LogoViewlet


class Logo(LogoViewlet):
    """Our drawing, unless the site's managers chose their own in the control panel."""

    def update(self):
        super().update()
        if not api.portal.get_registry_record("plone.site_logo", default=None):
            self.img_src = f"{api.portal.get().absolute_url()}/++plone++collective.prai/logo.svg"
