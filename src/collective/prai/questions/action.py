"""A question that has come: given a number, kept, told to the right team, acknowledged."""

from collective.easyform.actions import Action
from collective.easyform.actions import ActionFactory
from collective.easyform.api import get_actions
from collective.easyform.config import FORM_ERROR_MARKER
from collective.easyform.interfaces import IAction
from collective.prai import _
from collective.prai.core.mail import can_send
from collective.prai.core.public_forms.receipts import give_receipt
from collective.prai.questions import mails
from collective.prai.questions.about import about
from collective.prai.questions.about import PAGE
from collective.prai.questions.content.question import QUESTIONS
from collective.prai.questions.following import begin
from collective.prai.questions.numbers import next_number
from collective.prai.questions.settings import months_kept
from collective.prai.questions.setup import create_questions_folder
from collective.prai.questions.vocabularies import published_guides
from DateTime import DateTime
from datetime import date
from dateutil.relativedelta import relativedelta
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.supermodel.exportimport import BaseHandler
from zope.i18n import translate
from zope.interface import implementer


#: Questions of one address within an hour; each receipt is a mail to somebody who may not have asked.
OF_ONE_ADDRESS = 3
#: Fields of the form that a question has under the same name.
KEPT = (
    "purpose", "organisation", "office", "email", "phone", "commune", "question", "guide", "delivery",
    "postal_address",
)  # fmt: skip
#: Of these, what is kept only of who asks for a guide.
FOR_A_GUIDE = ("guide", "delivery", "postal_address")
_ACKNOWLEDGED = "collective.prai.acknowledged"


class IAsk(IAction):
    """Keeps a question for the team, tells the team, acknowledges."""


@implementer(IAsk)
class Ask(Action):
    """Of the form « Poser une question »; works with those of its fields that the editors left in it."""

    def check(self, data: dict) -> dict:
        """Sentences about answers that do not go together, by field."""
        wrong = {}
        if not (data.get("email") or data.get("phone")):
            wrong["email"] = _("Give an e-mail address or a phone number: we could not answer otherwise.")
        if data.get("purpose") == "guide":
            if not data.get("guide"):
                wrong["guide"] = _("Choose the guide that you want to receive.")
            if data.get("delivery") == "courrier" and not data.get("postal_address"):
                wrong["postal_address"] = _("Write the address to which the guide is to be sent.")
            if data.get("delivery") != "courrier" and not data.get("email"):
                wrong["email"] = _("Give the e-mail address to which the guide is to be sent.")
        return wrong

    def onSuccess(self, fields, request):
        """An error as easyform has it when this address asks too often, else nothing."""
        values = {name: fields[name] for name in KEPT if fields.get(name) not in (None, "")}
        if values.get("purpose") != "guide":
            values = {name: value for name, value in values.items() if name not in FOR_A_GUIDE}
        if _asked_lately(values.get("email")) >= OF_ONE_ADDRESS:
            sentence = _(
                "Several questions came with this e-mail address within the hour: write again later."
            )
            return {FORM_ERROR_MARKER: translate(sentence, context=request)}
        page = about(request.form.get(PAGE), request)
        if page is not None:
            values |= {"about": page.title, "about_url": page.url}
        if "guide" in values:
            values["guide"] = published_guides(None).getTerm(values["guide"]).title
        question = _keep(values, request)
        mails.tell_team(question)
        if question.email:
            mails.acknowledge(question)
            request.other[_ACKNOWLEDGED] = can_send()
        return None

    def told(self, request) -> list:
        """That the number comes by mail too: only where the site can send one."""
        if not request.other.get(_ACKNOWLEDGED):
            return []
        return [_("You also receive this number by e-mail.")]


def _asked_lately(email: str | None) -> int:
    """Questions of this address within the hour."""
    if not email:
        return 0
    recent = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="prai.Question", created={"query": DateTime() - 1 / 24, "range": "min"}
    )
    wanted = email.strip().lower()
    return sum((brain._unrestrictedGetObject().email or "").strip().lower() == wanted for brain in recent)


def _keep(values: dict, request):
    today = date.today()
    number = next_number(today.year)
    give_receipt(request, number)
    create_questions_folder()
    question = createContent(
        "prai.Question",
        id=number.lower(),
        title=" – ".join(filter(None, (number, values.get("organisation")))),
        number=number,
        erase_on=today + relativedelta(months=months_kept()),
        language="fr",
        **values,
    )
    begin(question)
    # The visitor has no right to add anything; the form asks on the site's behalf.
    return addContentToContainer(api.portal.get()[QUESTIONS], question, checkConstraints=False)


def is_question_form(form) -> bool:
    """Whether an EasyForm keeps questions, whatever its name and fields."""
    return any(isinstance(get_actions(form)[name], Ask) for name in get_actions(form))


AskAction = ActionFactory(Ask, _("Question to the team"), "collective.prai.ManageSettings")
AskHandler = BaseHandler(Ask)
