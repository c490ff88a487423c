"""« Ma rédaction »: what waits for this person, in short lists from the catalog."""

from collective.prai import _
from collective.prai.core.publication.indexers import PLAIN
from collective.prai.core.publication.indexers import SENT_BACK
from collective.prai.core.publication.indexers import TO_READ
from collective.prai.core.publication.indexers import TO_WRITE
from collective.prai.core.publication.indexers import WORKING_COPY
from collective.prai.core.publication.needs import completeness
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.state import last_status
from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.interfaces import IDeskOfRoom
from collective.prai.interfaces import IPraiLayer
from DateTime import DateTime
from plone import api
from plone.base.batch import Batch
from plone.base.interfaces import IPloneSiteRoot
from plone.base.interfaces import IRedirectAfterLogin
from Products.Five import BrowserView
from typing import NamedTuple
from urllib.parse import urlencode
from urllib.parse import urlsplit
from zope.component import adapter
from zope.component import subscribers
from zope.interface import implementer


#: Items of one list on one page: only these are read from the database.
PAGE = 15
DESK = "@@prai-redaction"
#: Pages that a person comes from without having asked for one of them.
_NOWHERE = ("", "login", "logout", "logged_out", "login_form", "logged-out", "require_login", DESK)


class Listing(NamedTuple):
    """One list: ``key`` names its page in the address; ``detail`` is what its rows tell besides."""

    key: str
    title: object
    empty: object
    detail: str
    query: dict


class Row(NamedTuple):
    """One item as its list shows it; ``percent`` is None where completeness does not matter."""

    title: str
    url: str
    type_title: str
    date: object
    percent: int | None
    edit: str | None
    submit: str | None
    comment: str
    by: str


