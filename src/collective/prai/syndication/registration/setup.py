"""Ready content: the form by which partners make themselves known, and the team's folder for them."""

from collective.prai.core.structure import date_publication
from collective.prai.core.structure import LANGUAGE
from collective.prai.syndication.content.partner_site import PARTNERS
from pathlib import Path
from plone import api
from plone.app.textfield import RichTextValue
from plone.base.interfaces.constrains import ISelectableConstrainTypes


FORM = "devenir-partenaire"
UNSET = (
    "default_fieldset_label", "thanksPageOverride", "formActionOverride", "onDisplayOverride",
    "afterValidationOverride", "headerInjection", "submitLabelOverride",
)  # fmt: skip
READY = Path(__file__).parent / "ready"
PROLOGUE = """<p>Association d’élus, chambre consulaire, service de l’État, collectivité : dites-nous où vous
reprenez nos contenus. <strong>Ce n’est pas obligatoire</strong> : vous pouvez tout reprendre sans nous
prévenir. Mais nous saurons vous écrire si quelque chose change, et nous pourrons citer votre site.</p>"""
EPILOGUE = """<p>Vos réponses ne servent qu’à vous répondre et, si vous l’acceptez, à citer votre site.
L’équipe du centre de ressources est seule à les lire ; demandez-lui de les corriger ou de les effacer
quand vous voulez.</p>"""
THANKS = """<p>Numéro de votre demande : <strong>${number}</strong>. Vous le recevez aussi par courriel.</p>
<p>N’attendez pas notre réponse pour <a href="diffusion">reprendre nos contenus</a>.</p>"""


def create_partners_content():
    """Form and folder, where they are missing."""
    portal = api.portal.get()
    if FORM not in portal:
        _create_form(portal)
    if PARTNERS not in portal:
        _create_folder(portal)


def _rich(html: str) -> RichTextValue:
    return RichTextValue(html, "text/html", "text/x-html-safe")


def _create_form(portal):
    form = api.content.create(
        portal, "EasyForm", FORM,
        title="Nous reprenons vos contenus",
        description="Faites-vous connaître comme site partenaire, en deux minutes.",
        language=LANGUAGE,
        exclude_from_nav=True,
        fields_model=(READY / "fields.xml").read_text(encoding="utf-8"),
        actions_model=(READY / "actions.xml").read_text(encoding="utf-8"),
        formPrologue=_rich(PROLOGUE),
        formEpilogue=_rich(EPILOGUE),
        submitLabel="Envoyer",
        thankstitle="Merci, votre demande est reçue",
        thanksdescription="",
        thanksPrologue=_rich(THANKS),
        showAll=False,
        showFields=["organisation", "site"],
        includeEmpties=False,
        # Our guard signs the form itself, and answers in a sentence instead of an error.
        CSRFProtection=False,
        autofocus=False,
        unload_protection=False,
        # As an import leaves them: the stock « nothing » is an empty text, which no export keeps.
        **dict.fromkeys(UNSET),
    )  # fmt: skip
    api.content.transition(form, "publish")
    date_publication(form)


def _create_folder(portal):
    """Never published: it holds addresses to write to."""
    folder = api.content.create(
        portal, "Folder", PARTNERS,
        title="Sites partenaires",
        description="Qui reprend nos contenus, et comment ; pour l’équipe.",
        language=LANGUAGE,
        exclude_from_nav=True,
    )  # fmt: skip
    constrain = ISelectableConstrainTypes(folder)
    constrain.setConstrainTypesMode(1)
    constrain.setLocallyAllowedTypes(["prai.PartnerSite"])
    constrain.setImmediatelyAddableTypes(["prai.PartnerSite"])
