"""A site in which everything hidden carries a marker word; the doors to knock at are in ``doors``.

Every hidden text holds a word that begins with ``fuite``; hidden ids begin with ``cle-``, and are
looked for only where the address asked for does not name them itself.  ``commun`` stands in every
title, public or not, so that a search for it would find them all.
"""

from DateTime import DateTime
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.testing import login
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from tests.site.conftest import make
from tests.site.conftest import rich
from typing import NamedTuple
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent
import base64


MARKER = "fuite"
HIDDEN_ID = "cle-"
#: Account and name of who wrote it all: nothing to a visitor.
AUTHOR, NAME = "comptecache", "nomcache"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def hidden(word) -> dict:
    """Title, description and id of a hidden item."""
    return {
        "title": f"Texte commun {MARKER}titre{word}",
        "description": f"Description commune {MARKER}resume{word}",
        "id": f"{HIDDEN_ID}{word}",
    }


def relate(obj, **fields):
    """Set relations and tell the catalogs, as a saved form does."""
    intids = getUtility(IIntIds)
    for name, target in fields.items():
        value = (
            [RelationValue(intids.getId(one)) for one in target]
            if isinstance(target, list)
            else RelationValue(intids.getId(target))
        )
        setattr(obj, name, value)
    notify(ObjectModifiedEvent(obj))
    obj.reindexObject()


def dated(obj, effective=None, expires=None):
    """Set dates, in days from now, as a saved form does."""
    if effective is not None:
        obj.setEffectiveDate(DateTime() + effective)
    if expires is not None:
        obj.setExpirationDate(DateTime() + expires)
    notify(ObjectModifiedEvent(obj))
    obj.reindexObject()
    return obj


def add_parts(guide, word):
    """A chapter, an image and a file inside a book."""
    values = hidden(f"chapitre-{word}")
    chapter = make(
        api.portal.get(), "prai.Chapter", container=guide, body=rich(f"<p>{MARKER}corps{word}</p>"), **values
    )
    for portal_type, field, blob in (
        ("Image", "image", NamedBlobImage(PIXEL, filename=f"{MARKER}image{word}.png")),
        ("File", "file", NamedBlobFile(f"{MARKER}octets".encode(), filename=f"{MARKER}fichier{word}.txt")),
    ):
        values = hidden(f"{field}-{word}")
        api.content.create(guide, portal_type, **{field: blob}, **values)
    return chapter


class Site(NamedTuple):
    """Addresses of the built site; ``hidden`` are paths that no reader may open."""

    url: str
    public: str
    guide: str
    project: str
    image: str
    uids: dict
    hidden: list


def build(portal) -> Site:
    """The whole site; the caller commits."""
    api.user.create(
        f"{AUTHOR}@example.org", AUTHOR, "Un-Compte-De-Test-1", properties={"fullname": "Nomcache"}
    )
    login(portal, AUTHOR)
    with api.env.adopt_roles(["Manager"]):
        return _build(portal)


def _build(portal) -> Site:
    body = {"problem": f"commun {MARKER}probleme", "in_brief": rich(f"<p>commun {MARKER}corps</p>")}
    found = [
        make(portal, "prai.HowTo", state, **hidden(state), **body)
        for state in ("draft", "in_review", "withdrawn")
    ]
    found.append(dated(make(portal, "prai.HowTo", "published", **hidden("expired"), **body), expires=-1))
    found.append(dated(make(portal, "prai.HowTo", "published", **hidden("future"), **body), effective=1))
    for word, state, dates in (
        ("g-draft", "draft", {}), ("g-gone", "withdrawn", {}), ("g-old", "published", {"expires": -1}),
        ("g-future", "published", {"effective": 1}),
    ):  # fmt: skip
        guide = make(portal, "prai.Guide", "draft", body=rich(f"<p>{MARKER}corps</p>"), **hidden(word))
        publisher = make(portal, "prai.Organisation", "published", title=f"Éditeur {word}")
        relate(guide, publisher=publisher)
        add_parts(guide, word)
        for transition in {"published": ["publish"], "withdrawn": ["publish", "withdraw"]}.get(state, []):
            api.content.transition(guide, transition, comment="Le programme est clos.")
        dated(guide, **dates)
        found += [guide, *guide.objectValues()]
    found += _folders(portal)
    for portal_type, section in (("News Item", "actualites"), ("Event", "agenda"), ("Image", "actualites")):
        values = hidden(portal_type.replace(" ", "").lower())
        if portal_type == "Image":
            values["image"] = NamedBlobImage(PIXEL, filename=f"{MARKER}vignette.png")
            item = dated(api.content.create(portal[section], portal_type, **values), expires=-1)
        else:
            item = api.content.create(portal[section], portal_type, **values)
        found.append(item)
    question = {
        "number": f"{MARKER}numero",
        "email": f"{MARKER}@example.org",
        "question": f"commun {MARKER}question",
    }
    found.append(api.content.create(portal["questions"], "prai.Question", **hidden("question"), **question))
    public, project, guide, image = _public(portal, found)
    path = portal.getPhysicalPath()
    return Site(
        portal.absolute_url(),
        public.absolute_url(1).removeprefix("plone/"),
        guide.absolute_url(1).removeprefix("plone/"),
        project.absolute_url(1).removeprefix("plone/"),
        image.absolute_url(1).removeprefix("plone/"),
        {"public": public.UID(), "draft": found[0].UID(), "hidden": " ".join(item.UID() for item in found)},
        ["/".join(item.getPhysicalPath()[len(path) :]) for item in found],
    )


