"""The survey at the end of a mission: a form that officers may edit, sent to the office of the beneficiary.

Its link carries the code of the mission, which opens nothing else: who has it may answer, not read.
"""

from collective.easyform.actions import Action
from collective.easyform.actions import ActionFactory
from collective.easyform.api import get_schema
from collective.easyform.interfaces import IAction
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.mail import can_send
from collective.prai.core.mail import send_mail
from collective.prai.core.public_forms.ready import create_form
from collective.prai.core.settings import public_address
from collective.prai.programme.advising.figures import missions
from collective.prai.programme.relations import target
from datetime import date
from pathlib import Path
from plone import api
from plone.supermodel.exportimport import BaseHandler
from urllib.parse import urlencode
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer
from zope.schema import getFieldsInOrder
import hmac
import secrets


FORM = "bilan-accompagnement"
READY = Path(__file__).parent / "ready"
#: Field of the form with the code of the mission; fields with a place of their own on it.
CODE, MARK, FOLLOW_UP = "code", "satisfaction", "follow_up"
KEY = "collective.prai.advice.code"
#: Letters of an answer that are kept.
_LONGEST = 5_000
PROLOGUE = """<p>Votre accompagnement est terminé : dites-nous en quelques minutes ce qu’il vous a apporté.
Vos réponses vont aux agents de la Région. Ne nommez personne : nous n’avons besoin que de l’avis de votre
organisme.</p>"""
THANKS = "<p>Vos réponses sont arrivées. Elles servent à améliorer l’aide au conseil.</p>"
MAIL = """Bonjour,

La Région vous a accordé un accompagnement : {title}.

Dites-nous en quelques minutes ce qu’il vous a apporté et ce que vous en avez fait :
{link}

Ce lien est celui de votre organisme ; il sert à répondre, et à rien d’autre. Vous pouvez répondre de
nouveau : votre dernière réponse remplace la précédente.

Le centre de ressources
"""


class NotSent(Exception):
    """The survey did not leave; the message is a sentence for the officer."""


class ISurvey(IAction):
    """Keeps the answers on the mission whose code was given."""


@implementer(ISurvey)
class Survey(Action):
    """Works with those of the fields that the officers left in the form."""

    def check(self, data: dict) -> dict:
        """A sentence about a code that is of no mission."""
        if find(data.get(CODE)) is None:
            return {CODE: _("This code is of no mission: open the form by the link of the mail.")}
        return {}

    def onSuccess(self, fields, request):
        mission = find(fields.get(CODE))
        if mission is not None:
            keep(mission, fields)
        return None


SurveyAction = ActionFactory(Survey, _("Survey of a mission of advice"), "collective.prai.ManageSettings")
SurveyHandler = BaseHandler(Survey)


def find(code):
    """The mission with that code, or None."""
    if not isinstance(code, str) or not 8 <= len(code.strip()) <= 60:
        return None
    given = code.strip().encode("utf-8", "replace")
    for mission in missions():
        known = IAnnotations(mission).get(KEY, "")
        if known and hmac.compare_digest(known.encode(), given):
            return mission
    return None


def code_of(mission) -> str:
    """Made on first use."""
    notes = IAnnotations(mission)
    if KEY not in notes:
        notes[KEY] = secrets.token_urlsafe(12)
    return notes[KEY]


def keep(mission, answers: dict):
    """The latest answers replace those before; what an officer wrote of the follow-up stays."""
    form = api.portal.get().get(FORM)
    fields = dict(getFieldsInOrder(get_schema(form))) if form is not None else {}
    mission.survey_answers = [
        {"question": name, "label": getattr(fields.get(name), "title", name), "value": _said(name, value)}
        for name, value in answers.items()
        if name != CODE and value not in (None, "", [])
    ]
    mission.survey_answered_on = date.today()
    mark = str(answers.get(MARK) or "")
    mission.satisfaction = int(mark) if mark in ("1", "2", "3", "4") else None
    known = {row["token"] for row in vocabularies.rows("advice_follow_ups")}
    if not mission.follow_up and answers.get(FOLLOW_UP) in known:
        mission.follow_up = answers[FOLLOW_UP]


def _said(name: str, value) -> str:
    vocabulary = {MARK: "satisfactions", FOLLOW_UP: "advice_follow_ups"}.get(name)
    if isinstance(value, (list, tuple, set)):
        return ", ".join(str(one) for one in value)[:_LONGEST]
    return vocabularies.title(vocabulary, str(value), "fr") if vocabulary else str(value)[:_LONGEST]


def address_of(mission) -> str:
    """E-mail of the beneficiary's office in the directory; "" where there is none."""
    return (getattr(target(mission, "lead"), "email", None) or "").strip()


def link_for(mission) -> str:
    """Public address of the form with the code of the mission."""
    address = public_address() or api.portal.get().absolute_url()
    return f"{address}/{FORM}?{urlencode({f'form.widgets.{CODE}': code_of(mission)})}"


def send(mission):
    """Mail the survey to the office; NotSent with a sentence where that cannot be."""
    to = address_of(mission)
    if not to:
        raise NotSent(_("The sheet of the beneficiary in the directory has no e-mail of the office."))
    if FORM not in api.portal.get().objectIds():
        raise NotSent(_("The survey form is not there any more."))
    if not can_send():
        raise NotSent(_("The site cannot send mails: its sender or its server is missing."))
    text = MAIL.format(title=mission.title, link=link_for(mission))
    send_mail(to, f"Bilan de votre accompagnement : {mission.title}", text)
    mission.survey_sent_on = date.today()


def create_survey():
    """The ready-made form, where it is missing."""
    create_form(
        FORM,
        READY,
        title="Bilan de l’accompagnement",
        description="Pour les organismes qui ont reçu des jours de conseil.",
        prologue=PROLOGUE,
        thanks_title="Merci de vos réponses",
        thanks=THANKS,
        shown=[],
    )
