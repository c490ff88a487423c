"""A commune that a visitor types: the one that is meant, those to choose from, the nearest spellings."""

from collective.prai.core import communes
from collective.prai.core import vocabularies
from collective.prai.core.headed import way_to
from collective.prai.core.pages import format_number
from collective.prai.core.social import public_url
from functools import cached_property
from plone import api
import re


#: Also halves of characters, which Zope makes of bytes that are no UTF-8.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
#: Communes among which one can choose.
_MOST = 30


def one(form: dict, name: str) -> str:
    """The first text of a value of the form, whatever a hostile address makes of it."""
    value = form.get(name)
    values = value if isinstance(value, (list, tuple)) else [value]
    return next((_CONTROL.sub(" ", text).strip()[:200] for text in values if isinstance(text, str)), "")


class TownTyped:
    """For pages with the box of @@prai-town; what is typed is ``lieu`` in their address."""

    def town_url(self, code: str) -> str:
        """The page, with this commune in place of what is typed.

        There is no default, because each page has an address and other choices of its own to keep.
        """
        raise NotImplementedError

    @property
    def near_address(self) -> str:
        return f"{api.portal.get().absolute_url()}/pres-de-chez-moi"

    @cached_property
    def typed(self) -> str:
        return one(self.request.form, "lieu")[: communes.LONGEST]

    @cached_property
    def meant_town(self):
        """The one municipality that is typed, None where several may be or none is."""
        return communes.exact(self.typed) if self.typed else None

    @cached_property
    def homonyms(self) -> list[dict]:
        """Communes that may be meant by what is typed."""
        if not self.typed or self.meant_town is not None:
            return []
        return [self.choice(town) for town in communes.search(self.typed, _MOST)]

    def spellings(self) -> list[dict]:
        return [self.choice(town) for town in communes.spellings(self.typed)] if self.typed else []

    def choice(self, town) -> dict:
        return {
            "url": self.town_url(town.code),
            "title": f"{town.name} ({town.department})",
            "postcodes": ", ".join(town.postcodes),
            "population": format_number(town.population, vocabularies.language()),
        }

    def outside(self) -> bool:
        """Whether what is typed is a place of another region."""
        return self.meant_town is None and bool(communes.elsewhere(self.typed)) and not self.homonyms

    def unknown(self) -> bool:
        return bool(self.typed) and self.meant_town is None and not self.homonyms and not self.outside()


class AskedOfATown(TownTyped):
    """For pages of an item that ask for a commune and for other choices, all of them in the address."""

    #: Name of the page below its item.  There is no default, because each page has its own.
    page_name: str

    @property
    def is_sent_form(self) -> bool:
        """Whether the address is that of a form with empty fields: it is shortened, to be sent on."""
        return "avant" in self.request.form or "" in self.request.form.values()

    def redirected(self) -> bool:
        """Whether the reader is led on: to the commune that is meant, to the short address."""
        if self.meant_town is not None:
            url = self.town_url(self.meant_town.code)
        elif self.is_sent_form and not self.typed:
            url = self.url()
        else:
            return False
        self.request.response.redirect(url, status=302)
        return True

    @property
    def address(self) -> str:
        return f"{self.context.absolute_url()}/{self.page_name}"

    @property
    def canonical(self) -> str:
        return f"{public_url(self.context.absolute_url())}/{self.page_name}"

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The section, then the item."""
        return way_to(self.context)

    @cached_property
    def typed(self) -> str:
        """Not the commune of before, where a kind of body has been chosen since."""
        text, before = one(self.request.form, "lieu"), one(self.request.form, "avant")
        return "" if text == before and one(self.request.form, "type") else text[: communes.LONGEST]

    @cached_property
    def form(self) -> dict:
        """What is typed goes before a code."""
        form = dict(self.request.form)
        if self.typed:
            form.pop("commune", None)
        return form
