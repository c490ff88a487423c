"""``SITE/diffusion``: the page for partners, and everything that stands below its address."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.core.licences import IN_WORDS
from collective.prai.core.settings import public_address
from collective.prai.interfaces import IHeadedPage
from collective.prai.syndication.answer import admitted
from collective.prai.syndication.answer import is_read
from collective.prai.syndication.answer import other_method
from collective.prai.syndication.builder import Code
from collective.prai.syndication.builder import Codes
from collective.prai.syndication.builder import counts
from collective.prai.syndication.builder import MOST
from collective.prai.syndication.builder import options
from collective.prai.syndication.builder import ORDER
from collective.prai.syndication.builder import read_choice
from collective.prai.syndication.builder import title_of
from collective.prai.syndication.content.partner_site import listed_partners
from collective.prai.syndication.description import whole
from collective.prai.syndication.interfaces import IDiffusion
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.pager import Unsettled
from collective.prai.syndication.raw_query import raw_query
from collective.prai.syndication.registration.setup import FORM
from collective.prai.syndication.state import read_state
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.component import getSiteManager
from zope.i18n import translate
from zope.interface import implementedBy
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import providedBy
from zope.location.interfaces import LocationError
from zope.traversing.interfaces import ITraversable
import time


#: Filter → its label, the label of « no filter », how it is called for programs.
FILTER_TITLES = {
    "theme": (_("Theme"), _("All themes")),
    "departement": (_("Département"), _("All départements")),
    "public": (_("Audience"), _("All audiences")),
    "type": (_("Kind of text"), _("All kinds")),
    "licence": (_("Licence"), _("All licences")),
}
#: Who comes here → where on the page they find their way in.
VISITORS = (
    ("inserer", _("I put a piece of code into a page"), _("Association, town hall, any site: two minutes.")),
    ("wordpress", _("My site is made with WordPress"), _("A block « HTML », or a feed.")),
    ("drupal", _("My site is made with Drupal"), _("A block, or an import.")),
    ("flux", _("I read feeds"), _("Atom, JSON Feed, RSS, newsletter.")),
    ("moissonner", _("I run a library or a portal"), _("OAI-PMH.")),
    ("catalogue", _("I run a data catalogue"), _("DCAT-AP, CSV and JSON.")),
    ("developper", _("I write a program"), _("JSON, journal of changes, OpenAPI.")),
)


@implementer(IDiffusion, IHeadedPage)
class Diffusion(BrowserView):
    """A format is one module: a page registered for ``IDiffusion`` under the name of its address."""

    heading = _("Take our texts to your site")
    visitors = VISITORS
    most = MOST

    def absolute_url(self) -> str:
        """REST asks for it, where a link of the site leads here."""
        return f"{api.portal.get().absolute_url()}/diffusion"

    def publishTraverse(self, request, name):
        found = self.format(name)
        if found is None:
            raise NotFound(self, name, request)
        return found

    def format(self, name: str):
        """The page of that name which is registered for ``IDiffusion``; what every page has is none."""
        lookup, asking = getSiteManager().adapters.lookup, providedBy(self.request)
        made = lookup((providedBy(self), asking), Interface, name)
        stock = lookup((implementedBy(BrowserView), asking), Interface, name)
        return made(self, self.request) if made is not None and made is not stock else None

    def __call__(self):
        return admitted(self.request, self.index) if is_read(self.request) else other_method(self.request)

    @cached_property
    def address(self) -> str:
        """Public address of the site: what partners copy."""
        return public_address() or api.portal.get().absolute_url()

    @property
    def canonical(self) -> str:
        return f"{self.address}/diffusion"

    @cached_property
    def here(self) -> str:
        """Address by which this reader came: what the preview loads."""
        return api.portal.get().absolute_url()

    @cached_property
    def language(self) -> str:
        return vocabularies.language()

    @cached_property
    def outbox(self):
        return query_outbox()

    # The builder

    @cached_property
    def choice(self):
        return read_choice(raw_query(self.request), self.language)

    @cached_property
    def item(self) -> dict | None:
        """The one text that is asked for: title, or a sentence when partners may not have it."""
        if not self.choice.uid:
            return None
        outbox = self.outbox
        entry = outbox.entry(self.choice.uid) if outbox is not None else None
        if entry is None or entry.state != PUBLISHED or entry.uid not in outbox.facts:
            return {"title": None}
        now = time.time()
        if not outbox.settled(now) and Unsettled(outbox, now).hides(entry):
            return {"title": None}
        return {"title": outbox.facts[entry.uid].title}

    @cached_property
    def problem(self) -> str | None:
        """What is wrong in the address, in a sentence."""
        if self.choice.problem is not None:
            return self.choice.problem
        if self.item is not None and self.item["title"] is None:
            return _("No text with this identifier may be taken: it was withdrawn, or it never was public.")
        return None

    @property
    def shows_one(self) -> bool:
        return self.item is not None and self.item["title"] is not None

    def filters(self) -> list[dict]:
        """The fields of the form."""
        if self.outbox is None:
            return []
        return [
            {
                "name": name,
                "title": FILTER_TITLES[name][0],
                "everything": FILTER_TITLES[name][1],
                "options": options(self.outbox, name, self.choice.filters.get(name, ""), self.language),
            }
            for name in ORDER
        ]

    @cached_property
    def codes(self) -> Codes:
        choice = self.choice if self.shows_one else self.choice._replace(uid="")
        return Codes(choice, self.address)

    def fallback(self) -> str:
        """Text of the link that stands in a partner's page until the script has run."""
        if self.shows_one:
            return self.item["title"]
        words = [title_of(name, value, self.choice.language) for name, value in self.choice.filters.items()]
        sentence = _("The texts of the resource centre")
        return " – ".join([translate(sentence, target_language=self.choice.language), *words])

    @cached_property
    def copies(self) -> list[Code]:
        return self.codes.all(self.fallback(), self.choice.title or self.fallback())

    def copy_groups(self) -> list[dict]:
        """What is pasted into a page, then the addresses for programs."""
        pasted, addresses = self.copies[:2], self.copies[2:]
        return [{"codes": pasted, "name": "paste"}, {"codes": addresses, "name": "addresses"}]

    def preview(self) -> dict:
        """The same pieces, loaded from where this page came from."""
        codes = Codes(self.codes.choice, self.here)
        # On this page the style sheet gives the width; « 100% » is for pages that have none of ours.
        frame = codes.frame(self.fallback()).replace(' width="100%"', "")
        return {"element": codes.element(self.fallback()), "frame": frame}

    # What may be reused, what there is

    def licences(self) -> list[dict]:
        return [
            {
                "id": token,
                "title": vocabularies.title("licences", token),
                "url": url,
                "words": IN_WORDS[token],
                "count": counts(self.outbox)[f"licence:{token}"] if self.outbox is not None else 0,
            }
            for token, url in FREE_LICENCES.items()
        ]

    attribution = HOUSE_ATTRIBUTION

    def state(self) -> dict | None:
        """How the service does, for everyone: figures and the moment of the last change."""
        if self.outbox is None:
            return None
        state = read_state(self.outbox, time.time())
        changed = self._moment(state.changed) if state.changed is not None else None
        return {"figures": state, "changed": changed}

    def _moment(self, second: float) -> dict:
        then = datetime.fromtimestamp(second, UTC)
        words = api.portal.get_localized_time(then, long_format=True)
        return {"iso": then.strftime("%Y-%m-%dT%H:%M:%SZ"), "words": words}

    def values(self) -> list[dict]:
        """Filter → all values that public items have, for developers."""
        return [filter for filter in self.filters() if filter["options"]]

    def addresses(self) -> list[dict]:
        """Every address of the public interface, as its description has it."""
        return [
            {"path": path, "summary": operation["summary"]}
            for path, item in whole()["paths"].items()
            for method, operation in item.items()
            if method == "get"
        ]

    # Partners

    def registration(self) -> str:
        """Address of the form, "" where the team took it away."""
        form = api.portal.get().get(FORM)
        seen = form is not None and api.user.has_permission("View", obj=form)
        return f"{self.here}/{FORM}" if seen else ""

    def partners(self) -> list[dict]:
        """Those who agreed to be named, and what they take in words."""
        return [
            {"title": one.title, "url": one.url, "takes": ", ".join(self._takes(one))}
            for one in listed_partners()
        ]

    def _takes(self, partner) -> list[str]:
        choice = read_choice(partner.filters, self.language)
        taken = [title_of(name, value, self.language) for name, value in choice.filters.items()]
        return taken + [vocabularies.title("partner_formats", token) for token in partner.formats]


@implementer(ITraversable)
class Formats:
    """``@@name`` below ``/diffusion``: the formats, as without the ``@@``."""

    def __init__(self, context, request):
        self.context = context

    def traverse(self, name, further):
        found = self.context.format(name)
        if found is None:
            raise LocationError(self.context, name)
        return found
