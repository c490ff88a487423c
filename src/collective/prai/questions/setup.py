"""Ready content: the form « Poser une question », and the team's folder for what comes in."""

from collective.prai.core.public_forms.ready import create_form
from collective.prai.core.structure import create_folder
from collective.prai.core.structure import set_aside
from collective.prai.questions.content.question import QUESTIONS
from collective.prai.questions.roles import OFFICERS
from pathlib import Path
from plone import api


FORM = "poser-une-question"
#: View of the folder.
LIST = "prai-questions"
READY = Path(__file__).parent / "ready"
PROLOGUE = """<p>Un conseil, un guide, un atelier pour vos élus ou vos agents : posez votre question,
l’équipe du centre de ressources vous répond.</p>"""
THANKS = """<p>Numéro de votre question : <strong>${number}</strong>. Notez-le : il permet de la
retrouver.</p>
<p>L’équipe du centre de ressources vous répondra.</p>"""


def create_questions_content():
    """Form and folder, where they are missing."""
    create_form(
        FORM,
        READY,
        title="Poser une question",
        description="Être conseillé, recevoir un guide, organiser un atelier : écrivez à l’équipe.",
        prologue=PROLOGUE,
        thanks_title="Merci, votre question est reçue",
        thanks=THANKS,
        shown=["purpose", "organisation", "question"],
    )
    create_questions_folder()


def create_questions_folder():
    """Never published: it holds addresses to write to.  Who deletes it does not stop the form."""
    portal = api.portal.get()
    if QUESTIONS in portal.objectIds():
        if portal[QUESTIONS].portal_type == "Folder":
            open_to_officers()
            return
        set_aside(QUESTIONS)
    with api.env.adopt_roles(["Manager"]):
        create_folder(
            QUESTIONS,
            title="Questions reçues",
            description="Ce que l’on nous demande par le site ; pour l’équipe.",
            types=["prai.Question"],
            offered=[],
            layout=LIST,
        )
    open_to_officers()


def open_to_officers():
    """The folder alone: which requests officers see in it, a setting says."""
    folder = api.portal.get()[QUESTIONS]
    if "Reader" not in dict(folder.get_local_roles()).get(OFFICERS, ()):
        folder.manage_setLocalRoles(OFFICERS, ["Reader"])
        folder.reindexObjectSecurity()
