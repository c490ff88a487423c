"""A site in which everything hidden carries a marker word, and the doors to knock at.

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
import json


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


class Door(NamedTuple):
    """One request. ``{public}``, ``{guide}``… are filled from the site; ``body`` is sent as JSON."""

    path: str
    method: str = "GET"
    accept: str = "text/html"
    body: dict | None = None
    headers: dict = {}  # noqa: RUF012 a NamedTuple shares its defaults; nobody writes here


def program(path, method="GET", body=None) -> Door:
    return Door(path, method, "application/json", body)


def criteria(*rows) -> str:
    return json.dumps({"criteria": [{"i": i, "o": o, "v": v} for i, o, v in rows]})


_TEXT = ("SearchableText", "plone.app.querystring.operation.string.contains", "commun")
_PATH = ("path", "plone.app.querystring.operation.string.absolutePath", "/")
_INACTIVE = ("show_inactive", "plone.app.querystring.operation.selection.any", "1")
_QUERY = {
    "query": [{"i": i, "o": o, "v": v} for i, o, v in (_TEXT,)],
    "b_size": 200,
    "metadata_fields": "_all",
    "fullobjects": True,
    "show_inactive": True,
}
SECTIONS = ("fiches-pratiques", "guides", "projets", "livrables", "organisations", "actualites", "agenda")

#: Searches and listings.
SEARCHES = [
    *[Door(f"@@search?SearchableText=commun{more}") for more in ("", "*", "&show_inactive=1", "*&b_size=200")],
    Door("@@search?show_inactive:boolean=True&portal_type=prai.Chapter"),
    Door("@@search?Creator=comptecache&b_size=100"),
    Door("@@ajax-search?SearchableText=commun*&perPage=100", accept="application/json"),
    Door("@@ajax-search?SearchableText=commun*&perPage=100&show_inactive=1", accept="application/json"),
    *[
        program(f"@search?{query}&metadata_fields=_all&b_size=200{more}")
        for query in ("SearchableText=commun*", "portal_type=Image", "portal_type=prai.Chapter", "sort_on=modified")
        for more in ("", "&show_inactive=1", "&fullobjects=1", "&show_inactive=true&fullobjects=1")
    ],
    program("@search?show_inactive.query=1&SearchableText=commun*"),
    program("@search?effectiveRange.query=2000-01-01&b_size=200&metadata_fields=_all"),
    program("@search?allowedRolesAndUsers=Manager&b_size=200&metadata_fields=_all"),
    program("@search?path=/plone/cle-prive&b_size=200&metadata_fields=_all"),
    program("@querystring-search", "POST", _QUERY),
    program("@querystring-search", "POST",
            {**_QUERY, "query": [*_QUERY["query"], {"i": "show_inactive", "o": _INACTIVE[1], "v": ["1"]}]}),
    program("@querystring-search?query=" + json.dumps(_QUERY)),
    program("@querystring-search?show_inactive=1&query=" + json.dumps(_QUERY)),
    program("{guide}/@querystring-search", "POST", _QUERY),
    Door("liste"), Door("liste?show_inactive=1"), Door("liste/summary_view"), Door("liste/album_view"),
    Door("liste/tabular_view"), Door("liste/full_view"), program("liste"), program("liste?fullobjects=1"),
    *[
        Door(f"{section}{view}")
        for section in (*SECTIONS, "{guide}")
        for view in ("", "/folder_listing", "/summary_view", "/full_view", "/tabular_view", "/album_view", "/listing_view")
    ],
    *[program(section) for section in SECTIONS],
    *[program(f"{section}?fullobjects=1&show_inactive=1") for section in SECTIONS],
    Door("agenda/event_listing?mode=all"), Door("agenda/ics_view"), Door("event_listing?mode=all"),
    Door("sitemap"), Door("sitemap.xml.gz"), Door("sitemap.xml"), Door("robots.txt"), Door(""), program(""),
    Door("recently_modified"), Door("recently_published"),
    *[
        Door(f"@@getVocabulary?name=plone.app.vocabularies.Catalog&query={query}&batch="
             + json.dumps({"page": 1, "size": 500})
             + "&attributes=" + json.dumps(["Title", "Description", "path", "UID", "id", "Creator", "getObjPath"]))
        for query in (criteria(_TEXT), criteria(_PATH), criteria(_TEXT, _INACTIVE), "commun")
    ],
    Door("@@getVocabulary?name=plone.app.vocabularies.Users"),
    Door("@@getVocabulary?name=plone.app.vocabularies.Catalog&show_inactive=1"),
    Door("fiches-pratiques/@@getSource?name=relatedItems&query=commun"),
    program("@vocabularies/plone.app.vocabularies.Catalog"), program("@vocabularies/plone.app.vocabularies.Users"),
    program("@vocabularies/plone.app.vocabularies.Principals"),
    program("{public}/@vocabularies/plone.app.vocabularies.Keywords"),
    program("@querysources/relatedItems?query=commun"), program("{public}/@querysources/relatedItems?query=commun"),
    program("{public}/@sources/deliverables"), Door("@@querybuilderresults?query=" + json.dumps(_QUERY["query"])),
    Door("@@querybuilder_html_results"), Door("@@qsOptions"), Door("@@display_query_results"),
]  # fmt: skip

#: Open data and addresses that are pasted elsewhere.
LINKED = [
    Door(f"diffusion/{name}", accept="*/*")
    for name in (
        "catalogue.ttl", "catalogue.jsonld", "donnees/organisations.csv", "donnees/organisations.json",
        "donnees/{draft_uid}", "donnees/{draft_uid}.csv", "donnees/{draft_uid}.json", "donnees/{public_uid}.json",
        "oembed?url={url}/{public}", "oembed?url={url}/fiches-pratiques/cle-draft",
        "oembed?url={url}/diffusion/fiche/{draft_uid}.html", "oembed?url={url}/resolveuid/{draft_uid}",
    )
] + [Door("sitemap.xml?page=1"), Door("favicon.ico")]  # fmt: skip

#: Around the questions of visitors.
QUESTIONS = [
    Door("poser-une-question"), Door("poser-une-question?page={draft_uid}"), program("poser-une-question"),
    Door("poser-une-question?page=/questions"), Door("questions"), program("questions"), program("questions/@contents"),
    Door("questions/@@prai-questions"), Door("questions/@@prai-questions.csv"), Door("projets/@@prai-questions.csv"),
    program("@search?portal_type=prai.Question&fullobjects=1&metadata_fields=_all"), program("@types/prai.Question"),
]  # fmt: skip

#: Stock feeds.
FEEDS = [
    Door(f"{where}{feed}")
    for where in ("", "fiches-pratiques/", "guides/", "actualites/", "liste/", "cle-prive/")
    for feed in ("atom.xml", "RSS", "rss.xml", "itunes.xml", "newsml.xml", "feed")
] + [Door("search_rss?SearchableText=commun*"), Door("@@search_rss?SearchableText=commun*&show_inactive=1")]

#: About the site, its people and its past.
SITE = [
    *[
        program(name)
        for name in (
            "@users", "@users/comptecache", "@users?query=comptec", "@users?search=comptec", "@groups", "@principals?search=comptec",
            "@transactions", "@types", "@types/prai.HowTo", "@actions", "@navigation?expand.navigation.depth=4",
            "@contextnavigation", "@breadcrumbs", "@navroot", "@site", "@linkintegrity", "@aliases", "@contents",
            "@relations", "@relations?source=recenser", "@relations?relation=relatedItems",
            "@relations?relation=deliverables&query_target=commun", "@workflow", "@history", "@sharing", "@registry",
            "@controlpanels", "@system", "@database", "@addons", "@undo", "@portrait/comptecache", "@querystring",
            "@rules", "@lock", "@comments", "@inherit", "@email-send", "@userschema", "@roles", "@translations",
        )
    ],
    *[
        Door(name)
        for name in (
            "author/comptecache", "@@author/comptecache", "member-search?fullname=Nomcache", "@@pas_search/searchUsers?id=comptec",
            "@@pas_member/info?userid=comptecache", "@@pas_info", "manage_main", "manage", "manage_workspace",
            "portal_catalog/manage_catalogView", "portal_catalog/searchResults?SearchableText=commun*",
            "portal_catalog", "portal_catalog/search", "portal_catalog/getObjPositionInParent", "acl_users", "acl_users/users",
            "objectIds", "objectValues", "contentIds", "listFolderContents", "fiches-pratiques/listFolderContents",
            "fiches-pratiques/objectIds", "fiches-pratiques/objectItems", "fiches-pratiques/getFolderContents",
            "fiches-pratiques/contentlisting", "fiches-pratiques/folderListing", "@@folder_contents",
            "fiches-pratiques/folder_contents", "fiches-pratiques/folder_factories", "@@fc-contextInfo",
            "fiches-pratiques/@@fc-contextInfo", "portal_factory", "accessibility-info", "contact-info", "news_listing",
            "@@plone_portal_state", "@@render-portlet", "login", "register", "@@historyview", "sharing", "@@dashboard",
            "@@usergroup-userprefs", "test_rendering", "fiches-pratiques/@@breadcrumbs_view/breadcrumbs", "@@fullOrPartial",
        )
    ],
]  # fmt: skip

#: Of public items: what is behind them.
ITEMS = [
    *[
        Door(f"{item}{view}")
        for item in ("{public}", "{guide}", "{project}", "{guide}/chapitre", "{image}")
        for view in (
            "", "/view", "/edit", "/@@historyview", "/@@contenthistorypopup", "/@@contenthistory", "/versions_history_form",
            "/@@version-view?version_id=0", "/@@get_macros?version_id=0", "/@@history?one=0&two=1", "/@@download-version?version_id=0",
            "/@@version_metadata_view?version_id=0", "/@@revertversion?version_id=0", "/@@info", "/@@sharing",
            "/@@plone_context_state/object_title", "/@@plone_nextprevious_view", "/@@plone_lock_info/lock_info",
            "/@@iterate_control", "/@@full_view_item", "/@@ics_view", "/@@uuid", "/@@breadcrumbs_view",
            "/@@delete_confirmation_info", "/@@prai-transition", "/content_status_history", "/@@manage-portlets",
            "/@@text-transform/in_brief", "/getRefs", "/relatedItems", "/workflow_history", "/Creator", "/listCreators",
            "/manage_beforeDelete", "/to_object", "/__dict__", "/manage_DAVget", "/PrincipiaSearchSource", "/document_src",
        )
    ],
    *[
        program(f"{item}{view}")
        for item in ("{public}", "{guide}", "{project}", "{guide}/chapitre", "{image}")
        for view in (
            "", "?expand=*", "?fullobjects=1", "?include_items=1&metadata_fields=_all",
            "?expand=breadcrumbs,actions,workflow,types,navigation,contextnavigation,translations,workingcopy,relations,aliases",
            "/@history", "/@history/0", "/@history/1", "/@versions", "/@workflow", "/@workingcopy", "/@lock", "/@actions",
            "/@relations", "/@aliases", "/@linkintegrity", "/@breadcrumbs", "/@navigation", "/@contextnavigation",
            "/@contents", "/@translations", "/@sharing", "/@comments", "/@types", "/@types/prai.Chapter", "/@inherit?expand=1",
            "?version=0", "/@querystring", "/@content-rules",
        )
    ],
    Door("resolveuid/{draft_uid}"), Door("redirect-to-uuid/{draft_uid}"), Door("resolveuid/{public_uid}"),
    Door("{public}?version_id=0"), Door("{public}/view?version_id=0"),
    *[Door(path, "PROPFIND", headers={"Depth": depth}) for path in ("", "fiches-pratiques", "{public}") for depth in "01"],
    Door("{public}", "OPTIONS"), Door("{public}", "HEAD"), Door("fiches-pratiques", "REPORT"),
]  # fmt: skip

#: Pages of hidden items themselves: every hidden path × every suffix.
OF_HIDDEN = [
    Door(""), program(""), Door("/view"), Door("/@@plone_context_state/object_title"),
    Door("/@@plone_context_state/view_url"), Door("/@@breadcrumbs_view/breadcrumbs"), Door("/@@title"),
    Door("/@@description"), Door("/@@uuid"), Door("/@@images/image"), Door("/@@download/file"), Door("/@@display-file/file"),
    Door("/inconnu"), program("/inconnu"), program("/@history"), program("/@breadcrumbs"), program("/@navigation"),
    Door("/atom.xml"), Door("/@@search?SearchableText=commun"), Door("/sitemap"), Door("/login"), Door("/@@main_template"),
    Door("/contact-info"), Door("/@@footer"), Door("/@@portal_tabs_view"), Door("/manage_main"), Door("/Title"),
    Door("/title"), Door("", "HEAD"), Door("", "PROPFIND", headers={"Depth": "1"}), program("", "PATCH", {"title": "x"}),
    program("", "DELETE"), program("/@workflow/publish", "POST", {}),
]  # fmt: skip
