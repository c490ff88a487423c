"""The rules of a call applied again to a dossier, on an officer's demand."""

from collective.prai.programme.computing import compute
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def recompute(application, told: bool = True) -> bool:
    """Write rows and aid of now; False of a dossier without a call, which has no rules."""
    done = compute(application)
    if done and told:
        notify(ObjectModifiedEvent(application))
    return done
