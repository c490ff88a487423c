"""The doors to knock at in search of what is hidden: every kind of address that a stranger may try.

``{public}``, ``{guide}``… are filled from the site that ``leaks`` builds.
"""

from typing import NamedTuple
import json


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
    *[Door(f"{item}/@@kit-de-transfert") for item in ("{public}", "{guide}", "{project}")],
    Door("{project}/@@kit-de-transfert.zip", accept="*/*"),
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
