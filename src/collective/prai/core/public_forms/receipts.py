"""The number that the sender of a form is given: drawn by the action that keeps the answers."""

import secrets
import time


_KEPT = "collective.prai.receipt"
#: Letters and digits that are not taken for one another when read aloud or copied by hand.
_CLEAR = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def random_number() -> str:
    """Such as ``20261122-K7QM``."""
    return time.strftime("%Y%m%d-") + "".join(secrets.choice(_CLEAR) for _n in range(4))


def give_receipt(request, number: str):
    """Remember it for the page of thanks; a request that is tried again is given another."""
    request.other[_KEPT] = number


def receipt(request) -> str:
    """What this request was given, "" before the answers are kept."""
    return request.other.get(_KEPT, "")
