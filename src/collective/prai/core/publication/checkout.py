"""Pages that make, check in and cancel a working copy: a sentence where stock pages answer an error."""

from collective.prai import _
from collective.prai.core.publication.acting import edit_link
from collective.prai.core.publication.memory import remember
from collective.prai.core.publication.needs import all_missing
from collective.prai.core.publication.parts import find_clashes
from collective.prai.core.publication.refusals import CheckinRefused
from collective.prai.core.publication.refusals import labels
from collective.prai.core.publication.state import in_public_state
from plone.app.iterate.browser.control import Control
from plone.app.iterate.interfaces import CheckinException
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWCContainerLocator
from plone.app.iterate.interfaces import IWorkingCopy
from plone.locking.interfaces import ILockable
from plone.protect import CheckAuthenticator
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from zope.component import getAdapter
from zope.component import getMultiAdapter


class PublicItemsControl(Control):
    """Working copies are made of public items only: a draft is simply edited."""

    def _can_lock(self):
        # An edit form that oneself left open holds nobody up; stock counts it as someone's work.
        info = getMultiAdapter((self.context, self.request), name="plone_lock_info")
        return not info.is_locked_for_current_user()

    def checkout_allowed(self):
        return in_public_state(self.context) and super().checkout_allowed()


class _Form(BrowserView):
    """Asks, then does; ``done`` is the name of the button that confirms."""

    def __call__(self):
        if not self.allowed():
            return self.leave(self.context, self.refused, "error")
        if self.request.method == "POST" and "form.submitted" in self.request.form:
            CheckAuthenticator(self.request)
            if (lock := ILockable(self.context, None)) is not None and IWorkingCopy.providedBy(self.context):
                lock.clear_locks()
            return self.do()
        return self.index()

    @property
    def control(self):
        return getMultiAdapter((self.context, self.request), name="iterate_control")

    def leave(self, obj, message, kind="info"):
        IStatusMessage(self.request).add(message, type=kind)
        self.request.response.redirect(obj.absolute_url())
        return ""


class Checkout(_Form):
    """Make a working copy beside the public item."""

    index = ViewPageTemplateFile("templates/checkout.pt")
    refused = _("A working copy cannot be made of this item now: it is not public, or one exists already.")

    def allowed(self) -> bool:
        return self.control.checkout_allowed() and self._place() is not None

    def _place(self):
        locator = getAdapter(self.context, IWCContainerLocator, name="plone.app.iterate.parent")
        return locator() if locator.available else None

    def do(self):
        copy = ICheckinCheckoutPolicy(self.context).checkout(self._place())
        self.context.reindexObject(idxs=["review_state"])
        IStatusMessage(self.request).add(
            _("Here is your working copy. The public page does not change until it is checked in.")
        )
        self.request.response.redirect(f"{copy.absolute_url()}/edit")
        return ""


class Checkin(_Form):
    """Put the working copy in the place of the public page, if it is complete."""

    index = ViewPageTemplateFile("templates/checkin.pt")
    refused = _("You cannot check this item in: it is not a working copy, or only reviewers may do it.")
    error = ""

    def allowed(self) -> bool:
        return self.control.checkin_allowed()

    @property
    def missing(self) -> list[dict]:
        return [
            {"label": labels([gap]), "url": edit_link(self.context, gap.field)}
            for gap in all_missing(self.context)
        ]

    @property
    def baseline(self):
        return ICheckinCheckoutPolicy(self.context).getBaseline()

    @property
    def clashes(self) -> list[dict]:
        """Parts changed on both sides: their titles, the public text and that of the copy."""
        return [
            {
                "title": part.Title(),
                "public": f"{part.absolute_url()}/view",
                "copy": f"{copy.absolute_url()}/view" if copy is not None else "",
            }
            for part, copy in find_clashes(self.baseline, self.context)
        ]

    def do(self):
        message = self.request.form.get("checkin_message")
        if self.request.form.get("overwrite") == "1":
            remember(self.context, overwrite=True)
        policy = ICheckinCheckoutPolicy(self.context)
        try:
            baseline = policy.checkin(message if isinstance(message, str) else "")
        except (CheckinRefused, CheckinException) as refusal:
            self.error = str(refusal)
            remember(self.context, overwrite=None)
            return self.index()
        return self.leave(baseline, _("The public page has been replaced by the working copy."))


class Cancel(_Form):
    """Delete the working copy; the public page stays as it is."""

    index = ViewPageTemplateFile("templates/cancel.pt")
    refused = _("There is no working copy to cancel here.")

    def allowed(self) -> bool:
        return self.control.cancel_allowed()

    def do(self):
        baseline = ICheckinCheckoutPolicy(self.context).cancelCheckout()
        baseline.reindexObject()
        return self.leave(baseline, _("The working copy is deleted; the public page is as it was."))
