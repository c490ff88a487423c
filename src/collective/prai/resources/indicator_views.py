"""Page of an indicator: its figure or drawing, always with the table, and the table to download."""

from collective.prai import _
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.listing import visible_brains
from collective.prai.core.pages import Page
from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.tables import number
from collective.prai.resources import charts
from collective.prai.resources.downloads import as_csv
from collective.prai.resources.downloads import as_json
from collective.prai.resources.downloads import COLUMNS
from functools import cached_property
from plone import api
from zExceptions import NotFound
from zope.i18n import translate


HEADERS = {
    "date": _("Date"),
    "value": _("Value"),
    "qualifier": _("Qualifier"),
    "series": _("Series"),
    "territory": _("Territory or category"),
    "source": _("Source"),
    "note": _("Note"),
}
#: Figures that the site counts by itself → portal type.
COMPUTED = {
    "guides": "prai.Guide",
    "howtos": "prai.HowTo",
    "studies": "prai.Study",
    "project-sheets": "prai.ProjectSheet",
    "mission-sheets": "prai.MissionSheet",
    "deliverables": "prai.Deliverable",
}


class IndicatorView(Page):
    """Definition, figures, targets, drawing, table."""

    @cached_property
    def points(self) -> list:
        return charts.points(self.context.observations)

    @cached_property
    def rows(self) -> list[dict]:
        """Observations by series, then by date."""
        key = ("series", "territory", "date")
        found = self.context.observations or []
        return sorted(found, key=lambda row: tuple(row.get(name) or "" for name in key))

    def unit(self) -> str:
        """What follows a value: « % », « € », « communes »."""
        token = self.context.unit
        if self.context.counted and token in (None, "", "nombre"):
            return self.context.counted
        return "" if token == "nombre" else self.term("units", token)

    def value(self, value) -> str:
        """A value with its unit."""
        return f"{self.number(value)}\u00a0{self.unit()}".rstrip("\u00a0")

    def short_value(self, value) -> str:
        """A value with its unit when that is one sign: the drawing has little room."""
        unit = self.unit()
        return f"{self.number(value)}\u00a0{unit}" if len(unit) == 1 else self.number(value)

    def facts(self) -> list:
        context = self.context
        facts = []
        if len(self.points) == 1:
            facts.append(self.fact(_("Value"), self.full(self.points[0]), main=True))
        if context.computed:
            facts.append(self.fact(_("Counted by the site today"), self.number(self.computed()), main=True))
        facts += [
            self.field_fact("kind", self.term("indicator_kinds", context.kind)),
            self.field_fact(
                "unit",
                context.counted
                if context.unit == "nombre" and context.counted
                else self.term("units", context.unit),
            ),
            self.fact(_("Where"), *self.places),
            self.fact(_("Target"), *self.targets()),
        ]
        if context.direction:
            facts.append(self.field_fact("direction", self.term("directions", context.direction)))
        if context.code:
            facts.append(self.field_fact("code", context.code))
        return facts

    def full(self, point) -> str:
        """``près de 400 communes (2006)``, qualifier in words."""
        words = "" if point.sure else f"{self.term('qualifiers', point.qualifier).lower()} "
        day = f" ({self.date(point.date)})" if point.date else ""
        return f"{words}{self.value(point.value)}{day}"

    def targets(self) -> list:
        """The first target, then each revision with its date and the body that decided."""
        context, found = self.context, []
        if context.initial_target is not None:
            due = f" ({self.date(context.initial_target_due)})" if context.initial_target_due else ""
            found.append(f"{self.value(context.initial_target)}{due}")
        for row in context.revised_targets or ():
            detail = ", ".join(
                part
                for part in (self.date(row.get("decided_on")), row.get("body"), row.get("reason"))
                if part
            )
            value = self.value(row["value"])
            found.append(
                _("revised to ${value} (${detail})", mapping={"value": value, "detail": detail})
                if detail
                else _("revised to ${value}", mapping={"value": value})
            )
        return found

    @cached_property
    def target_steps(self) -> list:
        return charts.target_steps(self.context.initial_target, self.context.revised_targets)

    def target_rows(self) -> list[dict]:
        """The target and its revisions as a table, where there is a revision; empty texts where unknown."""
        context = self.context
        if not context.revised_targets:
            return []
        first = []
        if context.initial_target is not None:
            due = context.initial_target_due
            note = (
                translate(_("due ${date}", mapping={"date": self.date(due)}), context=self.request)
                if due
                else ""
            )
            first = [{"value": self.value(context.initial_target), "date": "", "body": "", "reason": note}]
        return first + [
            {
                "value": self.value(row.get("value")),
                "date": self.date(row.get("decided_on")),
                "body": row.get("body") or "",
                "reason": row.get("reason") or "",
            }
            for row in context.revised_targets
        ]

    def computed(self) -> int:
        """Published items that the viewer may see, of the type that this indicator counts."""
        catalog = api.portal.get_tool("portal_catalog")
        query = {"portal_type": COMPUTED[self.context.computed], "review_state": list(PUBLIC_STATES)}
        return len(visible_brains(catalog(**query)))

    def chart(self) -> str:
        """SVG, empty when there is nothing to compare."""
        forecast = self.term("qualifiers", "forecast").lower()
        description = translate(
            _("The values are in the table below, each with its source."), context=self.request
        )
        return charts.draw(
            self.points,
            self.context.Title(),
            description,
            self.short_value,
            forecast,
            self.target_steps,
            translate(_("Target"), context=self.request),
        )

    def chart_notes(self) -> list:
        """What the drawing means where it is not plain."""
        notes = []
        if charts.kind(self.points) == "line" and charts.has_breaks(self.points):
            notes.append(_("Dotted line: the two values come from different sources."))
        if charts.kind(self.points, self.target_steps) == "line" and self.target_steps:
            notes.append(_("Dashed line: the target; it steps where a decision revised it."))
        if charts.is_unsure(self.points):
            notes.append(_("Hollow mark: the value is approximate, a limit or a forecast."))
        return notes

    def columns(self) -> list[str]:
        """Columns that say something; date, value and source always stand."""
        used = {name for row in self.rows for name in COLUMNS if row.get(name) not in (None, "")}
        used -= {"qualifier"}
        return [name for name in COLUMNS if name in used or name in ("date", "value", "source")]

    def header(self, name: str):
        return HEADERS[name]

    def cell(self, row: dict, name: str) -> str:
        if name == "date":
            return self.date(row.get("date"))
        if name == "value":
            qualifier = row.get("qualifier")
            words = (
                "" if qualifier in (None, "", "exact") else f"{self.term('qualifiers', qualifier).lower()} "
            )
            return f"{words}{self.value(row.get('value'))}"
        return row.get(name) or ""

    def tags(self) -> list:
        return self.subjects()


