"""What the home page and the listings say to machines."""

from collective.prai.core.jsonld import breadcrumb
from collective.prai.core.jsonld import filled
from collective.prai.core.jsonld import moment
from collective.prai.core.jsonld import publisher
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import site_title
from collective.prai.core.targets import brain_place
from collective.prai.core.targets import place
from collective.prai.finder.asked import PAGE_SIZE
from collective.prai.interfaces import IJsonLd
from zope.interface import implementer


@implementer(IJsonLd)
class HomeLd:
    """The site, who publishes it, and how to search it."""

    def __init__(self, context, view):
        self.context = context

    def data(self) -> dict | None:
        name = site_title() or self.context.title
        search = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{ADDRESS}/trouver?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
        return filled(
            {
                "@type": "WebSite", "@id": ADDRESS, "url": ADDRESS, "name": clean_text(name),
                "description": clean_text(self.context.description or ""), "inLanguage": "fr",
                "isAccessibleForFree": True, "publisher": publisher(), "potentialAction": search,
            }
        )  # fmt: skip


@implementer(IJsonLd)
class ListingLd:
    """A section: its place on the site, and the items of the page that is shown."""

    def __init__(self, context, view):
        self.context = context
        self.view = view

    def data(self) -> dict | None:
        start = (self.view.page - 1) * PAGE_SIZE
        items = [
            {
                "@type": "ListItem", "position": number, "name": clean_text(brain.Title),
                "url": brain_place(brain),
            }
            for number, brain in enumerate(self.view.brains, start + 1)
        ]  # fmt: skip
        url = place(self.context)
        entity = {"@type": "ItemList", "numberOfItems": self.view.total, "itemListElement": items}
        return filled(
            {
                "@type": "CollectionPage", "@id": url, "url": url, "name": clean_text(self.context.title),
                "description": clean_text(self.context.description or ""), "inLanguage": "fr",
                "isAccessibleForFree": True, "dateModified": moment(self.context.modification_date),
                "publisher": publisher(), "breadcrumb": breadcrumb(self.context), "mainEntity": entity,
            }
        )  # fmt: skip
