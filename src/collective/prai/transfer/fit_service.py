"""``ITEM/@fit``: the answer to « Transférable chez moi ? » for programs."""

from collective.prai.core import vocabularies
from collective.prai.core.asked_service import AnsweredService
from collective.prai.core.social import public_url
from collective.prai.transfer import fit
from collective.prai.transfer import fit_asked
from collective.prai.transfer import fit_words
from collective.prai.transfer.fit_answer import FitAnswer
from collective.prai.transfer.means import Effort
from collective.prai.transfer.means import Summary
from decimal import Decimal


class FitService(AnsweredService):
    """See the module."""

    def found(self) -> FitAnswer:
        return FitAnswer(self.context, self.request, self.request.form)

    def unknown(self, found: FitAnswer):
        return fit_asked.unknown(self.request.form, found.keys)

    def shaped(self, found: FitAnswer) -> dict:
        """Keys are described in syndication/openapi/fit.yaml."""
        url = public_url(self.context.absolute_url())
        answered, verdict = found.asking.is_answered, found.verdict
        return {
            "@id": f"{url}/@fit",
            "item": {"id": f"urn:uuid:{self.context.UID()}", "title": self.context.Title(), "url": url},
            "page": f"{url}/@@transferable-chez-moi",
            "reader": self.reader(found.reader) if answered else None,
            "verdict": {
                "level": verdict.level if answered else None,
                "title": self.words(fit_words.level(verdict)) if answered else None,
                "message": self.words(fit_words.so(verdict)) if answered else None,
                "met": verdict.met,
                "not_met": verdict.not_met,
                "unknown": verdict.unknown,
            },
            "conditions": [self.condition(one) for one in found.said],
            "means": [self.means(one) for one in found.means],
            "ask": self.ask(found),
        }

    def reader(self, reader: fit.Reader) -> dict:
        kind = reader.kinds[0]
        return {
            "name": reader.name or None,
            "type": kind,
            "type_title": vocabularies.title("organisation_types", kind),
            "population": reader.population,
            "zone": reader.zone or None,
            "inter_municipal_body": reader.body._asdict() if reader.body is not None else None,
        }

    def condition(self, one: fit_words.Said) -> dict:
        where = one.asked_by
        return {
            "key": one.key,
            "title": one.title,
            "state": one.state,
            "reason": one.reason,
            "source": one.source or None,
            "blocking": one.blocking,
            "how": one.how or None,
            "asked_by": {"title": where.title, "url": public_url(where.url), "words": one.words or None}
            if where is not None
            else None,
            "answers": [fit_asked.YES, fit_asked.NO, fit_asked.PERHAPS] if one.asks else [],
        }

    def means(self, one: Summary) -> dict:
        """Euros as text, exact to the cent; all others as numbers."""
        return {
            "measure": one.measure,
            "median": plain(one.median),
            "low": plain(one.low),
            "high": plain(one.high),
            "cases": [self.case(case, one.measure) for case in one.cases],
            "whole_project": one.whole,
        }

    def case(self, case: Effort, measure: str) -> dict:
        return {
            "value": plain(getattr(case, measure)),
            "own_contribution": plain(case.own) if measure == "euros" else None,
            "of": case.scope,
            "title": self.words(case.title),
            "url": public_url(case.url),
            "source": case.source or None,
        }

    def ask(self, found: FitAnswer) -> dict:
        return {
            "offices": [
                {
                    "function": office.function or None,
                    "organisation": link(office.organisation),
                    "email": office.email or None,
                    "phone": office.phone or None,
                    "of": office.of.title,
                }
                for office in found.offices
            ],
            "producers": [
                {"title": one, "url": None} if isinstance(one, str) else link(one) for one in found.producers
            ],
            "users": [
                {
                    "title": user.holder.title,
                    "url": public_url(user.holder.url),
                    "population": user.holder.population,
                    "km": None if user.km is None else round(user.km),
                    "reuse": user.holder.reused,
                }
                for user in found.users
            ],
            "form": public_url(found.question_url) if found.question_url else None,
        }


def link(one) -> dict | None:
    return {"title": one.title, "url": public_url(one.url)} if one is not None else None


def plain(value):
    """A number for JSON; an amount as text, so that no program rounds it."""
    return str(value.quantize(Decimal("0.01"))) if isinstance(value, Decimal) else value
