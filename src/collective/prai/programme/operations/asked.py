"""What an address asks of the list: filters and a column profile; what nobody knows is said."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.safe_html import clean_text
from collective.prai.programme.operations.profiles import default
from collective.prai.programme.operations.profiles import Profile
from collective.prai.programme.operations.profiles import profiles
from collective.prai.programme.operations.register import Filters
from typing import NamedTuple
import re


MEASURE, DEPARTMENT, YEAR, PROFILE = "mesure", "departement", "annee", "profil"
NAMES = (MEASURE, DEPARTMENT, YEAR, PROFILE)
_MEASURE = re.compile(r"[\w. -]{1,20}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)


class Asked(NamedTuple):
    """``wrong``: sentences on values that nobody knows; these narrow nothing."""

    filters: Filters
    profile: Profile
    wrong: list

    def pairs(self) -> list[tuple[str, str]]:
        """The same filters as an address has them."""
        values = (
            (MEASURE, self.filters.measure),
            (DEPARTMENT, self.filters.department),
            (YEAR, self.filters.year),
        )
        return [(name, value) for name, value in values if value]


def read_asked(form) -> Asked:
    """From the parameters of an address, whatever somebody wrote there."""
    wrong: list = []
    measure = _read(form, MEASURE, lambda text: bool(_MEASURE.fullmatch(text)), wrong)
    department = _read(form, DEPARTMENT, lambda text: text in vocabularies.titles("departments"), wrong)
    year = _read(form, YEAR, lambda text: bool(_YEAR.fullmatch(text)), wrong)
    profile = _read(form, PROFILE, lambda text: text in profiles(), wrong)
    return Asked(Filters(measure, department, year), profiles()[profile] if profile else default(), wrong)


def _read(form, name: str, is_known, wrong: list) -> str:
    value = form.get(name, "")
    if value in ("", None):
        return ""
    if isinstance(value, str) and len(value) <= 40 and is_known(value.strip()):
        return value.strip()
    shown = clean_text(value if isinstance(value, str) else "…")[:40]
    wrong.append(_("« ${value} » is not known for « ${name} ».", mapping={"value": shown, "name": name}))
    return ""


def unknown_names(form) -> list:
    """For programs: parameters that mean nothing here."""
    return sorted(str(name) for name in form if name not in NAMES)
