"""An adaptation comes back to the catalogue: the draft of its deliverable, in one step from its reuse.

``POST REUSE/@@prai-adapted``: whoever may add deliverables; the relation to it is set on the reuse for them,
for a public reuse is changed by reviewers alone, and a draft that it leads to is shown to nobody else.
"""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.social import public_url
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.visibility import is_public
from collective.prai.transfer import saying
from collective.prai.transfer.adapting import forbidden
from collective.prai.transfer.adapting import licence_of
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.licences import proposed
from collective.prai.transfer.relations import target
from plone import api
from plone.protect import CheckAuthenticator
from plone.protect import PostOnly
from Products.Five.browser import BrowserView
from Products.statusmessages.interfaces import IStatusMessage
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.i18n import translate
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


ADAPTATION, TYPE = "adaptation", "prai.Deliverable"
#: What may be named as what a sheet was adapted from; a project is what a deliverable comes from.
DERIVED_FROM = ("prai.HowTo", "prai.Guide", "prai.TeachingPack", "prai.Study", TYPE)
ORIGIN = ("prai.ProjectSheet", "prai.MissionSheet")
#: Fields that an adaptation takes over from a deliverable.
TAKEN_OVER = ("kind", "conditions", "open_source", "themes", "audiences")


def may_make(reuse) -> bool:
    """Whether this reader may make the deliverable of this reuse, and there is none yet."""
    folder = api.portal.get().get(SECTION_OF[TYPE])
    return (
        reuse.kind == ADAPTATION
        and api.content.get_state(reuse, default="") == "published"
        and not reuse.example
        and target(reuse, "derived_deliverable") is None
        and folder is not None
        and bool(api.user.has_permission("collective.prai: Add Deliverable", obj=folder))
    )


def values_of(reuse, kind: str) -> dict:
    """Fields of the draft: what follows from the reuse and from what it took up, nothing else."""
    original, who = target(reuse, "original"), target(reuse, "reuser")
    values: dict = {"kind": kind, "copy_status": "adapted"}
    if original is not None and original.portal_type == TYPE:
        values |= {name: value for name in TAKEN_OVER if (value := getattr(original, name, None))}
        values["product_licence"] = proposed(licence_of(original))
    if original is not None and original.portal_type in DERIVED_FROM:
        values |= {"derived_from": [_relation(original)], "credits": _credit(original)}
    if original is not None and original.portal_type in ORIGIN:
        values["origin"] = _relation(original)
    values |= {"producer": _relation(who)} if who is not None else {"producer_name": reuse.reuser_name}
    values["source"] = "\n".join(filter(None, [reuse.Title(), public_url(reuse.absolute_url())]))
    return {name: value for name, value in values.items() if value}


def _relation(obj) -> RelationValue:
    return RelationValue(getUtility(IIntIds).getId(obj))


def _credit(original) -> str:
    """« Adapté de « Questionnaire » (ARDESI), Licence Ouverte 2.0 »: free licences ask that it is said."""
    producer = target(original, "producer")
    seen = producer is not None and is_public(producer)
    name = producer.Title() if seen else getattr(original, "producer_name", None)
    licence = vocabularies.title("product_licences", licence_of(original), "fr")
    by = f" ({name})" if name else ""
    return f"Adapté de «\u00a0{original.Title()}\u00a0»{by}{', ' + licence if licence else ''}"


class MakeAdapted(BrowserView):
    """See the module."""

    def __call__(self):
        PostOnly(self.request)
        CheckAuthenticator(self.request)
        reuse, messages = self.context, IStatusMessage(self.request)
        made = target(reuse, "derived_deliverable")
        if made is not None:
            messages.add(_("The adapted deliverable is there already."))
            return self.request.response.redirect(made.absolute_url())
        if not may_make(reuse):
            messages.add(
                _("Only a published reuse that adapted something comes back as a deliverable, no example."),
                type="error",
            )
            return self.request.response.redirect(reuse.absolute_url())
        made = self.make(self.kind())
        reason = forbidden(made, {})
        if reason is not None:
            said = _(
                "It can be published once the agreement to the adaptation is written down: ${reason}.",
                mapping={"reason": translate(reason, context=self.request)},
            )
            messages.add(said, type="warning")
        messages.add(_("The adapted deliverable is made, as a draft: fill in what only its makers know."))
        return self.request.response.redirect(f"{made.absolute_url()}/edit")

    def kind(self) -> str:
        """That of the original, else the one that was chosen, else the first of the list."""
        original = target(self.context, "original")
        asked = self.request.form.get("kind")
        known = vocabularies.titles("deliverable_kinds")
        own = getattr(original, "kind", None) if original is not None else None
        return next((one for one in (own, asked) if isinstance(one, str) and one in known), next(iter(known)))

    def make(self, kind: str):
        reuse = self.context
        original = target(reuse, "original")
        # Its title goes public with it: it names nobody whose own page is closed.
        name = saying.reuser(reuse, is_public)
        words = _(
            "${title}, as ${who} adapted it",
            mapping={
                "title": original.Title() if original is not None else reuse.Title(),
                "who": translate(name, target_language="fr"),
            },
        )
        made = api.content.create(
            api.portal.get()[SECTION_OF[TYPE]],
            TYPE,
            title=translate(words, target_language="fr"),
            language="fr",
            **values_of(reuse, kind),
        )
        reuse.derived_deliverable = _relation(made)
        notify(ObjectModifiedEvent(reuse, Attributes(IReuse, "derived_deliverable")))
        return made
