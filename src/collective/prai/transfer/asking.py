"""Whom to ask about an item: the office that has it, else the form of the site for questions."""

from Acquisition import aq_base
from collective.prai.core.visibility import reader_may_see
from plone import api
from urllib.parse import quote
from zope.i18n import translate


#: Address of the form for questions, below the site.
QUESTION = "poser-une-question"


def mail_url(item, subject, request) -> str:
    """To the office named on the item, with that subject (a message); "" where none is."""
    email = getattr(aq_base(item), "contact_email", None)
    words = quote(translate(subject, context=request), safe="")
    return f"mailto:{email}?subject={words}" if email else ""


def question_url(item) -> str:
    """The form of the site for questions, told which page it is about; "" where it was taken away."""
    form = api.portal.get().get(QUESTION)
    if form is None or not reader_may_see(form):
        return ""
    return f"{form.absolute_url()}?page={item.UID()}"
