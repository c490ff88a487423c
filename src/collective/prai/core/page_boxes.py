"""The boxes at the end of a page: whom to ask, what may be reused and how, where the text comes from."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import sharing
from collective.prai.core.contact import dialled
from collective.prai.core.contact import IContact
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.licences import IN_WORDS
from collective.prai.core.partial_date import format_partial
from collective.prai.core.provenance import IProvenance
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import ISyndicatable
from functools import cached_property
from plone import api
from zope.i18n import translate


#: Labels of what can be copied.
LABELS = {
    "citation": _("Citation, ready to copy"),
    "address": _("Address of this page"),
    "script": _("Code to paste (script)"),
    "frame": _("Code to paste (frame)"),
}
#: How sure the facts of a sheet are, for who did not write it.
SURENESS = {
    "source": _("the facts are those of a founding document of the programme."),
    "public-page": _("the facts are those of a document or a page that anyone could read."),
    "derived": _("the centre deduced or computed what no source states in so many words."),
}


class Boxes:
    """Part of core.pages.Page."""

    def message(self, name: str):
        return LABELS[name]

    @property
    def site_url(self) -> str:
        return api.portal.get().absolute_url()

    def dialled(self, phone: str) -> str:
        return dialled(phone)

    @cached_property
    def reuse(self) -> dict | None:
        """Licence of our text in words, credit line and permanent identifier."""
        token = getattr(aq_base(self.context), "licence", None)
        if token is None and not hasattr(aq_base(self.context), "reuse_scope"):
            return None
        token = token or "unknown"
        return {
            "title": self.term("licences", token),
            "url": FREE_LICENCES.get(token),
            "words": IN_WORDS[token],
            "here_only": self.context.reuse_scope == "site-only",
            "attribution": self.context.attribution,
            "credits": self.context.credits,
            "id": f"urn:uuid:{self.context.UID()}",
            "revision": getattr(aq_base(self.context), "revision", 0) or 0,
            "modified": self.modified,
            "builder": self.builder(token),
            "citation": sharing.citation(self, token, self.context.attribution or ""),
            "codes": sharing.codes(self) if self.builder(token) else {},
            "forbidden": sharing.forbidden(token, self.context.reuse_scope == "site-only"),
            "files": self.free_files(),
        }

    def free_files(self) -> list:
        """Files whose own licence is free; a room adds those inside its items."""
        base = aq_base(self.context)
        free = getattr(base, "file_licence", None) in FREE_LICENCES
        return [link for link in [self.file_link()] if link is not None] if free else []

    def sharing(self):
        return sharing.sharing(self)

    @cached_property
    def pdf_url(self) -> str:
        return sharing.pdf_url(self)

    def builder(self, licence: str) -> str:
        """Where a webmaster gets the code that shows this item; "" when it may not leave."""
        leaves = (
            ISyndicatable.providedBy(self.context)
            and licence in FREE_LICENCES
            and self.context.reuse_scope == "free"
            and is_public(self.context)
        )
        return f"{api.portal.get().absolute_url()}/diffusion?fiche={self.context.UID()}" if leaves else ""

    @cached_property
    def modified(self) -> str:
        """The day of the last change, in words."""
        return format_partial(self.context.modification_date.asdatetime().date().isoformat(), self.language)

    @cached_property
    def published_on(self) -> str:
        """The day of its publication, in words; "" before."""
        moment = self.context.effective_date
        return format_partial(moment.asdatetime().date().isoformat(), self.language) if moment else ""

    def source(self) -> dict | None:
        """The document that the sheet was written from; an empty text when it is not named."""
        if not IProvenance.providedBy(self.context):
            return None
        return {
            "lines": self.lines(self.context.source),
            "url": self.context.source_url,
            "confidence": self.how_sure(self.context.confidence),
            "derived_from": self.related("derived_from"),
        }

    def how_sure(self, token: str | None) -> str:
        """What the editor's term means, in a sentence; a term of a newer list as it is titled."""
        words = SURENESS.get(token)
        return translate(words, context=self.request) if words else self.term("confidence", token)

    def contact(self) -> dict | None:
        """The office to ask, or None when nothing of it is known."""
        item = IContact(self.context, None)
        if item is None:
            return None
        found = {
            "function": item.contact_function,
            "organisation": next(iter(self.related("contact_organisation")), None),
            "email": item.contact_email,
            "phone": item.contact_phone,
        }
        return found if any(found.values()) else None

    def eu_notice(self) -> str:
        return self.term("eu_notices", getattr(aq_base(self.context), "eu_notice", None))
