"""Nothing private of the programme leaves by any door; and who reads what, over HTTP, in every state."""

from collective.prai.syndication.outbox import query_outbox
from tests.site.core.doors import criteria
from tests.site.core.doors import FEEDS
from tests.site.core.doors import LINKED
from tests.site.core.doors import SITE
from tests.site.programme.private_site import ASKED
from tests.site.programme.private_site import build
from tests.site.programme.private_site import FIGURE
from tests.site.programme.private_site import MARKER
from tests.site.programme.private_site import PASSWORD
from tests.site.programme.private_site import READERS
from tests.site.programme.private_site import TIED
from tests.site.setup.test_permission_matrix import APPLICATION
from tests.site.setup.test_permission_matrix import CALL
from tests.site.setup.test_permission_matrix import OPERATION
from tests.site.setup.test_permission_matrix import SESSION
import gzip
import json
import logging
import pytest
import requests
import transaction


JSON = {"Accept": "application/json"}
OUTSIDERS = ("candidate-b", "membre", "jure-ailleurs", "redactrice", "relectrice", "administratrice")
#: Who reads the requests of visitors.
TEAM = ("redactrice", "relectrice", "administratrice")
_ANY = "plone.app.querystring.operation.selection.any"
PRIVATE_TYPES = (
    "prai.Application",
    "prai.Session",
    "prai.JuryReview",
    "prai.Advice",
    "prai.Question",
    "File",
)
_TEXT = ("SearchableText", "plone.app.querystring.operation.string.contains", "commun*")
_PATH = ("path", "plone.app.querystring.operation.string.absolutePath", "/")


def _query(*rows) -> dict:
    return {
        "query": [{"i": i, "o": o, "v": v} for i, o, v in rows],
        "b_size": 500, "metadata_fields": "_all", "fullobjects": True,
    }  # fmt: skip


#: Doors that find everything at once; every outsider knocks at them.
MIGHTY = [
    "@search?SearchableText=commun*&metadata_fields=_all&b_size=500&fullobjects=1&show_inactive=1",
    f"@search?SearchableText={MARKER}*&metadata_fields=_all&b_size=500",
    "@search?allowedRolesAndUsers=Owner&metadata_fields=_all&b_size=500",
    "@search?path=/plone/dossiers&metadata_fields=_all&b_size=500",
    *[f"@search?portal_type={name}&metadata_fields=_all&b_size=500" for name in PRIVATE_TYPES],
    "@search?Creator=candidate-a&metadata_fields=_all&b_size=500",
    "@querystring-search?query=" + json.dumps(_query(_TEXT)),
    "@querystring-search?query=" + json.dumps(_query(("portal_type", _ANY, list(PRIVATE_TYPES)))),
    "@vocabularies/plone.app.vocabularies.Catalog?title=commun&b_size=500",
    "{town}?expand=*", "{town}/@relations", "{town}/@linkintegrity", "{sheet}/@relations", "{sheet}?expand=*",
    "@relations?relation=lead", "@relations?relation=agenda", "@relations?relation=project_sheet",
    "@relations?target={town_uid}", "@linkintegrity?uids={town_uid}", "@navigation?expand.navigation.depth=4",
    "@changes", "{call}?expand=*", "{operation}?expand=*", "{call}/@history", "{operation}/@history",
    "@querystring", "@aliases", "@transactions", "@users/candidate-a", "dossiers", "seances", "accompagnements",
    "dossiers/@contents", "dossiers?fullobjects=1", "seances?fullobjects=1",
]  # fmt: skip
#: Pages for people, and tables.
PAGES = [
    "", "appels", "{call}", "programme", "operations", "{operation}", "{town}", "{sheet}", "plan-du-site", "sitemap",
    "trouver?q=commun", f"trouver?q={MARKER}", "@@search?SearchableText=commun*", "tableau-de-bord", "suivre-ma-demande",
    "mon-dossier", "dossiers", "seances", "accompagnements", "@@prai-donnees-personnelles", "@@prai-redaction",
    "operations/@@operations.csv", "dossiers/@@folder_contents", "dossiers/folder_listing", "recently_modified",
    "@@ajax-search?SearchableText=commun*&perPage=100",
    *[f"@@getVocabulary?name=plone.app.vocabularies.Catalog&attributes=[\"Title\",\"path\",\"UID\"]&query={criteria(row)}"
      for row in (_TEXT, _PATH)],
    "{town}/@@pdf", "{call}/@@pdf", "{call}/@@historyview", "author/candidate-a",
]  # fmt: skip
#: What a stranger asks of all that is open to programs.
OPEN = [
    "sitemap.xml", "sitemap.xml.gz", "diffusion/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "diffusion/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", "diffusion/oai?verb=ListSets", "diffusion/atom.xml",
    "diffusion/feed.json", "diffusion/rss.xml", "diffusion/liste.json", "diffusion/liste.html", "diffusion/etat.json",
    "diffusion", "llms.txt", "robots.txt",
]  # fmt: skip


