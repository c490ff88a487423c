"""``/operations/@operations``: the public list for programs, in the columns of a profile."""

from collective.prai import _
from collective.prai.core.asked_service import AskedService
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.programme.operations.asked import read_asked
from collective.prai.programme.operations.asked import unknown_names
from collective.prai.programme.operations.exports import about
from collective.prai.programme.operations.register import Register
from collective.prai.programme.operations.register import SECTION
from collective.prai.programme.operations.writing import as_json


class OperationsService(AskedService):
    """200; 304 for who has it; 400 with a sentence; 404 on any other folder; 429 for who asks too often."""

    def refused(self) -> str | None:
        if self.context.getId() == SECTION:
            return None
        return self.refuse(404, "NotFound", _("There is no list of operations here."))

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
