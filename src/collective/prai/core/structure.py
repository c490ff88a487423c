"""Ready-made sections, each taking only its types, ready-made pages and groups."""

from collections.abc import Sequence
from collective.prai.core.ready_pages import READY_PAGES
from contextlib import suppress
from DateTime import DateTime
from plone import api
from plone.api.exc import InvalidParameterError
from plone.app.textfield import RichTextValue
from plone.base.interfaces.constrains import ISelectableConstrainTypes
from typing import NamedTuple
import logging


logger = logging.getLogger(__name__)
ENABLED = 1
#: Of all that is made here; code that creates content says it, a form would have proposed it.
LANGUAGE = "fr"
#: Folder of the texts that stand at the head of the pages of themes, audiences and territories.
PRESENTATIONS = "presentations"
#: Views of the finder: of a section, of the site.
LISTING, HOME, AGENDA = "prai-listing", "prai-home", "prai-agenda"
#: Section → its view, where it is not the list of the finder.
LAYOUTS = {"agenda": AGENDA, "operations": "prai-operations"}


class Section(NamedTuple):
    """A top folder: its id is part of the site's addresses."""

    id: str
    title: str
    description: str
    types: tuple[str, ...]


#: Titles are content, in French: editors may change them, the ids stay.
SECTIONS = (
    Section("guides", "Guides", "Des livres à lire en ligne ou à imprimer.", ("prai.Guide",)),
    Section("fiches-pratiques", "Fiches pratiques", "Un besoin, une réponse, pas à pas.", ("prai.HowTo",)),
    Section(
        "dossiers-pedagogiques",
        "Dossiers pédagogiques",
        "De quoi animer une séance de formation.",
        ("prai.TeachingPack",),
    ),
    Section("etudes", "Études", "Diagnostics, livres blancs, évaluations, rapports.", ("prai.Study",)),
    Section("indicateurs", "Indicateurs", "Les chiffres, leur date et leur source.", ("prai.Indicator",)),
    Section("projets", "Projets", "Ce que d’autres collectivités ont fait.", ("prai.ProjectSheet",)),
    Section("missions", "Missions de conseil", "Comment elles ont été conseillées.", ("prai.MissionSheet",)),
    Section("livrables", "À reprendre chez vous", "Les livrables transférables.", ("prai.Deliverable",)),
    Section(
        "reprises",
        "Ils l’ont repris",
        "Qui a repris quoi, ce qui a changé, ce que cela a demandé.",
        ("prai.Reuse",),
    ),
    Section(
        "recueils",
        "Recueils",
        "Des fiches choisies et réunies, avec leurs chiffres.",
        ("prai.Collection",),
    ),
    Section(
        "organisations", "Organisations", "Collectivités, prestataires, partenaires.", ("prai.Organisation",)
    ),
    Section(
        "programme",
        "Le programme",
        "Ses mesures : qui est concerné, quels services, comment, quand.",
        ("prai.Programme", "prai.Measure"),
    ),
    Section(
        "appels", "Appels", "Qui peut demander quoi, jusqu’à quand, selon quelles règles.", ("prai.Call",)
    ),
    Section(
        "operations",
        "Liste des opérations",
        "Les opérations aidées, leurs bénéficiaires et les montants.",
        ("prai.Operation",),
    ),
    Section("actualites", "Actualités", "Les nouvelles du centre de ressources.", ("News Item", "Image")),
    Section("agenda", "Agenda", "Les rendez-vous.", ("Event",)),
)
SECTION_OF = {name: section.id for section in SECTIONS for name in section.types if name != "Image"}

#: Group id → (title, roles).
GROUPS = {
    "redacteurs": ("Rédacteurs ARDESI", ["Contributor", "Editor"]),
    "relecteurs": ("Relecteurs ARDESI", ["Contributor", "Editor", "Reviewer"]),
    "agents-region": ("Agents de la Région", ["Programme Officer"]),
    "jures": ("Jurés", ["Juror"]),
    "gestionnaires-epn": ("Gestionnaires du matériel EPN", ["Equipment Manager"]),
}


