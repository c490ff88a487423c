"""What ``Identify`` says of the repository."""

from collective.prai.core.settings import site_title
from collective.prai.syndication.oai.dates import utc
from collective.prai.syndication.oai.xml import put
from collective.prai.syndication.oai.xml import root
from plone import api
import re


_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
_EMAIL = re.compile(r"\S+@(\S+\.)+\S+")


def describe(element, repository):
    """Fill the element ``Identify``."""
    put(
        element,
        "repositoryName",
        site_title() or repository.host,
    )
    put(element, "baseURL", base_url(repository.address))
    put(element, "protocolVersion", "2.0")
    put(element, "adminEmail", admin_email(repository))
    put(element, "earliestDatestamp", utc(earliest(repository)))
    put(element, "deletedRecord", "persistent")
    put(element, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    put(element, "compression", "gzip")
    if _DOMAIN.fullmatch(repository.host):
        put(element, "description").append(_identifiers(repository))


def base_url(address: str) -> str:
    return f"{address}/diffusion/oai"


def admin_email(repository) -> str:
    """The address from which the site writes, or that of ARDESI's office, or the one of each mail domain."""
    written = api.portal.get_registry_record("plone.email_from_address", default=None)
    for found in (written, repository.house.email, f"postmaster@{repository.host}"):
        if _EMAIL.fullmatch(found or ""):
            return found
    return "postmaster@localhost.localdomain"


def earliest(repository) -> int:
    """The lowest datestamp; it may grow when the oldest entry changes, and stays true of all the others."""
    now = int(repository.now)
    return min(repository.outbox.first_stamp or now, now)


def _identifiers(repository):
    """How identifiers are made."""
    element = root(None, _IDENTIFIER, "oai-identifier", f"{_IDENTIFIER}.xsd")
    put(element, "scheme", "oai")
    put(element, "repositoryIdentifier", repository.host)
    put(element, "delimiter", ":")
    put(element, "sampleIdentifier", repository.identifier("0" * 32))
    return element
