"""How the service to partners is: a page of the site setup, and a line for whoever watches the site."""

from collective.prai import _
from collective.prai.core.pages import format_number
from collective.prai.core.settings import public_address
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.reconcile import published
from collective.prai.syndication.reconcile import refuse_too_many
from collective.prai.syndication.reconcile import TooManyWithdrawals
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import iso
from collective.prai.syndication.state import LATE
from collective.prai.syndication.state import read_state
from collective.prai.syndication.state import State
from collective.prai.syndication.sweep import mark_all
from collective.prai.syndication.sweep import OAI_DELAY
from collective.prai.syndication.wake import wake_after_commit
from datetime import datetime
from datetime import UTC
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from typing import NamedTuple
import time


class Health(Answer, BrowserView):
    """``/diffusion/etat.json``: what a monitoring program asks every minute; costs no rendering."""

    def respond(self) -> bytes:
        outbox = query_outbox(self.site)
        if outbox is None:
            raise Problem(404, "NotFound", _("This site publishes nothing for partners."))
        state = read_state(outbox, time.time())
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.send(
            dumps({
                "ok": not state.late,
                "items": state.published,
                "updated": iso(state.changed) if state.changed is not None else None,
                "lag": state.lag,
            }).encode()
        )  # fmt: skip


def number(value) -> str:
    """As the reader's language writes it."""
    return format_number(value, api.portal.get_current_language()[:2])


class Figure(NamedTuple):
    """A row of the page."""

    label: str
    value: str
    help: str


class ServiceView(BrowserView):
    """« Diffusion » in the site setup: figures with their meaning, and what is wrong."""

    def __call__(self):
        if self.request.method == "POST" and "recheck" in self.request.form:
            CheckAuthenticator(self.request)
            return self._recheck()
        self.now = time.time()
        return self.index()

    def state(self) -> State | None:
        """The figures, or None without an outbox."""
        outbox = query_outbox(self.context)
        return read_state(outbox, self.now) if outbox is not None else None

    def _recheck(self):
        outbox = query_outbox(self.context)
        if outbox is None:
            message = _("This site has no log for partners.")
        elif len(list(outbox.pending)) >= len(outbox.by_uid) > 0:
            message = _("Everything is being looked at already.")
        else:
            message = self._look_again(outbox)
        api.portal.show_message(message, self.request)
        return self.request.response.redirect(f"{self.context.absolute_url()}/@@{self.__name__}")

    def _look_again(self, outbox):
        try:
            refuse_too_many(published(outbox), time.time())
        except TooManyWithdrawals as error:
            return _(
                "Nothing was done: ${count} items would be withdrawn at once. Is their content lost, or the "
                "right to show it? If it is meant, run the command reconcile.py with --allow-withdrawals.",
                mapping={"count": len(error.paths)},
            )
        mark_all(self.context)
        wake_after_commit()
        return _("Everything will be looked at again; what has not changed is not sent again.")

    def warnings(self, state: State) -> list:
        """Sentences on what someone has to look at."""
        found, run = [], state.reconciliation
        if not public_address():
            found.append(_("No public address is set: partners get the one by which they came."))
        if state.late:
            found.append(
                _(
                    "A change has been waiting for ${seconds} seconds: no process turns changes into what "
                    "partners read, or each try fails. What is withdrawn is hidden from partners all the "
                    "same; nothing new arrives. The log of the first instance says why.",
                    mapping={"seconds": state.lag},
                )
            )
        if state.ahead > LATE + OAI_DELAY:
            found.append(
                _(
                    "The clock of the server was wrong: the latest datestamp is ${seconds} seconds in the "
                    "future. Until then, harvesters (OAI-PMH) get nothing new.",
                    mapping={"seconds": state.ahead},
                )
            )
        if run is not None and run.refused:
            found.append(
                _(
                    "The last reconciliation did nothing: it would have withdrawn ${count} items at once. "
                    "Is their content lost, or the right to show it? If it is meant, the command is to be "
                    "run with --allow-withdrawals.",
                    mapping={"count": run.refused},
                )
            )
        if run is not None and run.failed:
            found.append(
                _(
                    "${count} items could not be prepared for partners, who keep what they have of them. "
                    "The log of the instance says why.",
                    mapping={"count": run.failed},
                )
            )
        if state.stale(self.now):
            found.append(
                _("There was no reconciliation for two days: its timer, prai-reconcile, does not run.")
            )
        return found

    def figures(self, state: State) -> list[Figure]:
        """In the order in which one asks."""
        return [
            Figure(_("Published items"), number(state.published), _("What partners may have now.")),
            Figure(
                _("Withdrawn items"),
                number(state.withdrawn),
                _("Told for ever, so that a partner who comes back after years learns of them too."),
            ),
            Figure(
                _("Last change"),
                self._moment(state.changed),
                _("When something was last written for partners."),
            ),
            Figure(
                _("Changes that wait"),
                number(state.pending),
                _("Saves that are not turned yet into what partners read; none of them, most of the time."),
            ),
            Figure(
                _("Lag"),
                _("${seconds} s", mapping={"seconds": number(state.lag)}),
                _("For how long the oldest of them waits: a second or two after a save."),
            ),
            Figure(
                _("Planned"),
                number(state.planned),
                _("Moments at which something appears, expires or is tried again."),
            ),
            *self._last_run(state),
            Figure(
                _("Log"),
                f"{state.epoch}.{state.head}",
                _("Its epoch and the latest number: the cursor of a partner who has everything."),
            ),
        ]

    def _last_run(self, state: State) -> list[Figure]:
        run = state.reconciliation
        help_ = _("Each night, everything is compared with what partners are told.")
        counted = ("written", "withdrawn", "unchanged")
        if run is None:
            return [Figure(_("Last reconciliation"), _("never"), help_)]
        return [
            Figure(_("Last reconciliation"), self._moment(run.ended), help_),
            Figure(
                _("What it found"),
                _(
                    "${written} changed, ${withdrawn} of them withdrawn; ${unchanged} as they were",
                    mapping={name: number(getattr(run, name)) for name in counted},
                ),
                _("Most nights nothing had changed; else something changed beside the site's pages."),
            ),
            Figure(
                _("Size"),
                _("${size} MB", mapping={"size": number(round(run.size / 1_000_000, 1))}),
                _("Of all that partners are sent, without files, at the last reconciliation."),
            ),
        ]

    def _moment(self, second: int | None) -> str:
        if second is None:
            return "–"
        return api.portal.get_localized_time(datetime.fromtimestamp(second, UTC), long_format=True)
