"""``contact-info``: one door to the team instead of two."""

from collective.prai.questions.setup import FORM
from plone import api
from Products.CMFPlone.browser.contact_info import ContactForm


class Contact(ContactForm):
    """Leads to « Poser une question »; where the team took that form away, the stock one answers."""

    def __call__(self):
        form = api.portal.get().get(FORM)
        if form is None or not api.user.has_permission("View", obj=form):
            return super().__call__()
        return self.request.response.redirect(form.absolute_url())
