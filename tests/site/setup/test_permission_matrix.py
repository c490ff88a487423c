"""Who may do what: every role × every type × every state × every action, from one readable table.

The table is written from the model of the programme, not from the code.
"""

from AccessControl import getSecurityManager
from collective.prai.interfaces import IPraiLayer
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
from tests.site.conftest import FOLDER_OF
from tests.site.conftest import make
from typing import NamedTuple
from zope.component import getGlobalSiteManager
import pytest


#: Reader → (groups, roles). ``owner`` wrote the item and has no other role.
READERS = {
    "anonymous": None,
    "member": ((), ()),
    "owner": ((), ()),
    "redacteur": (("redacteurs",), ()),
    "relecteur": (("relecteurs",), ()),
    "agent": (("agents-region",), ()),
    "jure": (("jures",), ()),
    "gestionnaire": (("gestionnaires-epn",), ()),
    "site-admin": ((), ("Site Administrator",)),
    "manager": ((), ("Manager",)),
}
EVERYONE = set(READERS)
TEAM = {"redacteur", "relecteur", "site-admin", "manager"}
AUTHORS = TEAM | {"owner"}
REVIEWERS = {"relecteur", "site-admin", "manager"}
NOBODY = set()
STATES = ("draft", "in_review", "published", "to_revise", "withdrawn", "archived")
TYPES = tuple(name for name in FOLDER_OF if name.startswith("prai."))

#: Action → state → who. An action that is missing in a state is nobody's.
RULES = {
    "View": {
        "draft": AUTHORS, "in_review": AUTHORS, "withdrawn": AUTHORS,
        "published": EVERYONE, "to_revise": EVERYONE, "archived": EVERYONE,
    },
    "Modify portal content": {state: REVIEWERS for state in STATES} | {"draft": AUTHORS},
    # What was public is withdrawn, with a reason; only the site's keepers may wipe it out.
    "Delete objects": {state: {"site-admin", "manager"} for state in STATES}
    | {"draft": AUTHORS, "in_review": REVIEWERS},
    "CMFEditions: Access previous versions": {state: AUTHORS for state in STATES},
    "Access inactive portal content": {state: AUTHORS for state in STATES},
    "Review portal content": {state: REVIEWERS for state in STATES},
    "Manage portal": {state: {"manager"} for state in STATES},
    "collective.prai: Manage settings": {state: {"site-admin", "manager"} for state in STATES},
    "collective.prai: Use the editorial desk": {state: TEAM for state in STATES},
    "List undoable changes": {state: {"site-admin", "manager"} for state in STATES},
    "WebDAV access": {state: {"site-admin", "manager"} for state in STATES},
}  # fmt: skip
#: Transition → state → who.
TRANSITIONS = {
    "submit": {"draft": AUTHORS},
    "send_back": {"in_review": REVIEWERS},
    "publish": {state: REVIEWERS for state in ("draft", "in_review", "to_revise")},
    "flag": {"published": AUTHORS},
    "withdraw": {state: REVIEWERS for state in ("published", "to_revise", "archived")},
    "archive": {state: REVIEWERS for state in ("published", "to_revise")},
    "restore": {"archived": REVIEWERS},
    "restore_draft": {"withdrawn": REVIEWERS},
}

#: The same of what readers declare: no author of the public has a right of their own on it.
DECLARED = ("declared", "confirmed", "rejected", "published", "withdrawn")
DECLARED_RULES = RULES | {
    "View": {state: TEAM for state in DECLARED} | {"published": EVERYONE},
    "Modify portal content": {state: REVIEWERS for state in DECLARED} | {"declared": TEAM, "confirmed": TEAM},
    "Delete objects": {state: REVIEWERS for state in DECLARED}
    | {state: {"site-admin", "manager"} for state in ("published", "withdrawn")},
}  # fmt: skip
DECLARED_RULES |= {
    action: {state: by_state["draft"] for state in DECLARED}
    for action, by_state in RULES.items()
    if action not in ("View", "Modify portal content", "Delete objects")
}
DECLARED_TRANSITIONS = {
    "confirm": {"declared": TEAM},
    "publish": {"confirmed": REVIEWERS},
    "reject": {"declared": REVIEWERS, "confirmed": REVIEWERS},
    "withdraw": {"published": REVIEWERS},
    "restore_draft": {"rejected": REVIEWERS, "withdrawn": REVIEWERS},
}


