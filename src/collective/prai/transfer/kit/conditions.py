"""« conditions.html » of a kit: what must be there for a reuse to succeed, and how to go about it."""

from Acquisition import aq_base
from collective.prai.core import vocabularies
from collective.prai.core.licences import is_free
from collective.prai.core.money import format_euros
from collective.prai.core.safe_html import lower_headings
from collective.prai.transfer.help import help_for
from collective.prai.transfer.kit import texts
from collective.prai.transfer.kit.contents import Contents
from collective.prai.transfer.kit.contents import plain
from html import escape


_EFFORTS = (
    ("internal_days", "Jours internes"),
    ("provider_days", "Jours de prestataire"),
    ("cost", "Coût"),
    ("months", "Mois"),
    ("source", "Source"),
)
NONE = "La fiche n’en indique pas."
CLOSED = "Le texte de cette fiche ne peut être copié\u00a0: lisez-la sur le site."


def conditions_page(contents: Contents) -> bytes:
    """Of the sheet, then of each deliverable; of texts that may not be copied, terms of the list alone."""
    own = contents.context
    items = [own, *(thing.item for thing in contents.things if aq_base(thing.item) is not aq_base(own))]
    body = "".join(_section(contents, item) for item in items)
    lead = "Ce qu’il faut réunir, ce que cela a demandé ailleurs, et comment s’en servir."
    return texts.page(f"Conditions de reprise – {contents.title}", lead, body)


def _section(contents: Contents, item) -> str:
    parts = [f"<h2>{escape(plain(item.Title()))}</h2>", "<h3>Conditions</h3>"]
    if not is_free(item):
        terms = _terms(item)
        return "".join([*parts, texts.items(terms) if terms else "", f"<p>{CLOSED}</p>"])
    parts.append(_conditions(contents, item))
    if efforts := _efforts(aq_base(item)):
        parts += ["<h3>Ce que cela a demandé</h3>", efforts]
    if use := _use(contents, item):
        parts += ["<h3>Comment s’en servir</h3>", use]
    return "".join(parts)


def _terms(item) -> list[str]:
    """Titles of the conditions that were chosen from the list."""
    titles = vocabularies.titles("transfer_conditions", "fr")
    return [titles.get(token, token) for token in getattr(aq_base(item), "conditions", None) or ()]


def _conditions(contents: Contents, item) -> str:
    base = aq_base(item)
    found = _terms(item)
    for row in getattr(base, "condition_rows", None) or ():
        text = plain(row.get("condition"))
        text += " (bloquant)" if row.get("blocking") else ""
        found.append(f"{text} – {plain(row['how'])}" if row.get("how") else text)
    detail = _text(contents, item, "conditions_text") or _text(contents, item, "transferability")
    return (texts.items(found) if found else "") + detail or f"<p>{NONE}</p>"


def _text(contents: Contents, item, name: str) -> str:
    return lower_headings(contents.html(item, name), 2)


def _efforts(base) -> str:
    rows = getattr(base, "effort", None) or ()
    used = [(name, title) for name, title in _EFFORTS if any(row.get(name) not in (None, "") for row in rows)]
    cells = [[_cell(name, row.get(name)) for name, _title in used] for row in rows]
    return texts.table([title for _name, title in used], cells) if used else ""


def _cell(name: str, value) -> str:
    if value is None:
        return ""
    return format_euros(value) if name == "cost" else plain(value)


def _use(contents: Contents, item) -> str:
    if own := _text(contents, item, "instructions"):
        return own
    ready = help_for(getattr(aq_base(item), "kind", None))
    return texts.items(ready) if ready else ""
