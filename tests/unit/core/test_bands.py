from collective.prai.core.bands import band_of
from collective.prai.core.bands import COSTS
from collective.prai.core.bands import POPULATIONS
import pytest


class TestBands:
    @pytest.mark.parametrize(
        ("population", "token"),
        [
            (0, "0-500"),
            (499, "0-500"),
            (500, "500-1000"),
            (1_800, "1000-2000"),
            (3_500, "3500-10000"),
            (500_000, "200000-"),
        ],
    )
    def test_a_band_includes_its_lower_edge_alone(self, population, token):
        assert band_of(POPULATIONS, population) == token

    def test_unknown_is_in_no_band(self):
        assert band_of(COSTS, None) is None
        assert band_of(COSTS, -1) is None

    @pytest.mark.parametrize("bands", [POPULATIONS, COSTS])
    def test_bands_leave_no_gap(self, bands):
        assert [band.high for band in bands[:-1]] == [band.low for band in bands[1:]]
        assert bands[-1].high is None