#: The officers: who runs the programme.
OFFICE = {"agent", "site-admin", "manager"}
#: Of the texts that officers write and publish beside the team.
OFFICIAL_RULES = {
    action: {
        state: who | {"agent"} if who & {"redacteur", "relecteur"} else who for state, who in by_state.items()
    }
    for action, by_state in RULES.items()
}
OFFICIAL_TRANSITIONS = {
    action: {state: who | {"agent"} for state, who in by_state.items()}
    for action, by_state in TRANSITIONS.items()
}
#: Of calls: the team reads them as everyone does.
CALL = ("preparation", "open", "closed", "archived")
CALL_RULES = {
    "View": {state: EVERYONE for state in CALL} | {"preparation": OFFICE},
    "Modify portal content": {state: OFFICE for state in CALL},
    "Delete objects": {state: {"site-admin", "manager"} for state in CALL} | {"preparation": OFFICE},
    "collective.prai: Run the programme": {state: OFFICE for state in CALL},
    "Manage portal": {state: {"manager"} for state in CALL},
}
CALL_TRANSITIONS = {
    "open": {"preparation": OFFICE},
    "close": {"open": OFFICE},
    "reopen": {"closed": OFFICE, "archived": OFFICE},
    "archive": {"closed": OFFICE},
    "take_back": {"open": OFFICE, "closed": OFFICE},
}
#: Of the list of operations.
OPERATION = ("draft", "checked", "published", "settled", "withdrawn")
_WRITTEN = {"draft": OFFICE, "checked": OFFICE, "withdrawn": OFFICE}
OPERATION_RULES = {
    "View": {state: EVERYONE for state in OPERATION} | _WRITTEN,
    "Modify portal content": {state: OFFICE for state in OPERATION},
    "Delete objects": {state: {"site-admin", "manager"} for state in OPERATION} | _WRITTEN,
    "collective.prai: Run the programme": {state: OFFICE for state in OPERATION},
    "Manage portal": {state: {"manager"} for state in OPERATION},
}
OPERATION_TRANSITIONS = {
    "check": {"draft": OFFICE},
    "send_back": {"checked": OFFICE},
    "publish": {"checked": OFFICE},
    "settle": {"published": OFFICE},
    "reopen": {"settled": OFFICE},
    "withdraw": {"published": OFFICE, "settled": OFFICE},
    "restore_draft": {"withdrawn": OFFICE},
}
#: Of dossiers: ``owner`` is their applicant; a juror without a seat in their session is nobody.
PRIVATE = {"agent", "manager"}
APPLICATION = (
    "draft", "submitted", "to_complete", "eligible", "ineligible", "before_jury", "opinion_given", "deferred",
    "awarded", "rejected", "agreed", "settled", "withdrawn",
)  # fmt: skip
_DECIDED = ("settled", "withdrawn")
APPLICATION_RULES = {
    "View": {state: PRIVATE | {"owner"} for state in APPLICATION} | {"draft": {"owner", "manager"}},
    "Modify portal content": {state: PRIVATE for state in APPLICATION}
    | {"draft": {"owner", "manager"}, "to_complete": PRIVATE | {"owner"}}
    | {state: {"manager"} for state in _DECIDED},
    "Delete objects": {state: {"manager"} for state in APPLICATION} | {"draft": {"owner", "manager"}},
    "collective.prai: Instruct applications": {
        state: {"manager"} if state in ("draft", *_DECIDED) else PRIVATE for state in APPLICATION
    },
    "Manage portal": {state: {"manager"} for state in APPLICATION},
}
_BEFORE = ("submitted", "to_complete", "eligible", "before_jury", "opinion_given", "deferred")
APPLICATION_TRANSITIONS = {
    "submit": {"draft": {"owner", "manager"}, "to_complete": PRIVATE | {"owner"}},
    "abandon": {state: PRIVATE | {"owner"} for state in _BEFORE} | {"draft": {"owner", "manager"}},
    "ask_completion": {"submitted": PRIVATE, "eligible": PRIVATE},
    "declare_eligible": {"submitted": PRIVATE},
    "declare_ineligible": {"submitted": PRIVATE, "to_complete": PRIVATE, "eligible": PRIVATE},
    "examine_again": {"ineligible": PRIVATE, "rejected": PRIVATE},
    "to_jury": {"eligible": PRIVATE, "deferred": PRIVATE},
    "off_agenda": {"before_jury": PRIVATE},
    "give_opinion": {"before_jury": PRIVATE},
    "award": {"opinion_given": PRIVATE, "deferred": PRIVATE},
    "defer": {"opinion_given": PRIVATE},
    "reject": {"opinion_given": PRIVATE, "deferred": PRIVATE},
    "sign": {"awarded": PRIVATE},
    "cancel_award": {"awarded": PRIVATE, "agreed": PRIVATE},
    "settle": {"agreed": PRIVATE},
}
#: Of sessions: no member among these readers.
SESSION = ("preparation", "convened", "in_session", "closed")
SESSION_RULES = {
    "View": {state: PRIVATE for state in SESSION},
    "Modify portal content": {state: PRIVATE for state in SESSION},
    "Delete objects": {state: {"manager"} for state in SESSION} | {"preparation": PRIVATE},
    "Manage portal": {state: {"manager"} for state in SESSION},
}
SESSION_TRANSITIONS = {
    "convene": {"preparation": PRIVATE},
    "start": {"convened": PRIVATE, "closed": PRIVATE},
    "close": {"in_session": PRIVATE},
    "prepare_again": {"convened": PRIVATE, "in_session": PRIVATE},
}
#: Of missions of advice.
ADVICE_RULES = {
    "View": {"internal": PRIVATE},
    "Modify portal content": {"internal": PRIVATE},
    "Delete objects": {"internal": PRIVATE},
    "Manage portal": {"internal": {"manager"}},
}
#: Type → who adds it; the others are the team's.
ADDING = {
    "prai.Programme": TEAM | {"agent"}, "prai.Measure": TEAM | {"agent"}, "prai.Call": OFFICE,
    "prai.Operation": OFFICE, "prai.Application": PRIVATE, "prai.Session": PRIVATE, "prai.Advice": PRIVATE,
}  # fmt: skip


