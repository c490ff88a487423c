"""The way to the form from every sheet that can be taken up, and to the declarant for reviewers."""

from collective.prai.core.structure import SECTION_OF
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import IToRead
from collective.prai.transfer.content.reuse import ORIGINALS
from collective.prai.transfer.declarants import declarant_of
from collective.prai.transfer.declaring.mails import PAGE
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from Products.Five.browser import BrowserView


def declare_url(item) -> str:
    """Of the form, told which sheet it is about; "" for what is not public, or cannot be taken up."""
    if getattr(item, "portal_type", "") not in ORIGINALS or not is_public(item):
        return ""
    return f"{api.portal.get().absolute_url()}/{PAGE}?fiche={item.UID()}"


class DeclareAction(BrowserView):
    """« Nous l'avons repris », among what can be done with a sheet."""

    def __call__(self):
        return self.index() if self.url else ""

    @property
    def url(self) -> str:
        return declare_url(self.context)


class DeclareInvitation(DeclareAction):
    """The same with its reason, beside the reuses of the sheet."""


class DeclareLink(ViewletBase):
    """In the section of reuses, of any sheet."""

    def render(self):
        is_section = self.context.getId() == SECTION_OF["prai.Reuse"] and self.context.portal_type == "Folder"
        return self.index() if is_section else ""

    @property
    def url(self) -> str:
        return f"{api.portal.get().absolute_url()}/{PAGE}"


class DeclarantLink(ViewletBase):
    """Above a reuse, for reviewers: whom to write to, and whether something has changed."""

    def render(self):
        return self.index() if self.known else ""

    @property
    def known(self) -> bool:
        return declarant_of(self.context) is not None

    @property
    def changed(self) -> bool:
        return IToRead.providedBy(self.context)

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@@prai-declarant"
