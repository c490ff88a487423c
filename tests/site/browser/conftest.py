"""One site with an item of each type behind a real server, and windows of the browser, for a whole test class."""

from collective.prai.corpus.importer import DEMO
from collective.prai.corpus.plan import plan
from collective.prai.corpus.writer import Writer
from collective.prai.programme.apply.ready_form import create_form
from collective.prai.questions import following
from collective.prai.testing import FIXTURE
from collective.prai.transfer.forms.answers import answers_of
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from plone import api
from plone.app.testing import ploneSite
from plone.namedfile.file import NamedBlobFile
from plone.testing import Layer
from plone.testing.zodb import stackDemoStorage
from tests.site.browser.private_side import fill_private_side
from tests.site.browser.private_side import LINK
from tests.site.browser.private_side import TO_REVIEW
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import rich
from tests.site.programme.calls import CALL
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
import pytest
import pytz
import transaction


START = pytz.timezone("Europe/Paris").localize(datetime(2030, 3, 1, 10))
TEXT = "<h2>Ce qui a été fait</h2><p>Une étude, puis <a href='https://www.example.org/'>un portail</a>.</p><ul><li>Un</li></ul>"


def fill(portal):
    """An item of each type, every part of its page filled; and one with nothing but its title."""
    public = {"state": "published"}
    girou = make(
        portal, "prai.Organisation", title="Communauté de communes des Coteaux du Girou", departments=["31"],
        address="1 rue de la Mairie\n31380 Gragnague", email="accueil@girou.example", website="https://www.girou.example",
        roles=["beneficiary"], summary="Porte le plan numérique.", **public,
    )  # fmt: skip
    questionnaire = make(
        portal, "prai.Deliverable", title="Questionnaire d'équipement", producer=relate(girou), availability="download",
        file=NamedBlobFile(b"x" * 4000, filename="questionnaire équipement.pdf"), product_licence="etalab-2.0",
        conditions=["systeme-open-source"], instructions=rich(TEXT), history=[{"version": "1", "date": "2006", "changes": "x"}],
        effort=[{"internal_days": 12, "provider_days": None, "cost": Decimal("1500"), "months": 2, "source": "étude"}], **public,
    )  # fmt: skip
    project = make(
        portal, "prai.ProjectSheet", title="Un plan numérique de quatre ans", lead=relate(girou), departments=["31"],
        total_cost=Decimal("82050"), eligible_cost=Decimal("82050"), stage="in-service", starts="2006-09",
        sources=[
            {"funder": "FEDER", "amount": Decimal("41025"), "status": "paid"},
            {"funder": "Région", "amount": Decimal("24615"), "status": "paid"},
        ],
        components=[{"title": "Portail", "text": "annuaire\nagenda", "kind": "portail-internet-citoyen"}],
        approach=rich(TEXT), transferability=rich(TEXT), highlights=rich(TEXT), lessons=rich(TEXT),
        deliverables=[relate(questionnaire)], themes=["petite-enfance", "tourisme"],
        further_reading=[{"title": "Le site", "url": "https://www.girou.example/"}],
        contact_email="accueil@girou.example", contact_function="Service numérique", eu_notice="feder", source="plaquette", **public,
    )  # fmt: skip
    make(portal, "prai.MissionSheet", title="Missions de conseil", themes=["petite-enfance"], client=relate(girou), provider=relate(girou), role="Cabinet",
         mission_count=30, mission_count_qualifier="about", the_project=rich(TEXT), method=rich(TEXT), **public)  # fmt: skip
    guide = make(
        portal,
        "prai.Guide",
        title="Guide du programme",
        publisher=relate(girou),
        body=rich(TEXT),
        subtitle="Quatre actions",
    )
    for number in (1, 2, 3):
        make(portal, "prai.Chapter", container=guide, title=f"Chapitre {number}", body=rich(TEXT))
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(guide, "publish")
    make(portal, "prai.HowTo", title="Recenser l'équipement", effort_days=12, guide=relate(guide), watch_points=rich(TEXT),
         steps=[{"title": "Obtenir un mandat", "text": "Écrire."}, {"title": "Envoyer", "text": None}],
         deliverables=[relate(questionnaire)], links=[{"title": "Recueil", "url": "https://www.example.org/x"}], **public)  # fmt: skip
    make(portal, "prai.TeachingPack", title="Buffet des savoirs", sequence=[{"title": "Accueil", "minutes": 15, "method": "Tour de table", "material": "Paperboard"}],
         resources=[relate(questionnaire)], **public)  # fmt: skip
    make(portal, "prai.Study", title="Étude EPN", funders=[relate(girou)], surveyed=100, respondents=42,
         budget=[{"label": "Personnel", "amount": Decimal(60000), "kind": "charge"}, {"label": "Animateur", "amount": Decimal(35000), "kind": "charge", "part_of": "Personnel"}], **public)  # fmt: skip
    make(portal, "prai.Indicator", title="Communes avec un site", counted="communes", observations=[
        {"date": "2004-12", "value": Decimal(336), "source": "a", "territory": "Midi-Pyrénées"},
        {"date": "2006", "value": Decimal(400), "qualifier": "about", "source": "b", "territory": "Midi-Pyrénées"},
        {"date": "2008", "value": Decimal(80), "source": "b", "territory": "France"},
    ], **public)  # fmt: skip
    make(portal, "prai.Reuse", title="Le questionnaire à Foix", original=relate(questionnaire), stage="abandoned", date="2008",
         days=12, actual_cost=Decimal("1500"), obstacle_kinds=["time"], outcome=rich(TEXT), adaptations=rich(TEXT),
         url="https://www.foix.example/", departments=["09"], **public)  # fmt: skip
    make(portal, "prai.Collection", title="Projets innovants", subtitle="Deux fiches", sheets=[relate(project), relate(questionnaire)],
         editorial=rich(TEXT), common_points=rich(TEXT), publisher=relate(girou), funders=[relate(girou)], starts="2006", ends="2008",
         themes=["tourisme"], eu_notice="feder", **public)  # fmt: skip
    measure = make(portal, "prai.Measure", title="Projets innovants", number="7.4", **public)
    make(
        portal, "prai.Operation", title="Portail des Coteaux du Girou", code="PRAI-7.4-001", lead=relate(girou), measure=relate(measure),
        eligible_cost=Decimal("82050"), erdf=Decimal("41000"), region=Decimal("24615"), sheets=[relate(project)], official_row=False,
        starts="2006-09", planned_end="2008", source="plaquette", results=rich(TEXT), **public,
    )  # fmt: skip
    make(portal, "prai.Operation", title="Assistance technique", code="PRAI-7.7-001", **public)
    make(
        portal, "prai.Advice", title="Un conseil pour le portail", lead=relate(girou), days_granted=Decimal(7), follow_up="project-submitted",
        days_used=[{"date": "2007-05", "days": Decimal(12), "purpose": "Cahier des charges"}], survey_sent_on=START.date(),
        survey_answers=[{"question": "brought", "label": "Que vous a-t-il apporté ?", "value": "Un regard extérieur"}], satisfaction=4,
    )  # fmt: skip
    asking = make(
        portal, "prai.Call", "open", title="Aide au conseil", kind="advice", contact_email="prai@region.example",
        requirements=[{"label": "Un référent est nommé", "explanation": "Élu ou agent.", "blocking": True}],
    )  # fmt: skip
    create_form(asking)
    programme = make(portal, "prai.Programme", title="PRAI", presentation=rich(TEXT), funds=["FEDER", "Région"],
                     objectives=["Services innovants"], disclaimer="Avec le FEDER.", **public)  # fmt: skip
    conseils = make(
        portal, "prai.Indicator", title="Projets conseillés", initial_target=Decimal(50), counted="projets",
        revised_targets=[{"value": Decimal(35), "decided_on": "2007-02-06", "body": "Comité", "reason": "Retard"}],
        observations=[{"date": "2008", "value": Decimal(27), "source": "a"}], **public,
    )  # fmt: skip
    measure = make(portal, "prai.Measure", title="Projets innovants aidés", who=rich(TEXT), programme=relate(programme),
                   operator=relate(girou), indicators=[relate(conseils)],
                   budget=[{"funder": "FEDER", "planned": Decimal("98541.50")}, {"funder": "Région", "planned": Decimal(1)}], **public)  # fmt: skip
    call = make(portal, "prai.Call", title="Appel à projets innovants", state="open", measure=relate(measure), objectives=rich(TEXT),
                contact_email="guichet@region.example", **CALL | {"closes": None})  # fmt: skip
    fill_private_side(portal, call, asking, PASSWORD)
    with api.env.adopt_roles(["Manager"]):
        asked = api.content.create(
            portal["questions"], "prai.Question", "q-2006-0001", title="Q-2006-0001 – Commune de Gragnague", number="Q-2006-0001",
            purpose="conseil", organisation="Commune de Gragnague", email="mairie@gragnague.example", question="Comment préinscrire ?",
        )  # fmt: skip
    following.begin(asked)
    asked.waiting_since -= timedelta(days=30)
    following.note(asked, "Voir avec la crèche.")
    make(portal, "prai.HowTo", title="Ancienne fiche", state="archived")
    make(portal, "prai.HowTo", title="Fiche retirée", state="withdrawn")
    with api.env.adopt_roles(["Manager"]):
        news = api.content.create(portal["actualites"], "News Item", title="Une nouvelle", text=rich(TEXT))
        api.content.transition(news, "publish")
        event = api.content.create(
            portal["agenda"], "Event", title="Un rendez-vous", text=rich(TEXT), start=START, end=START + timedelta(hours=2)
        )  # fmt: skip
        api.content.transition(event, "publish")
    Writer(portal).write([one for one in plan([DEMO / "centre"]).drafts if one.portal_type == "EasyForm"])
    for commune, access in (("Gragnague", "ADSL ou SDSL"), ("Lavalette", "Fibre optique")):
        row = {"commune": commune, "postes": 4, "acces": access, "logiciels": {"Paie"}, "priorite": "Former"}
        answers_of(portal["questionnaire-equipement"]).addDataRow(row)
    return project


