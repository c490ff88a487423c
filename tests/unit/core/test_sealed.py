"""Links of confirmation: whole, secret, ours, and not for ever; and what an alert remembers."""

from collective.prai.alerts.store import Alert
from collective.prai.alerts.store import DAY
from collective.prai.alerts.store import MOST
from collective.prai.alerts.store import Store
from collective.prai.alerts.store import WEEK
from collective.prai.core.sealed import seal
from collective.prai.core.sealed import spent_mark
from collective.prai.core.sealed import unseal
from collective.prai.core.sealed import VALID
import base64
import pytest


NOW = 1_800_000_000
VALUES = {"address": "mairie@gragnague.example", "pairs": [["q", "crèche"]], "every": WEEK}
TOKEN = seal(VALUES, "secret", NOW, "alerts")


class TestToken:
    def test_is_read_by_whoever_has_the_key(self):
        assert unseal(TOKEN, ["newer", "secret"], NOW + VALID - 1, "alerts")["pairs"] == [["q", "crèche"]]

    def test_says_nothing_to_others(self):
        assert b"gragnague" not in base64.urlsafe_b64decode(TOKEN + "==")
        assert seal(VALUES, "secret", NOW, "alerts") != TOKEN

    def test_opens_nothing_else(self):
        assert unseal(TOKEN, ["secret"], NOW, "reuses") is None

    @pytest.mark.parametrize(
        ("token", "keys", "now"),
        [
            (TOKEN, ["secret"], NOW + VALID), (TOKEN, ["other"], NOW), (TOKEN, [], NOW), ("", ["secret"], NOW),
            (TOKEN[:-2], ["secret"], NOW), ("A" + TOKEN[1:], ["secret"], NOW), ("é" * 90, ["secret"], NOW),
            ("a" * 90_000, ["secret"], NOW), ("=" * 7, ["secret"], NOW), (TOKEN + "AAAA", ["secret"], NOW),
        ],
    )  # fmt: skip
    def test_is_worth_nothing(self, token, keys, now):
        assert unseal(token, keys, now, "alerts") is None

    def test_any_changed_letter_breaks_it(self):
        for place in range(len(TOKEN)):
            letter = "A" if TOKEN[place] != "A" else "B"
            changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
            assert unseal(changed, ["secret"], NOW, "alerts") is None

    def test_has_one_spelling(self):
        """Bits of the last letter that stand for nothing, padding, the other alphabet: not once more."""
        for length in range(12):
            token = seal(VALUES | {"more": "x" * length}, "secret", NOW, "alerts")
            others = {
                token[:-1] + letter
                for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            }
            others |= {
                token.replace("-", "+").replace("_", "/"),
                f"{token}=",
                f"{token}==",
                f"{token}\n",
                f" {token}",
            }
            assert unseal(token, ["secret"], NOW, "alerts")
            assert [other for other in others - {token} if unseal(other, ["secret"], NOW, "alerts")] == []


class TestStore:
    def test_a_search_is_followed_once_and_stopped_at_once(self):
        store = Store()
        alert = store.add("a@b.example", [("q", "crèche")], WEEK, NOW)
        assert store.add("A@b.example", [("q", "crèche")], DAY, NOW) is alert and alert.every == DAY
        assert store.remove(alert.id) and not store.remove(alert.id) and not store.of("a@b.example")

    def test_an_address_has_so_many(self):
        store = Store()
        made = [store.add("a@b.example", [("q", str(n))], WEEK, NOW) for n in range(MOST + 1)]
        assert made[-1] is None and len(store.alerts) == MOST

    def test_a_token_serves_once(self):
        store = Store()
        assert store.spend(spent_mark(TOKEN), NOW + 10, NOW) and not store.spend(
            spent_mark(TOKEN), NOW + 10, NOW
        )
        assert store.spend("other", NOW + 99, NOW + 11) and len(store.spent) == 1

    def test_what_was_told_is_not_new_again(self):
        alert = Alert("id", "a@b.example", [], DAY, NOW)
        alert.remember(["f" * 32])
        assert alert.new(["f" * 32, "0" * 32]) == ["0" * 32]
        assert not alert.due(NOW + 3600) and alert.due(NOW + 24 * 3600)
        alert.taken = NOW + 24 * 3600
        assert not alert.due(NOW + 24 * 3600 + 60) and alert.due(NOW + 26 * 3600)
