"""Page of a deliverable: what it is for, how to get it, under which conditions, at what effort."""

from collective.prai import _
from collective.prai.core.conditions import conditions_without_line
from collective.prai.core.pages import Page
from collective.prai.core.visibility import reader_may_see
from plone import api
from urllib.parse import quote
from zope.i18n import translate


#: Address of the form for questions, below the site.
QUESTION = "poser-une-question"
#: While the sheet names nobody to ask.
ASK_US = _("It is not on line: ask us for it.")
#: Availability in plain words: what a reader can do now.
PLAIN_WORDS = {
    "download": _("You can download it now."),
    "on-request": _("It is not on line: ask for it, with the contact below."),
    "not-found": _("The document has not been found: what is known of it is on this page."),
}


class ReuseView(Page):
    """Who took up what: its facts, what it took, what came of it."""

    def facts(self) -> list:
        context = self.context
        facts = [
            self.field_fact("original", *self.related("original"), main=True),
            self.field_fact(
                "reuser", *(self.related("reuser") or filter(None, [context.reuser_name])), main=True
            ),
            self.field_fact("stage", self.term("reuse_stages", context.stage), main=True),
            self.field_fact("kind", self.term("reuse_kinds", context.kind)),
            self.fact(_("Where"), *self.places),
            self.field_fact("date", self.date(context.date)),
            self.field_fact("confirmed_on", self.date(context.confirmed_on)),
        ]
        if context.derived_deliverable:
            facts.append(self.field_fact("derived_deliverable", *self.related("derived_deliverable")))
        return facts


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
        contact = self.contact()
        if not contact or not contact["email"]:
            return self.question_url()
        subject = translate(
            _("Request: ${title}", mapping={"title": self.context.Title()}), context=self.request
        )
        return f"mailto:{contact['email']}?subject={quote(subject, safe='')}"

    def question_url(self) -> str:
        """The form of the site for questions, told which page it is about; "" where it was taken away."""
        form = api.portal.get().get(QUESTION)
        if form is None or not reader_may_see(form):
            return ""
        return f"{form.absolute_url()}?page={self.context.UID()}"

    def producers(self) -> list:
        return self.related("producer") or [name for name in [self.context.producer_name] if name]

    def facts(self) -> list:
        context = self.context
        facts = [
            self.field_fact("availability", self.term("availabilities", context.availability), main=True),
            self.field_fact(
                "product_licence", self.term("product_licences", context.product_licence), main=True
            ),
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
        """The file of the sheet, then the files inside it, as far as the viewer may see them."""
        parts = self.context.contentValues({"portal_type": "File"})
        inside = [self.file_link(obj=obj) for obj in parts if reader_may_see(obj)]
        return [link for link in [self.file_link(), *inside] if link is not None]

    def conditions(self) -> list[str]:
        """Those that no line makes precise."""
        return conditions_without_line(self.context)
