"""``@@avis`` of a session: a juror marks a dossier, or says that she has a conflict of interest."""

from collective.prai import _
from collective.prai.core.decimals import BadFigure
from collective.prai.core.decimals import parse_figure
from collective.prai.core.fields import write_figure
from collective.prai.core.pages import Page
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme import reviews
from collective.prai.programme.agendas import dossiers_of
from collective.prai.programme.instruct.dossiers import line_of
from collective.prai.programme.instruct.house import OfficePage
from functools import cached_property
from plone import api
from zExceptions import NotFound
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class Review(OfficePage):
    """``?dossier=UID``.  Not found of a dossier that is not on the agenda, or hidden from the reader."""

    step = _("My review")
    error = ""
    problems = ()
    typed = None

    def __call__(self):
        if self.application is None or not self.sits:
            raise NotFound
        return super().__call__()

    @cached_property
    def application(self):
        uid = self.text("dossier")
        found = next((one for one in dossiers_of(self.context) if one.UID() == uid), None)
        return found if found is not None and reader_may_see(found) else None

    @cached_property
    def sits(self) -> bool:
        return self.me in reviews.accounts_of(self.context)

    @property
    def review(self):
        return reviews.review_of(self.context, self.application, self.me)

    @property
    def writes(self) -> bool:
        """Whether this juror may still change her review."""
        review = self.review
        draft = review is None or reviews.review_state(review) == reviews.DRAFT
        return draft and reviews.may_write(self.context, self.me)

    def post(self):
        doing = {
            "save": self._save,
            "give": self._give,
            "take_back": self._take_back,
            "conflict": self._conflict,
        }.get(self.text("do"))
        if doing is None:
            return None
        if not reviews.may_write(self.context, self.me):
            self.error = _("Reviews are written from the convocation of the session to its end.")
            return None
        return doing()

    def _save(self):
        if not self._write():
            return None
        self.say(_("Your draft is saved. Only you can read it."))
        return self.back()

    def _give(self):
        if not self._write():
            return None
        self.problems = reviews.gaps_of(self.review)
        if self.problems:
            return None
        return self._move("give", _("Your review is given: you now see what the jury thinks."))

    def _take_back(self):
        return self._move("take_back", _("Your review is a draft again."))

    def _move(self, action: str, done):
        try:
            api.portal.get_tool("portal_workflow").doActionFor(self.review, action)
        except Refused as refusal:
            self.error = str(refusal)
            return None
        self.say(done)
        return self.back()

    def _conflict(self):
        if not self.text("sure"):
            self.error = _("Tick the box: a declared conflict of interest is not taken back here.")
            return None
        reviews.declare_conflict(self.context, self.application, self.me)
        self.say(_("The dossier is no longer shown to you, and you are out of its average. Thank you."))
        self.request.response.redirect(self.context.absolute_url())
        return ""

    def _write(self) -> bool:
        """Marks and words into the draft; False with a sentence where nothing was written."""
        if not self.writes:
            self.error = _("Your review is given: take it back to change it.")
            return False
        review = reviews.open_review(self.context, self.application, self.me)
        rows, self.typed, wrong = [], {}, []
        for index, row in enumerate(review.scores or ()):
            text, comment = self.text(f"score-{index}")[:40], self.text(f"comment-{index}")
            self.typed |= {f"score-{index}": text, f"comment-{index}": comment}
            try:
                score = parse_figure(text) if text else None
            except BadFigure:
                score = None
                wrong.append(row["criterion"])
            if score is not None and not 0 <= score <= reviews.Mark.of(row).max_score:
                wrong.append(row["criterion"])
            rows.append(dict(row) | {"score": score, "comment": comment or None})
        recommendation = self.text("recommendation")
        self.typed |= {"recommendation": recommendation, "comment": self.text("comment")}
        if wrong:
            self.error = _(
                "A mark is a number between 0 and the highest mark. Look at: ${names}. Nothing was saved.",
                mapping={"names": ", ".join(dict.fromkeys(wrong))},
            )
            return False
        known = {token for token, _title in self.choices("opinions")}
        review.scores = rows
        review.recommendation = recommendation if recommendation in known else None
        review.comment = self.text("comment") or None
        notify(ObjectModifiedEvent(review))
        return True

    def back(self, anchor: str = ""):
        self.request.response.redirect(f"{self.url}/@@avis?dossier={self.application.UID()}{anchor}")
        return ""

    # What the page shows

    @cached_property
    def line(self):
        return line_of(self.application)

    def criteria(self) -> list[dict]:
        """Rows of the form: those of the review, before it those of the call."""
        review, typed = self.review, self.typed or {}
        rows = review.scores if review is not None else reviews.blank_rows(self.application)
        found = []
        for index, row in enumerate(rows or ()):
            mark = reviews.Mark.of(row)
            found.append(
                {
                    "criterion": mark.criterion,
                    "weight": self.number(mark.weight),
                    "max": mark.max_score,
                    "score": typed.get(
                        f"score-{index}", write_figure(mark.score) if mark.score is not None else ""
                    ),
                    "comment": typed.get(f"comment-{index}", row.get("comment") or ""),
                    "score_name": f"score-{index}",
                    "comment_name": f"comment-{index}",
                }
            )
        return found

    def value(self, name: str) -> str:
        if self.typed and name in self.typed:
            return self.typed[name]
        review = self.review
        return (getattr(review, name, None) if review is not None else None) or ""

    @property
    def is_given(self) -> bool:
        review = self.review
        return review is not None and reviews.review_state(review) == reviews.GIVEN

    @property
    def shows(self) -> bool:
        return reviews.may_see_averages(self.application, self.context, self.me)

    def average(self):
        return reviews.average(self.application, self.context)

    def own_total(self):
        review = self.review
        found = reviews.averages.total(reviews.marks_of(review)) if review is not None else None
        return reviews.averages.rounded(found) if found is not None else None

    def by_criterion(self) -> list[dict]:
        return [
            {"criterion": criterion, "spread": spread}
            for criterion, spread in reviews.average_by_criterion(self.application, self.context)
        ]


class ReviewItem(OfficePage, Page):
    """The review at its own address: what was given, for its juror and the officers."""

    def __call__(self):
        return OfficePage.__call__(self)

    @cached_property
    def application(self):
        relation = self.context.application
        found = relation.to_object if relation is not None else None
        return found if found is not None and reader_may_see(found) else None

    def rows(self) -> list:
        return list(self.context.scores or ())

    def total(self):
        found = reviews.averages.total(reviews.marks_of(self.context))
        return reviews.averages.rounded(found) if found is not None else None
