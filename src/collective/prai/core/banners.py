"""What a reader must know before the text: to be reviewed, archived, withdrawn, not public yet."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai import _
from collective.prai.core.listing import Link
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.withdrawal import get_withdrawal
from collective.prai.core.visibility import anonymous_may_view
from collective.prai.core.visibility import own_dates
from collective.prai.core.visibility import reader_may_see
from collective.prai.core.visibility import visibility
from DateTime import DateTime
from datetime import datetime
from plone.app.iterate.interfaces import IWorkingCopy
from plone.app.uuid.utils import uuidToObject
from plone.base.interfaces import IPloneSiteRoot
from typing import NamedTuple


class Banner(NamedTuple):
    """``kind``: "", archive or editor; ``texts``: sentences; ``links``: where to go instead."""

    kind: str
    title: object
    texts: list
    links: list = []


def banners(page) -> list[Banner]:
    """Of the page of an item, what matters most first."""
    context, found = page.context, []
    withdrawal = get_withdrawal(context)
    if withdrawal is not None:
        found.append(_withdrawn(withdrawal, page.language))
    elif not page.is_public:
        found.append(Banner("editor", _("Not public."), [_hidden_because(context, page.language)]))
    if page.state == "archived":
        text = _("It is kept for memory and is no longer kept up to date.")
        found.append(Banner("archive", _("Archived sheet."), [text], section_links(context)))
    if page.review_is_due():
        text = _("This text must be read again: check the facts before you rely on them.")
        found.append(Banner("", _("To be reviewed."), [text]))
    return found


def _withdrawn(withdrawal, language: str) -> Banner:
    """Seen by the team alone: the public gets an answer 410."""
    texts = [_("The public is told that it is gone, and the reason.")]
    if withdrawal.date is not None:
        day = format_partial(withdrawal.date.asdatetime().date().isoformat(), language)
        texts.insert(0, _("It was withdrawn on ${date}.", mapping={"date": day}))
    if withdrawal.reason:
        texts.append(_("Reason given: ${reason}", mapping={"reason": withdrawal.reason}))
    target = uuidToObject(withdrawal.replacement, unrestricted=True) if withdrawal.replacement else None
    seen = target is not None and reader_may_see(target)
    links = [Link(target.Title(), target.absolute_url(), "", target.portal_type)] if seen else []
    return Banner("editor", _("Withdrawn."), texts, links)


def _hidden_because(context, language: str):
    """Why the public does not see what the reader of this page sees."""
    if IWorkingCopy.providedBy(context):
        return _("This is a working copy: only the team sees it, the public page has not changed.")
    if not anonymous_may_view(context):
        return _("Only the editorial team sees this page; it is public once it is published.")
    now, (since, until) = DateTime().timeTime(), own_dates(context)
    if since is not None and since > now:
        return _("It will be public on ${date}.", mapping={"date": _day(since, language)})
    if until is not None and until <= now:
        return _("It has not been public since ${date}.", mapping={"date": _day(until, language)})
    if not visibility(context).granted:
        return _("It is published, but a folder above it is not public.")
    return _("It is published, but the dates of a folder above it hide it.")


def _day(second: int, language: str) -> str:
    return format_partial(datetime.fromtimestamp(second).date().isoformat(), language)


def section_links(context) -> list[Link]:
    """The section that an item stands in, if the reader may see it: where its neighbours are."""
    folder = aq_parent(aq_inner(context))
    if folder is None or IPloneSiteRoot.providedBy(folder) or not reader_may_see(folder):
        return []
    return [Link(folder.Title(), folder.absolute_url(), folder.Description(), folder.portal_type)]
