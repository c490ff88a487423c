"""The one list of pages: what the tests visit, what the audit measures, what docs/screenshots.py pictures.

A page of ours that is on no list is found by a test (tests/site/browser/test_pages.py).
"""

from collections.abc import Mapping
from collective.prai.core.ready_pages import READY_PAGES
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.structure import SECTIONS
from typing import NamedTuple


#: Who looks.  A visitor, and the accounts of the tests and of the demonstration site.
VISITOR, EDITOR, REVIEWER, KEEPER = "", "redactrice", "relecteur", "gestionnaire"
OFFICER, JUROR = "agente-region", "juree"


class Page(NamedTuple):
    """An address of the site; ``{HowTo}`` in its path stands for an item of that type."""

    #: Of its picture, and in reports.
    name: str
    path: str
    who: str = VISITOR
    status: int = 200
    #: Plone's own template: its faults of syntax are not ours, those of access are.
    stock: bool = False

    def at(self, items: Mapping[str, str]) -> str | None:
        """Its path on a site that has ``items`` (placeholder → path); None where one is missing."""
        try:
            return self.path.format_map(items)
        except KeyError:
            return None


#: Type → what its address begins with on the list: the sections, and a guide for chapters.
TYPES = (
    "Organisation", "Guide", "Chapter", "HowTo", "TeachingPack", "Study", "Collection", "Indicator",
    "ProjectSheet", "MissionSheet", "Deliverable", "Reuse",
)  # fmt: skip
#: What officers write; the list looks at its pages alone.
OFFICIAL = ("Programme", "Measure", "Call")
FOLDERS = {name: SECTION_OF.get(f"prai.{name}", "{Guide}") for name in TYPES}

PUBLIC = (
    Page("accueil", ""),
    *(Page(page.id, page.id) for page in READY_PAGES),
    *(Page(section.id, section.id) for section in SECTIONS),
    Page("projets-theme", "projets?theme=tourisme"),
    Page("fiches-archivees", "fiches-pratiques?archives=1"),
    Page("trouver", "trouver"),
    Page("trouver-mots", "trouver?q=Girou&vue=liste"),
    Page("trouver-approchant", "trouver?q=%C3%A9quipement+Girou&habitants=1800&cout_max=30000"),
    Page("comparer", "comparer"),
    Page("comparer-inconnue", "comparer?fiche=inconnue"),
    Page("pres-de-chez-moi", "pres-de-chez-moi"),
    Page("pres-de-girou", "pres-de-chez-moi?commune=31228"),
    Page("pres-de-plusieurs", "pres-de-chez-moi?q=Villeneuve"),
    Page("pres-de-rien", "pres-de-chez-moi?q=Gragnage"),
    Page("themes", "themes"),
    Page("theme", "themes/tourisme"),
    Page("theme-absent", "themes/absent", status=404),
    Page("publics-elus", "publics/elus"),
    Page("territoires", "territoires"),
    Page("territoire", "territoires/31"),
    Page("diffusion", "diffusion?theme=tourisme"),
    Page("devenir-partenaire", "devenir-partenaire"),
    Page("poser-une-question", "poser-une-question?page=/diffusion"),
    Page("suivre-ma-demande", "suivre-ma-demande"),
    Page("suivre-ma-demande-perdue", "suivre-ma-demande?numero=Q-2026-0001&cle=x", status=404),
    Page("formulaire", "{Form}"),
    Page("alertes", "alertes"),
    Page("alertes-recherche", "alertes?q=Girou&cout_max=30000"),
    Page("alertes-arreter", "alertes/arreter?jeton=x", status=404),
    Page("nous-lavons-repris", "nous-lavons-repris"),
    Page("nous-lavons-repris-lien", "nous-lavons-repris/confirmer?jeton=x", status=404),
    Page("nous-lavons-repris-toujours", "nous-lavons-repris/toujours-vrai?jeton=x", status=404),
    Page("plan-du-site", "plan-du-site"),
    Page("accessibilite", "accessibility-info"),
    Page("connexion", "login", stock=True),
    *(Page(name, f"{{{name}}}") for name in TYPES),
    Page("transferable", "{Deliverable}/@@transferable-chez-moi"),
    Page(
        "transferable-commune", "{Deliverable}/@@transferable-chez-moi?commune=31228&jours=5&euros=beaucoup"
    ),
    Page("transferable-projet", "{ProjectSheet}/@@transferable-chez-moi?type=pays&habitants=12000"),
    Page("programme-region", "{Programme}"),
    Page("mesure", "{Measure}"),
    Page("appel", "{Call}"),
    Page(
        "suis-je-eligible",
        "{Call}/@@suis-je-eligible?commune=31228&cout=82050&genre=sig&justification=utile&habitants=mille",
    ),
    Page("kit", "{Deliverable}/@@kit-de-transfert"),
    Page("guide-entier", "{Guide}/@@tout"),
    Page("etude-entiere", "{Study}/@@tout"),
    Page("dossier-entier", "{TeachingPack}/@@tout"),
    Page("recueil-entier", "{Collection}/@@tout"),
    Page("operation", "{Operation}"),
    Page("tableau-de-bord", "tableau-de-bord"),
    Page("operations-filtres", "operations?mesure=7.4&annee=inconnue"),
    Page("bilan-accompagnement", "bilan-accompagnement"),
    Page("candidater", "{Asking}/@@candidater"),
    Page("mon-dossier", "mon-dossier"),
    Page("mon-dossier-brouillon", "mon-dossier?jeton={Link}"),
    Page("mon-dossier-questions", "mon-dossier/modifier?jeton={Link}&controle=1"),
    Page("mon-dossier-verifier", "mon-dossier/verifier?jeton={Link}"),
    Page("mon-dossier-abandonner", "mon-dossier/abandonner?jeton={Link}"),
    Page("mon-dossier-perdu", "mon-dossier?jeton=x", status=404),
    Page("mon-dossier-modifier", "mon-dossier/modifier?jeton=x", status=404),
    Page("archive", "{archived}"),
    Page("retiree", "{withdrawn}", status=410),
    Page("actualite", "{News}", stock=True),
    Page("evenement", "{Event}", stock=True),
    Page("absente", "absente", status=404),
)

