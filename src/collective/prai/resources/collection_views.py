"""Page of a recueil: editorial, the sheets with their figures and totals, each sheet in short."""

from collective.prai import _
from collective.prai.core.authors import authors
from collective.prai.core.funding import funding_plan
from collective.prai.core.funding import IFunding
from collective.prai.core.listing import Link
from collective.prai.core.pages import Page
from collective.prai.core.printing.whole import Whole
from collective.prai.core.printing.whole import whole_of
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IPrintedWhole
from collective.prai.resources.covers import Covered
from collective.prai.resources.totals import add_up
from collective.prai.resources.totals import Money
from collective.prai.resources.totals import Sum
from collective.prai.resources.totals import Totals
from collective.prai.resources.views import WholeView
from functools import cached_property
from plone import api
from typing import NamedTuple
from z3c.relationfield.interfaces import IRelationValue
from zope.i18n import translate
from zope.interface import implementer


class Line(NamedTuple):
    """A sheet in the table: ``money`` None where the type has none to tell."""

    link: Link
    id: str
    kind: object
    who: str
    money: Money | None
    facts: list


def chosen(collection) -> tuple[list, int]:
    """Items that the editor picked, in order, whoever may see them; number of those that are gone."""
    relations = [one for one in collection.sheets or () if IRelationValue.providedBy(one)]
    items = [one.to_object for one in relations if not one.isBroken()]
    items = [item for item in items if item is not None]
    return items, len(collection.sheets or ()) - len(items)


def public_sheets(collection) -> list:
    """Those that everyone may read: a recueil is the same for all readers, and so are its totals."""
    return [item for item in chosen(collection)[0] if is_public(item) and reader_may_see(item)]


@implementer(IPrintedWhole)
class CollectionWhole:
    """A recueil is printed with its sheets."""

    def __init__(self, context):
        self.context = context

    def items(self) -> list:
        return public_sheets(self.context)


def money_of(item) -> Money | None:
    """None for a type that has no cost."""
    funding = IFunding(item, None)
    if funding is None:
        return None
    plan = funding_plan(item)
    cost = funding.total_cost if funding.total_cost is not None else funding.eligible_cost
    if plan is None:
        return Money(cost, [], None)
    return Money(cost, [(share.funder, share.amount) for share in plan.shares], plan.own_contribution)


class WholeCollection(WholeView):
    """Every sheet with its whole text below the figures, as in the PDF."""

    @cached_property
    def whole(self) -> Whole:
        return whole_of(self.context, self.request)


class CollectionView(Covered, Page):
    """Editorial, figures, what is common, the sheets."""

    #: A recueil is compared with nothing: its sheets are.
    compare_url = ""

    def tags(self) -> list:
        return self.themes()

    def facts(self) -> list:
        context = self.context
        number = len(self.lines_of_sheets)
        facts = [
            self.fact(_("Sheets"), self.number(number), main=True),
            self.fact(_("Cost in all"), *self.amounts(self.totals.cost), main=True),
            self.fact(_("Own contributions in all"), *self.amounts(self.totals.own), main=True),
            self.field_fact("publisher", *self.related("publisher")),
            self.fact(_("Period"), self.period(context.starts, context.ends)),
            self.field_fact("issued", self.date(context.issued)),
            self.field_fact("funders", *self.funders()),
            self.audiences(),
        ]
        return [fact for fact in facts if fact.values]

    def funders(self) -> list:
        """Who gave what is added up here, the largest sum first, then whom the editor names besides."""
        aid = self.totals.aid
        names = sorted(aid, key=lambda name: aid[name].known or 0, reverse=True)
        said = {" ".join(name.casefold().split()) for name in names}
        named = self.related("funders")
        return names + [link for link in named if " ".join(link.title.casefold().split()) not in said]

    # The sheets

    @cached_property
    def lines_of_sheets(self) -> list[Line]:
        return [self._line(index, item) for index, item in enumerate(public_sheets(self.context), 1)]

    def _line(self, index: int, item) -> Line:
        page = api.content.get_view(item.getLayout(), item, self.request)
        facts = [fact for fact in page.facts() if fact.main and fact.values]
        return Line(
            self.link(item),
            f"fiche-{index}",
            self.type_title(item.portal_type),
            ", ".join(authors(page)),
            money_of(item),
            facts,
        )

    @cached_property
    def totals(self) -> Totals:
        return add_up(line.money for line in self.lines_of_sheets if line.money is not None)

    @property
    def has_money(self) -> bool:
        return any(line.money is not None for line in self.lines_of_sheets)

    def aid(self, money: Money | None) -> str:
        """Grants of one sheet, known ones added; "" while none is known."""
        known = [amount for _funder, amount in money.aid if amount is not None] if money else []
        if not known:
            return ""
        total = self.money(sum(known))
        return self.at_least(total) if len(known) < len(money.aid) else total

    def at_least(self, text: str) -> str:
        return translate(_("at least ${amount}", mapping={"amount": text}), context=self.request)

    def total(self, found: Sum) -> str:
        """``172 050 €``, « au moins » while a part is not known; "" where nothing is."""
        if found.known is None:
            return ""
        return self.at_least(self.money(found.known)) if found.at_least else self.money(found.known)

    def amounts(self, found: Sum) -> list[str]:
        return [text for text in [self.total(found)] if text]

    def total_note(self) -> str:
        """What « au moins » means here; "" where everything is known."""
        unknown = max(self.totals.cost.unknown, self.totals.own.unknown)
        if not unknown:
            return ""
        return translate(
            _(
                "${unknown} of ${all} sheets do not say everything: the sums are of what is known.",
                mapping={"unknown": unknown, "all": self.totals.sheets},
            ),
            context=self.request,
        )

    # For editors

    def waiting(self) -> list:
        """Sheets that readers do not see, with their state: only for who may change the recueil."""
        if not self.is_editor:
            return []
        items, gone = chosen(self.context)
        workflow = api.portal.get_tool("portal_workflow")
        found = []
        for item in items:
            if is_public(item):
                continue
            state = workflow.getTitleForStateOnType(api.content.get_state(item, default=""), item.portal_type)
            # Whoever edits the recueil may not see every draft: what may not be named is only counted.
            link = self.link(item)
            name = link.title if link is not None else _("a sheet that you may not see")
            found.append({"title": name, "url": link.url if link else "", "state": state})
        return found + [{"title": _("a sheet that is gone"), "url": "", "state": ""}] * gone