class Desk(BrowserView):
    """Each list is one catalog query; objects are read for the rows of the page only."""

    heading = _("My desk")

    def listings(self) -> list[Listing]:
        """In the order of the work; reviewers have two lists more."""
        me = api.user.get_current().getId()
        lists = [
            Listing(
                "a-relire", _("To review"), _("Nothing waits for a review."), "comment",
                {"review_state": "in_review"},
            ),
            Listing(
                "reprises", _("Reuses to read"), _("No declared reuse waits to be read."), "",
                {"prai_desk": TO_READ},
            ),
            Listing(
                "renvoyees", _("Sent back to me"), _("Nothing was sent back to you."), "comment",
                {"review_state": "draft", "prai_desk": SENT_BACK, "Creator": me},
            ),
            Listing(
                "a-ecrire", _("Awarded projects: sheets to write"),
                _("No sheet of an awarded project waits."), "",
                {"review_state": "draft", "prai_desk": TO_WRITE},
            ),
            Listing(
                "brouillons", _("My drafts"), _("You have no draft."), "",
                {"review_state": ["draft", "declared"], "prai_desk": PLAIN, "Creator": me},
            ),
            Listing(
                "soumises", _("Waiting for a reviewer"), _("None of your texts waits for a review."), "",
                {"review_state": "in_review", "Creator": me},
            ),
            Listing(
                "copies", _("Working copies"), _("There is no working copy."), "by",
                {"prai_desk": WORKING_COPY},
            ),
            Listing(
                "a-reviser", _("To revise"), _("No public text is to be revised."), "comment",
                {"review_state": "to_revise"},
            ),
            Listing(
                "echeance", _("Past their review date"), _("No public text is past its review date."), "",
                {
                    "review_state": ["published", "archived"],
                    "review_by": {"query": DateTime(), "range": "max"},
                    "sort_on": "review_by",
                    "sort_order": "ascending",
                },
            ),
            Listing(
                "publiees", _("Recently published"), _("Nothing has been published yet."), "",
                {"review_state": list(PUBLIC_STATES), "sort_on": "effective"},
            ),
        ]  # fmt: skip
        if not api.user.has_permission("Review portal content", obj=self.context):
            lists = [listing for listing in lists if listing.key not in ("a-relire", "reprises")]
        return lists

    def sections(self) -> list[dict]:
        """Each list with its rows and its pages; empty ones say so."""
        return [self._section(listing) for listing in self.listings()]

    def _section(self, listing: Listing) -> dict:
        start = self._start(listing.key)
        query = {"sort_on": "modified", "sort_order": "descending"} | listing.query
        # Our types only: the index holds nothing of others.
        query.setdefault("prai_desk", [PLAIN, SENT_BACK, WORKING_COPY, TO_READ])
        if listing.key in ("a-reviser", "echeance", "publiees"):
            query["prai_desk"] = [PLAIN, SENT_BACK, TO_READ]
        brains = api.content.find(**query)
        batch = Batch(brains, PAGE, start)
        return {
            "listing": listing,
            "total": len(brains),
            "rows": [self._row(brain, listing) for brain in batch],
            "previous": self._page(listing.key, max(0, start - PAGE)) if start else None,
            "next": self._page(listing.key, start + PAGE) if start + PAGE < len(brains) else None,
        }

    def _start(self, key: str) -> int:
        """Offset asked in the address; anything that is none starts at the beginning."""
        value = self.request.form.get(f"{key}-debut")
        # Python refuses to read thousands of digits: no site has that many items.
        plain = isinstance(value, str) and value.isdecimal() and len(value) <= 6
        return int(value) // PAGE * PAGE if plain else 0

    def _page(self, key: str, start: int) -> str:
        query = urlencode({f"{key}-debut": start})
        return f"{self.context.absolute_url()}/{DESK}?{query}#{key}"

    def _row(self, brain, listing: Listing) -> Row:
        obj = brain.getObject()
        url = brain.getURL()
        status = last_status(obj)
        unfinished = brain.review_state in ("draft", "in_review", "declared", "confirmed")
        actions = {transition["id"] for transition in allowed_transitions(obj)}
        return Row(
            title=brain.Title or brain.getId,
            url=url,
            type_title=self._type_title(brain.portal_type),
            date=brain.effective if listing.key == "publiees" else brain.modified,
            percent=completeness(obj).percent if unfinished else None,
            edit=f"{url}/edit" if api.user.has_permission("Modify portal content", obj=obj) else None,
            submit=f"{url}/@@prai-transition?workflow_action=submit" if "submit" in actions else None,
            comment=(status.get("comments") or "").strip() if listing.detail == "comment" else "",
            by=(obj.Creator() if listing.detail == "by" else status.get("actor") or "")
            if listing.detail
            else "",
        )

    def _type_title(self, portal_type: str) -> str:
        return api.portal.get_tool("portal_types")[portal_type].Title()

    def day(self, date) -> str:
        """As the site writes a day; empty without one."""
        return api.portal.get_localized_time(date) if date and date.year() > 1970 else ""

    def machine_day(self, date) -> str | None:
        """The same for programs: ``2026-11-22``."""
        return date.strftime("%Y-%m-%d") if self.day(date) else None

    def addable(self) -> list[dict]:
        """Sections in which this person may write, with the address of each form."""
        from_sections = []
        portal = api.portal.get()
        for name, folder in portal.objectItems("Dexterity Container"):
            for fti in folder.allowedContentTypes():
                if fti.getId().startswith("prai."):
                    url = f"{portal.absolute_url()}/{name}/++add++{fti.getId()}"
                    from_sections.append({"title": fti.Title(), "url": url})
        return from_sections


@implementer(IRedirectAfterLogin)
@adapter(IPloneSiteRoot, IPraiLayer)
class DeskAfterLogin:
    """Who writes here finds their desk at login, unless they were on their way to another page."""

    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, came_from=None, is_initial_login=False):
        if self._asked(came_from):
            return came_from
        desk = next(filter(None, (room.path() for room in subscribers((self.context,), IDeskOfRoom))), "")
        if not desk and api.user.has_permission("collective.prai: Use the editorial desk"):
            desk = DESK
        return f"{self.context.absolute_url()}/{desk}" if desk else came_from

    def _asked(self, came_from) -> bool:
        if not came_from:
            return False
        home = urlsplit(self.context.absolute_url()).path
        path = urlsplit(came_from).path
        return path.removeprefix(home).strip("/") not in _NOWHERE