@pytest.fixture(scope="class")
def site(class_site):
    found = build(class_site)
    transaction.commit()
    return found


@pytest.fixture(scope="class")
def sessions():
    """One connection for each reader; None for nobody."""
    found = {None: requests.Session()}
    for name in READERS:
        found[name] = requests.Session()
        found[name].auth = (name, PASSWORD)
    yield found
    for session in found.values():
        session.close()


def filled(site, door: str) -> str:
    names = {
        "town": site.open["town"], "sheet": site.open["sheet"], "call": site.calls["open"], "town_uid": site.uids["town"],
        "operation": site.operations["published"],
    }  # fmt: skip
    for name, value in names.items():
        door = door.replace(f"{{{name}}}", value)
    return door


def body_of(answer) -> str:
    content = answer.content
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return (content.decode("utf-8", "replace") + str(answer.headers)).lower()


def leaks(site, session, doors, words, headers=None) -> list[str]:
    """One line a door that tells a word, the figure or a UID of a private item; 5xx answers count."""
    found = []
    for door in doors:
        path = filled(site, door)
        answer = session.get(f"{site.url}/{path}", headers=headers, allow_redirects=False, timeout=60)
        text = body_of(answer).replace(requests.utils.quote(path, safe="").lower(), "")
        if answer.status_code >= 500:
            found.append(f"{answer.status_code} {path}")
        for word in (*words, str(FIGURE), "7654321", *site.uids["private"]):
            at = text.find(word)
            if at >= 0 and not (
                word == MARKER and MARKER in path and text.count(word) <= 12 and "q=" in path
            ):
                found.append(f"{answer.status_code} {path}: …{text[max(0, at - 80) : at + 60]!r}")
                break
    return found


class TestNothingLeaks:
    def test_to_a_stranger(self, site, sessions, caplog):
        caplog.set_level(logging.INFO)
        words, nobody = (
            (f"{MARKER}s", f"{MARKER}b", f"{MARKER}d", f"{MARKER}m", f"{MARKER}a", ASKED),
            sessions[None],
        )
        assert leaks(site, nobody, MIGHTY, words, JSON) == []
        assert leaks(site, nobody, [*PAGES, *OPEN], words) == []
        known = [door.path for door in (*FEEDS, *LINKED, *SITE) if "{" not in door.path]
        # Those that the crawl of the whole site knocks at for other hidden items: some of each kind.
        assert leaks(site, nobody, known[::12], words) == []
        assert leaks(site, nobody, known[6::12], words, JSON) == []
        # Nor what they are called by, where they stand, or in the log of the server.
        assert not [word for word in (MARKER, ASKED) if word in caplog.text.replace(f"q={MARKER}", "").lower()
                    and f"{word}{'titre'}" in caplog.text.lower()]  # fmt: skip

    @pytest.mark.parametrize("reader", OUTSIDERS)
    def test_to_an_account_without_the_right(self, site, sessions, reader):
        words = [f"{MARKER}s", f"{MARKER}b", f"{MARKER}d", f"{MARKER}m", f"{MARKER}a"]
        words += [] if reader in TEAM else [ASKED]
        few = reader in ("membre", "redactrice")
        assert leaks(site, sessions[reader], MIGHTY[::2] if few else MIGHTY, words, JSON) == []
        pages = PAGES[::2] if reader == "relectrice" else PAGES[:6]
        assert leaks(site, sessions[reader], pages, words) == []

    def test_of_what_a_juror_may_not_judge(self, site, sessions):
        tied = (f"{MARKER}{TIED.replace('_', '')}", f"{MARKER}avisjure", site.uids["tied"])
        found = [
            f"{door}: {word}"
            for door in MIGHTY
            for text in [
                body_of(
                    sessions["jure-lie"].get(f"{site.url}/{filled(site, door)}", headers=JSON, timeout=60)
                )
            ]
            for word in tied[:1] + tied[2:]
            if word in text
        ]
        assert found == []

    def test_to_partners(self, site, class_site):
        outbox = query_outbox(class_site)
        known = {entry.uid for entry in outbox.entries()}
        assert known.isdisjoint({*site.uids["private"], site.uids["question"]})


