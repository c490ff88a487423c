"""indicators.yaml → series of observations, each with its date, qualifier, source and note."""

from collective.prai.core.vocabularies import fixed
from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import rich
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import number
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import partial
from decimal import Decimal


#: From the surest to the least sure: a series is as sure as its least sure point.
_SURENESS = ["source", "public-page", "derived"]
#: Figures that stand beside the value of a point, and how its note says them.
_BESIDE = {
    "share": "soit {} %",
    "planned": "{} prévues",
    "in_progress": "dont {} en cours",
    "accounts": "{} comptes",
}


def indicator(row: Taker) -> Draft:
    """What is counted is the series' own label and territory; a target is no observation."""
    label, unit, territory = row.required("label"), row.required("unit"), row.text("territory")
    points = [_Point(row, values, territory) for values in row.take("points", list, [])]
    row.take("date")
    values = {
        "title": label,
        "definition": f"{label}, {territory}." if territory else f"{label}.",
        "unit": row.checked("unit", lambda: row.terms.tokens("unit", [unit])["unit"][0]),
        "counted": unit if unit not in ("%", "jours") else None,
        "location": territory,
        "departments": list(dict.fromkeys(p.department for p in points if p.department)),
        "source": " ; ".join(dict.fromkeys(p.source for p in points if p.source)),
        "confidence": max((p.confidence for p in points if p.confidence), key=_SURENESS.index, default=None),
        "observations": [p.observation for p in points if p.role is None],
        "revised_targets": [p.revised_target for p in points if p.role == "revised"],
        **HOUSE,
    }
    row.fact("reference_total")
    _initial_target(row, values, [p for p in points if p.role == "target"])
    values["method"] = rich("", row.facts)
    return Draft(row.row, "prai.Indicator", values)


def _initial_target(row: Taker, values: dict, targets: list):
    if len(targets) > 1:
        raise row.row.refuse("two initial targets in one series", "points")
    for target in targets:
        values["initial_target"] = target.value
        row.say("target", target.as_text)


class _Point:
    """One point of a series; refused when a key of it would be lost."""

    def __init__(self, series: Taker, values, territory: str):
        if not isinstance(values, dict):
            raise series.row.refuse("a point of a series is a mapping of keys", "points")
        lines = {key: series.row.lines.get("points", series.row.line) for key in values}
        point = Taker(series.row._replace(values={"id": "", **values}, lines=lines), series.terms)
        value = point.take("value", (int, Decimal))
        if value is None or isinstance(value, bool):
            raise series.row.refuse("a point of a series needs a value", "points")
        self.value = Decimal(value)
        when = point.take("date") or series.row.values.get("date")
        self.date = point.checked("date", lambda: partial(when))
        self.kind = point.text("kind")
        self.role = series.terms.point_role(self.kind)
        self.source = series.terms.readable_source(one_line(point.text("source")))
        self.confidence = point.token("confidence", "confidence")
        self.department = point.text("departement") or None
        self.territory = self._territory(point, territory)
        self.words = point.left.get("qualifier")
        self.qualifier = point.token("qualifier", "qualifier")
        self.note = self._note(point)
        point.finish("points.")

    def _territory(self, point: Taker, territory: str) -> str | None:
        own, category = point.text("territory"), point.text("category")
        if self.department:
            names = {term["token"]: term["fr"] for term in fixed()["departments"]}
            if self.department not in names:
                raise point.row.refuse(f"{self.department} is no code of a département", "points")
            return f"{names[self.department]} ({self.department})"
        return category or own or territory or None

    def _note(self, point: Taker) -> str | None:
        """The source's own words of a qualifier, and figures that go with the value."""
        notes = [f"« {self.words} » selon la source"] if self.words else []
        count, total = point.take("count", int), point.take("total", int)
        if count is not None and total is not None:
            notes.append(f"{number(count)} sur {number(total)}")
        elif total is not None:
            notes.append(f"sur {number(total)}")
        elif count is not None:
            notes.append(f"effectif : {number(count)}")
        for key, text in _BESIDE.items():
            if (value := point.take(key, (int, Decimal))) is not None:
                notes.append(text.format(number(value)))
        if note := one_line(point.text("note")):
            notes.append(note)
        if self.confidence == "derived":
            notes.append("déduit ou calculé")
        return " ; ".join(notes) or None

    @property
    def observation(self) -> dict:
        return {
            "date": self.date, "value": self.value, "qualifier": self.qualifier, "territory": self.territory,
            "series": self.kind or None, "source": self.source or None, "note": self.note,
        }  # fmt: skip

    @property
    def revised_target(self) -> dict:
        reason = " ; ".join(
            part for part in (self.note, f"source : {self.source}" if self.source else "") if part
        )
        return {"value": self.value, "decided_on": self.date, "body": None, "reason": reason or None}

    @property
    def as_text(self) -> str:
        """``50 (objectif, 2006 ; seed 003)``: what the target's own fields have no place for."""
        parts = [self.kind, self.date, self.note, self.source]
        return f"{number(self.value)} ({' ; '.join(part for part in parts if part)})"
