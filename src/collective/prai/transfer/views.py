"""Page of a deliverable: what it is for, how to get it, under which conditions, at what effort."""

from collective.prai import _
from collective.prai.core.conditions import conditions_without_line
from collective.prai.core.pages import Page
from collective.prai.transfer.asking import mail_url
from collective.prai.transfer.asking import question_url
from collective.prai.transfer.tried import level
from collective.prai.transfer.tried import reasons
from collective.prai.transfer.versions import latest_files


#: While the sheet names nobody to ask.
ASK_US = _("It is not on line: ask us for it.")
#: Availability in plain words: what a reader can do now.
PLAIN_WORDS = {
    "download": _("You can download it now."),
    "on-request": _("It is not on line: ask for it, with the contact below."),
    "not-found": _("The document has not been found: what is known of it is on this page."),
}


class DeliverableView(Page):
    """A deliverable and its files."""

    def availability(self):
        if self.context.availability == "on-request" and not self.contact():
            return ASK_US
        return PLAIN_WORDS.get(self.context.availability)

    def asking(self) -> str:
        """Where to ask for what is not on line: the office that has it, else the team; "" for the rest."""
        if self.context.availability != "on-request":
            return ""
        subject = _("Request: ${title}", mapping={"title": self.context.Title()})
        return mail_url(self.context, subject, self.request) or question_url(self.context)

    def producers(self) -> list:
        return self.related("producer") or [name for name in [self.context.producer_name] if name]

    def facts(self) -> list:
        context = self.context
        facts = [
            self.field_fact("availability", self.term("availabilities", context.availability), main=True),
            self.field_fact(
                "product_licence", self.term("product_licences", context.product_licence), main=True
            ),
            self.fact(_("Maturity"), level(context), main=True)._replace(note=reasons(context)),
            self.field_fact("kind", self.term("deliverable_kinds", context.kind)),
            self.field_fact("producer", *self.producers()),
            self.field_fact("origin", *self.related("origin")),
            self.fact(_("Where"), *self.places),
        ]
        if context.open_source is not None:
            facts.append(self.field_fact("open_source", _("Yes") if context.open_source else _("No")))
        if context.version:
            facts.append(self.field_fact("version", context.version))
        return facts

    def tags(self) -> list:
        return self.subjects()

    def files(self) -> list:
        """The file of the sheet, then the files inside it that are of the latest version."""
        return [
            self.file_link(one.field, None if one.item is self.context else one.item)
            for one in latest_files(self.context)
        ]

    def conditions(self) -> list[str]:
        """Those that no line makes precise."""
        return conditions_without_line(self.context)