#: What the placeholders of audit/pages.py stand for on this site.
ITEMS = {
    "Organisation": "organisations/communaute-de-communes-des-coteaux-du-girou",
    "Guide": "guides/guide-du-programme",
    "Chapter": "guides/guide-du-programme/chapitre-2",
    "HowTo": "fiches-pratiques/recenser-lequipement",
    "TeachingPack": "dossiers-pedagogiques/buffet-des-savoirs",
    "Study": "etudes/etude-epn",
    "Collection": "recueils/projets-innovants",
    "Indicator": "indicateurs/communes-avec-un-site",
    "ProjectSheet": "projets/un-plan-numerique-de-quatre-ans",
    "MissionSheet": "missions/missions-de-conseil",
    "Deliverable": "livrables/questionnaire-dequipement",
    "Reuse": "reprises/le-questionnaire-a-foix",
    "Operation": "operations/portail-des-coteaux-du-girou",
    "Asking": "appels/aide-au-conseil",
    "Advice": "accompagnements/un-conseil-pour-le-portail",
    "Programme": "programme/prai",
    "Measure": "programme/projets-innovants-aides",
    "Call": "appels/appel-a-projets-innovants",
    "Application": "dossiers/plan-numerique",
    "Decided": "dossiers/teleservice-petite-enfance",
    "Session": "seances/jury-de-decembre",
    "Reviewing": f"seances/jury-de-decembre/@@avis?dossier={TO_REVIEW}",
    "JuryReview": "seances/jury-de-decembre/avis-de-la-juree",
    "Link": LINK,
    "Question": "questions/q-2006-0001",
    "News": "actualites/une-nouvelle",
    "Event": "agenda/un-rendez-vous",
    "archived": "fiches-pratiques/ancienne-fiche",
    "withdrawn": "fiches-pratiques/fiche-retiree",
    "draft": "fiches-pratiques/fiche-a-finir",
    "Form": "questionnaire-equipement",
}


