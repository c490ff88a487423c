"""Who gets what over HTTP: every reader × every type × every state × every endpoint.

The table of rights is the one of test_permission_matrix; here a real server is asked.  Readers whose rights are the
same at an address are one reader there.
"""

from collective.prai.core.structure import SECTION_OF
from plone import api
from tests.site.conftest import FOLDER_OF
from tests.site.conftest import make
from tests.site.setup.alike import Rights
from tests.site.setup.test_permission_matrix import AUTHORS
from tests.site.setup.test_permission_matrix import EVERYONE
from tests.site.setup.test_permission_matrix import NOBODY
from tests.site.setup.test_permission_matrix import OFFICE
from tests.site.setup.test_permission_matrix import READERS
from tests.site.setup.test_permission_matrix import rights_of
from tests.site.setup.test_permission_matrix import RULES
from tests.site.setup.test_permission_matrix import STATES
from tests.site.setup.test_permission_matrix import TEAM
from tests.site.setup.test_permission_matrix import TYPES
import pytest
import requests
import transaction


PASSWORD = "Un-Compte-De-Test-1"
HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}
SEE, CHANGE, HISTORY = "View", "Modify portal content", "CMFEditions: Access previous versions"
WIPE = RULES["Delete objects"]
#: Endpoint of an item → (method, path, headers, what it takes).
ENDPOINTS = {
    "page": ("GET", "", HTML, SEE),
    "rest": ("GET", "", JSON, SEE),
    "edit form": ("GET", "/edit", HTML, CHANGE),
    "patch": ("PATCH", "", JSON, CHANGE),
    "history": ("GET", "/@history", JSON, HISTORY),
}
#: A reader of each kind.  All readers ask a sheet, and the pages of the site that are not for everyone: that
#: their rights are the same on all types is proved by test_permission_matrix.
FEW = ("anonymous", "member", "redacteur", "relecteur")
#: A sheet, a book and a declaration, of which every endpoint is asked; of the other types the page and the JSON, which are
#: their own code.
WHOLE = {"prai.HowTo": tuple(READERS), "prai.Guide": ("owner", *FEW), "prai.Reuse": ("owner", *FEW)}
#: Page or service of the site → who gets it.
SITE = {
    ("", "html"): EVERYONE,
    ("/@changes", "json"): EVERYONE,
    ("/sitemap.xml", "html"): EVERYONE,
    ("/robots.txt", "html"): EVERYONE,
    ("/diffusion/catalogue.ttl", "html"): EVERYONE,
    ("/diffusion/donnees/organisations.csv", "html"): EVERYONE,
    ("/diffusion/donnees/reprises.csv", "html"): EVERYONE,
    ("/diffusion/atom.xml", "html"): EVERYONE,
    ("/diffusion/feed.json", "json"): EVERYONE,
    ("/diffusion/rss.xml", "html"): EVERYONE,
    ("/diffusion", "html"): EVERYONE,
    ("/themes", "html"): EVERYONE,
    ("/themes/tourisme", "html"): EVERYONE,
    ("/publics", "html"): EVERYONE,
    ("/publics/elus", "html"): EVERYONE,
    ("/territoires", "html"): EVERYONE,
    ("/territoires/31", "html"): EVERYONE,
    ("/territoires/31/243100633", "html"): EVERYONE,
    ("/plan-du-site", "html"): EVERYONE,
    ("/trouver", "html"): EVERYONE,
    ("/trouver?lieu=gragnague", "html"): EVERYONE,
    ("/@@prai-recherches-sans-resultat", "html"): TEAM,
    ("/exemples", "html"): EVERYONE,
    ("/exemples/@@pdf", "html"): set(),
    ("/fiches-pratiques/fiche-published/@@pdf", "html"): EVERYONE,
    ("/fiches-pratiques/fiche-draft/@@pdf", "html"): AUTHORS,
    ("/livrables/fiche-published/@@kit-de-transfert", "html"): EVERYONE,
    ("/livrables/fiche-draft/@@kit-de-transfert", "html"): AUTHORS,
    ("/livrables/fiche-draft/@@kit-de-transfert.zip", "html"): AUTHORS,
    ("/livrables/fiche-published/@@versions/inconnue", "html"): set(),
    ("/tableau-de-bord", "html"): EVERYONE,
    ("/tableau-de-bord.csv", "html"): EVERYONE,
    ("/tableau-de-bord.json", "html"): EVERYONE,
    ("/@dashboard", "json"): EVERYONE,
    ("/tableau-de-bord-interne", "html"): {"agent", "manager"},
    ("/tableau-de-bord-interne.csv", "html"): {"agent", "manager"},
    ("/tableau-de-bord-interne.json", "html"): {"agent", "manager"},
    ("/comparer", "html"): EVERYONE,
    ("/comparer?fiche=inconnue", "html"): EVERYONE,
    ("/pres-de-chez-moi", "html"): EVERYONE,
    ("/pres-de-chez-moi?commune=31228", "html"): EVERYONE,
    ("/pres-de-chez-moi/communes.json?q=gragnague", "html"): EVERYONE,
    ("/livrables/fiche-published/@@transferable-chez-moi?commune=31228", "html"): EVERYONE,
    ("/livrables/fiche-draft/@@transferable-chez-moi?commune=31228", "html"): AUTHORS,
    ("/livrables/fiche-published/@fit?commune=31228", "json"): EVERYONE,
    ("/livrables/fiche-draft/@fit?commune=31228", "json"): AUTHORS,
    ("/appels/fiche-open/@@suis-je-eligible?commune=31228", "html"): EVERYONE,
    ("/appels/fiche-preparation/@@suis-je-eligible?commune=31228", "html"): OFFICE,
    ("/appels/fiche-open/@eligibility?commune=31228", "json"): EVERYONE,
    ("/appels/fiche-preparation/@eligibility?commune=31228", "json"): OFFICE,
    ("/devenir-partenaire", "html"): EVERYONE,
    ("/devenir-partenaire", "json"): EVERYONE,
    ("/devenir-partenaire/actions/demandes/@@data", "html"): {"site-admin", "manager"},
    ("/partenaires", "html"): TEAM,
    ("/alertes", "html"): EVERYONE,
    ("/alertes/confirmer", "html"): set(),
    ("/nous-lavons-repris", "html"): EVERYONE,
    ("/nous-lavons-repris/confirmer", "html"): set(),
    ("/nous-lavons-repris/toujours-vrai", "html"): set(),
    ("/@@prai-reuses-settings", "html"): {"site-admin", "manager"},
    ("/reprises/fiche-published/@@prai-declarant", "html"): {"relecteur", "site-admin", "manager"},
    ("/appels/fiche-open/@@candidater", "html"): EVERYONE,
    ("/appels/fiche-open/@@preparer-la-candidature", "html"): {"agent", "site-admin", "manager"},
    ("/mon-dossier", "html"): EVERYONE,
    ("/mon-dossier/modifier", "html"): set(),
    ("/mon-dossier/verifier", "html"): set(),
    ("/mon-dossier/abandonner", "html"): set(),
    ("/mon-dossier/piece", "html"): set(),
    ("/@@prai-applying-settings", "html"): {"site-admin", "manager"},
    ("/poser-une-question", "html"): EVERYONE,
    ("/poser-une-question", "json"): EVERYONE,
    ("/@@prai-formulaire-import", "html"): TEAM,
    ("/poser-une-question/@@prai-formulaire-export", "html"): set(),
    ("/poser-une-question/@@prai-formulaire-champs.xml", "html"): set(),
    ("/poser-une-question/@@prai-resultats", "html"): set(),
    ("/poser-une-question/@@prai-resultats.csv", "html"): set(),
    # Officers open the list: which requests they see in it, a setting says.
    ("/questions", "html"): TEAM | {"agent"},
    ("/questions", "json"): TEAM | {"agent"},
    ("/questions/@@prai-questions.csv", "html"): TEAM | {"agent"},
    ("/@@prai-questions-settings", "html"): {"site-admin", "manager"},
    ("/@@prai-requests-letters", "html"): {"site-admin", "manager"},
    ("/@@prai-retention-settings", "html"): {"site-admin", "manager"},
    ("/@@prai-donnees-personnelles", "html"): {"agent", "manager"},
    ("/suivre-ma-demande", "html"): EVERYONE,
    ("/suivre-ma-demande?numero=Q-2026-0001&cle=x", "html"): set(),
    ("/operations", "html"): EVERYONE,
    ("/operations/operations.csv", "html"): EVERYONE,
    ("/operations/operations.xlsx?profil=ue-2021", "html"): EVERYONE,
    ("/operations/operations.json?profil=inconnu", "html"): set(),
    ("/projets/operations.csv", "html"): set(),
    ("/operations/@operations", "json"): EVERYONE,
    ("/projets/@operations", "json"): set(),
    ("/diffusion/donnees/operations.csv", "html"): EVERYONE,
    ("/operations/@@prai-controle", "html"): {"agent", "site-admin", "manager"},
    ("/operations/@@prai-ecarts", "html"): {"agent", "site-admin", "manager"},
    ("/operations/fiche-published/@@prai-ecarts", "html"): {"agent", "site-admin", "manager"},
    ("/accompagnements", "html"): {"agent", "manager"},
    ("/accompagnements/@@prai-bilans", "html"): {"agent", "manager"},
    ("/accompagnements/accompagnements.csv", "html"): {"agent", "manager"},
    ("/bilan-accompagnement", "html"): EVERYONE,
    ("/partenaires/++add++prai.PartnerSite", "html"): TEAM,
    ("/@@prai-redaction", "html"): TEAM,
    ("/@@prai-settings", "html"): {"site-admin", "manager"},
    ("/@@prai-letters", "html"): {"site-admin", "manager"},
    ("/@@prai-sessions-settings", "html"): {"site-admin", "manager"},
    ("/dossiers", "html"): {"agent", "manager"},
    ("/dossiers/@@prai-dossiers.csv", "html"): {"agent", "manager"},
    ("/seances", "html"): {"agent", "jure", "manager"},
    ("/@@prai-vocabularies", "html"): {"site-admin", "manager"},
    ("/@@prai-vocabulary?vocabulary=themes", "html"): {"site-admin", "manager"},
    ("/@@prai-mails", "html"): {"site-admin", "manager"},
    ("/@@prai-diffusion-controlpanel", "html"): {"site-admin", "manager"},
    ("/diffusion/etat.json", "json"): EVERYONE,
    ("/diffusion/prai.js", "html"): EVERYONE,
    ("/diffusion/suivre.py", "html"): EVERYONE,
    ("/diffusion/prai-wordpress.php", "html"): EVERYONE,
    ("/diffusion/liste.json", "json"): EVERYONE,
    ("/diffusion/liste.html", "html"): EVERYONE,
    ("/diffusion/oai?verb=Identify", "html"): EVERYONE,
    ("/diffusion/oai-prai.xsd", "html"): EVERYONE,
    ("/fiches-pratiques/++add++prai.HowTo", "html"): TEAM,
    ("/guides/++add++prai.Guide", "html"): TEAM,
    ("/@users", "json"): {"site-admin", "manager"},
}


