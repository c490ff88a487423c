"""An organisation by what people write: the one of the directory that is called so."""

from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.visibility import is_public
from plone import api
import re
import unicodedata


#: Names that are suggested: a longer list would weigh more than the page.
MOST_NAMES = 800
_WORD = re.compile(r"\w+")
#: Words of the query language: « Côte d'Or » asks nothing of it.
_OPERATORS = frozenset({"and", "or", "not"})


def plain_name(name: str | None) -> str:
    """« Commune de Lévignac » and « COMMUNE DE LEVIGNAC » are one."""
    letters = unicodedata.normalize("NFKD", name or "").casefold()
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def find_organisation(name: str):
    """The public organisation of the directory that is called so, one of its other names included.

    None where none is, or where several are.
    """
    wanted, catalog = plain_name(name), api.portal.get_tool("portal_catalog")
    words = [word for word in _WORD.findall(name) if word.casefold() not in _OPERATORS][:12]
    if not words or not wanted:
        return None
    brains = catalog.unrestrictedSearchResults(
        portal_type="prai.Organisation", SearchableText=" AND ".join(words)
    )
    found = []
    for brain in brains[:30]:
        item = brain._unrestrictedGetObject()
        names = [item.title, item.acronym, *(item.other_names or ())]
        if wanted in map(plain_name, filter(None, names)) and is_public(item):
            found.append(item)
    return found[0] if len(found) == 1 else None


def organisation_names() -> list[str]:
    """Names of the directory, for the suggestions under the box."""
    brains = api.content.find(
        portal_type="prai.Organisation", review_state=list(PUBLIC_STATES), sort_on="sortable_title"
    )
    return sorted({brain.Title for brain in brains[:MOST_NAMES]}, key=plain_name)
