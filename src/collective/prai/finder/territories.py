"""``/territoires``, the page of a département and, below it, of each inter-municipal body of today's map."""

from collective.prai import _
from collective.prai.core import geography
from collective.prai.core import map_figures
from collective.prai.core import vocabularies
from collective.prai.core.map_figures import Figure
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.subjects import subject_url
from collective.prai.core.subjects import terms
from collective.prai.core.subjects import TERRITORIES
from collective.prai.finder.presentations import Presentation
from collective.prai.finder.subjects import PLACED
from collective.prai.finder.subjects import Step
from collective.prai.finder.subjects import STEPS
from collective.prai.finder.subjects import SubjectsView
from functools import cached_property
from zExceptions import NotFound


#: No list of the site is narrowed to one body: its page shows all of it, up to this number of each type.
MOST = 100


def region_bodies() -> list[tuple[str, str]]:
    """Code of a département and SIREN of a body in it; a body of two départements is in both."""
    home = geography.home_departments()
    return [
        (code, body.siren) for body in geography.epcis().values() for code in body.departments if code in home
    ]


class TerritoriesView(SubjectsView):
    """Where it happened."""

    kind = TERRITORIES
    steps = (*STEPS, PLACED)
    name = _("Territories")
    lead = _("What was done, and with whom, département by département.")

    def titles(self) -> dict[str, str]:
        """The region's départements, then those that a sheet names; an inter-municipal body by its SIREN."""
        if len(self.path) == 2:
            return {self.path[1]: geography.epcis()[self.path[1]].name}
        return self._departments

    @cached_property
    def _departments(self) -> dict[str, str]:
        names, named = vocabularies.titles("departments"), self.census.named(TERRITORIES)
        return terms(TERRITORIES) | {code: title for code, title in names.items() if code in named}

    def is_there(self, path: tuple[str, ...]) -> bool:
        if len(path) == 1:
            # Who reads is known once the address is walked: ``__call__`` asks what they may see.
            return path[0] in vocabularies.titles("departments")
        body = geography.epcis().get(path[1]) if len(path) == 2 else None
        return body is not None and path[0] in body.departments

    def __call__(self):
        if self.path and self.department not in self._departments:
            raise NotFound(self, self.department, self.request)
        return super().__call__()

    @property
    def department(self) -> str:
        """Code of the département that is shown, or in which the body is; "" on the list."""
        return self.path[0] if self.path else ""

    @property
    def is_body(self) -> bool:
        return len(self.path) == 2

    @property
    def trail(self) -> list[tuple]:
        if not self.is_body:
            return super().trail
        name = self._departments[self.department]
        return [(self.name, self.address), (name, subject_url(self.kind, self.department))]

    @cached_property
    def presentation(self) -> Presentation:
        return Presentation("", "") if self.is_body else super().presentation

    def way_to_write(self) -> dict | None:
        return None if self.is_body else super().way_to_write()

    # What is gathered

    @cached_property
    def mask(self) -> int:
        return self.census.in_epci(self.token) if self.is_body else self.census.about(self.kind, self.token)

    def limit(self, step: Step) -> int:
        return MOST if self.is_body else step.limit

    def list_url(self, portal_type: str = "") -> str:
        return "" if self.is_body else super().list_url(portal_type)

    def places(self) -> list[dict]:
        """It is one place already."""
        return []

    def figures(self) -> list[tuple]:
        """The place, then what its projects cost, with those of which nobody says it."""
        found, language = [], vocabularies.language()
        place = self._place()
        if place is not None:
            found.append((_("Inhabitants"), format_number(place[1], language)))
            found.append((_("Municipalities"), format_number(place[0], language)))
        projects = self.mask & self.census.of_type("prai.ProjectSheet")
        if projects:
            costs = self.census.costs(projects)
            if costs.known:
                found.append((_("Cost of the projects whose cost is known"), format_euros(costs.total)))
            if costs.unknown:
                found.append((_("Projects whose cost is not known"), format_number(costs.unknown, language)))
        return found

    def _place(self) -> tuple[int, int] | None:
        """Municipalities and inhabitants, of the region's places."""
        if self.is_body:
            body = geography.epcis()[self.token]
            return body.municipalities, body.population
        towns = [town for town in geography.municipalities().values() if town.department == self.token]
        return (len(towns), sum(town.population for town in towns)) if towns else None

    def body_counts(self) -> dict[str, int]:
        """SIREN → number of texts, of the bodies of this département that have some."""
        counts = {}
        for siren, body in geography.epcis().items():
            if self.token in body.departments:
                count = (self.census.in_epci(siren) & self.sheets).bit_count()
                counts[siren] = count
        return {siren: count for siren, count in counts.items() if count}

    def list_map(self) -> Figure:
        """All texts on the map of the region."""
        return map_figures.region(
            self.census.counts(self.kind, self.sheets), self._url, _("Sheets by département")
        )

    def map(self) -> Figure | None:
        """Of a département of the region in which a body has results."""
        counts = {} if self.is_body else self.body_counts()
        if not counts:
            return None
        title = _("Sheets by inter-municipal body: ${place}", mapping={"place": self.heading})
        return map_figures.department(self.token, counts, self.body_url, title)

    def _url(self, code: str) -> str:
        return subject_url(self.kind, code)

    def bodies(self) -> list[dict]:
        if self.is_body:
            return []
        found = [
            {"title": geography.epcis()[siren].name, "url": self.body_url(siren), "count": count}
            for siren, count in self.body_counts().items()
        ]
        return sorted(found, key=lambda body: (-body["count"], body["title"]))

    def body_url(self, siren: str) -> str:
        return f"{subject_url(self.kind, self.token)}/{siren}"

    def feed_filters(self) -> list[tuple[str, str]]:
        """No feed is narrowed to one body."""
        return [] if self.is_body else super().feed_filters()
