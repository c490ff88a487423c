"""Declarants of reuses: what is known of an address, and its end; the reuses, of authorities, stay."""

from collective.prai.interfaces import IPersonalData
from collective.prai.transfer.declarants import forget_of
from collective.prai.transfer.declarants import kept_of
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.interface import implementer


@implementer(IPersonalData)
@adapter(IPloneSiteRoot)
class PersonalData:
    """The store of declarants answers."""

    name = "declarants"

    def __init__(self, context):
        self.context = context

    def held(self, address: str) -> list[dict]:
        return kept_of(address)

    def files(self, address: str) -> list[tuple[str, bytes]]:
        return []

    def stays(self, address: str) -> list[str]:
        count = len(kept_of(address))
        return [f"{count} reprise(s), sans l’adresse : elles parlent d’une collectivité."] if count else []

    def erase(self, address: str) -> int:
        return forget_of(address)