class Rights(NamedTuple):
    """The table of one type."""

    states: tuple
    rules: dict
    transitions: dict


OF_OFFICERS = {
    "prai.Programme": Rights(STATES, OFFICIAL_RULES, OFFICIAL_TRANSITIONS),
    "prai.Measure": Rights(STATES, OFFICIAL_RULES, OFFICIAL_TRANSITIONS),
    "prai.Call": Rights(CALL, CALL_RULES, CALL_TRANSITIONS),
    "prai.Operation": Rights(OPERATION, OPERATION_RULES, OPERATION_TRANSITIONS),
    "prai.Application": Rights(APPLICATION, APPLICATION_RULES, APPLICATION_TRANSITIONS),
    "prai.Session": Rights(SESSION, SESSION_RULES, SESSION_TRANSITIONS),
    "prai.Advice": Rights(("internal",), ADVICE_RULES, {}),
}


def rights_of(portal_type) -> Rights:
    if portal_type == "prai.Reuse":
        return Rights(DECLARED, DECLARED_RULES, DECLARED_TRANSITIONS)
    return OF_OFFICERS.get(portal_type, Rights(STATES, RULES, TRANSITIONS))


@pytest.fixture
def readers(portal):
    for name, given in READERS.items():
        if given is None:
            continue
        groups, roles = given
        with api.env.adopt_roles(["Manager"]):
            api.user.create(f"{name}@example.org", name, "Un-Compte-De-Test-1")
            if roles:
                api.user.grant_roles(username=name, roles=list(roles))
            for group in groups:
                api.group.add_user(groupname=group, username=name)
    yield
    login(portal, TEST_USER_NAME)


