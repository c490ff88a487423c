"""No item at the root of a site takes the name of a page of ours: it would hide it and all below it."""

from collective.prai import _
from collective.prai.interfaces import IPraiLayer
from plone.app.content.namechooser import NormalizingNameChooser
from plone.base.interfaces import IPloneSiteRoot
from plone.browserlayer.utils import registered_layers
from zExceptions import BadRequest
from zope.component import adapter
from zope.i18n import translate


#: Pages of ours at the root whose addresses are a contract.
RESERVED = frozenset(
    {
        "diffusion",
        "trouver",
        "pres-de-chez-moi",
        "comparer",
        "themes",
        "territoires",
        "publics",
        "plan-du-site",
        "alertes",
        "nous-lavons-repris",
        "mon-dossier",
        "suivre-ma-demande",
        "tableau-de-bord",
        "tableau-de-bord.csv",
        "tableau-de-bord.json",
        "tableau-de-bord-interne",
    }
)


@adapter(IPloneSiteRoot)
class RootNames(NormalizingNameChooser):
    """A page titled « Diffusion » is called ``diffusion-1``."""

    def _getCheckId(self, obj):
        stock = super()._getCheckId(obj)

        def check(name, required):
            if name in RESERVED and IPraiLayer in registered_layers():
                return translate(_reserved(name), context=self.context.REQUEST)
            return stock(name, required)

        return check


def refuse(obj, event):
    """Subscriber of IObjectWillBeMovedEvent: what comes by another way than the name chooser."""
    if (
        event.newName in RESERVED
        and IPloneSiteRoot.providedBy(event.newParent)
        and IPraiLayer in registered_layers()
    ):
        raise BadRequest(translate(_reserved(event.newName), context=event.newParent.REQUEST))


def _reserved(name):
    return _("« ${name} » is the address of a page of the site: choose another name.", mapping={"name": name})
