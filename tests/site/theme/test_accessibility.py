from collective.prai.interfaces import IPraiLayer
from collective.prai.theme.accessibility import views
from collective.prai.theme.accessibility.results import read
from collective.prai.theme.accessibility.results import tally
from collective.prai.theme.editor import forget_tab
from collective.prai.theme.editor import free_tab
from collective.prai.theme.editor import RECORD
from collective.prai.theme.repairs import Repairs
from collective.prai.upgrades.to_1002 import free_tab_key
from copy import deepcopy
from datetime import date
from plone import api
from repoze.xmliter.utils import getHTMLSerializer
from tests.site.conftest import words
from zope.interface import alsoProvides
import json
import pytest
import re


@pytest.fixture
def audit(monkeypatch):
    """Data of an audit, to be changed by the test; nothing has changed since."""
    data = deepcopy(read())
    monkeypatch.setattr(views, "read", lambda: data)
    monkeypatch.setattr(views, "changed_since", lambda: 0)
    return data


@pytest.fixture
def declaration(portal, render):
    return lambda: words(render(portal, "accessibility-info"))


def decide(data, verdict, *numbers):
    for number in numbers or data["criteria"]:
        data["criteria"][number] |= {"verdict": verdict, "by": "machine", "faults": [], "count": 0}


class TestDeclaration:
    def test_figures_are_those_of_the_data(self, portal, render):
        page = render(portal, "accessibility-info")
        table = re.search(r'id="prai-audit-results".*?</table>', page, re.S)[0]
        counted = tally(read()["criteria"])
        numbers = [int(number) for number in re.findall(r">(\d+)</td>", table)]
        assert numbers == [counted.compliant, counted.failing, counted.absent, counted.unknown]
        assert sum(numbers) == 106
        assert f"{counted.evaluated} critères sur 106 ont été évalués" in words(page)
        assert f"décidé de {counted.by_machine} critères, des personnes de {counted.by_hand}" in words(page)

    def test_an_audit_that_is_not_complete_claims_no_conformity(self, audit, declaration):
        decide(audit, "compliant")
        audit["criteria"]["3.1"] |= {"verdict": "not-evaluated", "by": None}
        text = declaration()
        assert "Ce site est non conforme" in text
        assert "105 critères sur 106 ont été évalués" in text
        assert "% des critères" not in text

    def test_a_complete_one_says_its_rate(self, audit, declaration):
        decide(audit, "compliant")
        assert "Ce site est totalement conforme" in declaration()
        audit["criteria"]["8.2"] |= {
            "verdict": "non-compliant",
            "count": 2,
            "faults": [{"page": "projets", "what": "nu: x"}],
        }
        text = declaration()
        assert "Ce site est partiellement conforme" in text
        assert "99,1 % des critères applicables" in text
        assert "8.2 Code source valide : 2 défauts" in text

    def test_an_audit_of_other_pages_says_so(self, audit, declaration, monkeypatch):
        assert "Audit antérieur" not in declaration()
        monkeypatch.setattr(views, "changed_since", lambda: 3)
        assert "3 des fichiers qui dessinent les pages" in declaration()

    def test_is_renewed_after_three_years(self, audit, portal, http_request):
        view = views.Declaration(portal, http_request)
        audit["date"] = "2023-11-22"
        assert view.expired(date(2026, 11, 22))
        assert not view.expired(date(2026, 11, 21))

    def test_what_the_law_asks_for_is_there(self, declaration):
        text = declaration()
        for sentence in (
            "article 47 de la loi n° 2005-102", "État de conformité", "Non-conformités", "charge disproportionnée",
            "Établissement de cette déclaration", "Retour d’information et contact", "Voies de recours",
            "Libre réponse 71120, 75342 Paris CEDEX 07",
        ):  # fmt: skip
            assert sentence in text, sentence

    def test_writes_to_the_form_for_questions_or_to_the_stock_one(self, portal, render):
        assert (
            f'href="{portal.absolute_url()}/poser-une-question"'
            in render(portal, "accessibility-info").split("<main")[-1]
        )
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(portal["poser-une-question"])
        assert f'href="{portal.absolute_url()}/contact-info"' in render(portal, "accessibility-info")


SKELETON = b"""<html><head><title>x</title><meta charset="utf-8"></head><body>
<div id="portal-anontools"><a icon="plone-login" href="login">Log in</a></div>
<nav id="portal-globalnav-wrapper"><div id="offcanvasNavbar" aria-labelledby="nothing">
<button data-bs-dismiss="offcanvas" aria-label="Close"></button></div></nav>
<nav id="portal-breadcrumbs" aria-label="breadcrumb"></nav><main id="main-container"><p>x</p></main></body></html>"""


class TestRepairs:
    @pytest.fixture
    def repair(self, http_request):
        alsoProvides(http_request, IPraiLayer)

        def repair(text):
            made = Repairs(None, http_request).transformIterable(getHTMLSerializer([text]), "utf-8")
            return made if made is None else b"".join(made).decode()

        return repair

    def test_a_way_past_the_menu_comes_first(self, repair):
        body = repair(SKELETON).partition("<body>")[2].lstrip()
        assert body.startswith('<a class="prai-skip" href="#main-container">')

    def test_parts_have_names(self, repair):
        page = repair(SKELETON)
        assert len(set(re.findall(r'<nav[^>]*aria-label="([^"]+)"', page))) == 2
        assert 'aria-label="Close"' not in page
        assert "aria-labelledby" not in page
        assert "icon=" not in page
        assert "<meta charset" not in page

    def test_groups_of_boxes_are_named_as_groups(self, repair):
        form = b"""<div data-fieldname="purpose"><label for="purpose">Objet</label><div id="purpose">
        <input type="radio" id="purpose-0" aria-label="x"></div></div>
        <div data-fieldname="title"><label for="title">Titre</label><input id="title"></div>"""
        page = repair(SKELETON.replace(b"<p>x</p>", form))
        assert '<label id="purpose-label">' in page
        assert '<div id="purpose" role="radiogroup" aria-labelledby="purpose-label">' in page
        assert '<label for="title">' in page

    def test_what_has_no_theme_is_left_alone(self, repair):
        assert repair(b"<html><body><p>x</p></body></html>") is None
        assert Repairs(None, None).transformIterable([b"<main id='m'></main>"], "utf-8") is None
        assert Repairs(None, None).transformBytes(b"<main id='m'></main>", "utf-8") is None


class TestEditor:
    def settings(self):
        return json.loads(api.portal.get_registry_record(RECORD) or "{}")

    def test_tab_leaves_lists_and_tables(self, portal):
        assert self.settings() == {"lists_indent_on_tab": False, "table_tab_navigation": False}

    def test_what_the_site_chose_stays(self, portal):
        api.portal.set_registry_record(RECORD, '{"lists_indent_on_tab": true, "branding": false}')
        for _ in range(2):
            free_tab_key(None)
        assert self.settings() == {
            "lists_indent_on_tab": True,
            "branding": False,
            "table_tab_navigation": False,
        }
        forget_tab()
        assert self.settings() == {"lists_indent_on_tab": True, "branding": False}

    @pytest.mark.parametrize("stored", ["no JSON", "[]", ""])
    def test_what_is_no_object_is_replaced(self, portal, stored):
        api.portal.set_registry_record(RECORD, stored)
        free_tab()
        assert self.settings()["lists_indent_on_tab"] is False
        forget_tab()
        assert self.settings() == {}
