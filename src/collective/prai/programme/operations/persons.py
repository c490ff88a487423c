"""Natural persons on the list of operations: named for two years after publication, then no more.

Reg. (EU) 2021/1060, art. 49(3), second subparagraph.  The name of a person stands in one field, the label of
the beneficiary; the title never repeats it, so neither searches nor feeds nor addresses learn it.  Pages and
exports judge the day themselves; ``forget_persons`` wipes the name out.
"""

from Acquisition import aq_base
from collective.prai.core.geography import folded
from collective.prai.core.publication.memory import remember
from collective.prai.core.visibility import own_dates
from collective.prai.programme.relations import index_relations
from datetime import datetime
from datetime import UTC
from dateutil.relativedelta import relativedelta
from plone import api
from plone.app.redirector.interfaces import IRedirectionStorage
from zope.component import getUtility
import re


YEARS = 2
#: What stands where a person is not named.
PERSON = "personne physique"
#: Fields of an operation in which a person may have been named.
_TEXTS = ("title", "description", "summary", "location", "source")


def published_on(operation) -> int | None:
    """Second of the first publication, None before it."""
    return own_dates(operation)[0]


def may_be_named(operation, now: float) -> bool:
    """Whether the list may still name the person at that second."""
    since = published_on(operation)
    if since is None:
        return True
    until = datetime.fromtimestamp(since, UTC) + relativedelta(years=YEARS)
    return now < until.timestamp()


def public_title(operation) -> str:
    """The name of the operation; of a person's, without that person."""
    title = aq_base(operation).title or ""
    return without_name(title, operation.beneficiary_label) if operation.natural_person else title


def without_name(text: str, name: str | None) -> str:
    """The text with « personne physique » for each mention of the name, whatever its case and spaces."""
    parts = [re.escape(part) for part in (name or "").split()]
    if not parts:
        return text
    return re.sub(r"(?<!\w)" + r"[\s\u00a0-]+".join(parts) + r"(?!\w)", PERSON, text, flags=re.IGNORECASE)


def forget_persons(now: datetime | None = None) -> list[str]:
    """Codes of the operations whose person's name was wiped out: field, mentions, relations, old versions.

    For the daily command; twice is once.  ``now``: aware, the present unless given.
    """
    moment = (now or datetime.now(UTC)).timestamp()
    catalog = api.portal.get_tool("portal_catalog")
    found = []
    for brain in catalog.unrestrictedSearchResults(portal_type="prai.Operation"):
        operation = brain._unrestrictedGetObject()
        if operation.natural_person and _names_somebody(operation) and not may_be_named(operation, moment):
            _wipe(operation)
            found.append(operation.code)
    return found


def _names_somebody(operation) -> bool:
    return operation.beneficiary_label not in (None, "", PERSON) or bool(operation.lead)


def _wipe(operation):
    name = operation.beneficiary_label
    for field in _TEXTS:
        value = getattr(aq_base(operation), field, None)
        if isinstance(value, str):
            setattr(operation, field, without_name(value, name))
    if operation.results is not None:
        raw = without_name(operation.results.raw or "", name)
        operation.results = type(operation.results)(raw, "text/html", "text/x-html-safe")
    operation.beneficiary_label = PERSON
    operation.lead, operation.beneficiaries = None, []
    remember(operation, frozen_title=operation.title, frozen_label=PERSON)
    index_relations(operation)
    _forget_versions(operation)
    _forget_address(operation, name)
    operation.reindexObject()


def _forget_versions(operation):
    repository = api.portal.get_tool("portal_repository")
    history = repository.getHistoryMetadata(operation)
    with api.env.adopt_roles(["Manager"]):
        for number in range(history.getLength(countPurged=True) if history else 0):
            repository.purge(operation, number)


def _forget_address(operation, name: str | None):
    """An address that was made of the title may hold the name; the old one leads nowhere any more."""
    parts = [part for part in folded(name or "").split() if len(part) > 2]
    if not any(part in folded(operation.getId()).split() for part in parts):
        return
    before = "/".join(operation.getPhysicalPath())
    code = folded(operation.code).replace(" ", "-")
    with api.env.adopt_roles(["Manager"]):
        api.content.rename(operation, new_id=f"operation-{code}", safe_id=True)
    storage = getUtility(IRedirectionStorage)
    if storage.has_path(before):
        storage.remove(before)
