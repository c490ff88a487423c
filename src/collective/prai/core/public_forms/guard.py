"""Anti-spam that people do not notice: a signed moment, a field that nobody sees, a limit by the hour.

No picture, no riddle, no third party; it works without scripts and with a screen reader.
"""

from collections.abc import Iterable
from collective.prai.core.throttle import Limits
from collective.prai.core.throttle import Throttle
import hashlib
import hmac
import re


#: Seconds that a person needs at least, and that a page may stay open.
QUICKEST, OLDEST = 3, 24 * 3600
#: Messages an hour: of one client, of everybody together (in each process).
OF_ONE, OF_ALL = 5, 60
_TOKEN = re.compile(r"([0-9]{1,12})\.([0-9a-f]{64})", re.A)


def sign(moment: int, form: str, secret: str) -> str:
    """What a form carries: the second at which it was shown, and a proof that we said so."""
    return f"{moment}.{_seal(moment, form, secret)}"


def _seal(moment: int, form: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"{form}|{moment}".encode(), hashlib.sha256).hexdigest()


def moment_of(token: str, form: str, secrets: Iterable[str]) -> int | None:
    """The second at which the form was shown; None when the token is not ours, or of another form."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    moment = int(found[1])
    seals = [_seal(moment, form, secret) for secret in secrets]
    return moment if any(hmac.compare_digest(found[2], seal) for seal in seals) else None


class HourlyLimit:
    """How often one client, and all together, may send a form; kept in the memory of one process."""

    def __init__(self, one: int = OF_ONE, everybody: int = OF_ALL):
        self._throttle = Throttle()
        self._limits = {"one": Limits(one / 3600, one, 0), "all": Limits(everybody / 3600, everybody, 0)}

    def wait(self, client: str) -> int:
        """Seconds after which to come back; 0: it is counted, and may pass."""
        for key, limits in ((f"one:{client}", self._limits["one"]), ("all", self._limits["all"])):
            visitor, seconds = self._throttle.enter(key, limits)
            if seconds:
                return seconds
            self._throttle.leave(visitor, 1)
        return 0

    def clear(self):
        self._throttle.clear()


hourly = HourlyLimit()
