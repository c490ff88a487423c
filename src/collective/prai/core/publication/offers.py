"""What an editor may do with a public item that they may not edit where it stands."""

from collective.prai import _
from collective.prai.core.publication.state import in_public_state
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.permissions import CheckoutPermission
from typing import NamedTuple
from zope.component import queryMultiAdapter


class Offer(NamedTuple):
    """Why, in a sentence, and the link that helps."""

    sentence: object
    title: object
    url: str


def working_copy_offer(obj, request) -> Offer | None:
    """The working copy of a public item that the user may work on, or the page that makes one; else None."""
    policy = ICheckinCheckoutPolicy(obj, None)
    if policy is None or not in_public_state(obj):
        return None
    sentence = _("This page is public: it is changed by a working copy, which a reviewer checks in.")
    copy = policy.getWorkingCopy()
    if copy is not None:
        if not api.user.has_permission("Modify portal content", obj=copy):
            return None
        return Offer(sentence, _("Go on with the working copy"), f"{copy.absolute_url()}/edit")
    control = queryMultiAdapter((obj, request), name="iterate_control")
    may = api.user.has_permission(CheckoutPermission, obj=obj)
    if control is None or not may or not control.checkout_allowed():
        return None
    return Offer(sentence, _("Make a working copy"), f"{obj.absolute_url()}/@@content-checkout")
