"""Pages of one dossier below ``/mon-dossier``: change, check and send, withdraw, read a file."""

from collective.prai import _
from collective.prai.core.filenames import safe_filename
from collective.prai.core.publication.refusals import Refused
from collective.prai.programme import applicants
from collective.prai.programme.apply import action
from collective.prai.programme.apply import making
from collective.prai.programme.apply.pages import ApplicantPage
from collective.prai.programme.apply.pages import CHECK
from collective.prai.programme.apply.pages import DONE
from collective.prai.programme.apply.pages import FILE
from collective.prai.programme.apply.pages import read_sent
from functools import cached_property
from plone.namedfile.utils import set_headers
from plone.namedfile.utils import stream_data
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound


#: States in which an applicant may take a dossier back: before the decision.
WITHDRAWABLE = (
    "draft", "submitted", "to_complete", "eligible", "before_jury", "opinion_given", "deferred",
)  # fmt: skip
#: Asks a page of questions to say what is wrong.
LOOK = "controle"
#: Results of a rule, the worst first.
_RESULTS = {"no": _("Not met"), "warning": _("To be checked"), "ok": _("Met")}


def rules_of(application) -> list[dict]:
    """Each rule with its result in words, as the officers have it."""
    return [
        {
            "label": row.get("label") or row["rule"],
            "result": (result := row.get("override") or row.get("computed")),
            "said": _RESULTS.get(result, result),
            "reason": (row.get("override_reason") if row.get("override") else "") or row.get("reason") or "",
        }
        for row in application.eligibility or ()
    ]


class Step(ApplicantPage):
    """``shown``: "lost" for who has no proof, else the page itself."""

    shown = "page"
    lost_page = ViewPageTemplateFile("templates/lost.pt")

    def __call__(self):
        self.keep_private(linked=True)
        self.problems: list[tuple[str, str]] = []
        if self.application is None:
            self.lost()
            return self.lost_page()
        if self.posted and self.linked:
            self.take_link_as_proof()
        return self.answer()

    def answer(self):
        """There is no default, because each page has its own."""
        raise NotImplementedError

    def _say(self, sentence, field: str = ""):
        self.problems.append((field, self.say(sentence)))


class Edit(Step):
    """The questions again, with what was answered."""

    heading = _("Write my dossier")
    index = ViewPageTemplateFile("templates/edit.pt")
    before_fields = ViewPageTemplateFile("templates/edit_start.pt")
    after_fields = ViewPageTemplateFile("templates/edit_end.pt")

    @property
    def form_action(self) -> str:
        return self.address("modifier")

    def before(self) -> str:
        return self.before_fields()

    def after(self) -> str:
        return self.after_fields()

    @property
    def email(self) -> str:
        return applicants.address_of(self.application) or ""

    def answer(self):
        if not self.may_change:
            return self.go()
        typed = None
        if self.posted:
            sent = read_sent(self.request, self.application)
            for problem in sent.problems:
                self._say(problem)
            typed = sent.typed
            if not self.problems:
                return self._keep(sent)
        self.questions = making.questions(self.application, self.request, self, typed)
        if self.questions is None:
            return self.go()
        self.questions.update()
        if not self.posted and LOOK in self.request.form:
            self.questions.examined  # noqa: B018 (marks what is wrong)
            self.problems += [(f"formfield-{field}", label) for field, label in self.questions.wrong]
        return self.index()

    def _keep(self, sent) -> str:
        making.change_files(self.application, sent.uploads, sent.removed)
        asked = making.questions(self.application, self.request, self, sent.typed)
        if asked is not None:
            asked.update()
            making.save(self.application, asked, sent.typed)
        if CHECK in self.request.form and self.takes:
            return self.go("verifier")
        return self.go(**{DONE: "enregistre" if self.takes else "tard"})


class Check(Step):
    """All that is about to be sent, the rules of the call, the aid; then it is sent."""

    heading = _("Check and send")
    index = ViewPageTemplateFile("templates/check.pt")
    form_action = ""

    def answer(self):
        if not self.may_change:
            # Sent already, perhaps by the other press of the same button.
            return self.go(**({DONE: "depose"} if self.posted else {}))
        self.questions = making.questions(self.application, self.request, self)
        if self.questions is None:
            return self.go()
        self.questions.update()
        self.examined = self.questions.examined
        if self.questions.wrong:
            return self.go("modifier", **{LOOK: "1"})
        if self.posted:
            if not self.takes:
                return self.go(**{DONE: "tard"})
            refused = self._hand_in()
            if not refused:
                return self.go(**{DONE: "depose"})
            self._say(refused)
        return self.index()

    @cached_property
    def answers(self) -> list[dict]:
        """As the form understands them now."""
        return [{"label": one.label, "value": one.text} for one in self.questions.answers() if one.text]

    @property
    def eligibility(self) -> list[dict]:
        return rules_of(self.application)

    @property
    def unmet(self) -> bool:
        return any(row["result"] == "no" for row in self.eligibility)

    @property
    def working(self) -> list[str]:
        return (self.application.computed_working or "").splitlines()

    def _hand_in(self):
        """A sentence where it is refused."""
        action.asked_for(self.request, self.application, self.questions.answers())
        failed = self.questions.run_actions(self.examined)
        if failed:
            return " ".join(map(str, failed.values()))
        try:
            making.move(self.application, "submit")
        except Refused as refused:
            return str(refused)
        return ""


class Withdraw(Step):
    """A second step before it is done: a draft is erased, a dossier is withdrawn."""

    heading = _("Withdraw my dossier")
    index = ViewPageTemplateFile("templates/withdraw.pt")

    def answer(self):
        if self.state not in WITHDRAWABLE:
            return self.go()
        if not self.posted:
            return self.index()
        if self.state == "draft":
            applicants.erase_application(self.application)
            self.shown = "erased"
            return self.index()
        making.move(self.application, "abandon")
        return self.go(**{DONE: "retire"})


class Piece(Step):
    """A file of the dossier, never opened in the page."""

    def answer(self):
        item = self.application.get(self.text(FILE, 100))
        value = getattr(item, "file", None)
        if value is None:
            raise NotFound(self, self.text(FILE, 100), self.request)
        response = self.request.response
        set_headers(value, response, filename=safe_filename(value.filename))
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Security-Policy", "sandbox")
        return stream_data(value)


#: Last part of the address → page.
STEPS = {"modifier": Edit, "verifier": Check, "abandonner": Withdraw, "piece": Piece}
