"""Missions of advice for officers: days granted and used, the survey, what followed."""

from collections import Counter
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.compiled import Compiled
from collective.prai.core.listing import visible_brains
from collective.prai.core.pages import format_number
from collective.prai.core.pages import Page
from collective.prai.core.partial_date import format_partial
from collective.prai.core.tables import as_csv
from collective.prai.core.tables import Column
from collective.prai.programme.advising.figures import days_of
from collective.prai.programme.advising.figures import has_followed
from collective.prai.programme.advising.figures import summary
from collective.prai.programme.advising.survey import address_of
from collective.prai.programme.advising.survey import FORM
from collective.prai.programme.advising.survey import NotSent
from collective.prai.programme.advising.survey import send
from collective.prai.programme.content.advice import ADVICE_MISSIONS
from collective.prai.programme.relations import target
from datetime import date
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zExceptions import NotFound


class AdviceView(Page):
    """One mission: how many days were granted, used and for what; the survey; what came of it."""

    def facts(self) -> list:
        context = self.context
        granted, used = context.days_granted, days_of(context)
        return [
            self.fact(self.labels["days_granted"], self.days(granted), main=True),
            self.fact(self.labels["days_used"], self.days(used), main=True, note=self.note(granted, used)),
            self.field_fact("lead", *self.related("lead")),
            self.field_fact("beneficiaries", *self.related("beneficiaries")),
            self.field_fact("provider", *self.related("provider")),
            self.field_fact("purpose", self.term("advice_purposes", context.purpose)),
            self.fact(_("When"), self.period(context.starts, context.ends)),
            self.field_fact("measure", *self.related("measure")),
            self.field_fact("application", *self.related("application")),
            self.field_fact("follow_up", self.term("advice_follow_ups", context.follow_up)),
            self.field_fact("next_application", *self.related("next_application")),
            self.field_fact("mission_sheet", *self.related("mission_sheet")),
        ]

    def days(self, value) -> str:
        return self.number(value)

    def note(self, granted, used):
        """What is left, or by how much it was exceeded."""
        if granted is None or used is None or granted == used:
            return ""
        mapping = {"days": self.number(abs(granted - used))}
        if used > granted:
            return _("${days} more than granted", mapping=mapping)
        return _("${days} left", mapping=mapping)

    @property
    def address(self) -> str:
        return address_of(self.context)

    @property
    def sent_on(self) -> str:
        day = self.context.survey_sent_on
        return self.date(day.isoformat()) if day is not None else ""

    @property
    def answered_on(self) -> str:
        day = self.context.survey_answered_on
        return self.date(day.isoformat()) if day is not None else ""


class SendSurvey(BrowserView):
    """The button of the officer; what does not leave says why."""

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                send(self.context)
                api.portal.show_message(_("The survey is on its way."), self.request)
            except NotSent as error:
                api.portal.show_message(error.args[0], self.request, type="error")
        self.request.response.redirect(self.context.absolute_url())
        return ""


class OfFolder(Compiled, BrowserView):
    """Of the officers' folder alone."""

    language = property(lambda self: vocabularies.language())

    def __call__(self):
        if self.context.getId() != ADVICE_MISSIONS:
            raise NotFound("Not found")
        return super().__call__()

    @cached_property
    def items(self) -> list:
        """Those that the reader may see, by title."""
        brains = api.portal.get_tool("portal_catalog")(portal_type="prai.Advice", sort_on="sortable_title")
        return [brain.getObject() for brain in visible_brains(brains)]

    @cached_property
    def summary(self):
        return summary(self.items)

    def number(self, value) -> str:
        return format_number(value, self.language)


class Row(NamedTuple):
    """A mission as the list shows it; texts, "" while unknown."""

    title: str
    url: str
    lead: str
    granted: str
    used: str
    over: bool
    follow_up: str
    survey: object


class Missions(OfFolder):
    """The list, and what it adds up to."""

    @cached_property
    def rows(self) -> list[Row]:
        return [self.row(item) for item in self.items]

    def row(self, item) -> Row:
        lead, granted, used = target(item, "lead"), item.days_granted, days_of(item)
        if item.survey_answers:
            survey = _("answered")
        else:
            survey = _("sent") if item.survey_sent_on is not None else ""
        return Row(
            item.Title(),
            item.absolute_url(),
            lead.Title() if lead is not None else "",
            self.number(granted),
            self.number(used),
            granted is not None and used is not None and used > granted,
            vocabularies.title("advice_follow_ups", item.follow_up) if item.follow_up else "",
            survey,
        )

    @property
    def percent(self) -> str:
        """Part of the missions that went on to a project, rounded to one."""
        found = self.summary
        return f"{round(100 * found.followed / found.missions)}\u00a0%" if found.missions else ""


COLUMNS = (
    Column("titre", "string", "Accompagnement"),
    Column("beneficiaire", "string", "Bénéficiaire"),
    Column("prestataire", "string", "Prestataire"),
    Column("mesure", "string", "Mesure"),
    Column("objet", "string", "Objet"),
    Column("debut", "string", "Début"),
    Column("fin", "string", "Fin"),
    Column("jours_accordes", "number", "Jours accordés"),
    Column("jours_utilises", "number", "Jours utilisés"),
    Column("suite", "string", "Suite"),
    Column("projet_presente", "boolean", "Projet innovant présenté"),
    Column("bilan_envoye", "date", "Bilan envoyé le"),
    Column("bilan_recu", "date", "Bilan reçu le"),
    Column("satisfaction", "string", "Satisfaction"),
)


class MissionsTable(OfFolder):
    """The same as CSV."""

    def __call__(self) -> bytes:
        if self.context.getId() != ADVICE_MISSIONS:
            raise NotFound("Not found")
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        name = f"accompagnements-{date.today():%Y-%m-%d}.csv"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "private, no-store")
        return as_csv(COLUMNS, map(_values, self.items))


def _values(item) -> dict:
    def title(name):
        found = target(item, name)
        return found.Title() if found is not None else None

    return {
        "titre": item.Title(),
        "beneficiaire": title("lead"),
        "prestataire": title("provider"),
        "mesure": getattr(target(item, "measure"), "number", None),
        "objet": vocabularies.title("advice_purposes", item.purpose, "fr"),
        "debut": item.starts,
        "fin": item.ends,
        "jours_accordes": item.days_granted,
        "jours_utilises": days_of(item),
        "suite": vocabularies.title("advice_follow_ups", item.follow_up, "fr"),
        "projet_presente": "oui" if has_followed(item) else "non",
        "bilan_envoye": item.survey_sent_on,
        "bilan_recu": item.survey_answered_on,
        "satisfaction": vocabularies.title("satisfactions", str(item.satisfaction or ""), "fr"),
    }


class Answers(OfFolder):
    """``@@prai-bilans``: what the bodies said of their missions."""

    @cached_property
    def answered(self) -> list:
        """Pairs of a mission and the day of its answer, in words."""
        return [(item, self.day(item.survey_answered_on)) for item in self.items if item.survey_answers]

    def day(self, value) -> str:
        return format_partial(value.isoformat(), self.language) if value is not None else ""

    @cached_property
    def marks(self) -> list[tuple[str, int]]:
        """Each mark in words, the best first, and how many gave it."""
        counts = Counter(item.satisfaction for item, _day in self.answered)
        titles = vocabularies.titles("satisfactions")
        return [(titles[token], counts[int(token)]) for token in ("4", "3", "2", "1")]

    @property
    def form_url(self) -> str:
        portal = api.portal.get()
        return f"{portal.absolute_url()}/{FORM}" if FORM in portal.objectIds() else ""
