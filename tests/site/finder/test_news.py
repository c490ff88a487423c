"""News and events: what is to come first, in French, and what their pages say to machines."""

from collective.prai.core.jsonld import breadcrumb
from collective.prai.finder import news
from collective.prai.interfaces import IJsonLd
from collective.prai.interfaces import IPraiLayer
from collective.prai.syndication import sitemap
from collective.prai.syndication.catalogue_state import forget
from datetime import datetime
from datetime import timedelta
from plone import api
from plone.app.testing import logout
from plone.dexterity.utils import createContentInContainer
from tests.site.conftest import words
from zope.component import queryMultiAdapter
from zope.interface import alsoProvides
import pytest
import pytz
import time


PARIS = pytz.timezone("Europe/Paris")


@pytest.fixture
def event(portal):
    """event("Atelier", 3): a public event so many days from now."""

    def event(title, days, state="publish", **fields):
        start = PARIS.localize(datetime.now().replace(microsecond=0)) + timedelta(days=days)
        with api.env.adopt_roles(["Manager"]):
            made = createContentInContainer(
                portal["agenda"], "Event", title=title, **{"start": start, "end": start} | fields
            )
            if state:
                api.content.transition(made, state)
        return made

    return event


class TestAgenda:
    def test_next_events_by_day_then_past_ones(self, portal, event, render):
        for title, days in (("Dans dix jours", 10), ("Demain", 1), ("Hier", -1), ("Il y a un an", -365)):
            event(title, days)
        event("Secrète", 2, state="")
        logout()
        assert portal["agenda"].getLayout() == "prai-agenda"
        html = render(portal["agenda"], "prai-agenda")
        places = [
            html.index(f">{title}</a>") for title in ("Demain", "Dans dix jours", "Hier", "Il y a un an")
        ]
        assert places == sorted(places) and "Secrète" not in html
        assert places[1] < html.index('id="past"') < places[2]

    def test_older_ones_are_on_pages_of_their_own(self, portal, event, render, http_request, monkeypatch):
        monkeypatch.setattr(news, "PAST", 2)
        for title, days in (("Demain", 1), ("Un", -1), ("Deux", -2), ("Trois", -3)):
            event(title, days)
        event("Secret", -2, state="")
        logout()
        seen = {}
        for asked in ("", "2", "999999", "x", "-1"):
            http_request.form = {"page": asked}
            html = render(portal["agenda"], "prai-agenda")
            seen[asked] = [title for title in ("Demain", "Un", "Deux", "Trois") if f">{title}</a>" in html]
            assert "agenda?page=2#past" in html and "Secret" not in html
        assert seen[""] == seen["x"] == seen["-1"] == ["Demain", "Un", "Deux"]
        assert seen["2"] == seen["999999"] == ["Trois"]
        assert 'id="coming"' in html

    def test_without_an_event_to_come_it_says_so(self, portal, event, render):
        event("Hier", -1)
        assert 'id="past"' in render(portal["agenda"], "prai-agenda")
        assert 'id="coming"' in render(portal["agenda"], "prai-agenda")

    def test_an_event_says_when_in_french_and_that_it_is_over(self, event, render):
        day = PARIS.localize(datetime(2010, 5, 6, 9, 30))
        past = event("Diagnostic", 0, start=day, end=day.replace(hour=12), location="Toulouse")
        text = words(render(past, "event_view").split('id="content"')[1])
        assert "6 mai 2010 , 9 h 30 – 12 h 30" in text
        assert "Toulouse" in text
        assert 'role="note"' in render(past, "event_view")
        coming = render(event("Atelier", 3), "event_view")
        assert "ics_view" in coming and 'role="note"' not in coming

    def test_machines_read_event_and_news(self, event, portal, http_request):
        alsoProvides(http_request, IPraiLayer)
        day = PARIS.localize(datetime(2010, 5, 6))
        found = event(
            "Diagnostic", 0, start=day, end=day.replace(hour=23), whole_day=True, location="Toulouse"
        )
        with api.env.adopt_roles(["Manager"]):
            news = api.content.create(portal["actualites"], "News Item", title="Une <nouvelle>")
            news.themes = ["tourisme"]
            api.content.transition(news, "publish")
        said = {}
        for obj, name in ((found, "event_view"), (news, "newsitem_view")):
            said[name] = queryMultiAdapter(
                (obj, api.content.get_view(name, obj, http_request)), IJsonLd
            ).data()
        assert said["event_view"]["@type"] == "Event" and said["event_view"]["startDate"] == "2010-05-06"
        assert said["event_view"]["location"] == {"@type": "Place", "name": "Toulouse"}
        assert said["newsitem_view"]["@type"] == "NewsArticle"
        assert said["newsitem_view"]["about"][0]["termCode"] == "tourisme"
        assert said["newsitem_view"]["mainEntityOfPage"]["breadcrumb"] == breadcrumb(news)


class TestSitemapXml:
    def test_names_the_pages_of_which_there_is_something(self, portal, make_item):
        make_item("prai.HowTo", state="published", themes=["tourisme"], audiences=["elus"])
        make_item("prai.ProjectSheet", state="published", departments=["31"], epcis=["243100633"])
        make_item("prai.HowTo", themes=["urbanisme"])
        with api.env.adopt_roles(["Manager"]):
            page = api.content.create(
                portal["presentations"], "Document", "themes-tourisme", title="Tourisme"
            )
            api.content.transition(page, "publish")
            forget()
            text = sitemap.files_of("https://centre.example", time.time())[""].decode()
        found = {line.split("</loc>")[0] for line in text.split("<loc>https://centre.example/")[1:]}
        assert {
            "themes", "themes/tourisme", "publics/elus", "territoires/31", "territoires/31/243100633",
            "plan-du-site", "trouver",
        } <= found  # fmt: skip
        assert not found & {"themes/urbanisme", "territoires/32", "presentations/themes-tourisme"}
