"""JSON-LD of a page: the same whitelist as partners receive, in the words of schema.org.

Rooms say in ``jsonld.py`` what each type is; what all have in common, and the page's head, are here.
Only what the public may see is described, whoever reads the page, and nothing is on the pages of
drafts or of forms.
"""

from Acquisition import aq_base
from collective.prai.core import vocabularies
from collective.prai.core.house import house
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.record import is_a
from collective.prai.core.record import json_value
from collective.prai.core.record import Record
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import public_address
from collective.prai.core.settings import site_title
from collective.prai.core.targets import place
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import lineage
from collective.prai.interfaces import IJsonLd
from collective.prai.interfaces import ISyndicationRecord
from DateTime import DateTime
from functools import cached_property
from html import unescape
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from plone.app.textfield.interfaces import IRichTextValue
from plone.base.interfaces import IPloneSiteRoot
from plone.namedfile.interfaces import INamedBlobImage
from zope.component import queryMultiAdapter
from zope.interface import implementer
import json
import re


CONTEXT = "https://schema.org"
_BLOCKED = re.compile(r"[<>&\u2028\u2029]")
_TAG = re.compile(r"<[^>]*>")
_LONGEST_TEXT = 2_000


def dumps(data: dict, address: str) -> str:
    """JSON for a script element: no character in it can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = _BLOCKED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.replace(ADDRESS, _BLOCKED.sub("", json.dumps(address)[1:-1]))


def filled(data: dict) -> dict:
    """Without what is not known."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def node(kind: str, **values) -> dict | None:
    """A nested thing; None when nothing but its type is known."""
    found = filled(values)
    return {"@type": kind} | found if found else None


def plain(html: str | None) -> str:
    """Text of a fragment of HTML in one line, cut at 2,000 characters."""
    text = " ".join(unescape(_TAG.sub(" ", html or "")).split())
    return clean_text(text[:_LONGEST_TEXT])


def moment(date) -> str | None:
    """A date of an item as ISO 8601 in UTC."""
    return date.toZone("UTC").strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(date, DateTime) else None


def amount(euros) -> dict | None:
    """Exact euros; None while unknown."""
    return None if euros is None else {"@type": "MonetaryAmount", "currency": "EUR", "value": f"{euros:.2f}"}


def publisher() -> dict:
    """ARDESI."""
    found = house()
    return {"@type": "Organization"} | filled({"@id": found.id, "name": found.name, "url": found.url})


