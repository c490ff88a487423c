"""The alerts of one address: what is known of it, and their end."""

from collective.prai.alerts.store import query_store
from collective.prai.interfaces import IPersonalData
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.interface import implementer
import time


def kept_of(address: str) -> list[dict]:
    """All that is known of an address, but for the secrets of its links."""
    store = query_store()
    return [
        {
            "address": alert.address,
            "search": list(alert.pairs),
            "every": alert.every,
            "since": time.strftime("%Y-%m-%d", time.gmtime(alert.since)),
        }
        for alert in (store.of(address) if store is not None else [])
    ]


def erase(address: str) -> int:
    """How many alerts were stopped."""
    store = query_store()
    found = store.of(address) if store is not None else []
    for alert in found:
        store.remove(alert.id)
    return len(found)


@implementer(IPersonalData)
@adapter(IPloneSiteRoot)
class PersonalData:
    """Alerts end with their address."""

    name = "alerts"

    def __init__(self, context):
        self.context = context

    def held(self, address: str) -> list[dict]:
        return kept_of(address.strip())

    def files(self, address: str) -> list[tuple[str, bytes]]:
        return []

    def stays(self, address: str) -> list[str]:
        return []

    def erase(self, address: str) -> int:
        return erase(address.strip())
