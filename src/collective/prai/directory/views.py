"""Page of an organisation: who, where, its roles, and what it did."""

from collective.prai import _
from collective.prai.core.listing import brain_link
from collective.prai.core.listing import visible_brains
from collective.prai.core.pages import Page
from plone import api
from typing import NamedTuple
from zc.relation.interfaces import ICatalog
from zope.component import getUtility
from zope.intid.interfaces import IIntIds


class Deed(NamedTuple):
    """A link to what it did, and in which role."""

    link: object
    roles: list


class Group(NamedTuple):
    """What it did, of one type."""

    id: str
    title: object
    deeds: list


#: Portal types in reading order → heading; what is not named comes last, under its type.
HEADINGS = {
    "prai.ProjectSheet": _("Projects"),
    "prai.MissionSheet": _("Advisory missions"),
    "prai.Study": _("Studies"),
    "prai.Deliverable": _("Deliverables"),
    "prai.Guide": _("Guides"),
    "prai.TeachingPack": _("Teaching packs"),
    "prai.Organisation": _("Its parts"),
}
#: Relation field → role of the organisation there.
ROLES = {
    "lead": _("leads"),
    "beneficiaries": _("beneficiary"),
    "partners": _("partner"),
    "client": _("client"),
    "provider": _("provider"),
    "associates": _("associated firm"),
    "commissioned_by": _("commissioned it"),
    "publisher": _("publisher"),
    "authors": _("author"),
    "funders": _("funder"),
    "producer": _("producer"),
}


class OrganisationView(Page):
    """An organisation of the directory."""

    def facts(self) -> list:
        context = self.context
        facts = [
            self.field_fact("organisation_type", self.term("organisation_types", context.organisation_type)),
            self.field_fact("roles", *self.terms("organisation_roles", "roles")),
            self.fact(_("Where"), *self.places),
        ]
        optional = {
            "acronym": [context.acronym],
            "other_names": context.other_names or [],
            "parent": self.related("parent"),
            "population": [self.number(context.population)],
            "siren": [context.siren],
            "insee": [context.insee],
        }
        facts += [self.field_fact(name, *values) for name, values in optional.items()]
        return [fact for fact in facts if fact.values or fact.title in _always(self)]

    def address(self) -> dict:
        context = self.context
        return {
            "lines": self.lines(context.address),
            "phone": context.phone,
            "email": context.email,
            "website": context.website,
        }

    def logo(self) -> str:
        """An ``img`` of the logo, empty when there is none."""
        if self.context.logo is None:
            return ""
        images = api.content.get_view("images", self.context, self.request)
        return images.tag("logo", scale="preview", css_class="prai-logo", alt="") or ""

    def deeds(self) -> list[Group]:
        """« Ce qu'elle a fait »: what names this organisation, as far as the viewer may see it.

        One search for all: no related object is woken.
        """
        roles = self._roles_by_path()
        if not roles:
            return []
        catalog = api.portal.get_tool("portal_catalog")
        # By id, then by path: the stock catalog wakes every path that it is asked for.
        ids = {path.rpartition("/")[2] for path in roles}
        brains = [
            brain for brain in catalog(getId=list(ids), sort_on="sortable_title") if brain.getPath() in roles
        ]
        by_type: dict[str, list] = {}
        for brain in visible_brains(brains):
            deed = Deed(brain_link(brain), [ROLES[name] for name in roles[brain.getPath()] if name in ROLES])
            by_type.setdefault(brain.portal_type, []).append(deed)
        order = [name for name in HEADINGS if name in by_type]
        order += [name for name in by_type if name not in HEADINGS]
        return [
            Group(name.rpartition(".")[2].lower(), HEADINGS.get(name) or self.type_title(name), by_type[name])
            for name in order
        ]

    def _roles_by_path(self) -> dict[str, list[str]]:
        """Path of what names this organisation → relation fields."""
        intids = getUtility(IIntIds)
        own = intids.queryId(self.context)
        found: dict[str, list[str]] = {}
        if own is None:
            return found
        relations = getUtility(ICatalog)
        for name in (*ROLES, "parent"):
            for token in relations.findValueTokens("from_id", {"to_id": own, "from_attribute": name}):
                if (reference := intids.refs.get(token)) is not None:
                    found.setdefault(reference.path, []).append(name)
        return found


def _always(page) -> tuple:
    """Labels of the facts that say so when they are not known."""
    return (page.labels["organisation_type"], page.labels["roles"], _("Where"))
