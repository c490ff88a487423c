"""The whole answer to « Transférable chez moi ? », for the page and for the service."""

from collections.abc import Mapping
from collective.prai.core.geography import kilometres
from collective.prai.core.listing import Link
from collective.prai.core.pages import Page
from collective.prai.core.visibility import reader_may_see
from collective.prai.transfer import fit
from collective.prai.transfer import fit_asked
from collective.prai.transfer import fit_words
from collective.prai.transfer.asking import question_url
from collective.prai.transfer.fit_sheet import sheet_of
from collective.prai.transfer.means import summaries
from collective.prai.transfer.means import Summary
from collective.prai.transfer.reuses import targets
from functools import cached_property
from typing import NamedTuple


#: Bodies that are named to be asked.
MOST = 5


class Office(NamedTuple):
    """The office that a sheet names; ``of``: the sheet."""

    of: fit.Where
    function: str
    organisation: Link | None
    email: str
    phone: str


class User(NamedTuple):
    """A body that has it, and how far it is from the reader's, as the crow flies; None while unknown."""

    holder: fit.Holder
    km: float | None


class FitAnswer:
    """Of an item, for one request; ``form``: what the address says."""

    def __init__(self, item, request, form: Mapping):
        self.item = item
        self.request = request
        self.form = form

    @cached_property
    def sheet(self) -> fit.Sheet:
        return sheet_of(self.item)

    @cached_property
    def keys(self) -> list[str]:
        """Of the conditions that a reader may be asked."""
        return [one.key for one in self.sheet.conditions]

    @cached_property
    def asking(self) -> fit_asked.Asking:
        return fit_asked.read(self.form, self.keys)

    @cached_property
    def reader(self) -> fit.Reader:
        return fit_asked.reader(self.asking)

    @cached_property
    def conditions(self) -> list[fit.Condition]:
        return fit.conditions(self.sheet, self.reader)

    @cached_property
    def verdict(self) -> fit.Verdict:
        return fit.verdict(self.conditions)

    @cached_property
    def said(self) -> list[fit_words.Said]:
        return [fit_words.say(one, self.reader, self.request) for one in self.conditions]

    @cached_property
    def means(self) -> list[Summary]:
        return summaries(self.sheet.efforts)

    # Whom to ask

    @cached_property
    def offices(self) -> list[Office]:
        """Of the sheet, then of what it comes from; each once."""
        found = {}
        origins = [one for one in targets(self.item, "origin") if reader_may_see(one)]
        for sheet in (self.item, *origins):
            contact = Page(sheet, self.request).contact()
            if contact is not None:
                key = tuple(value.url if isinstance(value, Link) else value for value in contact.values())
                where = fit.Where(sheet.Title(), sheet.absolute_url())
                found.setdefault(
                    key,
                    Office(
                        where,
                        contact["function"] or "",
                        contact["organisation"],
                        contact["email"] or "",
                        contact["phone"] or "",
                    ),
                )
        return list(found.values())

    @cached_property
    def producers(self) -> list:
        """Links to who made it, or the name alone."""
        page = Page(self.item, self.request)
        name = getattr(self.item, "producer_name", None)
        return page.related("producer") or [name for name in [name] if name]

    @cached_property
    def users(self) -> list[User]:
        """Who has it, the most like the reader first."""
        point = self.reader.point
        return [
            User(one, kilometres(point, one.point) if point and one.point else None)
            for one in fit.nearest(self.sheet.holders, self.reader)[:MOST]
        ]

    @cached_property
    def question_url(self) -> str:
        """The form of the site for questions, told which sheet it is about; "" where it was taken away."""
        return question_url(self.item)
