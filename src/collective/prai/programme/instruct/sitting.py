"""The page of a session: members, agenda, opinions, minutes, decisions; what a juror has to review."""

from AccessControl import Unauthorized
from collective.prai import _
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.state import state_of
from collective.prai.core.publication.words import words_of
from collective.prai.core.publication.workflow import SITTINGS
from collective.prai.core.typography import bound_html
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme import agendas
from collective.prai.programme import reviews
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.instruct.dossiers import line_of
from collective.prai.programme.instruct.house import OfficePage
from collective.prai.programme.instruct.house import state_title
from collective.prai.programme.instruct.referring import referring_to
from collective.prai.programme.instruct.saving import clashes
from collective.prai.programme.instruct.saving import sentence
from collective.prai.programme.instruct.saving import token
from collective.prai.programme.instruct.sittings import task_of
from collective.prai.programme.instruct.words import act_title
from collective.prai.programme.journal import is_whole
from collective.prai.programme.journal import lines_of
from collective.prai.programme.versions import digest
from collective.prai.programme.versions import from_token
from datetime import datetime
from functools import cached_property


class Sitting(OfficePage):
    """Officers run it; its members read it from the convocation on."""

    typed = None

    def post(self):
        if not self.is_officer:
            raise Unauthorized
        doing = {
            "add": self._add,
            "remove": self._remove,
            "up": self._up,
            "opinion": self._opinion,
            "act": self._act,
        }.get(self.text("do"))
        return doing() if doing is not None else None

    # The agenda

    @cached_property
    def dossiers(self) -> list:
        """Those that the reader may see: a conflict of interest hides one."""
        found = agendas.dossiers_of(self.context)
        return found if self.is_officer else [one for one in found if reader_may_see(one)]

    @property
    def agenda_token(self) -> str:
        return digest([one.UID() for one in agendas.dossiers_of(self.context)])

    def _write(self, applications: list, done):
        if self.text("seen") != self.agenda_token:
            self.say(
                _("A colleague has changed the agenda meanwhile: nothing was done. Look at it again."),
                "error",
            )
            return self.back("#agenda")
        agendas.write_agenda(self.context, applications)
        self.say(done)
        return self.back("#agenda")

    def _add(self):
        """All that were ticked, in one step."""
        asked = self.request.form.get("dossier", [])
        asked = asked if isinstance(asked, list) else [asked]
        found = [one for one in agendas.candidates() if one.UID() in asked]
        if not found:
            self.say(_("Tick at least one dossier."), "error")
            return self.back("#agenda")
        now = agendas.dossiers_of(self.context)
        new = [one for one in found if one not in now]
        return self._write(
            [*now, *new],
            _(
                "Dossiers put on the agenda: ${number}. They are before the jury.",
                mapping={"number": len(new)},
            ),
        )

    def _remove(self):
        uid = self.text("uid")
        now = agendas.dossiers_of(self.context)
        return self._write(
            [one for one in now if one.UID() != uid], _("The dossier is off the agenda, and eligible again.")
        )

    def _up(self):
        now = agendas.dossiers_of(self.context)
        place = next((index for index, one in enumerate(now) if one.UID() == self.text("uid")), 0)
        if place:
            now[place - 1], now[place] = now[place], now[place - 1]
        return self._write(now, _("The order of the agenda has changed."))

    def candidates(self) -> list[dict]:
        """Dossiers that may be put on the agenda, by call."""
        if not self.makes_agenda:
            return []
        here = {one.UID() for one in agendas.dossiers_of(self.context)}
        lines = [line_of(one) for one in agendas.candidates() if one.UID() not in here]
        groups: dict[str, list] = {}
        for line in lines:
            groups.setdefault(line.call, []).append(line)
        return [{"call": call, "lines": found} for call, found in sorted(groups.items())]

    @property
    def makes_agenda(self) -> bool:
        return self.is_officer and state_of(self.context) in agendas.PREPARING

    # Opinions

    def _opinion(self):
        application = next(
            (one for one in agendas.dossiers_of(self.context) if one.UID() == self.text("uid")), None
        )
        if application is None or state_of(application) != agendas.BEFORE_JURY:
            self.say(
                _("This dossier is no longer before the jury: its page says what became of it."), "error"
            )
            return None
        opinion = self.text("opinion")
        values = {"opinion": opinion or None, "opinion_comment": self.text("opinion_comment") or None}
        self.typed = values | {"uid": application.UID()}
        if opinion not in {name for name, _title in self.opinions}:
            self.say(_("Choose one of the opinions."), "error")
            return None
        found = clashes(application, values, from_token(self.text("seen")))
        if found:
            self.say(sentence(found), "error")
            return None
        before = {name: getattr(application, name) for name in values}
        for name, value in values.items():
            setattr(application, name, value)
        try:
            act(application, "give_opinion", values["opinion_comment"] or "")
        except Refused as refusal:
            for name, value in before.items():
                setattr(application, name, value)
            self.say(str(refusal), "error")
            return None
        self.say(_("The opinion is recorded."))
        return self.back(f"#d-{application.UID()}")

    @property
    def opinions(self) -> list[tuple[str, str]]:
        return self.choices("opinions")

    # The session itself

    def _act(self):
        try:
            act(self.context, self.text("action"), self.text("comment"))
        except Refused as refusal:
            self.say(str(refusal), "error")
            return None
        self.say(_("Its state has changed."))
        return self.back()

    def actions(self) -> list[dict]:
        found = []
        for one in allowed_transitions(self.context):
            words = words_of(self.context, one["id"])
            found.append({"id": one["id"], "title": words.button, "effect": words.effect})
        return found

    @property
    def state_title(self) -> str:
        return state_title(self.context)

    def facts(self) -> list[tuple]:
        context = self.context
        found = [
            (_("Kind of session"), self.term("session_kinds", context.kind)),
            (_("Date"), format_partial(context.held_on, self.language)),
            (_("Time"), context.starts_at),
            (_("Place"), context.place),
            (_("State"), self.state_title),
        ]
        return [(label, value) for label, value in found if value]

    def members(self) -> list[dict]:
        """Seats with the names of their accounts; officers see who cannot be written to."""
        return [row | {"name": self.name_of(row["account"])} for row in agendas.addresses(self.context)]

    def agenda(self) -> list[dict]:
        """Each dossier, with what this reader may know and do."""
        found = []
        for place, application in enumerate(self.dossiers):
            shows = reviews.may_see_averages(application, self.context, self.me)
            typed = self.typed if self.typed and self.typed["uid"] == application.UID() else {}
            found.append(
                {
                    "line": line_of(application),
                    "place": place,
                    "shows": shows,
                    "average": reviews.average(application, self.context) if shows else None,
                    "given": len(reviews.given_reviews(application, self.context)) if shows else None,
                    "task": None if self.is_officer else task_of(self.context, application, self.me),
                    "review_url": self.review_url(application),
                    "opinion": self.term("opinions", application.opinion)
                    if self.tells_opinion(application)
                    else "",
                    "records": self.is_officer and state_of(application) == agendas.BEFORE_JURY,
                    "typed": typed.get("opinion") or application.opinion or "",
                    "comment": typed.get("opinion_comment") or application.opinion_comment or "",
                    "seen": token(application, "opinion", "opinion_comment"),
                }
            )
        return found

    def tells_opinion(self, application) -> bool:
        """Once it is recorded, the members know it as the officers do."""
        return bool(application.opinion) and state_of(application) != agendas.BEFORE_JURY

    def review_url(self, application) -> str:
        if not reviews.may_write(self.context, self.me) or self.is_officer:
            return ""
        return f"{self.url}/@@avis?dossier={application.UID()}"

    def label(self, name: str):
        return IApplication[name].title

    @property
    def minutes(self) -> str:
        found = self.context.minutes
        return bound_html(found.output_relative_to(self.context)) if found is not None else ""

    def referring(self) -> list[dict]:
        """Rules and targets that say they were decided by this session."""
        return referring_to(self.context)

    def journal(self) -> list[dict]:
        return [
            {
                "time": self.day_and_time(datetime.fromisoformat(line.time)),
                "actor": self.name_of(line.actor),
                "act": act_title(line.act, SITTINGS),
                "detail": line.detail,
            }
            for line in reversed(lines_of(self.context))
        ]

    @property
    def journal_is_whole(self) -> bool:
        return is_whole(self.context)
