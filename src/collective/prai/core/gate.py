"""Nothing private, expired, not yet effective or withdrawn leaves by its address.

Stock Plone asks for View on the item alone, and ignores its dates: an expired item, an item of a
private folder and the public pages *about* a private item (``plone_context_state``) are served.

Two doors, because a subscriber of IPubAfterTraversal runs only after a successful authorisation:

- ``after_traversal`` judges what was authorised;
- ``withdrawn_for`` is asked by the error page of Unauthorized (errors.py): a withdrawn item has
  no View for the public, so traversal refuses it before any subscriber runs.

Readers with *Access inactive portal content* on the item (the editorial team, its owner) are
left to stock security.
"""

from AccessControl import getSecurityManager
from collective.prai.core.publication.withdrawal import get_withdrawal
from collective.prai.core.visibility import is_current
from collective.prai.core.visibility import is_team
from collective.prai.core.visibility import lineage
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IJournaled
from collective.prai.interfaces import IOpenPage
from collective.prai.interfaces import IPraiLayer
from plone import api
from plone.app.querystring.interfaces import IQueryModifier
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.traverse import RESTWrapper
from Products.CMFCore.interfaces import IContentish
from zExceptions import HTTPGone
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.globalrequest import getRequest
from zope.interface import provider
import re


#: Pages of stock Plone that no public reader needs and that show versions, people, or feeds
#: that ignore the rules of visibility. Name of the view → why.
CLOSED = {
    "version-view": "old versions",
    "version_file_view": "old versions",
    "version_image_view": "old versions",
    "version_metadata_view": "old versions",
    "versions_history_form": "old versions",
    "download-version": "old versions",
    "get_macros": "old versions",
    "historyview": "old versions",
    "history": "old versions",
    "@history": "old versions",
    "contenthistory": "who changed what, when",
    "contenthistorypopup": "who changed what, when",
    "update_version_before_edit": "old versions",
    "update_version_on_edit": "old versions",
    "pas_info": "accounts",
    "pas_member": "accounts",
    "pas_search": "accounts",
    "member-search": "accounts",
    "author": "accounts",
    "author-feedback-template": "accounts",
    "plone-restapi-demo-angular": "a demonstration",
    "500-internal-server-error": "a demonstration",
    "test_rendering": "a demonstration",
    "test-rendering": "a demonstration",
    "test-rendering-cheatsheet": "a demonstration",
    "test-rendering-icons": "a demonstration",
    "RSS": "a feed that is not ours",
    "rss.xml": "a feed that is not ours",
    "atom.xml": "a feed that is not ours",
    "itunes.xml": "a feed that is not ours",
    "newsml.xml": "a feed that is not ours",
    "search_rss": "a feed that is not ours",
    "manage_DAVget": "accounts",
    "manage_FTPget": "accounts",
    "plone_lock_info": "accounts",
    "getVocabulary": "expired items, to a query that asks for them; only forms of the team need it",
    "querybuilderresults": "fails on wrong queries; only forms of the team need it",
    "querybuilder_html_results": "fails on wrong queries; only forms of the team need it",
    "querybuildernumberofresults": "fails on wrong queries; only forms of the team need it",
    "display_query_results": "fails on wrong queries; only forms of the team need it",
    "@relations": "titles of hidden targets",
    "@linkintegrity": "titles of hidden sources",
    "@aliases": "addresses of moved drafts",
    "@workingcopy": "working copies",
    "@lock": "accounts",
    "@sharing": "accounts",
    "@transactions": "accounts, paths of drafts",
    "@users": "accounts",
    "@groups": "accounts",
    "@principals": "accounts",
    "@portrait": "accounts",
}
INACTIVE = "show_inactive"
#: ``GET_application_json_@history`` and ``@@history`` are what an address calls ``@history``, ``history``.
_PREFIX = re.compile(r"^(@@|[A-Z]+_[a-z]+_[a-z+]+_)")


class Gone(HTTPGone):
    """410: the address was public once; ``withdrawal`` tells when, why and what replaces it."""

    def __init__(self, withdrawal):
        super().__init__("Gone")
        self.withdrawal = withdrawal


def after_traversal(event):
    """Refuse what the reader may not see, whatever page of it was asked for."""
    request = event.request
    if not IPraiLayer.providedBy(request):
        return
    drop_inactive(request)
    content = traversed_content(request)
    if is_closed(request) and not _may_read_past(content if content is not None else api.portal.get()):
        raise NotFound(request.get("ACTUAL_URL", ""))
    if content is not None:
        judge(content)


def _may_read_past(content) -> bool:
    """Of a dossier nobody, its applicant included: its history has what officers wrote to one another."""
    if IJournaled.providedBy(content):
        return bool(getSecurityManager().checkPermission("Manage portal", content))
    return is_team(content)


def judge(content):
    """Raise Gone, NotFound or Unauthorized for what the current reader may not see."""
    if reader_may_see(content):
        return
    withdrawal = withdrawn_for(content)
    if withdrawal is not None:
        raise Gone(withdrawal)
    if may_view(content) or not all(may_view(item) for item in ancestors(content)):
        # Its dates, or an ancestor, hide it: nothing is said of what is there.
        raise NotFound("Not found")
    raise Unauthorized("Not authorised")


def withdrawn_for(content):
    """The withdrawal that hides an item from the current reader, or None.

    The outermost obstacle decides: below a private or expired folder nothing is said.
    """
    for item in reversed(list(lineage(content))):
        if not may_view(item):
            return get_withdrawal(item)
        if not is_current(item) and not is_team(item):
            return None
    return None


def may_view(item) -> bool:
    """Whether the current reader has View on this one object."""
    return bool(getSecurityManager().checkPermission("View", item))


def ancestors(content):
    """Items above, nearest first."""
    return list(lineage(content))[1:]


def traversed_content(request):
    """The content item whose address, page or service was asked for; None for the site itself."""
    for step in [request.get("PUBLISHED"), *request.get("PARENTS", ())]:
        step = step.context if isinstance(step, RESTWrapper) else step
        if IPloneSiteRoot.providedBy(step):
            return None
        if IContentish.providedBy(step):
            return step
    return None


def is_closed(request) -> bool:
    """Whether a view of ``CLOSED``, or a method of one, was asked for."""
    published = request.get("PUBLISHED")
    steps = [published, getattr(published, "__self__", None), *request.get("PARENTS", ())[:3]]
    return any(
        _PREFIX.sub("", str(getattr(step, "__name__", ""))) in CLOSED
        for step in steps
        # A page or a folder may be called ``history``, and one of our feeds is ``atom.xml``.
        if not IContentish.providedBy(step.context if isinstance(step, RESTWrapper) else step)
        and not IOpenPage.providedBy(step)
    )


def drop_inactive(request):
    """``show_inactive`` in an address makes stock searches show expired and future items."""
    if is_team(api.portal.get()):
        return
    for values in (request.form, request.other):
        for name in [name for name in values if str(name).startswith(INACTIVE)]:
            del values[name]


@provider(IQueryModifier)
def drop_inactive_rows(query):
    """The same, as a row of a query that plone.app.querystring makes of a request."""
    if not query or not IPraiLayer.providedBy(getRequest()) or is_team(api.portal.get()):
        return query
    return [row for row in query if row.get("i") != INACTIVE]
