"""What the form offers: purposes, ways of sending, the guides that may be asked for."""

from collective.prai.core.listing import visible_brains
from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.vocabularies import TermVocabulary
from plone import api
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


purposes = TermVocabulary("question_purposes")
stages = TermVocabulary("question_stages")
deliveries = TermVocabulary("deliveries")


@provider(IVocabularyFactory)
def published_guides(context):
    """UID and title of the guides that who asks may see, by title."""
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="prai.Guide", review_state=sorted(PUBLIC_STATES), sort_on="sortable_title"
    )
    return SimpleVocabulary([SimpleTerm(one.UID, one.UID, one.Title) for one in visible_brains(brains)])
