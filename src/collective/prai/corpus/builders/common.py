"""Keys that every file writes the same way."""

from collective.prai.core.geography import municipalities
from collective.prai.core.vocabularies import fixed
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import address
from collective.prai.corpus.text import facts_list
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import paragraphs
from datetime import date


#: The sheets are the centre's own sentences, whoever made the document that they speak of.
HOUSE = {
    "licence": "etalab-2.0",
    "reuse_scope": "free",
    "attribution": "ARDESI – Centre de Ressources Internet Public et Citoyen",
}


def provenance(row: Taker) -> dict:
    """``source``, ``confidence`` and, for our own writing, the label that says so."""
    source = row.terms.readable_source(one_line(row.text("source")))
    if label := one_line(row.text("label")):
        source = f"{label[0].upper()}{label[1:]}. Sources : {source}"
    return {"source": source, "confidence": row.token("confidence", "confidence")}


def departments(row: Taker, *keys: str) -> list[str]:
    """Département codes, as text; refused when the national list does not have one."""
    known = {term["token"] for term in fixed()["departments"]}
    found = []
    for key in keys:
        for code in row.listed(key):
            if code not in known:
                raise row.row.refuse(f"« {key} »: {code} is no code of a département", key)
            found.append(code)
    return found


def communes_of(names: list[str], codes: list[str]) -> list[str]:
    """INSEE codes of the names that exactly one municipality of these départements bears today."""
    found = []
    for name in names:
        same = [m.code for m in municipalities().values() if m.name == name and m.department in codes]
        found += same if len(same) == 1 else []
    return found


def source_url(row: Taker, key: str = "url") -> str | None:
    """The address under a key; what is no address becomes a fact, so that it is not lost."""
    text = row.text(key)
    url = address(text) if text else None
    if text and url is None:
        row.say("url", text)
    return url


def rich(row_text: str, facts: list[str] = ()) -> str:
    """HTML of a plain body and of the facts that have no field."""
    return "\n".join(part for part in (paragraphs(row_text), facts_list(list(facts))) if part)


def day(row: Taker, key: str) -> date | None:
    """A full date, written as a date or as its ISO text."""
    value = row.take(key, (date, str))
    return row.checked(key, lambda: date.fromisoformat(value)) if isinstance(value, str) else value


def theme_tokens(row: Taker) -> dict[str, list[str]]:
    """Themes and kinds of project of a sheet; words without a token become a fact."""
    words = list(row.left.get("themes") or [])
    found = row.tokens("themes", "themes")
    if kept := row.terms.without_token("themes", words):
        row.say("themes", ", ".join(kept))
    return {name: tokens for name, tokens in found.items() if tokens}
