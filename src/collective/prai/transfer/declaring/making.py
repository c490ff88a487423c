"""A declaration becomes a reuse, once its address is proved; its public text changes through a reviewer."""

from collective.prai.core.geography import municipalities
from collective.prai.core.named_bodies import find_organisation
from collective.prai.core.publication.workflow import DECLARATION
from collective.prai.core.structure import create_sections
from collective.prai.core.structure import LANGUAGE
from collective.prai.core.structure import SECTION_OF
from collective.prai.transfer.declaring.answers import Answers
from datetime import date
from html import escape
from plone import api
from plone.app.textfield import RichTextValue
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds
import re


#: In the provenance of the item, in the words of the site's readers.
SOURCE = "Déclaration de l’organisation sur le site, confirmée par courriel."
CONFIRMED = "Confirmée par le lien envoyé à son déclarant."


def make_reuse(sheet, answers: Answers, today: date):
    """In state « confirmed »: the reviewers read it before anybody else does."""
    values = answers.values
    organisation = find_organisation(values["organisation"])
    who = organisation.title if organisation is not None else values["organisation"]
    code, place = values["lieu"]
    town = municipalities().get(code)
    fields = {
        "title": title_of(who, sheet),
        "language": LANGUAGE,
        "original": _related(sheet),
        "reuser": _related(organisation) if organisation is not None else None,
        "reuser_name": None if organisation is not None else who,
        "kind": values["comment"],
        "stage": values["avancement"],
        "partners_until": values["jusquau"],
        "date": values["depuis"],
        "url": values["lien"],
        "confirmed_on": today,
        "adaptations": as_rich(values["modifications"]),
        "days": values["jours"],
        "actual_cost": values["cout"],
        "cost_avoided": values["cout_evite"],
        "obstacle_kinds": values["freins"],
        "obstacles": as_rich(values["freins_detail"]),
        "outcome": as_rich(values["resultat"]),
        # What its declarant agreed to.
        "licence": "etalab-2.0",
        "reuse_scope": "free",
        "attribution": who,
        "source": SOURCE,
        "confidence": "source",
        "municipalities": [code] if town is not None else [],
        "departments": [town.department] if town is not None else [],
        "location": place or None,
    }
    # The visitor has no right to add anything; the link in their mail asks on the site's behalf.
    with api.env.adopt_roles(["Manager"]):
        create_sections(SECTION_OF["prai.Reuse"])
        folder = api.portal.get()[SECTION_OF["prai.Reuse"]]
        reuse = addContentToContainer(folder, createContent("prai.Reuse", **fields), checkConstraints=False)
        # The page of the link tells the team; the workflow's own mails are for what editors do.
        tool = api.portal.get_tool("portal_workflow")
        tool.doActionFor(reuse, "confirm", wf_id=DECLARATION, comment=CONFIRMED)
    return reuse


def title_of(who: str, sheet) -> str:
    """« Commune de Lévignac : Questionnaire d'équipement », with the space that French wants."""
    return f"{who}\u00a0: {sheet.Title()}"


def as_rich(text: str | None) -> RichTextValue | None:
    """Paragraphs of a plain text; nothing of it is markup."""
    if not text:
        return None
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    html = "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br />')}</p>" for part in parts)
    return RichTextValue(html, "text/html", "text/x-html-safe")


def with_more(value: RichTextValue | None, text: str) -> RichTextValue | None:
    """A rich text with a plain one behind it."""
    more = as_rich(text)
    if more is None or value is None or not (value.raw or "").strip():
        return more or value
    return RichTextValue(f"{value.raw}{more.raw}", value.mimeType, value.outputMimeType)


def _related(item) -> RelationValue:
    return RelationValue(getUtility(IIntIds).getId(item))
