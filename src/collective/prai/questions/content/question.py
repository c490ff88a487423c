"""A question asked through the site: what its answer needs, and the day it is erased; for the team alone."""

from collective.prai import _
from collective.prai.core.public_forms.checks import is_email
from collective.prai.interfaces import IJournaled
from plone.dexterity.content import Item
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


#: Folder of the questions, at the root; it is not public.
QUESTIONS = "questions"
RECEIVED = "received"


class IQuestion(model.Schema):
    """No person is named: an office, and the address to answer to."""

    number = schema.TextLine(title=_("Number of the question"), readonly=True, required=False)
    purpose = schema.Choice(
        title=_("What is asked for"), vocabulary="collective.prai.question_purposes", required=False
    )
    organisation = schema.TextLine(title=_("Organisation"), required=False)
    office = schema.TextLine(title=_("Office"), required=False)
    email = schema.TextLine(
        title=_("E-mail of the office"),
        description=_("Only to answer. It is never published."),
        constraint=is_email,
        required=False,
    )
    phone = schema.TextLine(title=_("Phone"), required=False)
    commune = schema.TextLine(title=_("Municipality"), required=False)
    question = schema.Text(title=_("Question"), required=False)
    guide = schema.TextLine(title=_("Guide that is wanted"), required=False)
    delivery = schema.Choice(
        title=_("How to send it"), vocabulary="collective.prai.deliveries", required=False
    )
    postal_address = schema.Text(title=_("Postal address"), required=False)
    about = schema.TextLine(title=_("Page from which it was asked"), required=False)
    about_url = schema.TextLine(title=_("Address of that page"), required=False)
    # Written by acts alone (following.py): neither a form nor a program changes where a request stands.
    progress = schema.Choice(
        title=_("How far the answer is"),
        vocabulary="collective.prai.question_stages",
        default=RECEIVED,
        readonly=True,
    )
    assigned_to = schema.TextLine(title=_("Account in charge"), readonly=True, required=False)
    erase_on = schema.Date(
        title=_("To be erased on"),
        description=_("From that day on, the daily command erases the question."),
        required=False,
    )


@implementer(IQuestion, IJournaled)
class Question(Item):
    """A question, as it came, and where it stands.

    ``waiting_since``: since when its asker waits for us, of the last time; ``first_answered``: when we first
    answered; both UTC.  ``follow_key``: secret of its mailed link, a field of no form and no service.
    """

    waiting_since = None
    first_answered = None
    follow_key = ""
