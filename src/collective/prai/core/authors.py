"""Whose work an item is, in words: for the cover of a document, for a line of a table."""

#: Relations, then texts, that say it: the first that says something.
RELATIONS = ("publisher", "producer", "lead", "beneficiaries", "client", "commissioned_by")
NAMES = ("producer_name", "beneficiary_names", "commissioned_by_name")


def publishers(page) -> list[str]:
    """Names of the organisations that published the work that a sheet presents; none where it is the work."""
    return [link.title for link in page.related("publisher")]


def authors(page) -> list[str]:
    """Names of the organisations of a page's item, as far as the reader may see them."""
    stored = page.context.__dict__
    for name in RELATIONS:
        if found := [link.title for link in page.related(name)]:
            return found
    for name in NAMES:
        if found := page.lines(stored.get(name)):
            return found
    return []
