"""The fields of the pages about reuses, as their template draws them."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.transfer.declaring.answers import EMAIL
from collective.prai.transfer.declaring.answers import MANY
from collective.prai.transfer.declaring.answers import NAMES
from typing import NamedTuple


class Field(NamedTuple):
    """``kind``: line, area, day, number, choice, several, place, organisation or email."""

    name: str
    kind: str
    label: object
    help: object = ""
    required: bool = False
    vocabulary: str = ""


MAIN = (
    Field(
        "organisation",
        "organisation",
        _("Your organisation"),
        _("Its name, never that of a person."),
        required=True,
    ),
    Field(
        "lieu",
        "place",
        _("Its commune"),
        _("Name, postcode or INSEE code: readers see what was done near them."),
    ),
    Field("comment", "choice", _("How did you take it up?"), required=True, vocabulary="reuse_kinds"),
    Field("avancement", "choice", _("How far is it?"), required=True, vocabulary="reuse_stages"),
    Field(
        "jusquau",
        "day",
        _("Looking for partners until"),
        _("Only if you look for partners: your call is shown on the sheet until that day."),
    ),
)
MORE = (
    Field("depuis", "line", _("Since when?"), _("A day, a month or a year: 13/12/2006, 12/2006 or 2006.")),
    Field("modifications", "area", _("What did you change?")),
    Field("jours", "number", _("Days of work"), _("Of your own people, all together.")),
    Field("cout", "number", _("What it cost (€)")),
    Field(
        "cout_evite",
        "number",
        _("Cost that was avoided (€)"),
        _("What it would have cost to start from nothing."),
    ),
    Field("freins", "several", _("What made it difficult?"), vocabulary="reuse_obstacles"),
    Field("freins_detail", "area", _("These difficulties in detail")),
    Field(
        "resultat",
        "area",
        _("What came of it?"),
        _("What works; if you gave it up, what others should know."),
    ),
    Field("lien", "line", _("Address where it can be seen")),
)
CONTACT = (
    Field(
        EMAIL,
        "email",
        _("E-mail address of the office"),
        required=True,
    ),
)
#: Of the yearly question, when something has changed.
CHANGES = (
    MAIN[3],
    MAIN[4],
    MORE[0],
    Field(
        "resultat",
        "area",
        _("What has changed?"),
        _("What works; if you gave it up, what others should know."),
    ),
)


class Shown(NamedTuple):
    """A field with what was typed, and what is wrong with it."""

    field: Field
    value: object
    error: object
    options: list
    longest: int

    @property
    def described_by(self) -> str | None:
        """Ids of its sentences, the error first."""
        ids = [f"{self.field.name}-erreur"] if self.error else []
        ids += [f"{self.field.name}-aide"] if self.field.help else []
        return " ".join(ids) or None

    @property
    def target(self) -> str:
        """Where the link of an error leads."""
        return f"{self.field.name}-0" if self.options else self.field.name


def show(fields: tuple[Field, ...], texts: dict, errors: dict, longest: int) -> list[Shown]:
    """With the options of those that have some, in the reader's language."""
    found = []
    for field in fields:
        value = texts.get(field.name, [] if field.name in MANY else "")
        options = [
            (token, title, token in value if field.name in MANY else token == value)
            for token, title in (vocabularies.titles(field.vocabulary) if field.vocabulary else {}).items()
        ]
        found.append(Shown(field, value, errors.get(field.name), options, longest))
    return found


def _place(name: str) -> int:
    """Of a field on the page; what is about the whole comes first."""
    return NAMES.index(name) if name in NAMES else -1


def in_order(errors: dict) -> list[tuple[str, object]]:
    """Field to jump to and sentence, as the summary above the form lists them."""
    targets = {field.name: field for field in (*MAIN, *MORE, *CONTACT)}
    found = []
    for name, sentence in sorted(errors.items(), key=lambda pair: _place(pair[0])):
        field = targets.get(name)
        suffix = "-0" if field is not None and field.vocabulary else ""
        found.append((f"{name}{suffix}" if name else "", sentence))
    return found
