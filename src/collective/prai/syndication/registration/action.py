"""A registration that has come: kept, told to ARDESI, acknowledged, and made a draft of a partner's sheet."""

from Acquisition import aq_base
from collective.easyform.actions import ActionFactory
from collective.easyform.config import FORM_ERROR_MARKER
from collective.prai import _
from collective.prai.core.mail import send_mail
from collective.prai.core.public_forms.receipts import give_receipt
from collective.prai.core.public_forms.receipts import random_number
from collective.prai.core.public_forms.saved import SafeSaveData
from collective.prai.core.publication.mails import public_link
from collective.prai.syndication.content.partner_site import PARTNERS
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.supermodel.exportimport import BaseHandler
from zope.i18n import translate
import time


#: Seconds between two receipts to one address.
AGAIN = 3600
TO_ARDESI = """Bonjour,

Un site demande à reprendre nos contenus.

Numéro : {number}
Organisme : {organisation}
Site : {site}
Adresse de la fonction : {email}
Façon de reprendre : {format}
Accepte d’être cité parmi les partenaires : {listed}

{message}

Sa fiche, à relire puis à activer : {link}

Le centre de ressources
"""
TO_PARTNER = """Bonjour,

Nous avons bien reçu votre demande de reprise de nos contenus, sous le numéro {number}.

Vous pouvez reprendre nos contenus sans attendre notre réponse : {page}

Si vous n’avez rien demandé, ne tenez pas compte de ce message : cette adresse a été écrite dans notre
formulaire, et rien d’autre ne vous sera envoyé.

Le centre de ressources
"""


class Register(SafeSaveData):
    """Keeps the answers for the team, and makes a draft of the partner's sheet."""

    def onSuccess(self, fields, request):
        """An error as easyform has it when this address wrote within the hour, else nothing."""
        email = (fields.get("email") or "").strip().lower()
        if self._wrote_lately(email):
            sentence = _("A request with this e-mail address came less than an hour ago: we shall answer it.")
            return {FORM_ERROR_MARKER: translate(sentence, context=request)}
        number = random_number()
        give_receipt(request, number)
        super().onSuccess(fields | {"number": number}, request)
        fields = {name: value for name, value in fields.items() if value is not None}
        self._tell(fields, number, _draft(fields, number))
        send_mail(
            email,
            f"Votre demande de reprise n° {number}",
            TO_PARTNER.format(number=number, page=f"{_address()}/diffusion"),
        )
        return None

    def _wrote_lately(self, email: str) -> bool:
        since = int((time.time() - AGAIN) * 1000)
        return any(
            (row.get("email") or "").strip().lower() == email for row in self._storage.values(min=since)
        )

    def _tell(self, fields: dict, number: str, link: str):
        to = api.portal.get_registry_record("plone.email_from_address", default=None)
        if not to:
            return
        words = {
            name: fields.get(name) or "–" for name in ("organisation", "site", "email", "format", "message")
        }
        listed = "oui" if fields.get("listed") else "non"
        body = TO_ARDESI.format(**words, number=number, listed=listed, link=link)
        send_mail(to, f"Nouveau partenaire à relire : demande n° {number}", body)


def _address() -> str:
    return public_link(api.portal.get()).rstrip("/")


def _draft(fields: dict, number: str) -> str:
    """Address of the new sheet, in the folder that the team alone sees; "" if that folder is gone."""
    folder = api.portal.get().get(PARTNERS)
    if not getattr(aq_base(folder), "isPrincipiaFolderish", False):
        return ""
    site = createContent(
        "prai.PartnerSite",
        title=fields["organisation"],
        url=fields["site"],
        contact_email=fields["email"],
        formats=[fields["format"]] if fields.get("format") else [],
        listed=bool(fields.get("listed")),
        message=fields.get("message"),
        number=number,
        language="fr",
    )
    # The visitor has no right to add anything; the form asks on the site's behalf.
    return public_link(addContentToContainer(folder, site, checkConstraints=False))


RegisterAction = ActionFactory(Register, _("Registration of a partner"), "collective.prai.ManageSettings")
RegisterHandler = BaseHandler(Register)