EDITING = (
    Page("redaction", "@@prai-redaction", EDITOR),
    Page("redaction-relecteur", "@@prai-redaction", REVIEWER),
    Page("brouillon", "{draft}", EDITOR),
    Page("soumettre", "{draft}/@@prai-transition?workflow_action=submit", EDITOR),
    Page("publier", "{draft}/@@prai-transition?workflow_action=publish", REVIEWER),
    Page("retirer", "{HowTo}/@@prai-transition?workflow_action=withdraw", REVIEWER),
    Page("copie-de-travail", "{Guide}/@@content-checkout", REVIEWER),
    Page("questions", "questions", REVIEWER),
    Page("question", "{Question}", REVIEWER),
    Page("donnees-personnelles", "@@prai-donnees-personnelles", KEEPER),
    Page("reglages-courriels-demandes", "@@prai-requests-letters", KEEPER),
    Page("reglages-conservation", "@@prai-retention-settings", KEEPER),
    Page("dossiers", "dossiers", OFFICER),
    Page("dossier", "{Application}", OFFICER),
    Page("dossier-juree", "{Application}", JUROR),
    Page("dossier-avis-du-jury", "{Application}/@@decision", OFFICER),
    Page("dossier-decision", "{Decided}/@@decision", OFFICER),
    Page("dossier-courrier", "{Decided}/@@courrier?modele=favorable", OFFICER),
    Page("dossier-modifier", "{Application}/edit", OFFICER),
    Page("seances", "seances", OFFICER),
    Page("seances-juree", "seances", JUROR),
    Page("seance", "{Session}", OFFICER),
    Page("seance-juree", "{Session}", JUROR),
    Page("seance-modifier", "{Session}/edit", OFFICER),
    Page("seance-comparaison", "{Session}/@@comparaison", OFFICER),
    Page("avis-a-donner", "{Reviewing}", JUROR),
    Page("avis-donne", "{JuryReview}", JUROR),
    Page("tableau-de-bord-interne", "tableau-de-bord-interne", OFFICER),
    Page("modifier-appel", "{Call}/edit", OFFICER),
    Page("reglages-courriers", "@@prai-letters", KEEPER),
    Page("reglages-seances", "@@prai-sessions-settings", KEEPER),
    Page("operations-controle", "operations/@@prai-controle?profil=ue-2021", KEEPER),
    Page("operations-ecarts", "operations/@@prai-ecarts", KEEPER),
    Page("operation-ecarts", "{Operation}/@@prai-ecarts", KEEPER),
    Page("accompagnements", "accompagnements", KEEPER),
    Page("accompagnements-bilans", "accompagnements/@@prai-bilans", KEEPER),
    Page("accompagnement", "{Advice}", KEEPER),
    Page("preparer-la-candidature", "{Asking}/@@preparer-la-candidature", KEEPER),
    Page("saisir-un-dossier", "{Asking}/@@saisir-un-dossier", KEEPER),
    Page("reglages-candidatures", "@@prai-applying-settings", KEEPER),
    Page("recherches-sans-resultat", "@@prai-recherches-sans-resultat", REVIEWER),
    Page("reprendre-un-formulaire", "@@prai-formulaire-import", REVIEWER),
    Page("formulaire-resultats", "{Form}/@@prai-resultats", REVIEWER),
    Page("reglages", "@@prai-settings", KEEPER),
    Page("reglages-questions", "@@prai-questions-settings", KEEPER),
    Page("reglages-reprises", "@@prai-reuses-settings", KEEPER),
    Page("courriels", "@@prai-mails", KEEPER),
    Page("etat-de-la-diffusion", "@@prai-diffusion-controlpanel", KEEPER),
    Page("vocabulaires", "@@prai-vocabularies", KEEPER),
    Page("vocabulaire", "@@prai-vocabulary?vocabulary=themes", KEEPER),
    *(Page(f"ajouter-{name}", f"{folder}/++add++prai.{name}", REVIEWER) for name, folder in FOLDERS.items()),
    *(Page(f"modifier-{name}", f"{{{name}}}/edit", REVIEWER) for name in TYPES),
)

