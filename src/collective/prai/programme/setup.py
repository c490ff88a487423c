"""Folders of the officers: dossiers, sessions, missions of advice; never public."""

from collective.prai.core.structure import create_folder
from collective.prai.core.structure import set_aside
from collective.prai.programme.advising.survey import create_survey
from collective.prai.programme.content.advice import ADVICE_MISSIONS
from collective.prai.programme.content.application import APPLICATIONS
from collective.prai.programme.content.session import SESSIONS
from plone import api


OFFICERS, JURORS = "agents-region", "jures"
#: Folder id → (title, description, type, groups that may open the folder itself).
FOLDERS = {
    APPLICATIONS: (
        "Dossiers de candidature", "Ce que les collectivités ont demandé ; pour les agents.",
        "prai.Application", (OFFICERS, JURORS),
    ),
    SESSIONS: (
        "Séances", "Jurys et comités de pilotage ; pour les agents et leurs membres.",
        "prai.Session", (OFFICERS, JURORS),
    ),
    ADVICE_MISSIONS: (
        "Accompagnements", "Jours de conseil accordés et utilisés ; pour les agents.",
        "prai.Advice", (OFFICERS,),
    ),
}  # fmt: skip
#: Sections whose texts officers write and publish themselves.
WRITTEN_BY_OFFICERS = ("programme",)


#: Folder → its view, where it is not the stock one.
LAYOUTS = {
    APPLICATIONS: "prai-dossiers",
    SESSIONS: "prai-seances",
    ADVICE_MISSIONS: "prai-accompagnements",
}


def create_programme_content():
    """Folders that are missing, and who may open them; what is in them has its own workflow."""
    portal = api.portal.get()
    with api.env.adopt_roles(["Manager"]):
        for name, (title, description, portal_type, groups) in FOLDERS.items():
            if name in portal.objectIds() and portal[name].portal_type != "Folder":
                set_aside(name)
            if name not in portal.objectIds():
                folder = create_folder(
                    name, title, description, [portal_type], [portal_type], LAYOUTS.get(name, "")
                )
                for group in groups:
                    folder.manage_setLocalRoles(group, ["Reader"])
                folder.reindexObjectSecurity()
        for name in WRITTEN_BY_OFFICERS:
            if name in portal.objectIds() and not dict(portal[name].get_local_roles()).get(OFFICERS):
                portal[name].manage_setLocalRoles(OFFICERS, ["Contributor", "Editor", "Reviewer"])
                portal[name].reindexObjectSecurity()
        create_survey()
