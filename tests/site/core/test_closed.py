"""Which stock pages and services are closed to readers outside the team."""

from collective.prai.core.gate import is_closed
from plone import api
from types import SimpleNamespace
import pytest


class View(SimpleNamespace):
    """What traversal published: a view or a service knows its name."""

    def method(self):
        """As in ``pas_member/info``."""


class TestClosed:
    @pytest.mark.parametrize(
        "name", ["version-view", "GET_application_json_@relations", "PATCH_application_json_@history", "RSS"]
    )
    def test_by_any_spelling(self, name):
        view = View(__name__=name)
        assert is_closed({"PUBLISHED": view, "PARENTS": []})
        assert is_closed({"PUBLISHED": view.method, "PARENTS": []})

    @pytest.mark.parametrize("name", ["history", "author"])
    def test_a_page_may_bear_the_name_of_a_closed_view(self, portal, name):
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(portal, "Folder", name)
            page = api.content.create(folder, "Document", name)
        parents = [page, folder, portal]
        assert not is_closed({"PUBLISHED": View(__name__="view"), "PARENTS": parents})
        assert is_closed({"PUBLISHED": View(__name__="historyview"), "PARENTS": parents})

    def test_others_stay_open(self):
        assert not is_closed({"PUBLISHED": View(__name__="GET_application_json_@search"), "PARENTS": []})
        assert not is_closed(
            {"PUBLISHED": View(__name__="view"), "PARENTS": [View(__name__="history-of-it")]}
        )