def item_id(portal_type, state) -> str:
    """Measures stand beside their programme."""
    return f"{'mesure' if portal_type == 'prai.Measure' else 'fiche'}-{state}"


def auth(reader):
    return None if READERS[reader] is None else (reader, PASSWORD)


@pytest.fixture(scope="class")
def ask(class_site):
    """ask(method, url, reader, headers): one answer for all readers who may do the same things at that address."""
    rights, answers = Rights(), {}

    def ask(method, url, reader, headers):
        account = auth(reader) and reader
        key = (method, url, headers["Accept"], rights.at(url, account))
        if key not in answers:
            answers[key] = _ask(method, url, reader, headers)
        return answers[key]

    return ask


def _ask(method, url, reader, headers):
    """Whether the answer is the thing asked for: a log-in page, a refusal or an absence is not."""
    # The theme is off at this address: it decides nothing about who gets what.
    url = url.replace("//localhost:", "//127.0.0.1:")
    body = {"description": "Relue."} if method == "PATCH" else None
    answer = requests.request(
        method, url, auth=auth(reader), headers=headers, json=body, allow_redirects=False, timeout=60
    )
    assert answer.status_code < 500, (method, url, reader, answer.text[:500])
    return answer.status_code in (200, 204)


class TestEndpoints:
    @pytest.fixture(scope="class")
    def site(self, class_site):
        portal = class_site
        # An open edit form keeps the next reader out for another reason than the one tried here.
        api.portal.set_registry_record("plone.lock_on_ttw_edit", False)
        with api.env.adopt_roles(["Manager"]):
            for name, given in READERS.items():
                if given is None:
                    continue
                groups, roles = given
                api.user.create(f"{name}@example.org", name, PASSWORD)
                if roles:
                    api.user.grant_roles(username=name, roles=list(roles))
                for group in groups:
                    api.group.add_user(groupname=group, username=name)
            for portal_type in TYPES:
                for state in rights_of(portal_type).states:
                    item = make(
                        portal, portal_type, state, title=f"Fiche {state}", id=item_id(portal_type, state)
                    )
                    item.manage_setLocalRoles("owner", ["Owner"])
        transaction.commit()
        return portal

    @pytest.mark.parametrize("portal_type", TYPES)
    def test_items(self, site, ask, portal_type):
        wrong, rights = [], rights_of(portal_type)
        for name, (method, path, headers, action) in ENDPOINTS.items():
            if portal_type not in WHOLE and name not in ("page", "rest"):
                continue
            for state in rights.states:
                url = f"{site.absolute_url()}/{FOLDER_OF[portal_type]}/{item_id(portal_type, state)}{path}"
                for reader in WHOLE.get(portal_type, FEW):
                    # What cannot be seen cannot be asked for anything.
                    may = reader in rights.rules[action].get(state, NOBODY) & rights.rules[SEE][state]
                    if ask(method, url, reader, headers) != may:
                        wrong.append(f"{name} {state} {reader}: expected {may}")
        assert wrong == []

    def test_no_one_below_the_keepers_wipes_out_what_was_public(self, site, ask):
        wrong = []
        for state in STATES:
            url = f"{site.absolute_url()}/{SECTION_OF['prai.HowTo']}/fiche-{state}"
            for reader in set(READERS) - WIPE[state]:
                if ask("DELETE", url, reader, JSON):
                    wrong.append(f"{state} {reader}")
        assert wrong == []

    def test_site(self, site, ask):
        wrong = []
        for (path, kind), who in SITE.items():
            # What is open to a visitor, to an account and to the team, no other role is kept from.
            for reader in FEW if who == EVERYONE else READERS:
                headers = HTML if kind == "html" else JSON
                if ask("GET", site.absolute_url() + path, reader, headers) != (reader in who):
                    wrong.append(f"{path} {reader}: expected {reader in who}")
        assert wrong == []
