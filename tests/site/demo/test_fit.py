"""On the real corpus the answers are worth something: verdicts that stand on what the sources say."""

from collective.prai.transfer import fit
from collective.prai.transfer.fit_answer import FitAnswer
from plone import api
from zope.globalrequest import getRequest


#: A commune of 1,800 inhabitants of the region, and a communauté of 12,000.
COMMUNE = {"type": "commune", "habitants": "1800"}
COMMUNAUTE = {"type": "communaute-de-communes", "habitants": "12000"}
#: What is decided by the thing alone, whoever asks.
THING_ONLY = {fit.AVAILABLE, fit.LICENCE}


def answers(form, **kw):
    """Id of a deliverable → the answer of its sheet."""
    brains = api.content.find(portal_type="prai.Deliverable", unrestricted=True, **kw)
    return {brain.getId: FitAnswer(brain._unrestrictedGetObject(), getRequest(), form) for brain in brains}


def decided(answer):
    """Conditions of the sheet and of the reader that are known."""
    return {
        one.asked.key
        for one in answer.conditions
        if one.state != fit.UNKNOWN and one.asked.key not in THING_ONLY
    }


class TestDemo:
    def test_published_deliverables_give_verdicts(self, portal):
        for form, at_least in ((COMMUNE, 7), (COMMUNAUTE, 8)):
            levels = [one.verdict.level for one in answers(form, review_state="published").values()]
            assert sum(level != fit.NOTHING_KNOWN for level in levels) >= at_least >= 6

    def test_six_deliverables_answer_by_what_the_reader_is(self, portal):
        with api.env.adopt_roles(["Manager"]):
            for form in (COMMUNE, COMMUNAUTE):
                known = {name for name, one in answers(form).items() if decided(one)}
                assert known >= {
                    "questionnaire-equipement-mairies", "cahier-des-charges-commun-cdg",
                    "montage-groupement-de-commandes", "grille-indicateurs-territoriaux",
                    "outils-libres-adullact", "kit-epn-mobile",
                }  # fmt: skip

    def test_a_commune_is_sent_to_its_body_and_the_body_is_fit(self, portal):
        grid = portal["livrables"]["grille-indicateurs-territoriaux"]
        alone = FitAnswer(grid, getRequest(), {"commune": "31228"})
        (scale,) = [one for one in alone.said if one.key == fit.SCALE]
        assert scale.state == fit.NOT_MET and "CC des Coteaux du Girou" in scale.reason
        assert "dix intercommunalités" in scale.words
        shared = FitAnswer(grid, getRequest(), {"commune": "31228", "echelle": "epci"})
        assert fit.SCALE in decided(shared) and shared.verdict.level == fit.WITH

    def test_the_body_that_made_it_is_told_so(self, portal):
        item = portal["livrables"]["solution-petite-enfance"]
        girou = FitAnswer(item, getRequest(), {"commune": "31228", "echelle": "epci"})
        assert [one.found.why for one in girou.conditions if one.asked.key == fit.ALIKE_KEY] == ["your-own"]
        town = FitAnswer(item, getRequest(), {"commune": "31228"})
        assert [one.found.why for one in town.conditions if one.asked.key == fit.ALIKE_KEY] == ["your-body"]

    def test_the_cost_of_the_whole_project_is_not_that_of_its_questionnaire(self, portal):
        item = portal["livrables"]["questionnaire-equipement-mairies"]
        (cost,) = FitAnswer(item, getRequest(), COMMUNE).means
        assert (cost.measure, str(cost.median), cost.count, cost.whole) == ("euros", "82050.00", 1, True)
