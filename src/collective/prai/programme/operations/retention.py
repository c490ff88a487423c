"""The end of what the list says of natural persons, for the daily command."""

from collective.prai.interfaces import IRetention
from collective.prai.programme.operations.persons import forget_persons
from datetime import date
from datetime import datetime
from datetime import time
from datetime import UTC
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.interface import implementer


@implementer(IRetention)
@adapter(IPloneSiteRoot)
class PersonsOfTheList:
    """Two years after publication, Reg. (EU) 2021/1060, art. 49(3)."""

    def __init__(self, context):
        self.context = context

    def erase_due(self, today: date) -> dict[str, int]:
        # By the end of that day: a name never stays longer than it may.
        return {"persons_of_operations": len(forget_persons(datetime.combine(today, time.max, UTC)))}
