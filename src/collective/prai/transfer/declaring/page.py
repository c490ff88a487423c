"""What the pages of a declaration have in common: the boxes, what is in them, and what is wrong with it."""

from collective.prai.core.mailed_page import MailedPage
from collective.prai.transfer.declaring import fields
from collective.prai.transfer.declaring.answers import LONG
from collective.prai.transfer.declaring.answers import typed
from functools import cached_property


class FilledPage(MailedPage):
    """``longest``: characters that a long text may have."""

    longest = LONG

    @cached_property
    def errors(self) -> dict:
        """Field → sentence; under "" what is about the whole."""
        return {}

    @property
    def all_errors(self) -> list:
        return fields.in_order(self.errors)

    @cached_property
    def texts(self) -> dict:
        """What is in the boxes."""
        return typed(self.request.form) if self.posted else {}

    def shown_fields(self, name: str) -> list:
        return fields.show(getattr(fields, name), self.texts, self.errors, self.longest)
