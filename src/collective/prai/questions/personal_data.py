"""Requests of one address: all of them with their history, and their end; the day of each."""

from collective.prai.interfaces import IPersonalData
from collective.prai.interfaces import IRetention
from collective.prai.questions.erasing import erase_of
from collective.prai.questions.erasing import erase_old
from collective.prai.questions.erasing import questions_of
from collective.prai.questions.following import acts_of
from collective.prai.questions.views import values_of
from datetime import date
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.interface import implementer


@implementer(IPersonalData)
@adapter(IPloneSiteRoot)
class PersonalData:
    """Notes of the team are part of it: they may be about who asks."""

    name = "questions"

    def __init__(self, context):
        self.context = context

    def held(self, address: str) -> list[dict]:
        return [
            {name: value for name, value in values_of(question).items() if value}
            | {"historique": [{"quand": a.time, "quoi": a.kind, "texte": a.text} for a in acts_of(question)]}
            for question in questions_of(address)
        ]

    def files(self, address: str) -> list[tuple[str, bytes]]:
        return []

    def stays(self, address: str) -> list[str]:
        return []

    def erase(self, address: str) -> int:
        return erase_of(address)


@implementer(IRetention)
@adapter(IPloneSiteRoot)
class Retention:
    """Each request carries its day."""

    def __init__(self, context):
        self.context = context

    def erase_due(self, today: date) -> dict[str, int]:
        return {"questions": erase_old(today)}
