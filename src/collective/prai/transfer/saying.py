"""A reuse in words: who, where, how far, since when, and the lesson of one that was given up.

An organisation of the directory lends its name as long as its own page may be seen; a name that was typed
into the reuse was published with it (docs/decisions/0033).
"""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.indexers import plain_text
from collective.prai.core.partial_date import format_partial
from collective.prai.core.place import place_of
from collective.prai.core.visibility import reader_may_see
from collective.prai.transfer.content.reuse import ABANDONED
from collective.prai.transfer.relations import target
from collective.prai.transfer.reuses import call_is_over
from zope.i18n import translate


#: Characters of a lesson that stands in one line.
_LINE = 220
EXAMPLE = _("Fictitious example, counted nowhere")
SOMEBODY = _("An organisation")


def organisation(reuse, may_see=reader_may_see):
    """That of the directory, if it may be seen; else None."""
    found = target(reuse, "reuser")
    return found if found is not None and may_see(found) else None


def reuser(reuse, may_see=reader_may_see):
    """Its name, or a message where no name may be said."""
    found = organisation(reuse, may_see)
    return found.Title() if found is not None else (reuse.reuser_name or "").strip() or SOMEBODY


def where(reuse, may_see=reader_may_see) -> str:
    """« Haute-Garonne (31) »: of the reuse, else of who took it up; "" while unknown."""
    base, body = aq_base(reuse), organisation(reuse, may_see)
    codes = list(getattr(base, "departments", None) or ()) or list(place_of(reuse).departments)
    if not codes and body is not None:
        codes = list(getattr(aq_base(body), "departments", None) or ()) or list(place_of(body).departments)
    names = [f"{vocabularies.title('departments', code)} ({code})" for code in codes[:3]]
    return ", ".join(names) or (getattr(base, "location", None) or "")


def stage(reuse):
    """How far it is, in words; of a call that is over, that it is."""
    if call_is_over(reuse):
        return _("Looked for partners until ${date}", mapping={"date": day(reuse.partners_until)})
    return vocabularies.title("reuse_stages", reuse.stage)


def day(value) -> str:
    """A day in words; "" for none."""
    return format_partial(value.isoformat(), vocabularies.language()) if value else ""


def since(reuse) -> str:
    return format_partial(reuse.date, vocabularies.language()) if reuse.date else ""


def lesson(reuse) -> str:
    """What others should know of one that was given up, in one line; "" of any other."""
    if reuse.stage != ABANDONED:
        return ""
    for name in ("outcome", "obstacles"):
        words = " ".join(plain_text(getattr(aq_base(reuse), name, None)).split())
        if words:
            return words if len(words) <= _LINE else f"{words[:_LINE].rsplit(' ', 1)[0]}…"
    return ""


def summary(reuse, request) -> str:
    """« repris et adapté, en service depuis 2008, confirmé le 2 novembre 2026 », in the reader's language."""
    parts = [vocabularies.title("reuse_kinds", reuse.kind), stage(reuse)]
    if reuse.date:
        parts.append(_("since ${date}", mapping={"date": since(reuse)}))
    if reuse.confirmed_on:
        parts.append(_("confirmed on ${date}", mapping={"date": day(reuse.confirmed_on)}))
    return ", ".join(translate(part, context=request) for part in parts if part)