class Download(IndicatorView):
    """Only of what the public may see: nothing of a draft leaves as a file."""

    extension = ""
    media_type = ""

    def __call__(self):
        if not self.is_public:
            raise NotFound(self.__name__)
        response = self.request.response
        response.setHeader("Content-Type", self.media_type)
        response.setHeader(
            "Content-Disposition", f'attachment; filename="{self.context.getId()}.{self.extension}"'
        )
        return self.render()


class ObservationsCsv(Download):
    """For a spreadsheet."""

    extension = "csv"
    media_type = "text/csv; charset=utf-8"

    def render(self) -> bytes:
        headers = [translate(HEADERS[name], context=self.request) for name in COLUMNS]
        return as_csv(self.rows, headers)


class ObservationsJson(Download):
    """For a program."""

    extension = "json"
    media_type = "application/json"

    def render(self) -> bytes:
        context = self.context
        about = {
            "id": f"urn:uuid:{context.UID()}",
            "url": context.absolute_url(),
            "title": context.Title(),
            "definition": context.definition,
            "unit": context.unit,
            "counted": context.counted,
            "initial_target": _target(context.initial_target, {"due": context.initial_target_due}),
            "revised_targets": [_target(row.get("value"), row) for row in context.revised_targets or ()],
            "licence": {
                "id": context.licence,
                "url": FREE_LICENCES.get(context.licence),
                "attribution": context.attribution,
            },
        }
        return as_json(about, self.rows)


def _target(value, row: dict) -> dict | None:
    """A target for a program: its value and what is known of its decision."""
    if value is None:
        return None
    known = {name: row[name] for name in ("due", "decided_on", "body", "reason") if row.get(name)}
    return {"value": number(value)} | known
