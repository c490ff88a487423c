"""For how long dossiers are kept."""

from collective.prai import _
from plone import api
from plone.supermodel import model
from zope import schema


PREFIX = "collective.prai.retention"
DRAFT, REFUSED, WITHDRAWN, SETTLED = 6, 24, 12, 120
#: State of a dossier → its setting, and what is in force where nothing is set.
_SETTINGS = {
    "draft": ("draft", DRAFT),
    "ineligible": ("refused", REFUSED),
    "rejected": ("refused", REFUSED),
    "withdrawn": ("withdrawn", WITHDRAWN),
    "settled": ("settled", SETTLED),
}


def _months(title, default: int, description="") -> schema.Int:
    return schema.Int(title=title, description=description, min=1, max=600, default=default, required=False)


class IRetentionSettings(model.Schema):
    """In months; a dossier that has a day of its own goes by that day."""

    draft = _months(_("Drafts: months after their last save"), DRAFT)
    refused = _months(
        _("Dossiers that are not eligible or not retained: months after the decision"),
        REFUSED,
        _("Longer than the time in which a decision can be appealed."),
    )
    withdrawn = _months(_("Withdrawn dossiers: months after they were withdrawn"), WITHDRAWN)
    settled = _months(
        _("Settled dossiers: months after the balance"),
        SETTLED,
        _("As long as the funders' controls may ask for them."),
    )


def months_after(state: str) -> int:
    """Months for which a dossier stays in this state; 0 for a state that ends nothing."""
    if state not in _SETTINGS:
        return 0
    name, default = _SETTINGS[state]
    return api.portal.get_registry_record(f"{PREFIX}.{name}", default=None) or default
