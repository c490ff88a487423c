"""The stock doors, for two officers at once: the form and REST overwrite nothing that was not seen."""

from collective.prai import _
from collective.prai.core.forms import EditForm
from collective.prai.core.publication.refusals import say
from collective.prai.programme.instruct.saving import clashes
from collective.prai.programme.versions import as_token
from collective.prai.programme.versions import changed_since
from collective.prai.programme.versions import digests
from collective.prai.programme.versions import etag
from collective.prai.programme.versions import from_token
from plone.dexterity.interfaces import IDexterityEditForm
from plone.restapi.deserializer import json_body
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.services.content.get import ContentGet
from plone.restapi.services.content.update import ContentPatch
from plone.z3cform import layout
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.interfaces import ActionExecutionError
from zope.component import getMultiAdapter
from zope.interface import classImplements
from zope.interface import Invalid


#: Hidden field of the form: digests of what it showed.
SEEN = "prai-seen"


class GuardedEditForm(EditForm):
    """What a colleague saved while the form was open stays, where this form does not change it too."""

    template = ViewPageTemplateFile("templates/form.pt")

    @property
    def seen(self) -> str:
        """Of what stands now: a form that comes back with a conflict has shown it."""
        return as_token(digests(self.context))

    def applyChanges(self, data):
        seen = from_token(self.request.form.get(SEEN))
        keys = {key.rsplit(".", 1)[-1]: key for key in data}
        values = {name: data[key] for name, key in keys.items()}
        if not seen:
            raise ActionExecutionError(
                Invalid(say(_("This form is too old: open it again. Nothing was saved.")))
            )
        found = clashes(self.context, values, seen)
        if found:
            both = " ; ".join(
                say(
                    _(
                        "${label}: now « ${theirs} », and you wrote « ${mine} »",
                        mapping={"label": one.label, "theirs": one.theirs[:300], "mine": one.mine[:300]},
                    )
                )
                for one in found
            )
            sentence = _(
                "A colleague has changed this meanwhile, and nothing was saved. ${both}. "
                "Correct what must be, then save again: what you see will be written.",
                mapping={"both": both},
            )
            raise ActionExecutionError(Invalid(say(sentence)))
        for name in changed_since(self.context, seen, values):
            del data[keys[name]]
        return super().applyChanges(data)


GuardedEditView = layout.wrap_form(GuardedEditForm)
classImplements(GuardedEditView, IDexterityEditForm)


class TaggedGet(ContentGet):
    """With the tag that a change has to name."""

    def reply(self):
        self.request.response.setHeader("ETag", etag(self.context))
        return super().reply()


class GuardedPatch(ContentPatch):
    """``If-Match`` with the tag of GET: 428 without one, 412 where the item has changed since.

    The refusal has the present tag and the present values of the fields that were sent.
    """

    def reply(self):
        asked = (self.request.getHeader("If-Match") or "").strip()
        now = etag(self.context)
        if not asked:
            return self._refuse(
                428, _("Say which version you change: send If-Match with the ETag of a GET of this dossier.")
            )
        if asked.removeprefix("W/").replace('-gzip"', '"') != now:
            return self._refuse(
                412,
                _(
                    "This dossier has changed since you read it: nothing was saved. "
                    "Compare the values, then send again with the new ETag."
                ),
            )
        answer = super().reply()
        self.request.response.setHeader("ETag", etag(self.context))
        return answer

    def _refuse(self, status: int, message):
        response = self.request.response
        response.setStatus(status)
        response.setHeader("ETag", etag(self.context))
        sent = json_body(self.request)
        now = getMultiAdapter((self.context, self.request), ISerializeToJson)() if status == 412 else {}
        return {
            "error": {
                "type": "PreconditionFailed" if status == 412 else "PreconditionRequired",
                "message": say(message),
            },
            "now": {name: now[name] for name in sent if name in now},
        }