#: Who may see what: item → state → readers, written from the model of the programme.
APPLICANT, OFFICER, JUROR, TIED_JUROR, KEEPER = "candidate-a", "agente", "jure", "jure-lie", "administratrice"
_EVERYBODY = {None, *READERS}
_BEFORE_JURORS = ("before_jury", "opinion_given")
DOSSIER = {
    state: ({APPLICANT} if state == "draft" else {APPLICANT, OFFICER})
    | ({JUROR, TIED_JUROR} if state in _BEFORE_JURORS else set())
    for state in APPLICATION
}
DOSSIER[TIED] = DOSSIER[TIED] - {TIED_JUROR}
SITTING = {state: {OFFICER} | ({JUROR, TIED_JUROR} if state != "preparation" else set()) for state in SESSION}
CALLS = {state: _EVERYBODY if state != "preparation" else {OFFICER, KEEPER} for state in CALL}
OPERATIONS = {
    state: _EVERYBODY if state in ("published", "settled") else {OFFICER, KEEPER} for state in OPERATION
}
HIDDEN = (401, 404, 410)


class TestMatrix:
    """Every reader × every state × page, REST, history, files, search."""

    def ask(self, site, session, path, headers=None) -> bool:
        """Whether the answer is the thing asked for."""
        answer = session.get(f"{site.url}/{path}", headers=headers, allow_redirects=False, timeout=60)
        assert answer.status_code < 500, path
        if answer.status_code not in (200, 206):
            assert MARKER not in answer.text.lower().replace(path.lower(), ""), (path, answer.text[:300])
        return answer.status_code == 200

    @pytest.mark.parametrize(
        "reader", [None, *(name for name in READERS if name not in ("membre", "relectrice"))]
    )
    def test_reader(self, site, sessions, reader):
        wrong, session = [], sessions[reader]

        def expect(what, path, may, headers=JSON):
            if self.ask(site, session, path, headers) != may:
                wrong.append(f"{what} {path}: expected {may}")

        for state, path in site.dossiers.items():
            may = reader in DOSSIER[state]
            word = f"{MARKER}{state.replace('_', '')}"
            expect("rest", path, may)
            if state in ("draft", "submitted", TIED, "opinion_given", "settled"):
                expect("file", f"{path}/{word}-piece/@@download/file", may, None)
            if state in ("submitted", TIED):
                # Its past is the journal's: the stock history has what officers wrote to one another.
                expect("history", f"{path}/@history", False)
            if state in ("draft", TIED):
                expect("page", path, may, None)
        for state, path in site.sessions.items():
            expect("session", path, reader in SITTING[state])
        for juror, path in site.reviews.items():
            expect("review", path, reader == juror)
        expect("mission", site.advice, reader == OFFICER)
        expect("mission", site.advice, reader == OFFICER, None)
        for state, path in site.calls.items():
            expect("call", path, reader in CALLS[state])
        for state, path in site.operations.items():
            expect("operation", path, reader in OPERATIONS[state])
        found = session.get(f"{site.url}/@search?portal_type=prai.Application&b_size=200&metadata_fields=UID",
                            headers=JSON, timeout=60).json()  # fmt: skip
        seen = {one.get("UID") for one in found["items"]}
        wrong += [
            f"search {state}: expected {reader in DOSSIER[state]}"
            for state, uid in site.uids["dossiers"].items()
            if (uid in seen) != (reader in DOSSIER[state])
        ]
        assert wrong == []
