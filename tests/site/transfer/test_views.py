from collective.prai.transfer.views import DeliverableView
from plone.namedfile.file import NamedBlobFile
from tests.site.conftest import rich
from tests.site.conftest import words
import pytest


class TestDeliverable:
    @pytest.mark.parametrize(
        "availability, text",
        [
            ("download", "download it now"),
            ("on-request", "ask us for it"),
            ("not-found", "has not been found"),
        ],
    )
    def test_availability_in_plain_words(self, make_item, availability, text):
        view = DeliverableView(make_item("prai.Deliverable", availability=availability), None)
        assert text in view.availability()

    def test_both_licences_effort_and_file(self, make_item, render):
        item = make_item(
            "prai.Deliverable", state="published", availability="download", product_licence="GPL-3.0-or-later",
            file=NamedBlobFile(b"x" * 3000, filename="cahier des charges.pdf"), producer_name="Cyber-base de Melle",
            effort=[{"internal_days": 12, "provider_days": None, "cost": None, "months": 3, "source": "étude"}],
            conditions=["systeme-open-source"], conditions_text=rich("<p>Un serveur.</p>"),
        )  # fmt: skip
        page = render(item)
        assert "GNU GPL 3" in page and "Licence Ouverte" in page and "Cyber-base de Melle" in page
        assert "@@download/file/cahier%20des%20charges.pdf" in page and "PDF" in words(page)
        assert "Un serveur." in page and "étude" in page
