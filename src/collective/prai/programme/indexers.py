"""What lists know of calls, measures and programmes without waking them."""

from collective.prai.core.partial_date import format_period
from collective.prai.programme.content.call import ICall
from collective.prai.programme.content.measure import IMeasure
from collective.prai.programme.content.programme import IProgramme
from collective.prai.programme.windows import moment
from collective.prai.programme.windows import PREPARATION
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.indexer import indexer


def _utc(moment) -> str | None:
    """The same text for the same moment, whatever zone the field says it in."""
    return moment.astimezone(UTC).isoformat() if moment else None


@indexer(ICall)
def call_card(obj):
    """Kind; state and the moments of its window in ISO 8601: where it stands is asked when it is shown."""
    opens, closes = moment(obj.opens), moment(obj.closes)
    return {
        "call_kinds": obj.kind,
        "call_window": [
            api.content.get_state(obj, default=PREPARATION),
            _utc(opens),
            _utc(closes),
        ],
    }


@indexer(IMeasure)
def measure_card(obj):
    return {"number": obj.number, "programme_needs": obj.need}


@indexer(IProgramme)
def programme_card(obj):
    return {"text": format_period(obj.starts, obj.extended_until or obj.ends) or None}


@indexer(ICall)
def call_opens(obj):
    """The moment from which applications are taken; pages that say so are made anew then."""
    if obj.opens is None:
        raise AttributeError("start")
    return moment(obj.opens)


@indexer(ICall)
def call_ends(obj):
    """The first moment at which none is taken any more."""
    if obj.closes is None:
        raise AttributeError("end")
    return moment(obj.closes) + timedelta(seconds=1)
