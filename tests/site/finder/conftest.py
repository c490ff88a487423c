"""Sheets of which is known what every filter would say."""

from collective.prai.core.bands import band_of
from collective.prai.core.bands import COSTS
from collective.prai.core.bands import POPULATIONS
from decimal import Decimal
from plone.app.testing import logout
from tests.site.conftest import relate
from tests.site.finder.searching import CHOICES
from tests.site.finder.searching import THEMES
import pytest
import random


@pytest.fixture
def drawn_sheets(make_item):
    """Sixteen sheets whose fields are drawn from a fixed seed, each with what a filter would say of it."""
    draw, found = random.Random(2006), []
    for number in range(16):
        portal_type = draw.choice(CHOICES["type"][:2])
        facts = {
            "type": {portal_type},
            "theme": set(draw.sample(THEMES, draw.randint(0, 2))),
            "departement": set(draw.sample(CHOICES["departement"], draw.randint(0, 2))),
            "licence": {draw.choice(CHOICES["licence"])},
            "public": set(draw.sample(CHOICES["public"], draw.randint(0, 2))),
            "zone": set(draw.sample(CHOICES["zone"], draw.randint(0, 1))),
        }
        population, cost = draw.choice([None, 1_800, 60_000]), draw.choice([None, 20_000, 82_050])
        year, stage = draw.choice([None, "2006", "2007"]), draw.choice([None, "in-service", "planned"])
        fields = {
            "themes": sorted(facts["theme"]), "departments": sorted(facts["departement"]), "zone": sorted(facts["zone"]),
            "audiences": sorted(facts["public"]), "licence": next(iter(facts["licence"])), "population": population,
        }  # fmt: skip
        facts["habitants"] = {band_of(POPULATIONS, population)} - {None}
        if portal_type == "prai.ProjectSheet":
            fields |= {"total_cost": Decimal(cost) if cost else None, "starts": year, "stage": stage}
            facts |= {
                "cout": {band_of(COSTS, cost)} - {None},
                "annee": {year} - {None},
                "etape": {stage} - {None},
            }
        text = draw.choice(["site communal", "portail communal", "extranet"])
        item = make_item(portal_type, title=f"Un {text} {number}", state="published", **fields)
        item.reindexObject(idxs=["licence"])
        found.append((f"Un {text} {number}", facts))
        if portal_type == "prai.ProjectSheet":
            found.append(deliverable_of(make_item, item, text, number, facts))
    make_item("prai.HowTo", title="Un site communal secret", themes=THEMES)
    closed = make_item(
        "prai.ProjectSheet", title="Un site communal fermé", departments=["81"], zone=["rural"]
    )
    found.append(deliverable_of(make_item, closed, "site communal", "sans lieu", {}))
    logout()
    return found


def deliverable_of(make_item, project, text, number, facts) -> tuple[str, dict]:
    """It is where its project is, and says nothing else of it."""
    title = f"Un {text} à reprendre {number}"
    made = make_item("prai.Deliverable", title=title, state="published", origin=relate(project))
    made.reindexObject(idxs=["licence"])
    place = {name: facts.get(name, set()) for name in ("departement", "zone", "habitants")}
    return title, {"type": {"prai.Deliverable"}, "licence": {"etalab-2.0"}} | place