def breadcrumb(context) -> dict:
    """The way from the home page to the item, titles of public items only."""
    steps = [(site_title(), ADDRESS)]
    steps += [(one.title or one.getId(), place(one)) for one in reversed(list(lineage(context)))]
    items = [
        {"@type": "ListItem", "position": number, "name": clean_text(title), "item": url}
        for number, (title, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


@implementer(IJsonLd)
class JsonLd:
    """Of one item; a room names its ``kind`` and adds what is the type's own in ``own``."""

    kind: str | list[str] = "CreativeWork"

    def __init__(self, context, view):
        self.context = context
        self.view = view

    # What the whitelist lets out

    @cached_property
    def record(self) -> Record:
        return ISyndicationRecord(self.context)

    def value(self, name: str):
        """Plain JSON of a whitelisted field; rich text as one line of text; None where it is empty."""
        field, value = self.record.values.get(name, (None, None))
        if value is None or is_a(INamedBlobImage, value):
            return None
        if is_a(IRichTextValue, value):
            return plain(value.raw)
        return json_value(value, field, plain)

    def title_of(self, vocabulary: str, name: str) -> str | None:
        token = self.value(name)
        return vocabularies.title(vocabulary, token, "fr") if token else None

    def things(self, name: str, kind: str = "CreativeWork") -> list[dict]:
        """Public targets of a whitelisted relation."""
        return [
            {"@type": kind, "@id": f"urn:uuid:{target.uid}", "name": target.title, "url": target.url}
            for target in self.record.relations.get(name, ())
        ]

    def organisations(self, *names: str) -> list[dict]:
        """Of several relations, each once."""
        found = {one["@id"]: one for name in names for one in self.things(name, "Organization")}
        return list(found.values())

    def image(self) -> dict | None:
        """The first image field of the whitelist."""
        for name, (_field, value) in self.record.values.items():
            if is_a(INamedBlobImage, value) and value.getSize():
                url = f"{place(self.context)}/@@images/{name}"
                return {"@type": "ImageObject", "contentUrl": url, "encodingFormat": value.contentType}
        return None

    def files(self, kind: str = "MediaObject") -> list[dict]:
        """Files that may be copied, each with its own licence."""
        return [
            filled(
                {
                    "@type": kind, "name": one["title"], "contentUrl": one["url"],
                    "encodingFormat": one["type"], "contentSize": f"{one['size']} B",
                    "license": FREE_LICENCES.get(one["licence"], f"https://spdx.org/licenses/{one['licence']}"),
                }
            )
            for one in self.record.attachments()
        ]  # fmt: skip

    # What all have in common

    def terms(self, name: str, vocabulary: str) -> list[dict]:
        """Tokens of a vocabulary as terms, in French as the text of the item."""
        tokens = getattr(aq_base(self.context), name, None) or ()
        titles = vocabularies.titles(vocabulary, "fr") if tokens else {}
        return [
            {"@type": "DefinedTerm", "name": titles.get(token, token), "termCode": token} for token in tokens
        ]

    def places(self) -> list[dict]:
        """Départements, then inter-municipal bodies and municipalities by their public codes."""
        found = []
        for name in ("departments", "epcis", "municipalities"):
            tokens = getattr(aq_base(self.context), name, None) or ()
            titles = vocabularies.titles(name, "fr") if tokens else {}
            found += [
                {"@type": "AdministrativeArea", "name": titles.get(token, token), "identifier": token}
                for token in tokens
            ]
        return found

    def identity(self) -> dict:
        """Permanent identifier, address, name."""
        urn, url = f"urn:uuid:{self.context.UID()}", place(self.context)
        page = {"@type": "WebPage", "@id": url, "breadcrumb": breadcrumb(self.context)}
        return {
            "@type": self.kind, "@id": urn, "identifier": urn, "url": url, "mainEntityOfPage": page,
            "name": clean_text(self.context.title or ""),
            "description": clean_text(self.context.description or ""),
        }  # fmt: skip

    def common(self) -> dict:
        """What any text of ours has."""
        context, base = self.context, aq_base(self.context)
        audiences = self.terms("audiences", "audiences")
        return self.identity() | {
            "inLanguage": context.language or "fr",
            "datePublished": moment(context.effective_date),
            "dateModified": moment(context.modification_date),
            "isAccessibleForFree": True,
            "license": FREE_LICENCES.get(getattr(base, "licence", None)),
            "creditText": clean_text(getattr(base, "attribution", None) or ""),
            "publisher": publisher(),
            "about": self.terms("themes", "themes"),
            "audience": [{"@type": "Audience", "audienceType": one["name"]} for one in audiences],
            "spatialCoverage": self.places(),
            "image": self.image(),
        }

    def own(self) -> dict:
        """What is the type's own; it wins over what is common."""
        return {}

    def data(self) -> dict | None:
        return filled(self.common() | self.own())


class JsonLdViewlet(ViewletBase):
    """The one data block of a page; a browser never executes it."""

    def data(self) -> dict | None:
        """Nothing while the public may not read the page."""
        if not IPloneSiteRoot.providedBy(self.context) and not is_public(self.context):
            return None
        found = queryMultiAdapter((self.context, self.view), IJsonLd)
        return found.data() if found is not None else None

    def render(self) -> str:
        data = self.data()
        if not data:
            return ""
        address = public_address() or api.portal.get().absolute_url()
        text = dumps({"@context": CONTEXT} | data, address)
        return f'<script type="application/ld+json">{text}</script>'
