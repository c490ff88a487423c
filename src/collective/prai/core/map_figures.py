"""Maps with their words: what a page hands to the macro ``map`` of ``@@prai-maps``.

view.map = map_figures.region(counts, url_of, title)      # département code → count, → address
<tal:map define="figure view/map"><metal:map use-macro="context/@@prai-maps/macros/map" /></tal:map>
"""

from collections.abc import Callable
from collections.abc import Mapping
from collective.prai import _
from collective.prai.core import maps
from collective.prai.core.outlines import outlines
from typing import NamedTuple
from zope.globalrequest import getRequest
from zope.i18n import translate


class Figure(NamedTuple):
    """``name`` begins the ids of its drawing; ``legend``: shade and words; ``places``: what an area is."""

    name: str
    title: str
    svg: str
    legend: list[tuple[int, str]]
    rows: list[maps.Row]
    places: object
    dotted: bool


def results(count: int):
    """« 6 résultats »: what is counted where a page does not say."""
    if count == 1:
        return _("One result")
    return _("${number} results", mapping={"number": count}) if count else _("No result")


def region(
    counts: Mapping[str, int],
    url_of: Callable[[str], str],
    title,
    counted: Callable[[int], object] = results,
    name: str = "prai-map",
) -> Figure:
    """The eight départements: ``counts`` by code, ``url_of(code)`` is asked only where there is something.

    ``counted`` says a count in words, as a message or as text in the reader's language.
    """
    rows = maps.department_rows(counts, url_of, _words(counted))
    title = _said(title)
    svg = maps.draw_region(rows, name, title, _said(_DESCRIPTION))
    return Figure(name, title, svg, _legend(rows), rows, _("Département"), False)


def department(
    code: str,
    counts: Mapping[str, int],
    url_of: Callable[[str], str],
    title,
    counted: Callable[[int], object] = results,
    name: str = "prai-map",
) -> Figure | None:
    """The inter-municipal bodies of a département: ``counts`` by SIREN; None for an unknown code."""
    if code not in outlines():
        return None
    rows = maps.body_rows(code, counts, url_of, _words(counted))
    title = _said(title)
    svg = maps.draw_department(code, rows, name, title, _said(_DESCRIPTION))
    return Figure(name, title, svg, _legend(rows), rows, _("Inter-municipal body"), True)


_DESCRIPTION = _("The same figures are in the table below the map.")


def _said(message) -> str:
    return translate(message, context=getRequest())


def _words(counted) -> maps.Words:
    def label(place: str, said: str) -> str:
        return _said(_("${place}: ${figure}", mapping={"place": place, "figure": said}))

    return maps.Words(lambda count: _said(counted(count)), label)


def _legend(rows: list[maps.Row]) -> list[tuple[int, str]]:
    found = []
    for step in maps.steps([row.count for row in rows]):
        if step.high == 0:
            words = _("none")
        elif step.low == step.high:
            words = str(step.low)
        else:
            words = _("${low} to ${high}", mapping={"low": step.low, "high": step.high})
        found.append((step.shade, _said(words)))
    return found
