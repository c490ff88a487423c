"""Real questions to the real corpus."""

from plone.app.testing import logout
from tests.site.conftest import words
import pytest


def answer(render, portal, http_request, **form) -> str:
    logout()
    http_request.form.clear()
    http_request.form.update(form)
    page = render(portal, "trouver")
    return words(page[page.find("prai-finder-results") :])


class TestQuestions:
    def test_the_official_with_ten_minutes(self, render, portal, http_request):
        """Childcare pre-registration, 1,800 inhabitants, under 30,000 €: nothing exact, and what comes near."""
        page = answer(
            render, portal, http_request, q="préinscription enfance", habitants="1800", cout_max="30000"
        )
        assert "82 050 €" in page and "16 410 €" in page, "what the project costs in truth"
        assert page.index("Coteaux du Girou") < page.index("Solution de gestion de la petite enfance")

    @pytest.mark.parametrize(
        "query, title",
        [
            ("péri-scolaire", "Solution de gestion de la petite enfance"),
            ("periscolaire", "Solution de gestion de la petite enfance"),
            ("enfants", "Solution de gestion de la petite enfance"),
            ("crèche", "Solution de gestion de la petite enfance"),
            ("préinscriptions", "Solution de gestion de la petite enfance"),
            ("pre-inscription", "Solution de gestion de la petite enfance"),
            ("Girou", "Le plan de développement numérique des Coteaux du Girou"),
            ("cyberbase", "Étude sur les espaces publics numériques du Pays Mellois"),
            ("EPN mobile", "Monter un espace public numérique mobile et prêter le matériel"),
            ("cahiers des charges", "Cahier des charges commun à deux centres de gestion"),
            ("l’équipement des mairies", "Recenser l'équipement des mairies avant un projet commun"),
        ],
    )
    def test_words_of_readers(self, render, portal, http_request, query, title):
        page = answer(render, portal, http_request, q=query)
        assert title in page and "No exact result" not in page and "Aucun résultat exact" not in page

    def test_a_slip(self, render, portal, http_request):
        assert "Vouliez-vous dire observatoire" in answer(render, portal, http_request, q="obsevratoire") or (
            "Did you mean observatoire" in answer(render, portal, http_request, q="obsevratoire")
        )
