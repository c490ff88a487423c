"""What services have in common whose answer is made for each question: doors, refusals, patience."""

from collective.prai import _
from collective.prai.core.caching.conditional import allow_all_origins
from collective.prai.core.caching.conditional import answer_preflight
from collective.prai.core.throttle import Visit
from plone.restapi.services import Service
from zope.i18n import translate
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound
import json


@implementer(IPublishTraverse)
class AskedService(Service):
    """JSON for programs of any site; a refusal is a 4xx with a sentence, 429 for who asks too often.

    Nothing is below it: Zope would publish its methods as addresses.
    """

    def publishTraverse(self, request, name):
        raise NotFound(self, name, request)

    def render(self):
        response = self.request.response
        if self.request.method == "OPTIONS":
            return answer_preflight(self.request)
        allow_all_origins(response)
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        refused = self.refused()
        if refused is not None:
            return refused
        visit, body = Visit(self.request), ""
        if visit.wait:
            response.setHeader("Retry-After", str(visit.wait))
            sentence = _(
                "Too many requests come from your address: ask again in ${seconds} s.",
                mapping={"seconds": visit.wait},
            )
            return self.refuse(429, "TooManyRequests", sentence)
        try:
            body = self.answer()
            return body
        finally:
            visit.end(body)

    def refused(self) -> str | None:
        """A refusal that needs no look at the question; None where there is none."""
        return None

    def answer(self) -> str:
        """The body.  There is no default, because each service has its own question."""
        raise NotImplementedError

    def refuse(self, status: int, kind: str, sentence) -> str:
        self.request.response.setStatus(status)
        self.request.response.setHeader("Cache-Control", "no-store")
        return json.dumps({"type": kind, "message": self.words(sentence)}, ensure_ascii=False)

    def words(self, message) -> str:
        return translate(message, context=self.request)


class AnsweredService(AskedService):
    """Of an answer that is nobody's but the asker's: 400 with what is wrong first, else 200."""

    def answer(self) -> str:
        self.request.response.setHeader("Cache-Control", "no-store")
        found = self.found()
        wrong = self.unknown(found)
        if wrong is None and found.asking.wrong:
            wrong = found.asking.wrong[0]
        if wrong is not None:
            return self.refuse(400, "BadRequest", wrong)
        return json.dumps(self.shaped(found), ensure_ascii=False)

    def found(self):
        """The answer, which has ``asking``.  No default, because each service has its own."""
        raise NotImplementedError

    def unknown(self, found):
        """A sentence on a parameter that means nothing, or None.  No default, for the same reason."""
        raise NotImplementedError

    def shaped(self, found) -> dict:
        """What the answer is as JSON.  No default, for the same reason."""
        raise NotImplementedError
