"""What the catalog knows of operations; of a natural person nothing, so that nothing has to be taken back."""

from collective.prai.core.indexers import related_uids
from collective.prai.core.indexers import searchable_text as text_of
from collective.prai.programme.content.operation import IOperation
from collective.prai.programme.operations.codes import comparable
from collective.prai.programme.operations.persons import PERSON
from collective.prai.programme.operations.persons import without_name
from plone.indexer import indexer


@indexer(IOperation)
def operation_code(obj):
    """As codes are compared."""
    return comparable(obj.code)


@indexer(IOperation)
def searchable_text(obj):
    """The whole text and the beneficiary's name, unless it is a person's."""
    text = text_of(obj)()
    if obj.natural_person:
        return without_name(text, obj.beneficiary_label)
    return f"{text} {obj.beneficiary_label or ''}"


@indexer(IOperation)
def place_from(obj):
    """Whose place says where it is, beside its own départements."""
    return related_uids(obj, "lead", "beneficiaries", "sheets")


@indexer(IOperation)
def card(obj):
    """Eligible cost in euros, as text; who, as lists may know it."""
    who = PERSON if obj.natural_person else (obj.beneficiary_label or "")
    cost = obj.eligible_cost if obj.eligible_cost is not None else obj.total_cost
    return {"cost": str(cost) if cost is not None else None, "who": who[:200]}
