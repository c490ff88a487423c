"""Page of an organisation: who, where, its roles, and what it did."""

from collective.prai import _
from collective.prai.core.pages import Page
from collective.prai.directory.jsonld import GOVERNMENT
from plone import api


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
            "siren": [context.siren],
            "insee": [context.insee],
        }
        facts += [self.field_fact(name, *values) for name, values in optional.items()]
        return [fact for fact in facts if fact.values or fact.title in _always(self)]

    def population(self) -> list:
        """Of an authority; a firm has an address in a town, not its inhabitants."""
        is_town = self.context.organisation_type in GOVERNMENT
        return super().population() if is_town or self.context.population is not None else []

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

    def deeds(self) -> list:
        """« Ce qu'elle a fait »: what names this organisation, as far as the viewer may see it."""
        return self.back_relations


def _always(page) -> tuple:
    """Labels of the facts that say so when they are not known."""
    return (page.labels["organisation_type"], page.labels["roles"], _("Where"))
