"""``CALL/@eligibility``: the answer to « suis-je éligible ? » for programs."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.caching.conditional import allow_all_origins
from collective.prai.core.caching.conditional import answer_preflight
from collective.prai.core.social import public_url
from collective.prai.core.throttle import Visit
from collective.prai.programme import asked
from collective.prai.programme import saying
from collective.prai.programme.answer import Answer
from collective.prai.programme.call_page import apply_url
from collective.prai.programme.eligibility import NO
from collective.prai.programme.eligibility import OK
from collective.prai.programme.eligibility import WARNING
from collective.prai.programme.eligible_page import NAME
from collective.prai.programme.eligible_page import VERDICTS
from collective.prai.programme.subsidy import Said
from datetime import datetime
from decimal import Decimal
from plone.restapi.services import Service
from zope.i18n import translate
import json


class EligibilityService(Service):
    """200 with the answer; 400 with a sentence on what is wrong first; 429 for who asks too often."""

    def render(self):
        response = self.request.response
        if self.request.method == "OPTIONS":
            return answer_preflight(self.request)
        allow_all_origins(response)
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        response.setHeader("Cache-Control", "no-store")
        visit, body = Visit(self.request), ""
        if visit.wait:
            response.setHeader("Retry-After", str(visit.wait))
            sentence = _(
                "Too many requests come from your address: ask again in ${seconds} s.",
                mapping={"seconds": visit.wait},
            )
            return self.refuse(429, "TooManyRequests", sentence)
        try:
            body = self.answer()
            return body
        finally:
            visit.end(body)

    def refuse(self, status: int, kind: str, sentence) -> str:
        self.request.response.setStatus(status)
        return json.dumps({"type": kind, "message": self.words(sentence)}, ensure_ascii=False)

    def words(self, message) -> str:
        return translate(message, context=self.request)

    def answer(self) -> str:
        found = Answer(self.context, self.request.form)
        wrong = asked.unknown(self.request.form, found.rules.who)
        if wrong is None and found.asking.wrong:
            wrong = found.asking.wrong[0]
        if wrong is not None:
            return self.refuse(400, "BadRequest", wrong)
        return json.dumps(self.shaped(found), ensure_ascii=False)

    def shaped(self, found: Answer) -> dict:
        """Keys are described in syndication/openapi/eligibility.yaml."""
        url = public_url(self.context.absolute_url())
        window, rules = found.window, found.rules.who
        apply_at = apply_url(self.context, self.request, window)
        return {
            "@id": f"{url}/@eligibility",
            "call": {
                "title": self.context.Title(),
                "url": url,
                "state": window.state,
                "opens": iso(window.opens),
                "closes": iso(window.closes),
                "takes_applications": window.takes,
            },
            "page": f"{url}/{NAME}",
            "apply": public_url(apply_at) if apply_at else None,
            "rules_of": found.day.isoformat(),
            "applicant": self.applicant(found),
            "verdict": {
                "result": found.level if found.asking.is_answered else None,
                "title": self.words(VERDICTS[found.level]) if found.asking.is_answered else None,
                "in_time": found.in_time,
                "ok": found.count(OK),
                "warning": found.count(WARNING),
                "no": found.count(NO),
            },
            "rules": [
                {
                    "rule": one.rule,
                    "result": one.result,
                    "priority_only": bool(one.effect),
                    "label": one.label,
                    "reason": one.reason,
                }
                for one in found.judged
            ],
            "aid": self.aid(found),
            "days": plain(self.context.typical_days),
            "questions": [
                {"name": name, "label": one.label, "blocking": one.blocking}
                for name, one in zip(asked.conditions(rules), rules.requirements, strict=True)
            ],
            "exclusions": [
                {"exclu": str(number), "label": line} for number, line in enumerate(rules.excluded_themes, 1)
            ],
        }

    def applicant(self, found: Answer) -> dict:
        facts, town = found.facts, found.asking.town
        as_body = found.asking.values.get("echelle") == asked.BODY and found.asking.body is not None
        name = (found.asking.body.name if as_body else town.name) if town is not None else None
        return {
            "name": name,
            "type": facts.kind,
            "type_title": vocabularies.title("organisation_types", facts.kind) or None,
            "population": facts.population,
            "outside_urban_area": facts.outside_urban_area,
            "project_kinds": list(facts.project_kinds),
        }

    def aid(self, found: Answer) -> dict | None:
        """Euros as text, exact to the cent."""
        aid = found.aid
        if aid is None:
            return None
        return {
            "eligible_cost": euros(aid.eligible_cost),
            "shares": [
                {"funder": share.funder, "percent": plain(share.percent), "amount": euros(share.amount)}
                for share in aid.shares
            ],
            "total": euros(aid.total),
            "rate": plain(aid.rate),
            "own_contribution": euros(aid.own),
            "working": found.steps(),
            "warnings": [self.warning(one, found) for one in aid.warnings],
        }

    def warning(self, one: Said, found: Answer) -> dict:
        return {
            "key": one.key,
            "message": saying.step(one, found.language),
            "ceiling": euros(one.figures.get("cap")),
            "since": one.figures.get("since") or None,
            "decided_by": one.figures.get("decided_by") or None,
            "readings": [
                {
                    "basis": reading.basis,
                    "total": euros(reading.total),
                    "own_contribution": euros(reading.own),
                }
                for reading in one.figures.get("readings") or ()
            ],
        }


def euros(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount.quantize(Decimal("0.01")))


def plain(number: Decimal | None) -> float | int | None:
    """A rate or a number of days as JSON has it."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
