"""``/seances``: for officers all sessions, for a juror what she has to review."""

from AccessControl import Unauthorized
from collective.prai import _
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.state import state_of
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme import reviews
from collective.prai.programme.agendas import dossiers_of
from collective.prai.programme.content.application import APPLICATIONS
from collective.prai.programme.instruct.house import OfficePage
from collective.prai.programme.instruct.house import state_title
from functools import cached_property
from plone import api


def task_of(session, application, account: str) -> dict:
    """What a juror has to do with a dossier: ``state`` is to-do, draft, given or conflict."""
    review = reviews.review_of(session, application, account)
    state = "to-do"
    if review is not None:
        state = "conflict" if review.conflict_of_interest else reviews.review_state(review)
    return {"state": state, "title": TASKS[state], "review": review}


TASKS = {
    "to-do": _("To review"),
    "draft": _("Draft"),
    "given": _("Review given"),
    "conflict": _("Conflict of interest: not shown to you"),
}


class Sittings(OfficePage):
    """Newest first; what is hidden from the reader is not there."""

    def __call__(self):
        judges = api.user.has_permission("collective.prai: Judge applications", obj=self.context)
        if not (self.is_officer or judges or self.sessions):
            raise Unauthorized
        return super().__call__()

    @cached_property
    def sessions(self) -> list:
        brains = api.portal.get_tool("portal_catalog")(
            portal_type="prai.Session", path="/".join(self.context.getPhysicalPath())
        )
        found = [brain.getObject() for brain in brains]
        return sorted(found, key=lambda one: one.held_on or "9999", reverse=True)

    def rows(self) -> list[dict]:
        found = []
        for session in self.sessions:
            on_agenda = [one for one in dossiers_of(session) if self.is_officer or reader_may_see(one)]
            found.append(
                {
                    "title": session.Title(),
                    "url": session.absolute_url(),
                    "day": format_partial(session.held_on, self.language),
                    "place": session.place or "",
                    "kind": self.term("session_kinds", session.kind),
                    "state": state_title(session),
                    "dossiers": len(on_agenda),
                    "seats": len(session.members or ()),
                    "given": sum(len(reviews.given_reviews(one, session)) for one in on_agenda)
                    if self.is_officer
                    else None,
                    "tasks": [] if self.is_officer else self._tasks(session, on_agenda),
                }
            )
        return found

    def _tasks(self, session, on_agenda: list) -> list[dict]:
        writes = reviews.may_write(session, self.me)
        return [
            {
                "number": one.number or "",
                "title": one.Title(),
                "url": f"{session.absolute_url()}/@@avis?dossier={one.UID()}"
                if writes
                else one.absolute_url(),
                "state": (task := task_of(session, one, self.me))["state"],
                "title_state": task["title"],
            }
            for one in on_agenda
        ]

    def to_do(self) -> int:
        """Reviews that this juror still has to give."""
        return sum(
            task["state"] in ("to-do", "draft")
            for session, row in zip(self.sessions, self.rows(), strict=True)
            if state_of(session) in reviews.WRITING
            for task in row["tasks"]
        )

    @property
    def add_url(self) -> str:
        return f"{self.url}/++add++prai.Session" if self.is_officer else ""

    @property
    def desk_url(self) -> str:
        return f"{self.site_url}/{APPLICATIONS}"
