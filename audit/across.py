"""What only shows between pages: the same menu, a title of its own, the language of the words. Pure."""

#: Words that make up a fifth or more of any running text of a language.
FRENCH = frozenset(
    "de la le les des et en un une du à dans pour que qui sur par au aux est ce cette vos nos votre".split()
)
ENGLISH = frozenset("the of and to in is for on that with are this by from your our you be or at".split())
#: Below these words a page says too little of its language.
ENOUGH = 60


def speaks(words: list[str]) -> str:
    """ "fr", "en", or "" where there are too few words, or neither."""
    if len(words) < ENOUGH:
        return ""
    french, english = (sum(word in known for word in words) for known in (FRENCH, ENGLISH))
    if max(french, english) < len(words) / 20:
        return ""
    return "fr" if french > english else "en"


def compare(pages: dict[str, dict]) -> dict[str, dict[str, list[str]]]:
    """Name of a page → check → faults; ``pages`` is what measures.js calls the identity of each."""
    found: dict[str, dict[str, list[str]]] = {name: {} for name in pages}

    def fault(name, check, sentence):
        found[name].setdefault(check, []).append(sentence)

    #: Title → address and name of the page that has it; another query is no other page, an error is none.
    titles: dict[str, tuple[str, str]] = {}
    menus = [page["menu"] for page in pages.values()]
    usual = max(menus, key=menus.count) if menus else []
    for name, page in pages.items():
        if not page["title"].strip():
            fault(name, "title", "no title")
        elif (
            page["address"] != titles.setdefault(page["title"], (page["address"], name))[0] and page["found"]
        ):
            fault(name, "titles", f"« {page['title']} » is the title of {titles[page['title']][1]} too")
        if page["doctype"] != "html":
            fault(name, "doctype", page["doctype"] or "none")
        spoken = speaks(page["words"])
        if spoken and not page["lang"].startswith(spoken):
            fault(name, "language", f"{page['lang']} said, {spoken} read")
        if page["menu"] != usual:
            fault(name, "menu", f"{page['menu']} instead of {usual}")
        if not page["search"]:
            fault(name, "ways", "no search")
        if not page["sitemap"]:
            fault(name, "ways", "no way to the map of the site")
            fault(name, "sitemap-place", "not in the footer")
    return found
