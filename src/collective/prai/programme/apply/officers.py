"""What officers do for the applicants of a call: make its form, see to its questions."""

from collective.easyform.api import get_schema
from collective.prai import _
from collective.prai.interfaces import IHeadedPage
from collective.prai.programme.apply.ready_form import create_form
from collective.prai.programme.apply.ready_form import form_of
from functools import cached_property
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer
from zope.schema import getFieldsInOrder


@implementer(IHeadedPage)
class Prepare(BrowserView):
    """One click makes the model form; afterwards it shows where its questions are edited."""

    index = ViewPageTemplateFile("templates/prepare.pt")
    heading = _("Form of application")
    canonical = ""

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "private, no-store")
        if self.request.method == "POST" and self.form is None:
            create_form(self.context)
            message = _("The form is ready: read its questions over, and change what this call needs.")
            api.portal.show_message(message, self.request)
            self.request.response.redirect(f"{self.context.absolute_url()}/@@preparer-la-candidature")
            return ""
        return self.index()

    @cached_property
    def form(self):
        return form_of(self.context)

    @property
    def questions(self) -> list[str]:
        """As applicants read them."""
        return [field.title for _name, field in getFieldsInOrder(get_schema(self.form))]


class Desk(ViewletBase):
    """On the page of a call, for who runs it."""

    @property
    def form(self):
        return form_of(self.context)


class ToTheCall(BrowserView):
    """The form of a call is filled in at the call."""

    def __call__(self):
        call = self.context.aq_parent
        asked = call.portal_type == "prai.Call" and form_of(call) is not None
        url = f"{call.absolute_url()}/@@candidater" if asked else call.absolute_url()
        self.request.response.redirect(url)
        return ""
