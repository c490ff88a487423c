"""Behavior: where it happens; today's codes, and free historical names beside them."""

from collective.prai import _
from collective.prai.core.fields import terms
from plone.app.z3cform.widgets.select import AjaxSelectFieldWidget
from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class ITerritory(model.Schema):
    """INSEE and SIREN codes are of today's map; the programme's bodies may be gone from it."""

    model.fieldset(
        "territory",
        label=_("Territory"),
        fields=["departments", "epcis", "municipalities", "zone", "population", "location"],
    )
    departments = terms("departments", title=_("Départements"))
    directives.widget("epcis", AjaxSelectFieldWidget, vocabulary="collective.prai.epcis")
    epcis = terms(
        "epcis", title=_("Inter-municipal bodies"), description=_("Type the first letters of the name.")
    )
    directives.widget("municipalities", AjaxSelectFieldWidget, vocabulary="collective.prai.municipalities")
    municipalities = terms(
        "municipalities", title=_("Municipalities"), description=_("Type the first letters of the name.")
    )
    zone = terms("zones", title=_("Kind of area"))
    population = schema.Int(
        title=_("Population (inhabitants)"),
        description=_("As the source gives it; the population of the chosen bodies is known already."),
        min=0,
        max=70_000_000,
        required=False,
    )
    location = schema.TextLine(
        title=_("Place"),
        description=_("A historical name that is on no list of today."),
        required=False,
    )