PAGES = PUBLIC + EDITING

#: Parts of stock Plone on editing pages that the checks leave out, each with what is wrong in it.
STOCK_PARTS = {
    "#edit-bar": "the toolbar: a role that its element may not have, links without names at 390 px",
    ".tox": "TinyMCE: a separator without its value, a menu bar that scrolls without the keyboard",
}

#: Views of ours that are no pages of the list: reason → room, name and what they are of.
REASONS = {
    "for programs": """
        finder:ajax-search:INavigationRoot questions:prai-questions.csv:IFolder
        resources:observations.csv:IIndicator resources:observations.json:IIndicator
        syndication/embed:liste.json:IDiffusion syndication/embed:prai.js:IDiffusion
        syndication/feeds:atom.xml:IDiffusion syndication/feeds:feed.json:IDiffusion
        syndication/feeds:rss.xml:IDiffusion syndication/oai:oai-prai.xsd:IDiffusion
        syndication/oai:oai:IDiffusion syndication:@changes:IPloneSiteRoot
        syndication:catalogue.jsonld:IDiffusion syndication:catalogue.ttl:IDiffusion
        syndication:donnees:IDiffusion syndication:etat.json:IDiffusion syndication:fichiers:IDiffusion
        syndication:oembed:IDiffusion syndication:openapi.json:IDiffusion
        syndication:prai-wordpress.php:IDiffusion syndication:robots.txt:INavigationRoot
        syndication:sitemap.xml.gz:INavigationRoot syndication:sitemap.xml:INavigationRoot
        transfer/forms:prai-formulaire-export:IEasyForm transfer/forms:prai-formulaire-champs.xml:IEasyForm
        transfer/forms:prai-resultats.csv:IEasyForm
        programme/operations:operations.csv:IFolder programme/operations:operations.xlsx:IFolder
        programme/operations:operations.json:IFolder programme/advising:accompagnements.csv:IFolder
        programme/instruct:prai-dossiers.csv:IFolder programme/instruct:comparaison.csv:ISession
        dashboard:tableau-de-bord.csv:IPloneSiteRoot dashboard:tableau-de-bord.json:IPloneSiteRoot
        dashboard:tableau-de-bord-interne.csv:IPloneSiteRoot dashboard:tableau-de-bord-interne.json:IPloneSiteRoot
        syndication:suivre.py:IDiffusion theme:favicon.ico:INavigationRoot theme:prai-visitors.css:INavigationRoot""",
    "a part of other pages": """
        core:delete_confirmation_info:Interface
        core:prai-macros:Interface core:prai-maps:Interface core:ploneform-render-widget:IWidget
        core/public_forms:embedded:IEasyForm
        core/public_forms:ploneform-render-widget:IEasyFormWidget transfer/forms:prai-form-offer:IDeliverable
        core/publication:iterate_control:IPraiContent
        core/printing:main_template:Interface finder:footer:Interface finder:prai-cards:Interface
        finder:prai-similar:IPraiContent core:prai-town:Interface transfer:prai-taken-up:IPraiContent
        theme:colophon:Interface
        transfer/declaring:prai-declare-pieces:Interface transfer/declaring:prai-declare-action:IPraiContent
        transfer/declaring:prai-declare-invitation:IPraiContent
        programme:prai-calls:Interface programme:prai-open-calls:Interface""",
    "an address that leads elsewhere, or does what it is asked and goes on": """
        core:insufficient-privileges:INavigationRoot core:redirect-to-uuid:Interface core:resolveuid:Interface
        programme/apply:view:IApplicationForm programme/apply:embedded:IApplicationForm
        finder:search:INavigationRoot questions:contact-info:Interface
        finder:sitemap:INavigationRoot finder:prai-write-presentation:IFolder
        core/publication:content_status_modify:IPraiContent core/publication:folder_publish:Interface
        programme/operations:prai-liste-verifiee:IFolder programme/advising:prai-envoyer-bilan:IAdvice
        core/publication:revertversion:IPraiContent transfer:prai-adapted:IReuse""",
    "the page of an error, drawn by the publisher: the list asks for an absent and for a withdrawn page": """
        core:index.html:builtins.Exception core:index.html:collective.prai.core.gate.Gone
        core:index.html:zExceptions.NotFound core:index.html:zExceptions.unauthorized.Unauthorized
        core/printing:index.html:collective.prai.core.printing.press.NotPrinted
        transfer/kit:index.html:collective.prai.transfer.kit.views.NotPacked""",
    "a PDF: its tags are tested where it is drawn": """
        core/printing:pdf:IPraiContent programme/apply:dossier-vierge.pdf:ICall programme/instruct:livret.pdf:ISession""",
    "a part of the page of a deliverable": """
        transfer/kit:prai-kit-link:ISyndicatable transfer/kit:prai-versions:IDeliverable
        transfer/kit:prai-help:IDeliverable""",
    "leads to the file of a version": "transfer/kit:versions:IDeliverable",
    "a ZIP: tests/site/transfer/test_kit_http.py unpacks it": "transfer/kit:kit-de-transfert.zip:ISyndicatable",
    "for the frames of others: tests/site/browser/test_embed.py looks at it": """
        syndication/embed:fiche:IDiffusion syndication/embed:liste.html:IDiffusion""",
    "drawn by Redoc, which is not ours": "syndication:api:IDiffusion",
    "needs a working copy: tests/site/browser/test_desk.py goes through it": """
        core/publication:content-checkin:IPraiContent core/publication:content-cancel-checkout:IPraiContent""",
    "needs a declaration, as the form needs a sheet: tests/site/browser/test_mail.py goes through them": "transfer/declaring:prai-declarant:IReuse",
    "Plone's own template, with our check of what may be seen": """
        core:tabular_view:ISyndicatableCollection core/publication:content_status_history:IPraiContent
        core/publication:fc-properties:IFolderish core/publication:fc-workflow:IFolderish""",
    "the draft of an introduction: readers see it on the page of its subject": """
        finder:prai-presentation:IDocument""",
}
UNLISTED = {name: reason for reason, names in REASONS.items() for name in names.split()}