def create_groups():
    """Groups that are missing; roles of existing ones are left as they are."""
    for group_id, (title, roles) in GROUPS.items():
        if api.group.get(groupname=group_id) is None:
            api.group.create(groupname=group_id, title=title, roles=roles)


def set_aside(name: str) -> bool:
    """Whether an item at the root made room for one of ours.

    ARDESI may have written in it: it is kept for its editors under another name, no longer public.
    """
    portal = api.portal.get()
    if name not in portal.objectIds():
        return False
    with api.env.adopt_roles(["Manager"]):
        item = api.content.rename(portal[name], new_id=f"{name}-page-precedente", safe_id=True)
        with suppress(AttributeError):
            item.exclude_from_nav = True
        with suppress(InvalidParameterError):  # another workflow: its editors decide
            api.content.transition(item, to_state="private")
        item.reindexObject(idxs=["exclude_from_nav"])
    logger.warning("%s stood at an address of a page of ours: it is now %s", name, item.getId())
    return True


def create_folder(
    name: str, title: str, description: str, types: Sequence[str], offered: Sequence[str], layout: str = ""
):
    """A folder at the root that takes those types alone; out of the navigation, and not public yet.

    ``offered``: those of them that its menu proposes; the others are made by a page or by a form.
    """
    folder = api.content.create(
        api.portal.get(), "Folder", name,
        title=title,
        description=description,
        language=LANGUAGE,
        exclude_from_nav=True,
    )  # fmt: skip
    if layout:
        folder.setLayout(layout)
    constrain = ISelectableConstrainTypes(folder)
    constrain.setConstrainTypesMode(ENABLED)
    constrain.setLocallyAllowedTypes(list(types))
    constrain.setImmediatelyAddableTypes(list(offered))
    return folder


def create_sections(*wanted: str):
    """Sections that are missing, published; existing ones are left as they are.

    ``wanted``: ids, all if none is given; an older version of the site may not know the types of the others.
    The four needs are the navigation; sections are reached from them, the home page and the footer.
    """
    portal = api.portal.get()
    for section in SECTIONS:
        if section.id in portal or (wanted and section.id not in wanted):
            continue
        layout = LAYOUTS.get(section.id, LISTING)
        _publish(create_folder(*section, offered=section.types, layout=layout))


def create_presentations():
    """The folder for them, published, if it is missing; the pages themselves lead editors there."""
    if PRESENTATIONS in api.portal.get():
        return
    folder = create_folder(
        PRESENTATIONS,
        title="Présentations des thèmes, des publics et des territoires",
        description="Les textes placés en tête de ces pages.",
        types=["Document", "Image"],
        offered=["Image"],
    )
    _publish(folder)


def create_pages(wanted=READY_PAGES):
    """Ready-made pages that are missing, published, first in the navigation; the home page."""
    portal = api.portal.get()
    for position, page in enumerate(READY_PAGES):
        if page.id in portal or page not in wanted:
            continue
        obj = api.content.create(
            portal,
            "Link" if page.leads_to else "Document",
            page.id,
            title=page.title,
            description=page.description,
            exclude_from_nav=not page.in_navigation,
            language=LANGUAGE,
            **_own(page),
        )
        if page.layout:
            obj.setLayout(page.layout)
        portal.moveObjectToPosition(page.id, position, suppress_events=True)
        obj.reindexObject(idxs=["exclude_from_nav", "getObjPositionInParent"])
        _publish(obj)
        date_publication(obj)
    if not portal.hasProperty("layout") and portal.getDefaultPage() is None:
        portal.setLayout(HOME)


def _own(page) -> dict:
    if page.leads_to:
        return {"remoteUrl": f"${{navigation_root_url}}{page.leads_to}"}
    return {"text": RichTextValue(page.text, "text/html", "text/x-html-safe")}


def _publish(obj):
    workflow = api.portal.get_tool("portal_workflow")
    if workflow.getChainFor(obj) and api.content.get_state(obj) != "published":
        api.content.transition(obj, "publish")


def date_publication(obj):
    """The stock forms of Plone date what they publish; a transition by code does not.

    Sections stay without a date: what they hold may have been public long before.
    """
    if obj.effective_date is None:
        obj.effective_date = DateTime()
        obj.reindexObject(idxs=["effective", "effectiveRange", "Date"])
