"""May this adaptation be published?  Asked of the licences of what it was made from, at every door.

It is one more thing that a sheet needs before it is public (core.publication.needs): forms, menus, REST,
imports and later saves all ask it.
"""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.licences import may_have
from collective.prai.transfer.licences import terms_of
from collective.prai.transfer.relations import referring
from collective.prai.transfer.relations import target
from z3c.relationfield.interfaces import IRelationValue


def forbidden(obj, data: dict):
    """Why the (possibly unsaved) deliverable may not be published as an adaptation; None where it may."""
    own = {value.UID() for value in _targets(_value(obj, data, "producer"))}
    for original in originals(obj, data):
        if own and own <= {value.UID() for value in _targets(getattr(aq_base(original), "producer", None))}:
            continue  # authors adapt their own work
        licence = licence_of(original)
        terms = terms_of(licence)
        if not terms.adaptable:
            return _(
                "« ${title} » may not be adapted: ${reason}",
                mapping={"title": original.Title(), "reason": terms.reason},
            )
        if not may_have(licence, _value(obj, data, "product_licence")):
            return _(
                "« ${title} » is under ${licence}: what is made of it keeps that, or one of: ${others}",
                mapping={
                    "title": original.Title(),
                    "licence": _title(licence),
                    "others": ", ".join(_title(one) for one in sorted(terms.keeps - {licence})) or "–",
                },
            )
    return None


def licence_of(original) -> str | None:
    """Of the thing itself, of a text that is no deliverable that of the text."""
    name = "product_licence" if original.portal_type == "prai.Deliverable" else "licence"
    return getattr(aq_base(original), name, None)


def originals(obj, data: dict) -> list:
    """What it says that it was adapted from, and what the reuses took up of which it is the result."""
    found = _targets(_value(obj, data, "derived_from"))
    taken = [target(reuse, "original") for reuse in referring(obj, "derived_deliverable", IReuse)]
    found += [one for one in taken if one is not None and one.portal_type == "prai.Deliverable"]
    known = {one.UID(): one for one in found if aq_base(one) is not aq_base(obj)}
    return list(known.values())


def _value(obj, data: dict, name: str):
    return data[name] if name in data else getattr(aq_base(obj), name, None)


def _targets(value) -> list:
    """Of relations as they are stored, and of objects as forms give them."""
    values = value if isinstance(value, (list, tuple)) else [value]
    found = [
        (None if one.isBroken() else one.to_object) if IRelationValue.providedBy(one) else one
        for one in values
    ]
    return [one for one in found if hasattr(one, "UID")]


def _title(licence: str) -> str:
    return vocabularies.title("product_licences", licence)
