"""Where a term of a vocabulary is used: a used token can neither be removed nor renamed."""

from collections import Counter
from collective.prai.core.fields import IRows
from collective.prai.core.vocabularies import PREFIX
from plone import api
from plone.dexterity.utils import iterSchemata
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import ICollection


VOCABULARY = "collective.prai."


def uses(name: str) -> Counter:
    """Token → number of items that hold it, of all states and owners.

    Unrestricted: a term that only a colleague's draft uses is used.  Reads every item of ours, which is
    some seconds on a large site; asked only when a term is about to go.
    """
    found = Counter()
    for brain in api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        object_provides="collective.prai.interfaces.IPraiContent"
    ):
        obj = brain._unrestrictedGetObject()
        found.update({token for schema in iterSchemata(obj) for token in _held(obj, schema, name)})
    return found


def _held(obj, schema, name):
    for field_name, field in getFieldsInOrder(schema):
        if IRows.providedBy(field):
            columns = [c for c, column in getFieldsInOrder(field.value_type.schema) if _is_of(column, name)]
            rows = getattr(obj, field_name, None) or () if columns else ()
            yield from (row.get(column) for row in rows for column in columns if row.get(column))
        elif _is_of(field, name):
            value = getattr(schema(obj, None), field_name, None)
            yield from (value if isinstance(value, (list, tuple)) else [value] if value else [])


def _is_of(field, name) -> bool:
    choice = field.value_type if ICollection.providedBy(field) else field
    return getattr(choice, "vocabularyName", None) == VOCABULARY + name


def check_rows(name: str, before: list[dict], after: list[dict]) -> list[tuple[str, str, int]]:
    """Problems of an edited vocabulary: (kind, token, count); kinds are ``double``, ``used``, ``group``."""
    tokens = Counter(row["token"] for row in after)
    problems = [("double", token, count) for token, count in tokens.items() if count > 1]
    gone = {row["token"] for row in before} - set(tokens)
    if gone:
        used = uses(name)
        problems += [("used", token, used[token]) for token in sorted(gone) if used[token]]
    for row in after:
        parent = row.get("parent")
        if parent and (parent not in tokens or _circular(row["token"], after)):
            problems.append(("group", row["token"], 0))
    return problems


def _circular(token: str, rows: list[dict]) -> bool:
    parents = {row["token"]: row.get("parent") for row in rows}
    seen = set()
    while token:
        if token in seen:
            return True
        seen.add(token)
        token = parents.get(token)
    return False


def record_name(name: str) -> str:
    """Registry record of an editable vocabulary."""
    return PREFIX + name
