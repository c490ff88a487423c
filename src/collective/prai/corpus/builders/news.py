"""news.yaml → news and dated events of the centre, written from the corpus."""

from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import address
from collective.prai.corpus.text import one_line
from datetime import date
from datetime import datetime
from datetime import time
import pytz


#: What plone.event itself uses: a zoneinfo zone cannot be stored.
PARIS = pytz.timezone("Europe/Paris")


def news(row: Taker) -> Draft:
    """An item with a day is an event of that whole day, any other is a piece of news."""
    source = one_line(row.text("source"))
    values = {
        "title": row.required("title"),
        "description": one_line(row.text("description")),
        "text": row.text("body") + (f"\n<p>Source : {source}.</p>" if source else ""),
    }
    when, url = row.take("day", date), row.text("url")
    if when is None:
        return Draft(row.row, "News Item", values)
    values |= {
        "start": PARIS.localize(datetime.combine(when, time(0))),
        "end": PARIS.localize(datetime.combine(when, time(23, 59, 59))),
        "whole_day": True,
        "location": row.text("place"),
        "event_url": address(url),
    }
    return Draft(row.row, "Event", values)
