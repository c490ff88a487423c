from collective.prai.core.structure import SECTIONS
from plone import api
import pytest


TYPES = [
    "prai.Organisation", "prai.Guide", "prai.HowTo", "prai.TeachingPack", "prai.Study", "prai.Indicator",
    "prai.ProjectSheet", "prai.MissionSheet", "prai.Deliverable", "prai.Reuse", "prai.Collection",
]  # fmt: skip


class TestInstalled:
    @pytest.fixture(autouse=True)
    def _setup(self, portal):
        self.portal = portal

    def test_each_section_takes_only_its_types(self):
        for section in SECTIONS:
            folder = self.portal[section.id]
            assert set(folder.locally_allowed_types) == set(section.types)

    def test_every_type_can_be_made_in_its_section(self, make_item):
        for name in TYPES:
            assert make_item(name).portal_type == name

    def test_vocabularies_are_seeded(self):
        rows = api.portal.get_registry_record("collective.prai.vocabularies.themes")
        assert "petite-enfance" in {row["token"] for row in rows}
