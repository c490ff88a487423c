"""Why a place is comparable, in words."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.near import Here
from collective.prai.core.near import Likeness
from collective.prai.core.pages import format_number
from zope.i18n import translate


TIES = {
    "commune": _("same municipality"),
    "part": _("your municipality is part of it"),
    "epci": _("same inter-municipal body"),
    "department": _("same département"),
}
SAME_AREA = {
    "rural": _("rural like yours"),
    "montagne": _("in the mountains like yours"),
    "urbain": _("urban like yours"),
    "touristique": _("a tourist area like yours"),
}


def inhabitants(number: int, language: str):
    """« 1 650 habitants »."""
    return _("${number} inhabitants", mapping={"number": format_number(number, language)})


def census_inhabitants(number: int, language: str):
    """« 23 266 habitants au dernier recensement », as a sheet says it of a number that its source has not."""
    return _("${number} inhabitants at the last census", mapping={"number": format_number(number, language)})


def reasons(mine: Here, found: Likeness, request) -> str:
    """« même département, 1 650 habitants, à 34 km, rural comme chez vous »."""
    language, parts = vocabularies.language(), []
    if found.tie:
        parts.append(TIES[found.tie])
    if found.population is not None:
        words = census_inhabitants if found.today else inhabitants
        parts.append(words(found.population, language))
    if found.km is not None and found.tie not in ("commune", "part"):
        parts.append(_way(found, language))
    if found.zone:
        parts.append(SAME_AREA.get(found.zone) or vocabularies.title("zones", found.zone))
    return ", ".join(translate(part, context=request) for part in parts)


def _way(found: Likeness, language: str):
    if found.roughly:
        number = format_number(round(found.km), language)
        return _("about ${km} km away (middle of its département)", mapping={"km": number})
    return away(found.km, language)


def away(km: float, language: str):
    """« à 34 km »."""
    if not km:
        return TIES["commune"]
    if km < 1:
        return _("less than a kilometre away")
    return _("${km} km away", mapping={"km": format_number(round(km), language)})
