"""What a partner must have in the end, computed from the content and not from the log."""

from datetime import datetime
from datetime import UTC
import re
import requests


FREE = {"etalab-2.0", "CC-BY-4.0", "CC-BY-SA-4.0"}
PUBLIC_STATES = {"published", "to_revise", "archived"}
MARKER = re.compile(r"texte-[0-9]+-[0-9]+")


class Truth:
    """What is public, read from content; the log is not asked."""

    def __init__(self, site):
        self.site = site
        self.admin = site.editor()
        self.anonymous = requests.Session()
        self.anonymous.headers["Accept"] = "application/json"
        self.problems = []
        self._seen = {}

    def raw(self, url):
        if url not in self._seen:
            self._seen[url] = self.admin.get(url.replace("/prai/", "/prai/++api++/", 1), timeout=30).json()
        return self._seen[url]

    def visible(self, url) -> bool:
        """By the rule: state and dates of the item and of everything above it."""
        while url != self.site.url:
            item = self.raw(url)
            if item.get("review_state") and item["review_state"] not in PUBLIC_STATES:
                return False
            begins, ends = item.get("effective"), item.get("expires")
            now = datetime.now(UTC)
            if (
                begins
                and datetime.fromisoformat(begins) > now
                or ends
                and datetime.fromisoformat(ends) <= now
            ):
                return False
            url = url.rsplit("/", 1)[0]
        return True

    def items(self) -> dict:
        """Id → facts of the types that the editors of the race work on."""
        return {uid: self.facts(item) for uid, item in self.public("prai.HowTo", "prai.Guide").items()}

    def public(self, *types) -> dict:
        """Id → raw item of everything of those types that partners may have."""
        found = {}
        query = "&".join(f"portal_type={name}" for name in types)
        hits = self.admin.get(f"{self.site.rest}/@search?{query}&b_size=2000&show_inactive=1", timeout=60)
        for hit in hits.json()["items"]:
            url = hit["@id"]
            item = self.raw(url)
            public = self.visible(url)
            status = self.anonymous.get(url.replace("/prai/", "/prai/++api++/", 1), timeout=30).status_code
            if public and status != 200:
                self.problems.append(("public, but Anonymous gets", status, url))
            licence, scope = (item.get(name) or {} for name in ("licence", "reuse_scope"))
            if public and licence.get("token") in FREE and scope.get("token") == "free":
                found[f"urn:uuid:{item['UID']}"] = item
        return found

    def facts(self, item) -> dict:
        html = (item.get("in_brief") or {}).get("data", "")
        if item["@type"] == "prai.Guide":
            chapters = sorted(item["items"], key=lambda part: self.position(item, part))
            html = " ".join(self.raw(part["@id"])["body"]["data"] for part in chapters)
        targets = [*(item.get("relatedItems") or ()), *([item["publisher"]] if item.get("publisher") else [])]
        shown = [self.raw(target["@id"]) for target in targets if target and self.visible(target["@id"])]
        return {
            "title": item["title"],
            "url": item["@id"],
            "type": item["@type"],
            "themes": sorted(term["token"] for term in item.get("themes") or ()),
            "departments": sorted(term["token"] for term in item.get("departments") or ()),
            "licence": item["licence"]["token"],
            "state": item["review_state"],
            "markers": MARKER.findall(html),
            "links": sorted((target["title"], target["@id"]) for target in shown),
        }

    def position(self, book, part):
        return [child["@id"] for child in book["items"]].index(part["@id"])


def facts_of(item) -> dict:
    """The same of a mirrored item."""
    state = "archived" if item["archived"] else "to_revise" if item["to_revise"] else "published"
    return {
        "title": item["title"],
        "url": item["url"],
        "type": item["@type"],
        "themes": sorted(term["token"] for term in item["themes"]),
        "departments": sorted(term["token"] for term in item["departments"]),
        "licence": item["licence"]["id"],
        "state": state,
        "markers": MARKER.findall(item["content"]["html"]),
        "links": sorted((link["title"], link["url"]) for link in item["links"]),
    }


def wanted(query, facts) -> bool:
    groups = {}
    for pair in filter(None, query.split("&")):
        name, value = pair.split("=")
        groups.setdefault(name, set()).add(value)
    having = {"theme": facts["themes"], "departement": facts["departments"], "type": [facts["type"]]}
    return all(groups[name] & set(having[name]) for name in groups)


def differences(copy: dict, truth: dict) -> list[str]:
    """What a follower missed, has for nothing, or has of yesterday; of each item, the facts that it knows."""
    found = [f"missing {uid} {truth[uid]['url']}" for uid in sorted(truth.keys() - copy.keys())]
    found += [f"ghost {uid} {copy[uid]}" for uid in sorted(copy.keys() - truth.keys())]
    for uid in sorted(truth.keys() & copy.keys()):
        stale = {
            name: (value, truth[uid][name]) for name, value in copy[uid].items() if truth[uid][name] != value
        }
        if stale:
            found.append(f"stale {uid}: (copy, truth) {stale}")
    return found
