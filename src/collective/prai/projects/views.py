"""Pages of the project sheet and of the mission sheet, as an elected official reads them."""

from collective.prai import _
from collective.prai.core.conditions import all_conditions
from collective.prai.core.conditions import conditions_without_line
from collective.prai.core.pages import Page
from collective.prai.core.pages import Section
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Column of the table of efforts → in a sentence.
EFFORTS = {
    "internal_days": _("${number} days of the team"),
    "provider_days": _("${number} days of a provider"),
    "months": _("${number} months"),
}


class WorkView(Page):
    """What was done, whether funded or advised."""

    def tags(self) -> list:
        return self.terms("project_kinds", "project_kinds") + self.subjects()


class ProjectSheetView(WorkView):
    """Opens with who, where, how much, who paid, what remains to pay, how far, what can be taken."""

    def who(self) -> list:
        """Lead first, then the other beneficiaries, then historical names."""
        linked = self.related("lead") + self.related("beneficiaries")
        seen = {link.url: link for link in linked}
        return [*seen.values(), *self.lines(self.context.beneficiary_names)]

    def facts(self) -> list:
        plan, context = self.plan, self.context
        own = plan.own_contribution if plan is not None else None
        cost = context.total_cost if context.total_cost is not None else context.eligible_cost
        paid = [
            f"{share.funder} : {self.money(share.amount)}" if share.amount is not None else share.funder
            for share in (plan.shares if plan is not None else ())
        ]
        share = (
            _("${rate} of the cost", mapping={"rate": self.percent(plan.own_rate)})
            if own is not None and plan.own_rate is not None
            else ""
        )
        facts = [
            self.fact(_("Own contribution"), self.money(own), main=True, note=share, amount=own),
            self.fact(_("Cost"), self.money(cost), main=True, amount=cost),
            self.fact(_("Who"), *self.who()),
            self.fact(_("Where"), *self.places),
            self.fact(
                _("Stage"), self.term("stages", context.stage), self.period(context.starts, context.ends)
            ),
            self.fact(_("Who paid"), *paid),
        ]
        facts += [
            self.field_fact(name, *links)
            for name in ("partners", "operation")
            if (links := self.related(name))
        ]
        return facts

    def comparison(self) -> list:
        """With what a town must bring along: time and conditions."""
        conditions = self.field_fact("conditions", *self.transfer_conditions())
        efforts = [self.effort(row) for row in self.context.effort or ()]
        return [*super().comparison(), conditions, self.field_fact("effort", *efforts)]

    def effort(self, row: dict) -> str:
        """``12 days of work, 3 months`` of one row."""
        parts = []
        for name, sentence in EFFORTS.items():
            if row.get(name) is not None:
                number = self.number(row[name])
                parts.append(translate(Message(sentence, mapping={"number": number}), context=self.request))
        return ", ".join(parts)

    def transfer_conditions(self) -> list[str]:
        return all_conditions(self.context)

    def other_conditions(self) -> list[str]:
        """Those that no line makes precise."""
        return conditions_without_line(self.context)


class MissionSheetView(WorkView):
    """In the order of the programme's own mission sheets."""

    def when(self) -> list[str]:
        """The source's words first: the dates beside them may contradict them."""
        dates = self.period(self.context.starts, self.context.ends)
        words = self.context.period_text or ""
        return [text for text in (words, "" if dates and dates in words else dates) if text]

    def qualified(self, value, qualifier: str | None) -> str:
        """``environ 30``: a number is never more certain than its source."""
        if value is None:
            return ""
        known = qualifier and qualifier != "exact"
        return (
            f"{self.term('qualifiers', qualifier).lower()} {self.number(value)}"
            if known
            else self.number(value)
        )

    def facts(self) -> list:
        context = self.context
        return [
            self.field_fact("client", *self.related("client")),
            self.field_fact("beneficiaries", *self.related("beneficiaries")),
            self.field_fact("period_text", *self.when()),
            self.fact(_("Where"), *self.places),
            self.field_fact(
                "mission_count", self.qualified(context.mission_count, context.mission_count_qualifier)
            ),
            self.field_fact(
                "funded_projects", self.qualified(context.funded_projects, context.funded_projects_qualifier)
            ),
            self.field_fact("beneficiary_types", *self.terms("organisation_types", "beneficiary_types")),
            self.field_fact("zones", *self.terms("zones", "zones")),
        ]

    def intervention(self) -> Section:
        """Who advised: « Intervention de CITICA »."""
        providers = self.related("provider")
        title = (
            _("Intervention of ${provider}", mapping={"provider": providers[0].title})
            if providers
            else self.labels["provider"]
        )
        found = providers or self.context.role or self.related("associates")
        return Section("provider", title, found)
