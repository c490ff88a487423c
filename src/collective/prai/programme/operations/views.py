"""The page of an operation, and the public list of operations."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.compiled import Compiled
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.pages import Page
from collective.prai.core.partial_date import format_partial
from collective.prai.programme.awarding import paid_of
from collective.prai.programme.operations import chart
from collective.prai.programme.operations.asked import read_asked
from collective.prai.programme.operations.persons import PERSON
from collective.prai.programme.operations.profiles import MONEY
from collective.prai.programme.operations.profiles import profiles
from collective.prai.programme.operations.profiles import TWO_YEARS
from collective.prai.programme.operations.register import MONTHS
from collective.prai.programme.operations.register import Register
from collective.prai.programme.operations.register import years_of
from collective.prai.programme.operations.values import beneficiary
from collective.prai.programme.operations.values import union_rate
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from time import time
from urllib.parse import urlencode
from zope.i18n import translate


RUN = "collective.prai: Run the programme"
#: Amounts of the totals by measure.
TOTALS = ("eligible_cost", "erdf")


class OperationView(Page):
    """Who was helped for what, with how much; what nobody knows is said to be unknown."""

    @property
    def may_run(self) -> bool:
        return bool(api.user.has_permission(RUN, obj=self.context))

    def who(self) -> list:
        """The frozen name; links to the directory beside it, as far as the reader may follow them."""
        label = beneficiary(self.context, TWO_YEARS, time())
        if self.context.natural_person:
            return [label]
        links = self.related("lead") + self.related("beneficiaries")
        named = {link.title for link in links}
        return [*([label] if label and label not in named else []), *links]

    def amount(self, name: str, main: bool = False):
        value = getattr(self.context, name)
        return self.fact(self.labels[name], self.money(value), main=main, amount=value)

    def facts(self) -> list:
        context, rate = self.context, union_rate(self.context)
        optional = [
            self.fact(_("Paid"), self.money(paid_of(context))),
            self.amount("other_public"),
            self.field_fact("contractor", *self.related("contractor")),
            self.field_fact("specific_objective", context.specific_objective),
            self.field_fact("intervention_code", context.intervention_code),
        ]
        return [
            self.amount("eligible_cost", main=True),
            self.fact(
                self.labels["erdf"],
                self.money(context.erdf),
                main=True,
                amount=context.erdf,
                note=self.rate_note(rate),
            ),
            self.amount("region", main=True),
            self.fact(_("Beneficiary"), *self.who()),
            self.field_fact("measure", *self.related("measure")),
            self.amount("total_cost"),
            self.fact(_("When"), self.period(context.starts, context.actual_end or context.planned_end)),
            self.fact(_("Where"), *self.where()),
            self.field_fact("code", context.code),
            self.field_fact("fund", context.fund),
            *[fact for fact in optional if fact.values],
        ]

    def rate_note(self, rate):
        if rate is None:
            return _("Rate of the Union: unknown")
        return _("Rate of the Union: ${rate}", mapping={"rate": self.percent(rate)})

    def where(self) -> list:
        context = self.context
        known = [part for part in (context.postcode, context.nuts) if part]
        # A country alone says nothing in a programme of one region.
        codes = " ".join([*known, context.country or ""]).strip() if known else ""
        return [*self.places, *([codes] if codes else [])]

    @property
    def list_url(self) -> str:
        return self.context.__parent__.absolute_url()


class ListView(Compiled, BrowserView):
    """``/operations``: the list for people; the exports and ``@operations`` say the same."""

    language = property(lambda self: vocabularies.language())
    MONTHS = MONTHS

    @cached_property
    def asked(self):
        return read_asked(self.request.form)

    @cached_property
    def register(self) -> Register:
        return Register(self.asked.filters, persons=self.asked.profile.persons)

    @property
    def may_run(self) -> bool:
        return bool(api.user.has_permission(RUN, obj=self.context))

    @property
    def address(self) -> str:
        return self.context.absolute_url()

    # Rows

    @cached_property
    def rows(self) -> list[dict]:
        """Values in words, the address of the page, and the amounts."""
        return [self.said(item, row) for item, row in self.register.pairs]

    def said(self, item, row: dict) -> dict:
        money = {f"{name}_text": self.money(row[name]) for name in MONEY}
        period = [self.date(row["starts"]), self.date(row["ends"])]
        return row | money | {
            "url": item.absolute_url(),
            "union_rate_text": self.percent(row["union_rate"]),
            "period": " – ".join(text for text in period if text),
            "person": row["beneficiary"] == PERSON,
        }  # fmt: skip

    @cached_property
    def totals(self) -> list:
        return self.register.totals

    @cached_property
    def whole(self):
        return self.register.total

    def sum_text(self, total, name: str) -> str:
        return self.money(total.sums[name])

    def drawing(self) -> str:
        """Eligible cost of each measure with the part of the ERDF; "" where there is nothing to compare."""
        bars = [
            chart.Bar(
                total.title or self.say(_("Without a measure")),
                total.sums["eligible_cost"],
                total.sums["erdf"],
            )
            for total in self.totals
            if total.sums["eligible_cost"]
        ]
        title = self.say(_("Eligible expenditure by measure, and the part of the ERDF"))
        legend = self.say(_("Eligible expenditure")), self.say(_("of which ERDF"))
        return chart.draw(bars, title, legend, self.money)

    # What is asked

    @cached_property
    def measures(self) -> list[tuple[str, str]]:
        """Number and title of those that have a row."""
        rows = [row for _item, row in self.register.all if row["measure"]]
        return list({row["measure"]: f"{row['measure']} – {row['measure_title']}" for row in rows}.items())

    @cached_property
    def departments(self) -> list[tuple[str, str]]:
        titles = vocabularies.titles("departments")
        codes = {code for _item, row in self.register.all for code in row["departments"]}
        return sorted((code, f"{titles.get(code, code)} ({code})") for code in codes)

    @cached_property
    def years(self) -> list[str]:
        return sorted({year for _item, row in self.register.all for year in years_of(row)})

    @property
    def profiles(self) -> list:
        return list(profiles().values())

    def export(self, suffix: str, profile=None) -> str:
        """Address of the file with what is on the page."""
        pairs = self.asked.pairs() + ([("profil", profile.id)] if profile is not None else [])
        return f"{self.address}/operations.{suffix}" + (f"?{urlencode(pairs)}" if pairs else "")

    # Words

    def say(self, message) -> str:
        return translate(message, context=self.request)

    def money(self, amount) -> str:
        return format_euros(amount)

    def number(self, value) -> str:
        return format_number(value, self.language)

    def percent(self, rate) -> str:
        return f"{self.number(rate)}\u00a0%" if rate is not None else ""

    def date(self, text) -> str:
        return format_partial(text, self.language) if text else ""

    @property
    def updated(self) -> str:
        day = self.register.updated
        return self.date(day.isoformat()) if day is not None else ""
