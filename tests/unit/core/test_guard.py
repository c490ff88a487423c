"""The guard of public forms: what it signs, what it believes, how often it lets one in."""

from collective.prai.core.public_forms.checks import email
from collective.prai.core.public_forms.checks import message
from collective.prai.core.public_forms.checks import organisation
from collective.prai.core.public_forms.checks import web_address
from collective.prai.core.public_forms.guard import HourlyLimit
from collective.prai.core.public_forms.guard import moment_of
from collective.prai.core.public_forms.guard import sign
import pytest


TOKEN = sign(1_800_000_000, "form", "secret")


class TestToken:
    def test_says_when_the_form_was_shown(self):
        assert moment_of(TOKEN, "form", ["newer", "secret"]) == 1_800_000_000

    @pytest.mark.parametrize(
        "token,form,secrets",
        [
            (TOKEN, "other", ["secret"]), (TOKEN, "form", ["another"]), (TOKEN, "form", []),
            (TOKEN.replace("1800000000", "1700000000"), "form", ["secret"]), (TOKEN[:-1] + "é", "form", ["secret"]),
            ("", "form", ["secret"]), (f"{TOKEN}\n", "form", ["secret"]), ("9" * 5000, "form", ["secret"]),
        ],
    )  # fmt: skip
    def test_is_believed_only_if_it_is_ours(self, token, form, secrets):
        assert moment_of(token, form, secrets) is None


class TestLimit:
    def test_of_one_and_of_everybody(self):
        limit = HourlyLimit(one=2, everybody=3)
        assert [limit.wait("a") > 0 for _n in range(3)] == [False, False, True]
        assert limit.wait("b") == 0
        assert limit.wait("c") > 600


@pytest.mark.parametrize(
    "check,value,good",
    [
        (email, "communication@mairie.example", True), (email, "a@b", False), (email, "a@b.fr\nBcc: c@d.fr", False),
        (email, "a..b@c.fr", False), (email, "é@mairie.fr", False), (email, "a@" + "b" * 200 + ".fr", False),
        (email, "<a@b.fr>", False), (email, "a@b.fr,c@d.fr", False), (email, None, True),
        (web_address, "https://www.mairie.example/actualites?x=1", True), (web_address, "javascript:alert(1)", False),
        (web_address, "https://", False), (web_address, "http://localhost", False), (web_address, "http://[::1", False),
        (web_address, "https://a.fr:99999/", False), (web_address, "https://u:p@a.fr/", False),
        (web_address, "https://a.fr/\"onclick=", False), (web_address, "https://a.fr/\n", False),
        (organisation, "Association des maires de l’Ariège", True), (organisation, "A\nB", False),
        (organisation, "A\x00", False), (organisation, "A" * 201, False), (message, "Bonjour,\nmerci.", True),
        (message, "A\x08", False), (message, "A" * 3001, False),
    ],
)  # fmt: skip
def test_answers(check, value, good):
    assert (check(value) is None) is good
