"""Themes, audiences and territories: what sheets are gathered by, and the address of each page."""

from collections.abc import Callable
from collective.prai.core import geography
from collective.prai.core import vocabularies
from plone import api
from typing import NamedTuple


class Kind(NamedTuple):
    """``id`` begins the addresses; ``filter``: public name in lists and feeds; index and vocabulary."""

    id: str
    filter: str
    vocabulary: str


THEMES = Kind("themes", "theme", "themes")
AUDIENCES = Kind("publics", "public", "audiences")
TERRITORIES = Kind("territoires", "departement", "departments")
KINDS = (THEMES, AUDIENCES, TERRITORIES)


class Tag(NamedTuple):
    """What a sheet is about; ``url`` is "" where no page gathers its like."""

    title: str
    url: str


def terms(kind: Kind) -> dict[str, str]:
    """Token → title of each that has a page whatever is in it: offered terms, the region's départements."""
    titles = vocabularies.titles(kind.vocabulary)
    if kind is TERRITORIES:
        return {code: titles[code] for code in geography.home_departments()}
    return {
        row["token"]: titles[row["token"]]
        for row in vocabularies.rows(kind.vocabulary)
        if not row.get("retired")
    }


def subject_url(kind: Kind, token: str) -> str:
    """Address of the page of one of them."""
    return f"{api.portal.get().absolute_url()}/{kind.id}/{token}"


def tagger(kind: Kind) -> Callable[[str], Tag]:
    """What makes a tag of a token, for as long as one page is made; a retired term is a word and no link.

    Départements outside the region have a page as soon as a sheet that the reader sees names them.
    """
    titles, known = vocabularies.titles(kind.vocabulary), terms(kind)
    address = f"{api.portal.get().absolute_url()}/{kind.id}"

    def tag(token: str) -> Tag:
        with_page = token in known or (kind is TERRITORIES and token in titles)
        return Tag(titles.get(token, token), f"{address}/{token}" if with_page else "")

    return tag


def tags(kind: Kind, tokens) -> list[Tag]:
    """Of a sheet that the reader sees, in its order."""
    return list(map(tagger(kind), tokens)) if tokens else []
