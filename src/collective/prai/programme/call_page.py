"""The page of a call, for who wonders whether to apply: may I, for what, how much, until when, how chosen."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.pages import Fact
from collective.prai.core.pages import FileLink
from collective.prai.core.pages import Page
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme import rules
from collective.prai.programme import saying
from collective.prai.programme import windows
from collective.prai.programme.content.programme import IProgramme
from collective.prai.programme.history import entries
from collective.prai.programme.history import Entry
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from zope.component import queryMultiAdapter


#: View by which one applies; the call leads to it where it is there.
APPLY = "candidater"
CHECK = "@@suis-je-eligible"
_SENTENCES = {
    windows.PREPARATION: _("In preparation: only officers see this call."),
    windows.TO_COME: _("Will open on ${opens}"),
    windows.CLOSED: _("Closed"),
    windows.ARCHIVED: _("Closed"),
}
BADGES = {
    windows.PREPARATION: _("In preparation"),
    windows.TO_COME: _("To come"),
    windows.OPEN: _("Open"),
    windows.CLOSING: _("Closes soon"),
    windows.CLOSED: _("Closed"),
    windows.ARCHIVED: _("Closed"),
}


class Weighted(NamedTuple):
    """A criterion with its weight, in words, and its part of the whole mark in percent."""

    title: str
    hint: str
    weight: str
    part: str
    most: int


def until(window: windows.Window, language: str, now=None):
    """« Ouvert jusqu’au 30 septembre 2007 à 12 h 00 », « ouvrira le … », « clos depuis le … »: a message."""
    mapping = {
        name: saying.moment_in_words(value, language)
        for name, value in (("opens", window.opens), ("closes", window.closes))
        if value is not None
    }
    if window.takes:
        if window.closes is None:
            return _("Open until further notice")
        return _("Open until ${closes}", mapping=mapping)
    if window.state == windows.TO_COME:
        return _("Will open on ${opens}", mapping=mapping)
    if window.state in (windows.CLOSED, windows.ARCHIVED):
        past = window.closes is not None and window.closes < windows.present(now)
        return _("Closed since ${closes}", mapping=mapping) if past else _("Closed")
    return _SENTENCES[windows.PREPARATION]


def left(window: windows.Window, now=None):
    """« Ferme dans 3 jours », « ferme demain », « ferme aujourd’hui », by the calendar; None before."""
    if window.state != windows.CLOSING:
        return None
    days = (window.closes.date() - windows.present(now).date()).days
    if days > 1:
        return _("Closes in ${days} days", mapping={"days": days})
    hour = saying.hour_in_words(window.closes, vocabularies.language())
    if days == 1:
        return _("Closes tomorrow at ${hour}", mapping={"hour": hour})
    return _("Closes today at ${hour}", mapping={"hour": hour})


def card_fact(value, language: str) -> tuple:
    """What a card says of the window of a call: the state in the catalog, the hour of now."""
    state, *dates = value
    opens, closes = (datetime.fromisoformat(one) if one else None for one in dates)
    found = windows.window_of(state, opens, closes)
    return "", until(found, language)


def apply_url(call, request, window: windows.Window) -> str:
    """Where one applies; "" while no application is taken, or there is no form."""
    if not window.takes:
        return ""
    view = queryMultiAdapter((call, request), name=APPLY)
    offered = view is not None and getattr(view, "is_offered", True)
    return f"{call.absolute_url()}/@@{APPLY}" if offered else ""


class CallView(Page):
    """In the order of an applicant's questions."""

    @cached_property
    def now(self):
        return windows.present()

    @cached_property
    def window(self) -> windows.Window:
        return windows.window(self.context, self.now)

    @cached_property
    def rules(self) -> rules.InForce:
        """In force today; of a call that is over, on its last day."""
        return rules.rules_of(self.context, rules.shown_day(self.context, self.now))

    # What is to be known first

    @property
    def badge(self):
        return BADGES[self.window.state]

    def until(self):
        return until(self.window, self.language, self.now)

    def left(self):
        return left(self.window, self.now)

    @cached_property
    def apply_url(self) -> str:
        return apply_url(self.context, self.request, self.window)

    @property
    def check_url(self) -> str:
        return f"{self.context.absolute_url()}/{CHECK}"

    def facts(self) -> list[Fact]:
        found = []
        if self.rules.rates:
            found.append(self.fact(_("Aid"), self.whole_rate(), main=True, note=self.rates_in_words()))
        if self.context.typical_days is not None:
            found.append(
                self.fact(
                    _("Aid"),
                    _("${days} days of advice", mapping={"days": self.number(self.context.typical_days)}),
                    main=True,
                    note=_("on average; the days are free for the beneficiary"),
                )
            )
        found.append(self.fact(_("Who may apply"), *self.kinds()))
        if self.rules.max_projects is not None:
            found.append(
                self.fact(
                    _("Places"),
                    _("${number} projects at most", mapping={"number": self.number(self.rules.max_projects)}),
                )
            )
        if self.context.jury_every:
            found.append(self.fact(_("Jury"), self.cadence()))
        found.append(self.field_fact("measure", *self.related("measure")))
        return found

    def cadence(self):
        months = self.context.jury_every
        if months == 1:
            return _("every month")
        return _("every ${months} months", mapping={"months": months})

    # Who may apply

    def kinds(self) -> list[str]:
        return self.terms("organisation_types", "eligible_types")

    def groups(self) -> list[tuple[str, str]]:
        """Each eligible kind with what its group holds."""
        held = self.rules.who.kinds
        titles = {token: self.term("organisation_types", token) for token in held}
        return [
            (
                titles[token],
                ", ".join(titles[member] for member, by in held.items() if by == token and member != token),
            )
            for token in self.context.eligible_types or ()
        ]

    def thresholds(self) -> list[str]:
        found = []
        for one in self.rules.who.thresholds:
            label = "threshold-outside" if one.outside_urban_area else "threshold"
            label += "-priority" if one.effect == "priority" else ""
            kind = self.term("organisation_types", one.kind)
            mapping = {"kind": kind, "below": self.number(one.below)}
            found.append(saying.put(saying.RULES[label], self.language, **mapping))
        return found

    def requirements(self) -> list:
        return list(self.rules.who.requirements)

    def excluded(self) -> list[str]:
        return [*self.terms("project_kinds", "excluded_kinds"), *self.rules.who.excluded_themes]

    # The aid

    def whole_rate(self) -> str:
        whole = sum((rate.percent for rate in self.rules.rates), Decimal(0))
        return saying.percent_in_words(whole, self.language)

    def rates_in_words(self) -> str:
        return ", ".join(
            f"{rate.funder} {saying.percent_in_words(rate.percent, self.language)}"
            for rate in self.rules.rates
        )

    def caps(self) -> list[tuple[str, str]]:
        """Each ceiling in a sentence, with the one before where its own amount is not known; its source."""
        return [(saying.cap(cap, self.language), cap.note) for cap in self.rules.caps]

    def has_aid(self) -> bool:
        context = self.context
        return bool(self.rules.rates or self.rules.caps or context.expense_nature or context.eligible_costs)

    # How it is chosen

    def criteria(self) -> list[Weighted]:
        found = self.rules.criteria
        whole = sum((one.weight for one in found), Decimal(0))
        return [
            Weighted(
                one.criterion,
                one.hint,
                self.number(one.weight),
                saying.percent_in_words((one.weight * 100 / whole).quantize(Decimal(1)), self.language),
                one.max_score,
            )
            for one in found
        ]

    def same_weights(self) -> bool:
        return len({one.weight for one in self.rules.criteria}) < 2

    def history(self) -> list[Entry]:
        return entries(self.context, self.language)

    # Around it

    def documents(self) -> list[FileLink]:
        """Files in the call, as far as the reader may see them."""
        found = []
        for one in self.context.objectValues():
            link = self.file_link("file", one) if one.portal_type == "File" and reader_may_see(one) else None
            if link is not None:
                found.append(link._replace(title=one.Title() or link.title))
        return found

    def hours(self) -> str:
        """Of the call, else of its programme."""
        if self.context.opening_hours:
            return self.context.opening_hours
        programme = self.programme
        return getattr(aq_base(programme), "opening_hours", None) or "" if programme is not None else ""

    @cached_property
    def programme(self):
        """That of its measure, as far as the reader may see both."""
        found = self.context
        for name in ("measure", "programme"):
            relation = getattr(aq_base(found), name, None)
            found = relation.to_object if relation is not None else None
            if found is None or not reader_may_see(found):
                return None
        return found if IProgramme.providedBy(found) else None

    def funders_line(self) -> list[str]:
        return self.lines(self.programme.disclaimer) if self.programme is not None else []
