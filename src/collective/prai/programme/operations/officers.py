"""Pages of the officers around the list: what is missing, what differs, and that it was checked today."""

from collective.prai import _
from collective.prai.core.compiled import Compiled
from collective.prai.core.money import format_euros
from collective.prai.core.publication.acting import edit_link
from collective.prai.programme.operations.asked import read_asked
from collective.prai.programme.operations.checking import check
from collective.prai.programme.operations.checking import MISSING
from collective.prai.programme.operations.comparing import compare
from collective.prai.programme.operations.comparing import SUBJECTS
from collective.prai.programme.operations.profiles import profiles
from collective.prai.programme.operations.register import note_check
from collective.prai.programme.operations.register import SECTION
from collective.prai.programme.operations.values import row_of
from datetime import date
from decimal import Decimal
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zExceptions import NotFound


#: Value of a row → field to fill, where they are not called alike.
FIELDS = {
    "name": "title", "beneficiary": "beneficiary_label", "ends": "planned_end",
    "intervention": "intervention_code", "union_rate": "erdf", "siren": "lead", "programme": "measure",
}  # fmt: skip
#: What an item of a comparison is.
KINDS = {"dossier": _("Dossier"), "operation": _("Operation"), "sheet": _("Project sheet")}


class OfSection(Compiled, BrowserView):
    """For the section of operations alone; drafts included, because they become rows."""

    def __call__(self):
        if self.context.getId() != SECTION:
            raise NotFound("Not found")
        return super().__call__()

    @cached_property
    def operations(self) -> list:
        """Those that the reader may see, those that were withdrawn left out, by code."""
        brains = api.portal.get_tool("portal_catalog")(
            portal_type="prai.Operation", review_state=["draft", "checked", "published", "settled"]
        )
        return sorted((brain.getObject() for brain in brains), key=lambda item: item.code or "")


class Remark(NamedTuple):
    """One finding as the page shows it."""

    column: str
    missing: bool
    sentence: object
    edit_url: str


class Checked(NamedTuple):
    """An operation of which something is to be said."""

    title: str
    code: str
    url: str
    remarks: list


class CheckView(OfSection):
    """``@@prai-controle``: each missing or doubtful cell of the list, by column profile."""

    @cached_property
    def asked(self):
        return read_asked(self.request.form)

    @property
    def profiles(self) -> list:
        return list(profiles().values())

    @cached_property
    def found(self) -> list[Checked]:
        profile = self.asked.profile
        titles = {column.value: column.title for column in profile.columns}
        rows = [row_of(item, profile.persons) for item in self.operations]
        remarks: dict[int, list[Remark]] = {}
        for one in check(profile, rows):
            item = self.operations[one.row]
            url = edit_link(item, FIELDS.get(one.value, one.value))
            remark = Remark(titles.get(one.value, one.value), one.kind == MISSING, one.sentence, url)
            remarks.setdefault(one.row, []).append(remark)
        return [
            Checked(item.Title(), item.code, item.absolute_url(), remarks[number])
            for number, item in enumerate(self.operations)
            if number in remarks
        ]

    def count(self, missing: bool) -> int:
        return sum(remark.missing is missing for one in self.found for remark in one.remarks)


class Said(NamedTuple):
    """One figure of a difference: who says so, with its address."""

    kind: object
    title: str
    url: str
    text: str


class Comparison(NamedTuple):
    """One operation; ``rows``: pairs of a subject and what is said of it; ``wrong``: sentences on states."""

    title: str
    code: str
    url: str
    rows: list
    wrong: list


def comparison(operation) -> Comparison:
    """What differs, in words."""
    found = compare(operation)
    rows = [
        (SUBJECTS[one.subject], [_said(*found.items[of], value) for of, value in one.said])
        for one in found.differences
    ]
    return Comparison(operation.Title(), operation.code, operation.absolute_url(), rows, found.wrong)


def _said(kind: str, item, value) -> Said:
    text = format_euros(value, cents=True) if isinstance(value, Decimal) else str(value)
    return Said(KINDS[kind], item.Title(), item.absolute_url(), text)


class DifferencesOfList(OfSection):
    """``/operations/@@prai-ecarts``: operations whose dossier or sheet says something else."""

    is_list = True

    @cached_property
    def comparisons(self) -> list[Comparison]:
        found = [comparison(item) for item in self.operations]
        return [one for one in found if one.rows or one.wrong]


class DifferencesOfOperation(Compiled, BrowserView):
    """The same of one operation."""

    is_list = False

    @cached_property
    def comparisons(self) -> list[Comparison]:
        one = comparison(self.context)
        return [one] if one.rows or one.wrong else []


class CheckedToday(BrowserView):
    """The button of an officer who has read the list and found it right."""

    def __call__(self) -> str:
        if self.context.getId() != SECTION:
            raise NotFound("Not found")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            note_check(date.today())
            api.portal.show_message(_("It is noted that the list is right as of today."), self.request)
        self.request.response.redirect(self.context.absolute_url())
        return ""
