"""What the placeholders of the list stand for on a demonstration site."""

from audit.pages import OFFICIAL
from audit.pages import TYPES
from collective.prai.corpus.accounts import DEMO_ACCOUNTS
import re
import requests


JSON = {"Accept": "application/json"}
#: Accounts of the demonstration site: name → password.
ACCOUNTS = {account.user_id: account.password for account in DEMO_ACCOUNTS} | {"admin": "admin"}
#: Items whose pages show the most of the corpus.
RICH = re.compile("girou|citica")


def ask(site, path, **options):
    """JSON of an address of the site's REST interface."""
    answer = requests.get(f"{site}/++api++/{path}", headers=JSON, timeout=60, **options)
    answer.raise_for_status()
    return answer.json()


def search(site, portal_type, auth=None, **query) -> list[str]:
    """Paths below the site of items of a type; the richest of the corpus first."""
    found = ask(site, "@search", params={"portal_type": portal_type, "b_size": 60, **query}, auth=auth)
    paths = [item["@id"].removeprefix(f"{site}/").removeprefix(f"{site}/++api++/") for item in found["items"]]
    return sorted(paths, key=lambda path: not RICH.search(path))


def items_of(site) -> dict[str, str]:
    """Placeholder of the list → path, of what the site has."""
    items = {name: search(site, f"prai.{name}") for name in (*TYPES, *OFFICIAL)}
    found = {name: paths[0] for name, paths in items.items() if paths}
    auth = ("admin", ACCOUNTS["admin"])
    for name, portal_type in (("News", "News Item"), ("Event", "Event")):
        if paths := search(site, portal_type):
            found[name] = paths[0]
    if forms := [path for path in search(site, "EasyForm") if path.endswith("questionnaire-equipement")]:
        found["Form"] = forms[0]
    if drafts := search(site, "prai.HowTo", auth, review_state="draft"):
        found["draft"] = drafts[0]
    return found