#: What tells its storage from the one that it stands on.
FILLED = Layer(bases=(FIXTURE,), name="FilledLayer")


@pytest.fixture(scope="session")
def kept():
    """The filled site and the storage below it, kept for the next class."""
    found = {}
    yield found
    if found:
        found["filled"].close()


@pytest.fixture(scope="class")
def filled(functional_class, kept):
    """Below the site of a class, the one with all items: filled once, what a class does to it goes with the class."""
    assert functional_class.get("app") is None, "ask for site before class_site: this goes below it"
    below = FIXTURE["zodbDB"]
    fresh = kept.get("below") is not below
    FILLED["zodbDB"] = stackDemoStorage(below, name="FilledLayer") if fresh else kept["filled"]
    if fresh:
        with ploneSite() as portal:
            setRequest(portal.REQUEST)
            fill(portal)
            clearRequest()
        kept.update(below=below, filled=FILLED["zodbDB"])
    yield
    del FILLED["zodbDB"]


@pytest.fixture(scope="class")
def site(filled, class_site):
    """Address of the site: localhost, for the theme is off on 127.0.0.1."""
    return class_site.absolute_url()


#: Account → ready-made group; the private side has its own.
ACCOUNTS = {"redactrice": "redacteurs", "relecteur": "relecteurs", "gestionnaire": "Administrators"}
PASSWORD = "un-mot-de-passe-d-essai"


@pytest.fixture(scope="class")
def staff(site, class_site):
    """Address of the site, with an account of each kind and a sheet of the editor's that is not finished."""
    with api.env.adopt_roles(["Manager"]):
        for name, group in ACCOUNTS.items():
            api.user.create(username=name, email=f"{name}@prai.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=name)
    make(class_site, "prai.HowTo", title="Fiche à finir", problem=None, in_brief=None)
    transaction.commit()
    return site


def log_in(page, site, name, password=PASSWORD):
    """Through the login form, as a person does."""
    page.goto(f"{site}/login")
    page.fill("#__ac_name", name)
    page.fill("#__ac_password", password)
    page.click("#buttons-login")
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.fixture(scope="class")
def as_user(chromium, staff):
    """as_user("redactrice", width=390): a page of that person, who logged in once for all."""
    cookies, contexts = {}, []

    def as_user(name, width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", **options)
        contexts.append(context)
        if name not in cookies:
            with_form = chromium.new_context()
            log_in(with_form.new_page(), staff, name)
            cookies[name] = with_form.cookies()
            with_form.close()
        context.add_cookies(cookies[name])
        return context.new_page()

    yield as_user
    for context in contexts:
        context.close()


@pytest.fixture(scope="class")
def desks(as_user, chromium, staff):
    """Window of each person, opened on first use."""
    pages = {}

    def desk(name):
        if name not in pages:
            options = {"reduced_motion": "reduce", "locale": "fr-FR"}
            pages[name] = (
                as_user(name, reduced_motion="reduce") if name else chromium.new_context(**options).new_page()
            )
        return pages[name]

    yield desk
    if "" in pages:
        pages[""].context.close()


@pytest.fixture(scope="class")
def wide(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="class")
def narrow(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="class")
def without_scripts(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    yield context.new_page()
    context.close()
