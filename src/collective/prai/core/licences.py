"""Licences: which texts may leave, what each lets a reader do, what a text of ARDESI gets by itself."""

from Acquisition import aq_base
from collective.prai import _


#: SPDX identifier → page of the licence. Only these let a text leave.
FREE_LICENCES = {
    "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/deed.fr",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
}
#: The programme freed ARDESI's productions, not everybody's.
HOUSE_LICENCE = "etalab-2.0"
HOUSE_ATTRIBUTION = "ARDESI – Centre de Ressources Internet Public et Citoyen"
#: Id of ARDESI's own sheet in the directory.
HOUSE_ID = "ardesi"
#: Fields that name who a text comes from; a type without one holds our own text.
_ORIGIN_FIELDS = ("publisher", "producer")

#: What a licence means for the person who wants to copy the text.
IN_WORDS = {
    "etalab-2.0": _("You may copy, adapt and publish this text, even commercially, if you name its source."),
    "CC-BY-4.0": _("You may copy, adapt and publish this text, even commercially, if you name its source."),
    "CC-BY-SA-4.0": _(
        "You may copy, adapt and publish this text if you name its source and keep the same licence."
    ),
    "all-rights-reserved": _("This text may be reproduced only with the agreement of its publisher."),
    "unknown": _("The rights on this text are not known: ask before you reproduce it."),
}


def is_free(obj) -> bool:
    """Whether its text may leave the site, as its publisher says; who may see it is another question."""
    return getattr(obj, "licence", None) in FREE_LICENCES and getattr(obj, "reuse_scope", None) == "free"


def house_defaults(obj, data: dict | None = None) -> dict[str, str]:
    """Field name → value to fill in: licence and credit line of a text of ARDESI that has none.

    ``data`` holds unsaved values by field name.  Empty for texts of others, for copies of other
    sites, and for types without a licence.
    """
    data = data or {}
    obj = aq_base(obj)
    if not hasattr(obj, "licence") or not _is_ours(obj, data):
        return {}
    wanted = {"licence": HOUSE_LICENCE, "attribution": HOUSE_ATTRIBUTION}
    if data.get("licence", getattr(obj, "licence", None)) not in (None, "", HOUSE_LICENCE):
        # Another licence was chosen: its credit line is not ours to guess.
        del wanted["attribution"]
    return {name: value for name, value in wanted.items() if not data.get(name, getattr(obj, name, None))}


def _is_ours(obj, data: dict) -> bool:
    if getattr(obj, "source_site", None):
        return False
    origins = [name for name in _ORIGIN_FIELDS if hasattr(obj, name)]
    if not origins:
        return True
    return any(_id(data.get(name, getattr(obj, name, None))) == HOUSE_ID for name in origins)


def _id(value) -> str | None:
    """Of the organisation behind a relation or an object."""
    target = getattr(value, "to_object", value)
    return target.getId() if hasattr(target, "getId") else None
