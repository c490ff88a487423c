"""The page of a dossier: what officers do with it, what jurors and its applicant read of it."""

from AccessControl import Unauthorized
from collective.prai import _
from collective.prai.core.pages import Page
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.state import rules_of as doors_of
from collective.prai.core.publication.state import state_of
from collective.prai.core.publication.words import words_of
from collective.prai.core.publication.workflow import APPLICATIONS
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme import decisions
from collective.prai.programme.calls import call_of
from collective.prai.programme.instruct import letters
from collective.prai.programme.instruct.dossiers import answers_of
from collective.prai.programme.instruct.dossiers import CONTACT
from collective.prai.programme.instruct.dossiers import kind_of
from collective.prai.programme.instruct.dossiers import line_of
from collective.prai.programme.instruct.dossiers import result_of
from collective.prai.programme.instruct.dossiers import TEXTS
from collective.prai.programme.instruct.house import INSTRUCT
from collective.prai.programme.instruct.house import OfficePage
from collective.prai.programme.instruct.house import own_title
from collective.prai.programme.instruct.judged import recompute
from collective.prai.programme.instruct.saving import save
from collective.prai.programme.instruct.saving import sentence
from collective.prai.programme.instruct.saving import token
from collective.prai.programme.instruct.words import act_title
from collective.prai.programme.journal import APPLICANT
from collective.prai.programme.journal import is_whole
from collective.prai.programme.journal import lines_of
from collective.prai.programme.journal import SITE
from collective.prai.programme.jurors import readers_of
from collective.prai.programme.jurors import sessions_of
from collective.prai.programme.relations import target
from collective.prai.programme.rules import rules_of
from collective.prai.programme.versions import digest
from datetime import datetime
from functools import cached_property
from plone import api
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


OFFICERS = "agents-region"
#: Transitions that have a page of their own, where their facts are written.
ELSEWHERE = {
    "award": "@@decision",
    "defer": "@@decision",
    "reject": "@@decision",
    "give_opinion": "@@decision",
}