def act_as(portal, reader):
    if READERS[reader] is None:
        logout()
    else:
        login(portal, reader)


def items(portal, portal_type):
    """State → item, written by ``owner``, who has no right of their own on the section."""
    found = {}
    for state in rights_of(portal_type).states:
        item = make(portal, portal_type, state, title=f"Fiche {state}")
        item.manage_delLocalRoles(item.users_with_local_role("Owner"))
        item.manage_setLocalRoles("owner", ["Owner"])
        found[state] = item
    return found


def differences(portal, expected, allowed, states=STATES):
    """Lines « reader state action: expected … » where the site answers otherwise."""
    wrong = []
    for reader in READERS:
        act_as(portal, reader)
        for action, by_state in expected.items():
            for state in states:
                may = reader in by_state.get(state, NOBODY)
                if bool(allowed(action, state)) != may:
                    wrong.append(f"{reader} {state} {action}: expected {may}")
    return wrong


class TestMatrix:
    @pytest.mark.parametrize("portal_type", TYPES)
    def test_permissions(self, portal, readers, portal_type):
        found, rights = items(portal, portal_type), rights_of(portal_type)

        def allowed(action, state):
            return getSecurityManager().checkPermission(action, found[state])

        assert differences(portal, rights.rules, allowed, rights.states) == []

    @pytest.mark.parametrize("portal_type", TYPES)
    def test_transitions(self, portal, readers, portal_type):
        found, rights = items(portal, portal_type), rights_of(portal_type)
        tool = api.portal.get_tool("portal_workflow")

        def offered(action, state):
            return action in {transition["id"] for transition in tool.getTransitionsFor(found[state])}

        assert differences(portal, rights.transitions, offered, rights.states) == []

    def test_chapters_follow_their_book(self, portal, readers):
        books = items(portal, "prai.Guide")
        chapters = {
            state: make(portal, "prai.Chapter", container=book, title="Chapitre")
            for state, book in books.items()
        }
        for chapter in chapters.values():
            chapter.manage_delLocalRoles(chapter.users_with_local_role("Owner"))
        rules = {name: RULES[name] for name in ("View", "Modify portal content")}
        wrong = differences(
            portal, rules, lambda action, state: getSecurityManager().checkPermission(action, chapters[state])
        )
        assert wrong == []

    def test_who_adds(self, portal, readers):
        for name in TYPES:
            section = FOLDER_OF[name]
            permission = f"collective.prai: Add {name.removeprefix('prai.')}"
            adding = set()
            for reader in READERS:
                act_as(portal, reader)
                if getSecurityManager().checkPermission(permission, portal[section]):
                    adding.add(reader)
            assert (name, adding) == (name, ADDING.get(name, TEAM))


class TestRegistrations:
    def test_every_page_and_service_names_our_layer_and_a_permission(self):
        """zope.Public lets anyone in; no layer lets it out to other sites of the process."""
        wrong, seen = [], 0
        for registration in getGlobalSiteManager().registeredAdapters():
            factory = registration.factory
            info = getattr(registration.info, "file", "") or str(registration.info)
            if "collective/prai/" not in info or not registration.required:
                continue
            roles = getattr(factory, "__roles__", "absent")
            is_page = len(registration.required) == 2 and hasattr(factory, "__name__") and registration.name
            if not is_page or not hasattr(factory, "browserDefault"):
                continue
            seen += 1
            if not registration.required[1].isOrExtends(IPraiLayer):
                wrong.append(f"{registration.name}: layer {registration.required[1]}")
            if roles is None or roles == ("Anonymous",):
                wrong.append(f"{registration.name}: public")
        assert wrong == []
        assert seen > 10
