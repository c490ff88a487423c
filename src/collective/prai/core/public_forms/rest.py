"""What programs are told of a form: its page for everyone, how it works and what came in for the team."""

from collective.easyform.interfaces import IEasyForm
from collective.easyform.serializer import SerializeToJson
from collective.prai.core.public_rest import ItemAnswer
from collective.prai.core.visibility import is_team
from collective.prai.interfaces import IPraiLayer
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldNames


#: By its title; easyform's own serialiser asks by the id and fails for everyone but managers.
DOWNLOAD = "collective.easyform: Download Saved Input"
#: Settings that a reader of the page sees anyway.
SHOWN = ("formPrologue", "formEpilogue", "submitLabel")


@implementer(ISerializeToJson)
@adapter(IEasyForm, IPraiLayer)
class FormAnswer(ItemAnswer):
    """Mail addresses, expressions and answers stay with those who run the form."""

    def __call__(self, version=None, include_items=True):
        result = super().__call__(version, include_items)
        if not is_team(self.context):
            for name in set(getFieldNames(IEasyForm)) - set(SHOWN):
                result.pop(name, None)
        if api.user.has_permission(DOWNLOAD, obj=self.context):
            SerializeToJson.serializeSavedData(self, result)
        return result
