"""``CALL/@eligibility``: the answer to « suis-je éligible ? » for programs."""

from collective.prai.core import vocabularies
from collective.prai.core.asked_service import AnsweredService
from collective.prai.core.social import public_url
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


class EligibilityService(AnsweredService):
    """See the module."""

    def found(self) -> Answer:
        return Answer(self.context, self.request.form)

    def unknown(self, found: Answer):
        return asked.unknown(self.request.form, found.rules.who)

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
