"""``/operations/operations.csv``, ``.xlsx`` and ``.json``: what the page shows, in the asked columns."""

from collective.prai import _
from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.core.licences import HOUSE_LICENCE
from collective.prai.core.social import public_url
from collective.prai.programme.operations.asked import Asked
from collective.prai.programme.operations.asked import read_asked
from collective.prai.programme.operations.register import Register
from collective.prai.programme.operations.register import SECTION
from collective.prai.programme.operations.writing import as_csv
from collective.prai.programme.operations.writing import as_json
from collective.prai.programme.operations.writing import as_xlsx
from functools import cached_property
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.i18n import translate
import json


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Export(BrowserView):
    """Of the section alone; 400 with a sentence for values that nobody knows."""

    suffix = ""
    media_type = ""

    def __call__(self) -> bytes | str:
        if self.context.getId() != SECTION:
            raise NotFound("Not found")
        response = self.request.response
        if self.asked.wrong:
            response.setStatus(400)
            response.setHeader("Content-Type", "text/plain; charset=utf-8")
            return f"{translate(self.asked.wrong[0], context=self.request)}\n"
        response.setHeader("Content-Type", self.media_type)
        name = f"operations-{self.asked.profile.id}.{self.suffix}"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "public, max-age=0, must-revalidate")
        response.setHeader("X-Content-Type-Options", "nosniff")
        return self.body()

    @cached_property
    def asked(self) -> Asked:
        return read_asked(self.request.form)

    @cached_property
    def register(self) -> Register:
        return Register(self.asked.filters, persons=self.asked.profile.persons)

    def body(self) -> bytes:
        """The file.  There is no default, because each kind is written in its own way."""
        raise NotImplementedError


class Csv(Export):
    """As the profile writes it."""

    suffix = "csv"
    media_type = "text/csv; charset=utf-8; header=present"

    def body(self) -> bytes:
        return as_csv(self.asked.profile, self.register.rows)


class Xlsx(Export):
    """For spreadsheets: amounts are numbers, texts are texts."""

    suffix = "xlsx"
    media_type = XLSX

    def body(self) -> bytes:
        return as_xlsx(self.asked.profile, self.register.rows, self.notes())

    def notes(self) -> list[str]:
        """What the file is, below each other."""
        day = self.register.updated
        unknown = self.register.total.unknown["eligible_cost"]
        sentences = [
            self.asked.profile.title,
            self.asked.profile.source,
            _("List brought up to date on ${date}.", mapping={"date": day.isoformat()}) if day else "",
            _("Operations: ${rows}, of which without amount: ${unknown}.",
              mapping={"rows": self.register.total.rows, "unknown": unknown}),
            f"{HOUSE_ATTRIBUTION} – {HOUSE_LICENCE}",
            public_url(self.context.absolute_url()),
        ]  # fmt: skip
        return [translate(sentence, context=self.request) for sentence in sentences if sentence]


class Json(Export):
    """For programs; ``@operations`` answers the same and says more of what is wrong."""

    suffix = "json"
    media_type = "application/json; charset=utf-8"

    def body(self) -> bytes:
        return as_json(about(self.context, self.register, self.asked), self.asked.profile, self.register.rows)


def about(section, register: Register, asked: Asked) -> dict:
    """What stands around the rows; amounts as text, exact to the cent; keys: openapi/operations.yaml."""
    url = public_url(section.absolute_url())
    filters = asked.filters
    return {
        "@id": f"{url}/@operations",
        "page": url,
        "updated": register.updated.isoformat() if register.updated else None,
        "overdue": register.is_late,
        "profile": {"id": asked.profile.id, "title": asked.profile.title, "source": asked.profile.source},
        "filters": {
            "mesure": filters.measure or None,
            "departement": filters.department or None,
            "annee": filters.year or None,
        },
        "licence": HOUSE_LICENCE,
        "attribution": HOUSE_ATTRIBUTION,
        "totals": [_total(total) for total in register.totals],
        "total": _total(register.total),
    }


def _total(total) -> dict:
    return {
        "measure": total.measure or None,
        "title": total.title or None,
        "rows": total.rows,
        "rebuilt": total.rebuilt,
        "sums": {name: None if value is None else f"{value:.2f}" for name, value in total.sums.items()},
        "without_amount": total.unknown,
    }


def refusal(kind: str, sentence, request) -> str:
    """Body of an answer that says no, for programs."""
    return json.dumps({"type": kind, "message": translate(sentence, context=request)}, ensure_ascii=False)
