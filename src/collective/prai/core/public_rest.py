"""What plone.restapi tells of an item to readers who do not work on it.

Stock serialisers give title, state and path of private relation targets, the accounts of authors,
who locks an item and where its working copy is. The team keeps the stock answers.
"""

from collective.prai.core.visibility import is_team
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IPraiLayer
from plone import api
from plone.dexterity.interfaces import IDexterityContainer
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.interfaces import IFieldSerializer
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.interfaces import ISerializeToJsonSummary
from plone.restapi.serializer.dxcontent import SerializeFolderToJson
from plone.restapi.serializer.dxcontent import SerializeToJson
from plone.restapi.serializer.dxfields import DefaultFieldSerializer
from plone.restapi.serializer.relationfield import RelationListFieldSerializer
from plone.restapi.serializer.summary import DefaultJSONSummarySerializer
from z3c.relationfield.interfaces import IRelationChoice
from z3c.relationfield.interfaces import IRelationList
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.schema.interfaces import ITuple


#: Keys of stock answers that concern the team alone.
TEAM_KEYS = ("lock", "working_copy", "working_copy_of")
#: Catalog columns and attributes that name accounts or say how the team works.
TEAM_COLUMNS = frozenset(
    "Creator listCreators creators contributors listContributors author_name last_comment_date commentators "
    "in_response_to total_comments getUserName cmf_uid sync_uid allowedRolesAndUsers".split()
)
#: Columns of our lists, with identifiers of items whoever may see them: pages ask who reads before they name
#: what is behind them.  Nobody reads them by REST.
OUR_COLUMNS = frozenset(("prai_card", "prai_place"))
#: Fields of the ownership behavior that hold accounts.
ACCOUNT_FIELDS = ("creators", "contributors")


@implementer(IFieldSerializer)
@adapter(IRelationChoice, IDexterityContent, IPraiLayer)
class RelationChoiceSerializer(DefaultFieldSerializer):
    """Nothing where the reader may not see the target."""

    def get_value(self, default=None):
        value = super().get_value(default)
        return value if _may_be_named(value) else None


@implementer(IFieldSerializer)
@adapter(IRelationList, IDexterityContent, IPraiLayer)
class RelationListSerializer(RelationListFieldSerializer):
    """Only targets that the reader may see."""

    def get_value(self, default=None):
        return [value for value in super().get_value(default) or [] if _may_be_named(value)]


def _may_be_named(value) -> bool:
    target = getattr(value, "to_object", None)
    return target is not None and reader_may_see(target)


@implementer(IFieldSerializer)
@adapter(ITuple, IDexterityContent, IPraiLayer)
class TupleSerializer(DefaultFieldSerializer):
    """Accounts of authors are the team's."""

    def get_value(self, default=None):
        if self.field.__name__ in ACCOUNT_FIELDS and not is_team(self.context):
            return ()
        return super().get_value(default)


class PublicAnswer:
    """Leaves out of a stock answer what concerns the team alone."""

    def __call__(self, *args, **kw):
        result = super().__call__(*args, **kw)
        if is_team(self.context):
            return result
        for key in TEAM_KEYS:
            result.pop(key, None)
        for key in ("previous_item", "next_item"):
            if result.get(key) and not self._sees_sibling(result[key]):
                result[key] = {}
        return result

    def _sees_sibling(self, summary) -> bool:
        sibling = api.content.get(path=summary["@id"].removeprefix(api.portal.get().absolute_url()))
        return sibling is not None and reader_may_see(sibling)


@implementer(ISerializeToJson)
@adapter(IDexterityContent, IPraiLayer)
class ItemAnswer(PublicAnswer, SerializeToJson):
    """An item."""


@implementer(ISerializeToJson)
@adapter(IDexterityContainer, IPraiLayer)
class FolderAnswer(PublicAnswer, SerializeFolderToJson):
    """An item that contains others."""


@implementer(ISerializeToJsonSummary)
@adapter(Interface, IPraiLayer)
class Summary(DefaultJSONSummarySerializer):
    """An item in a list."""

    def __init__(self, context, request):
        # Stock code takes these from the address, if somebody writes them there.
        request.form.pop("summary_serializer_metadata", None)
        super().__init__(context, request)
        self.blocklisted_attributes = self.blocklisted_attributes | OUR_COLUMNS
        if not is_team(api.portal.get()):
            self.blocklisted_attributes = self.blocklisted_attributes | TEAM_COLUMNS