class Dossier(OfficePage, Page):
    """One page for three readers: each method below says for whom it is."""

    def __call__(self):
        # Officers' pages are not compiled with contents.
        return OfficePage.__call__(self)

    # Posts of officers

    clash = ()
    typed = None

    def post(self):
        if not self.is_officer:
            raise Unauthorized
        if not self.writes:
            self.say(_("This dossier is closed: nothing is written on it any more."), "error")
            return None
        doing = {
            "assign": self._assign,
            "note": self._note,
            "recompute": self._recompute,
            "override": self._override,
            "act": self._act,
        }.get(self.text("do"))
        return doing() if doing is not None else None

    def _assign(self):
        account = self.text("assigned_to")
        if account and account not in {one for one, _name in self.officers}:
            self.say(_("There is no such officer."), "error")
            return None
        return self._save({"assigned_to": account or None}, _("The dossier has its officer."), "#desk")

    def _note(self):
        return self._save(
            {"internal_note": self.text("internal_note") or None}, _("The note is saved."), "#note"
        )

    def _save(self, values: dict, done, anchor: str):
        found = save(self.context, values, self.text("seen"))
        if found:
            self.clash, self.typed = found, values
            self.say(sentence(found), "error")
            return None
        self.context.reindexObject()
        self.say(done)
        return self.back(anchor)

    def _recompute(self):
        if not recompute(self.context):
            self.say(_("The dossier has no call: there are no rules to apply."), "error")
            return None
        self.say(_("Eligibility and aid were computed again; what officers decided otherwise stays."))
        return self.back("#eligibility")

    def _override(self):
        """One row: its token, and not that of its neighbours, says whether a colleague was there."""
        rule, override, reason = self.text("rule"), self.text("override"), self.text("override_reason")
        rows = [dict(row) for row in self.context.eligibility or ()]
        row = next((row for row in rows if row.get("rule") == rule), None)
        if row is None or override not in {"", *(token for token, _title in self.results)}:
            self.say(_("There is no such rule in this dossier."), "error")
            return None
        if override and not reason:
            self.say(_("Write the reason: a rule is not decided otherwise without one."), "error")
            self.typed = {"rule": rule, "override": override, "override_reason": reason}
            return None
        if self.text("seen") != digest(row):
            self.typed = {"rule": rule, "override": override, "override_reason": reason}
            self.say(
                _(
                    "A colleague has changed « ${label} » meanwhile: now « ${now} », and you "
                    "wrote « ${mine} ». Nothing was saved; look, then save again.",
                    mapping={
                        "label": row.get("label") or rule,
                        "now": self.term("eligibility_results", result_of(row)),
                        "mine": self.term("eligibility_results", override or row.get("computed")),
                    },
                ),
                "error",
            )
            return None
        row["override"], row["override_reason"] = override or None, (reason or None) if override else None
        self.context.eligibility = rows
        notify(ObjectModifiedEvent(self.context))
        self.say(_("The rule is decided."))
        return self.back("#eligibility")

    def _act(self):
        action = self.text("action")
        if self.text("state") != state_of(self.context):
            self.say(
                _(
                    "The dossier is now « ${state} »: a colleague has moved it meanwhile. Nothing was done.",
                    mapping={"state": self.line.state_title},
                ),
                "error",
            )
            return None
        try:
            act(self.context, action, self.text("comment"))
        except Refused as refusal:
            self.say(str(refusal), "error")
            self.typed = {"action": action, "comment": self.text("comment")}
            return None
        self.say(_("Its state has changed."))
        return self.back()

    @cached_property
    def writes(self) -> bool:
        """Whether the reader may instruct this dossier: one that is settled or withdrawn is closed."""
        return bool(api.user.has_permission(INSTRUCT, obj=self.context))

    # For all readers

    @cached_property
    def line(self):
        return line_of(self.context)

    @cached_property
    def reads_contact(self) -> bool:
        """The applicant and the officers; a juror does not."""
        return bool(
            api.user.has_permission("collective.prai: Read the contact of applications", obj=self.context)
        )

    @cached_property
    def is_juror(self) -> bool:
        return not self.is_officer and self.me in readers_of(self.context)

    def facts(self) -> list:
        """The key facts, the first ones larger."""
        line = self.line
        return [
            self.fact(_("Total cost"), self.money(line.cost), main=True),
            self.fact(_("Aid asked"), self.money(line.asked), main=True),
            self.fact(_("Computed aid"), self.money(line.computed), main=True),
            self.fact(_("Applicant"), line.applicant),
            self.fact(_("Kind of body"), kind_of(self.context)),
            self.fact(_("Population"), self._inhabitants(line.population)),
            self.fact(_("Call"), line.call),
            self.fact(_("Eligible cost"), self.money(line.eligible_cost)),
            self.fact(_("Days of advice asked"), self.number(self.context.days_asked)),
            self.fact(_("Received"), self.day(line.received)),
        ]

    def _inhabitants(self, number):
        return (
            _("${number} inhabitants", mapping={"number": self.number(number)}) if number is not None else ""
        )

    def texts(self) -> list:
        """What the applicant wrote, empty parts left out."""
        return [section for section in self.sections(*TEXTS) if section.filled]

    def sources(self) -> list[dict]:
        """Who pays what."""
        return list(self.funding.sources or ()) if self.funding is not None else []

    def answers(self) -> list[dict]:
        """Of the form; addresses for who may have them."""
        return answers_of(self.context, self.reads_contact)

    def contact(self) -> list[str]:
        return [value for name in CONTACT if (value := getattr(self.context, name, None))]

    def files(self) -> list:
        found = [
            self.file_link("file", item) for item in self.context.objectValues() if item.portal_type == "File"
        ]
        return [one for one in found if one is not None]

    def sittings(self) -> list[dict]:
        """Sessions that have it on their agenda, for who may read them."""
        found = [one for one in sessions_of(self.context) if api.user.has_permission("View", obj=one)]
        return [{"title": one.Title(), "url": one.absolute_url()} for one in found]

    def rules(self) -> list[dict]:
        """Each rule: what was computed, what was decided otherwise, and the token of the row."""
        found = []
        for row in self.context.eligibility or ():
            typed = self.typed if self.typed and self.typed.get("rule") == row.get("rule") else {}
            result = result_of(row)
            found.append(
                {
                    "rule": row.get("rule") or "",
                    "label": row.get("label") or row.get("rule") or "",
                    "result": result,
                    "result_title": self.term("eligibility_results", result),
                    "computed_title": self.term("eligibility_results", row.get("computed")),
                    "reason": row.get("reason") or "",
                    "override": row.get("override") or "",
                    "override_reason": row.get("override_reason") or "",
                    "typed": typed.get("override", row.get("override") or ""),
                    "typed_reason": typed.get("override_reason", row.get("override_reason") or ""),
                    "open": bool(typed),
                    "seen": digest(dict(row)),
                }
            )
        return found

    @property
    def results(self) -> list[tuple[str, str]]:
        return self.choices("eligibility_results")

    def verdict(self) -> str:
        """The worst of the results, "" where nothing is computed."""
        results = [row["result"] for row in self.rules()]
        return next((one for one in ("no", "warning", "ok") if one in results), "")

    def working(self) -> list[str]:
        return self.lines(self.context.computed_working)

    # For officers

    @cached_property
    def officers(self) -> list[tuple[str, str]]:
        """Accounts of the group, with their names."""
        if api.group.get(groupname=OFFICERS) is None:
            return []
        found = [
            (user.getId(), self.name_of(user.getId())) for user in api.user.get_users(groupname=OFFICERS)
        ]
        mine = self.context.assigned_to
        if mine and mine not in {account for account, _name in found}:
            found.append((mine, self.name_of(mine)))
        return sorted(found, key=lambda one: one[1].casefold())

    def seen(self, *names: str) -> str:
        return token(self.context, *names)

    def value(self, name: str) -> str:
        """What was typed, else what is stored."""
        typed = self.typed or {}
        return (typed[name] if name in typed else getattr(self.context, name, None)) or ""

    def warnings(self) -> list[str]:
        call = call_of(self.context)
        return decisions.warnings_of(self.context, rules_of(call) if call is not None else None)

    def actions(self) -> list[dict]:
        """Transitions of this reader now: those with facts of their own lead to their page."""
        found = []
        for one in allowed_transitions(self.context):
            if one["id"] in ELSEWHERE:
                continue
            words = words_of(self.context, one["id"])
            found.append(
                {
                    "id": one["id"],
                    "title": words.button,
                    "effect": words.effect,
                    "needs_reason": one["id"] in doors_of(self.context).with_reason,
                }
            )
        return found

    @property
    def decision_url(self) -> str:
        """Where the opinion or the decision is written; "" in other states."""
        offered = {one["id"] for one in allowed_transitions(self.context)} & set(ELSEWHERE)
        return f"{self.url}/@@decision" if offered else ""

    def letters(self) -> list[dict]:
        """Letters that fit the state first."""
        return [
            {"title": one.title, "url": f"{self.url}/@@courrier?modele={one.id}", "fits": one.fits}
            for one in letters.offered(self.context)
        ]

    def decided(self) -> list:
        """The opinion and the decision, as facts; what is not known yet is left out."""
        context = self.context
        day = context.decision_on
        found = [
            self.fact(_("Opinion of the jury"), self.term("opinions", context.opinion)),
            self.field_fact("opinion_comment", context.opinion_comment),
            self.fact(_("Computed aid"), self.money(context.computed_aid)),
            self.fact(_("Awarded aid"), self.money(context.awarded_aid), main=True),
            self.field_fact("awarded_days", self.number(context.awarded_days)),
            self.field_fact("decision_body", context.decision_body),
            self.field_fact("decision_on", self.date(day.isoformat()) if day else ""),
            self.field_fact("decision_act", context.decision_act),
            self.field_fact("decision_reason", context.decision_reason),
        ]
        return [fact for fact in found if fact.values]

    def made(self) -> list[dict]:
        """The operation and the sheet that the award made, as far as this reader may see them."""
        found = (target(self.context, name) for name in ("operation", "project_sheet"))
        return [
            {"title": one.Title(), "url": one.absolute_url(), "kind": self.type_title(one.portal_type)}
            for one in found
            if one is not None and reader_may_see(one)
        ]

    def journal(self) -> list[dict]:
        """Newest first."""
        return [
            {
                "time": self.day_and_time(datetime.fromisoformat(line.time)),
                "actor": self.actor(line.actor),
                "act": act_title(line.act, APPLICATIONS),
                "detail": line.detail,
            }
            for line in reversed(lines_of(self.context))
        ]

    def actor(self, account: str):
        named = {APPLICANT: _("the applicant"), SITE: _("the site")}
        return named.get(account) or self.name_of(account)

    @property
    def journal_is_whole(self) -> bool:
        return is_whole(self.context)

    def history(self) -> list[dict]:
        """States that it went through, oldest first."""
        definition = api.portal.get_tool("portal_workflow").getWorkflowById(APPLICATIONS)
        found = []
        for status in (self.context.workflow_history or {}).get(APPLICATIONS, ()):
            state = definition.states.get(status["review_state"])
            found.append(
                {
                    "time": self.day_and_time(status["time"].asdatetime()),
                    "state": own_title(state.title) if state is not None else status["review_state"],
                    "actor": self.name_of(status.get("actor")),
                    "comment": status.get("comments") or "",
                }
            )
        return found
