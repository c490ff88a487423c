"""``@@courrier`` of a dossier: choose a letter, see it, change it, send it; the texts in the site setup."""

from collective.prai import _
from collective.prai.core.controlpanel import ControlPanelForm
from collective.prai.core.printing.press import NotPrinted
from collective.prai.programme import agendas
from collective.prai.programme.apply.mails import address_of
from collective.prai.programme.instruct import letters
from collective.prai.programme.instruct.dossiers import line_of
from collective.prai.programme.instruct.house import OfficePage
from functools import cached_property
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.z3cform import layout


class LetterTextsForm(ControlPanelForm):
    """Subject and text of each letter."""

    schema = letters.ILetterTexts
    schema_prefix = letters.PREFIX
    label = _("Letters to applicants")
    description = _("An empty text is not offered. Officers see and change each letter before it leaves.")
    control_panel_view = "@@prai-letters"


LetterTextsView = layout.wrap_form(LetterTextsForm, ControlPanelFormWrapper)


class SessionTextsForm(ControlPanelForm):
    """The convocation, and when a dossier is late."""

    schema = agendas.ISessionTexts
    schema_prefix = agendas.PREFIX
    label = _("Instruction and sessions")
    description = _("The mail that convenes a session, and after how many days a dossier is late.")
    control_panel_view = "@@prai-sessions-settings"


SessionTextsView = layout.wrap_form(SessionTextsForm, ControlPanelFormWrapper)


class LetterPage(OfficePage):
    """The preview is the letter: what is in the two fields is what leaves."""

    step = _("Letter")
    error = ""

    def post(self):
        if not self.model:
            return None
        if not (self.subject and self.body):
            self.error = _("A letter has a subject and a text.")
            return None
        if self.text("do") == "preview":
            return self._preview()
        if self.text("do") != "send":
            return None
        address = self.address if self.text("mail") else None
        try:
            letters.send(self.context, self.model, self.subject, self.body, address)
        except NotPrinted:
            self.error = _("The PDF cannot be made just now: nothing was sent. Try again in a minute.")
            return None
        self.say(
            _("The letter is in the dossier, and was sent.")
            if address
            else _("The letter is in the dossier.")
        )
        return self.back("#files")

    def _preview(self):
        try:
            pdf = letters.pdf_of(self.context, self.subject, self.body)
        except NotPrinted:
            self.error = _("The PDF cannot be made just now: nothing was sent. Try again in a minute.")
            return None
        response = self.request.response
        response.setHeader("Content-Type", "application/pdf")
        response.setHeader("Content-Disposition", 'inline; filename="courrier.pdf"')
        return pdf

    @cached_property
    def offers(self) -> list[letters.Offer]:
        return letters.offered(self.context)

    @cached_property
    def model(self) -> str:
        """The chosen letter; "" while none is."""
        asked = self.text("modele")
        return asked if asked in {one.id for one in self.offers} else ""

    @cached_property
    def draft(self) -> letters.Letter:
        return letters.letter(self.context, self.model)

    @property
    def is_posted(self) -> bool:
        return self.request.method == "POST"

    @cached_property
    def subject(self) -> str:
        return self.text("subject")[:500] if self.is_posted else self.draft.subject

    @cached_property
    def body(self) -> str:
        return self.text("body").replace("\r\n", "\n") if self.is_posted else self.draft.body

    @property
    def missing(self) -> str:
        """Words of the text of which the dossier says nothing."""
        return ", ".join(f"${name}" for name in self.draft.missing)

    @cached_property
    def address(self) -> str:
        """Where the mail goes; "" where the dossier has no address: the letter is posted."""
        return address_of(self.context) or ""

    @cached_property
    def line(self):
        return line_of(self.context)
