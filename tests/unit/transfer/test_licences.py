from collective.prai.transfer.licences import may_have
from collective.prai.transfer.licences import proposed
from collective.prai.transfer.licences import TERMS
from collective.prai.transfer.licences import terms_of
from importlib.resources import files
import pytest
import yaml


def tokens():
    rows = yaml.safe_load((files("collective.prai.core") / "data" / "fixed.yaml").read_text())
    return {row["token"] for name in ("product_licences", "licences") for row in rows[name]}


class TestTerms:
    def test_every_licence_of_the_lists_is_in_the_table(self):
        assert tokens() <= set(TERMS)

    def test_what_a_licence_keeps_are_licences_that_may_be_chosen(self):
        for licence, terms in TERMS.items():
            assert terms.keeps <= tokens()
            assert not terms.keeps or licence in terms.keeps

    @pytest.mark.parametrize(
        "licence",
        [
            None,
            "",
            "unknown",
            "on-request",
            "all-rights-reserved",
            "CC-BY-ND-4.0",
            "CC-BY-NC-ND-4.0",
            "Ma-Licence",
            "\x00",
        ],
    )
    def test_refused_with_a_reason(self, licence):
        assert not terms_of(licence).adaptable and str(terms_of(licence).reason)

    def test_no_derivatives_says_so(self):
        assert "(ND)" in terms_of("CC-BY-ND-4.0").reason
        assert "(ND)" not in terms_of("Handy-1.0").reason

    @pytest.mark.parametrize(
        "original, adapted, may",
        [
            ("CC-BY-SA-4.0", "CC-BY-SA-4.0", True), ("CC-BY-SA-4.0", "etalab-2.0", False), ("CC-BY-SA-4.0", None, False),
            ("GPL-3.0-or-later", "MIT", False), ("GPL-2.0-or-later", "GPL-3.0-or-later", True), ("MIT", "on-request", True),
            ("GPL-3.0-or-later", "on-request", False), ("etalab-2.0", None, True), ("AGPL-3.0-or-later", "GPL-3.0-or-later", False),
        ],
    )  # fmt: skip
    def test_copyleft_is_kept(self, original, adapted, may):
        assert may_have(original, adapted) == may

    def test_proposed(self):
        assert proposed("CC-BY-SA-4.0") == "CC-BY-SA-4.0"
        assert proposed("etalab-2.0") is None and proposed("unknown") is None
