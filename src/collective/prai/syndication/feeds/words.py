"""What a feed calls itself and its parts, in the reader's language."""

from collections.abc import Iterable
from collective.prai import _
from collective.prai.core import settings
from collective.prai.core import vocabularies
from collective.prai.core.feeds import syndicated_types
from collective.prai.core.safe_html import clean_text
from plone import api
from zope.i18n import translate


#: Public filter → its name; the vocabulary of its values.
NAMES = {
    "type": (_("Type"), None),
    "theme": (_("Theme"), "themes"),
    "departement": (_("Département"), "departments"),
    "public": (_("Audience"), "audiences"),
    "licence": (_("Licence"), "licences"),
}


def site_title() -> str:
    """What the site is called."""
    return clean_text(settings.site_title() or "PRAI")


def type_titles(language: str) -> dict[str, str]:
    """Portal type → what readers call it."""
    tool = api.portal.get_tool("portal_types")
    return {name: translate(tool[name].Title(), target_language=language) for name in syndicated_types()}


def licence_titles(language: str) -> dict[str, str]:
    """SPDX identifier → its name in words."""
    return vocabularies.titles("licences", language)


def state_titles(language: str) -> dict[str, str]:
    """What readers are warned of, under the names that items have for it."""
    found = {"archived": _("Archived"), "to_revise": _("To be revised")}
    return {name: translate(title, target_language=language) for name, title in found.items()}


def chosen(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Filter → its tokens, each once and in one order, however an address writes the same choice."""
    found: dict[str, set[str]] = {}
    for name, value in pairs:
        if name in NAMES:
            tokens = {token.strip() for token in value.split(",")}
            if name == "type":
                tokens = {f"prai.{token.removeprefix('prai.')}" for token in tokens}
            found.setdefault(name, set()).update(tokens)
    return {name: sorted(found[name]) for name in NAMES if name in found}


def _part(label: str, values: str, language: str) -> str:
    part = _("${name}: ${values}", mapping={"name": label, "values": values})
    return translate(part, target_language=language)


def feed_title(pairs: Iterable[tuple[str, str]], language: str, more: Iterable[tuple[str, str]] = ()) -> str:
    """The site, and the filters with their values in words; ``more``: labels and values of a search."""
    parts = []
    for name, tokens in chosen(pairs).items():
        label, vocabulary = NAMES[name]
        titles = vocabularies.titles(vocabulary, language) if vocabulary else type_titles(language)
        values = ", ".join(titles.get(token, token) for token in tokens)
        label = translate(label, target_language=language)
        parts.append(_part(label, values, language))
    parts += [_part(label, value, language) for label, value in more]
    if parts:
        title = _(
            "${site} – contents to reuse (${filters})",
            mapping={"site": site_title(), "filters": " ; ".join(parts)},
        )
    else:
        title = _("${site} – contents to reuse", mapping={"site": site_title()})
    return clean_text(translate(title, target_language=language))


def subtitle(language: str) -> str:
    sentence = _("Texts that may be reused under the licence that each of them names, newest change first.")
    return translate(sentence, target_language=language)