def _folders(portal):
    """Published children of a private, an expired and a future folder."""
    found = []
    for word, published, dates in (
        ("prive", False, {}), ("clos", True, {"expires": -1}), ("bientot", True, {"effective": 1}),
    ):  # fmt: skip
        folder = api.content.create(portal, "Folder", **hidden(word))
        if published:
            api.content.transition(folder, "publish")
        child = make(portal, "prai.HowTo", "published", container=folder, **hidden(f"enfant-{word}"))
        document = api.content.create(folder, "Document", **hidden(f"page-{word}"))
        api.content.transition(document, "publish")
        # After its content: what is inside was indexed while the folder was open.
        dated(folder, **dates)
        found += [folder, child, document]
    return found


def _pictures(found) -> str:
    """Hidden images in a public text, as editors and pasted pages name them."""
    uids = [item.UID() for item in found if item.portal_type == "Image"]
    return "".join(
        f'<p><img src="resolveuid/{uid}"/><img alt="a > b" src=\'../resolveuid/{uid}/@@images/image/large\' class="captioned">'
        f'<picture><source srcset="resolveuid/{uid}/@@images/image-600.png 600w"><img src="resolveuid/{uid}"></picture>'
        f'<img data-picturevariant="medium" src="resolveuid/{uid}/@@images/image/large">'
        f'<iframe src="resolveuid/{uid}"></iframe><video src="resolveuid/{uid}"></video></p>'
        for uid in uids
    )  # fmt: skip


def _public(portal, found):
    """Public items, and what of them is hidden: relations, versions, a working copy, an author."""
    draft, withdrawn, expired = found[0], found[2], found[3]
    author = make(portal, "prai.Organisation", "draft", **hidden("organisation"))
    deliverable = make(portal, "prai.Deliverable", "draft", **hidden("deliverable"))
    inside = next(item for item in found if item.getId() == f"{HIDDEN_ID}enfant-prive")
    public = make(portal, "prai.HowTo", title=f"Titre commun {MARKER}ancienne", id="recenser")
    repository = api.portal.get_tool("portal_repository")
    repository.save(public, comment=f"{MARKER}commentaire")
    public.title = "Recenser l'équipement commun"
    public.problem = "J'ai besoin de recenser."
    public.in_brief = rich(
        f'<p>Voir <a href="resolveuid/{draft.UID()}">la suite</a> et <a href="resolveuid/{expired.UID()}">'
        f"l'ancienne</a>.</p>{_pictures(found)}"
    )
    relate(public, deliverables=[deliverable], relatedItems=[draft, withdrawn, expired, inside])
    comments = {"submit": "", "send_back": f"{MARKER}renvoi", "publish": f"{MARKER}avis"}
    for transition, comment in comments.items():
        api.content.transition(public, transition, comment=comment)
    copy = ICheckinCheckoutPolicy(public).checkout(public.aq_parent)
    copy.title = f"Recenser commun {MARKER}copie"
    copy.reindexObject()
    found.append(copy)
    project = make(portal, "prai.ProjectSheet", "published", title="Un projet commun", id="projet")
    relate(project, beneficiaries=[author], deliverables=[deliverable], relatedItems=[draft])
    guide = make(portal, "prai.Guide", "draft", title="Un guide commun", id="guide")
    relate(guide, publisher=author)
    make(portal, "prai.Chapter", container=guide, title="Un chapitre commun", id="chapitre")
    image = api.content.create(
        guide, "Image", "vue", title="Une image commune", image=NamedBlobImage(PIXEL, filename="a.png")
    )
    api.content.transition(guide, "publish")
    listing = api.content.create(
        portal, "Collection", "liste", title="Une liste commune", item_count=100,
        query=[{"i": "portal_type", "o": "plone.app.querystring.operation.selection.any",
                "v": ["prai.HowTo", "prai.Guide", "prai.Chapter", "Image", "File", "Document", "Folder"]}],
    )  # fmt: skip
    api.content.transition(listing, "publish")
    found += [author, deliverable]
    return public, project, guide, image
