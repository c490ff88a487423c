"""``/operations/@operations``: the public list for programs, in the columns of a profile."""

from collective.prai import _
from collective.prai.core.caching.conditional import allow_all_origins
from collective.prai.core.caching.conditional import answer_preflight
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.throttle import Visit
from collective.prai.programme.operations.asked import read_asked
from collective.prai.programme.operations.asked import unknown_names
from collective.prai.programme.operations.exports import about
from collective.prai.programme.operations.exports import refusal
from collective.prai.programme.operations.register import Register
from collective.prai.programme.operations.register import SECTION
from collective.prai.programme.operations.writing import as_json
from plone.restapi.services import Service


class OperationsService(Service):
    """200; 304 for who has it; 400 with a sentence; 404 on any other folder; 429 for who asks too often."""

    def render(self):
        response = self.request.response
        if self.request.method == "OPTIONS":
            return answer_preflight(self.request)
        allow_all_origins(response)
        response.setHeader("Content-Type", "application/json; charset=utf-8")
        if self.context.getId() != SECTION:
            return self.refuse(404, "NotFound", _("There is no list of operations here."))
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

    def refuse(self, status: int, kind: str, sentence) -> str:
        self.request.response.setStatus(status)
        self.request.response.setHeader("Cache-Control", "no-store")
        return refusal(kind, sentence, self.request)

    def answer(self) -> bytes | str:
        asked, unknown = read_asked(self.request.form), unknown_names(self.request.form)
        if unknown:
            sentence = _("« ${name} » means nothing here.", mapping={"name": unknown[0][:40]})
            return self.refuse(400, "BadRequest", sentence)
        if asked.wrong:
            return self.refuse(400, "BadRequest", asked.wrong[0])
        register = Register(asked.filters, persons=asked.profile.persons)
        body = as_json(about(self.context, register, asked), asked.profile, register.rows)
        return "" if not_modified(self.request, etag_of(body)) else body.decode()
