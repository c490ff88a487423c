"""Ready content: the form by which partners make themselves known, and the team's folder for them."""

from collective.prai.core.public_forms.ready import create_form
from collective.prai.core.structure import create_folder
from collective.prai.syndication.content.partner_site import PARTNERS
from pathlib import Path
from plone import api


FORM = "devenir-partenaire"
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
    create_form(
        FORM,
        READY,
        title="Nous reprenons vos contenus",
        description="Faites-vous connaître comme site partenaire, en deux minutes.",
        prologue=PROLOGUE,
        epilogue=EPILOGUE,
        thanks_title="Merci, votre demande est reçue",
        thanks=THANKS,
        shown=["organisation", "site"],
    )
    if PARTNERS not in api.portal.get():
        # Never published: it holds addresses to write to.
        create_folder(
            PARTNERS,
            title="Sites partenaires",
            description="Qui reprend nos contenus, et comment ; pour l’équipe.",
            types=["prai.PartnerSite"],
            offered=["prai.PartnerSite"],
        )
