"""What the page of an organisation says to machines: the office's own contact, never a person's."""

from collective.prai.core.jsonld import filled
from collective.prai.core.jsonld import JsonLd
from collective.prai.core.jsonld import node
from collective.prai.core.record import Record
from collective.prai.core.targets import place
from functools import cached_property
import re


#: Types of organisation that are public authorities.
GOVERNMENT = frozenset(
    {
        "commune", "intercommunalite", "communaute-de-communes", "communaute-d-agglomeration",
        "syndicat-mixte",
        "pays", "departement", "region", "etablissement-public", "service-de-l-etat", "union-europeenne",
        "centre-de-gestion-de-la-fonction-publique",
    }
)  # fmt: skip
_WEB = re.compile(r"https?://", re.IGNORECASE)


class PublicOrganisation(Record):
    """The whitelist of a sheet of the directory: what its page shows."""

    fields = (
        "organisation_type", "acronym", "other_names", "summary", "roles", "parent", "siren", "insee",
        "address",
        "phone", "email", "website", "logo",
    )  # fmt: skip


class OrganisationLd(JsonLd):
    """An organisation is no text: it has neither licence nor audience."""

    @property
    def kind(self):
        return "GovernmentOrganization" if self.context.organisation_type in GOVERNMENT else "Organization"

    @cached_property
    def record(self):
        return PublicOrganisation(self.context)

    def common(self):
        return self.identity()

    def own(self):
        website = self.value("website") or ""
        return {
            "@type": self.kind,
            "identifier": [f"urn:uuid:{self.context.UID()}"]
            + [
                {"@type": "PropertyValue", "propertyID": name.upper(), "value": self.value(name)}
                for name in ("siren", "insee")
                if self.value(name)
            ],
            "description": self.value("summary") or self.context.description,
            "alternateName": filled({"_": [self.value("acronym"), *(self.value("other_names") or [])]}).get(
                "_"
            ),
            "parentOrganization": self.organisations("parent"),
            "address": node("PostalAddress", streetAddress=self.value("address"), addressCountry="FR")
            if self.value("address")
            else None,
            "email": self.value("email"),
            "telephone": self.value("phone"),
            "sameAs": website if _WEB.match(website) else None,
            "areaServed": self.places(),
            "logo": self.logo(),
        }

    def logo(self) -> str | None:
        return f"{place(self.context)}/@@images/logo" if self.image() else None
