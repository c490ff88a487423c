"""Rows of conditions: what must be there before something can be taken up elsewhere."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.fields import term
from collective.prai.core.geography import folded
from zope import schema
from zope.interface import Interface


VOCABULARY = "transfer_conditions"


class ICondition(Interface):
    """One condition.  ``term``: the condition of the list that these words make precise, if it is one."""

    condition = schema.TextLine(title=_("Condition"))
    term = term(
        "transfer_conditions",
        title=_("Condition of the list"),
        description=_("If it is one of the list: what is known of the reader's authority then answers it."),
    )
    blocking = schema.Bool(title=_("Blocking"), required=False, default=False)
    how = schema.Text(title=_("How to meet it"), required=False)
    source = schema.TextLine(
        title=_("Source"), description=_("The words that say so, and where they stand."), required=False
    )


def term_of(row: dict) -> str:
    """The condition of the list that a line is about: as its editor says, or as it is titled; "" for none."""
    words = folded(row.get("condition") or "")
    titles = vocabularies.titles(VOCABULARY)
    return row.get("term") or next((token for token, title in titles.items() if folded(title) == words), "")


def all_conditions(item) -> list[str]:
    """In words: of the list, then the lines that are about none of these."""
    return conditions_without_line(item) + [row["condition"] for row in lines_of(item)]


def conditions_without_line(item) -> list[str]:
    """Titles of the chosen conditions that no line makes precise."""
    precise = {term_of(row) for row in lines_of(item)}
    titles = vocabularies.titles(VOCABULARY)
    chosen = getattr(aq_base(item), "conditions", None) or ()
    return [titles.get(token, token) for token in chosen if token not in precise]


def lines_of(item) -> list[dict]:
    """Lines that say something."""
    rows = getattr(aq_base(item), "condition_rows", None) or ()
    return [row for row in rows if (row.get("condition") or "").strip()]
