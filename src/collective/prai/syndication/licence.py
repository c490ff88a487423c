"""Behavior: under which licence our text may be reused, by whom, with which credit line."""

from collective.prai import _
from collective.prai.core.fields import term
from collective.prai.core.licences import FREE_LICENCES  # noqa: F401 (its readers ask this room)
from collective.prai.core.licences import HOUSE_ATTRIBUTION  # noqa: F401
from collective.prai.core.licences import HOUSE_LICENCE  # noqa: F401
from collective.prai.core.publication.needs import needs
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class ILicence(model.Schema):
    """Of our text; a deliverable says the licence of the thing itself, a file its own."""

    model.fieldset(
        "licence",
        label=_("Reuse"),
        fields=["licence", "reuse_scope", "attribution", "credits", "eu_notice"],
    )
    licence = term(
        "licences",
        title=_("Licence of the text"),
        description=_("Leave empty for a text of ARDESI: the Licence Ouverte is filled in."),
    )
    reuse_scope = term("reuse_scopes", title=_("Who may reuse it"), default="free")
    attribution = schema.TextLine(
        title=_("Credit line"), description=_("What partners must print beside the text."), required=False
    )
    credits = schema.Text(title=_("Credits"), description=_("Of photographs and drawings."), required=False)
    eu_notice = term(
        "eu_notices",
        title=_("European notice"),
        description=_("Prints the funders' line and the disclaimer of the European Union."),
    )


needs(ILicence, "licence")
