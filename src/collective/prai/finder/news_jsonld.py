"""What news items, events and the pages that gather sheets say to machines."""

from collective.prai.core import vocabularies
from collective.prai.core.jsonld import breadcrumb
from collective.prai.core.jsonld import filled
from collective.prai.core.jsonld import moment
from collective.prai.core.jsonld import node
from collective.prai.core.jsonld import plain
from collective.prai.core.jsonld import publisher
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import site_title
from collective.prai.core.subjects import THEMES
from collective.prai.core.targets import place
from collective.prai.interfaces import IJsonLd
from plone import api
from zope.i18n import translate
from zope.interface import implementer


class StoryLd:
    """What both have in common; the permanent identifier is that of every item of the site."""

    def __init__(self, context, view):
        self.context = context
        self.view = view

    def common(self, kind: str) -> dict:
        """Facts of any of them, as schema.org calls its kind."""
        urn, url = f"urn:uuid:{self.context.UID()}", place(self.context)
        text = getattr(self.context, "text", None)
        tokens = vars(self.context.aq_base).get(THEMES.vocabulary) or ()
        titles = vocabularies.titles("themes", "fr")
        return {
            "@type": kind, "@id": urn, "identifier": urn, "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url, "breadcrumb": breadcrumb(self.context)},
            "name": clean_text(self.context.title or ""),
            "description": clean_text(self.context.description or "") or plain(text.raw if text else ""),
            "inLanguage": self.context.language or "fr", "isAccessibleForFree": True,
            "about": [
                {"@type": "DefinedTerm", "name": titles.get(token, token), "termCode": token}
                for token in tokens
            ],
            "image": self.image(),
        }  # fmt: skip

    def image(self) -> dict | None:
        image = vars(self.context.aq_base).get("image")
        if image is None or not image.getSize():
            return None
        url = f"{place(self.context)}/@@images/image"
        return {"@type": "ImageObject", "contentUrl": url, "encodingFormat": image.contentType}


@implementer(IJsonLd)
class NewsItemLd(StoryLd):
    """A news item."""

    def data(self) -> dict | None:
        return filled(self.common("NewsArticle") | {
            "headline": clean_text(self.context.title or "")[:110],
            "datePublished": moment(self.context.effective_date),
            "dateModified": moment(self.context.modification_date),
            "author": publisher(), "publisher": publisher(),
        })  # fmt: skip


@implementer(IJsonLd)
class EventLd(StoryLd):
    """An event: days alone where it lasts whole days."""

    def data(self) -> dict | None:
        event = self.view.event
        days = event.start, event.end
        start, end = ((one.date() if event.whole_day else one).isoformat() for one in days)
        where = node("Place", name=clean_text(event.location or ""))
        return filled(self.common("Event") | {
            "startDate": start, "endDate": "" if event.open_end else end, "location": where,
            "organizer": publisher(), "sameAs": event.event_url or "",
            "eventStatus": "https://schema.org/EventScheduled",
        })  # fmt: skip


@implementer(IJsonLd)
class SubjectLd:
    """The page of a theme, an audience or a territory: where it stands, what it gathers."""

    def __init__(self, context, view):
        self.context = context
        self.view = view

    def data(self) -> dict | None:
        view = self.view
        here = "/".join((ADDRESS, view.kind.id, *view.path))
        site = site_title()
        steps = [(site, ADDRESS), *self._local(view.trail), (self._said(view.heading), here)]
        items = [
            {"@type": "ListItem", "position": number, "name": clean_text(title), "item": url}
            for number, (title, url) in enumerate(steps, 1)
        ]
        return filled(
            {
                "@type": "CollectionPage", "@id": here, "url": here,
                "name": clean_text(self._said(view.heading)),
                "description": clean_text(self._said(view.description)), "inLanguage": "fr",
                "isAccessibleForFree": True, "publisher": publisher(),
                "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": items},
            }
        )  # fmt: skip

    def _said(self, message) -> str:
        return translate(message, target_language="fr")

    def _local(self, trail) -> list[tuple[str, str]]:
        """Addresses of the site behind the placeholder."""
        own = api.portal.get().absolute_url()
        return [(self._said(title), url.replace(own, ADDRESS, 1)) for title, url in trail]
