"""The demonstration site holds the corpus: exact, related both ways, the same after a second run."""

from collections import Counter
from collective.prai.core.provenance import IReviewDate
from collective.prai.corpus.report import as_markdown
from collective.prai.dashboard.board import Board
from collective.prai.interfaces import IPraiLayer
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.record import from_stored
from collective.prai.syndication.sweep import sweep
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from plone import api
from pypdf import PdfReader
from zope.interface import alsoProvides
import json


ROOT = Path(__file__).parents[3]


def related(obj, name):
    return sorted(
        rel.to_object.getId() for rel in api.relation.get(source=obj, relationship=name, unrestricted=True)
    )


def pointing(obj, name):
    return sorted(
        rel.from_object.getId() for rel in api.relation.get(target=obj, relationship=name, unrestricted=True)
    )


def everything(portal):
    """Path → modification of every item, drafts included."""
    return {brain.getPath(): brain.modified for brain in api.content.find(context=portal, unrestricted=True)}


class TestWholeCorpus:
    def test_counts_by_type_and_state(self, portal, report):
        assert report.refusals == []
        found = Counter((one.draft.portal_type, one.state) for one in report.outcomes)
        assert found == {
            ("prai.Organisation", "published"): 61,
            ("prai.Guide", "published"): 4,
            ("prai.Study", "published"): 16,
            ("prai.HowTo", "published"): 8,
            ("prai.HowTo", "draft"): 1,
            ("prai.TeachingPack", "published"): 2,
            ("prai.Collection", "published"): 1,
            ("prai.Indicator", "published"): 35,
            ("prai.Programme", "published"): 1,
            ("prai.Measure", "published"): 7,
            ("prai.Call", "closed"): 3,
            ("prai.Operation", "published"): 7,
            ("prai.Session", "closed"): 2,
            ("prai.Call", "open"): 1,
            ("prai.Application", "before_jury"): 2,
            ("prai.Application", "submitted"): 1,
            ("prai.Session", "convened"): 1,
            ("prai.ProjectSheet", "published"): 3,
            ("prai.ProjectSheet", "draft"): 2,
            ("prai.MissionSheet", "published"): 6,
            ("prai.MissionSheet", "draft"): 1,
            ("prai.Deliverable", "published"): 10,
            ("EasyForm", "published"): 2,
            ("prai.Deliverable", "draft"): 9,
            ("prai.Reuse", "published"): 4,
            ("News Item", "published"): 2,
            ("Event", "published"): 1,
        }
        assert len(portal.guides["guide-programme-internet-public-et-citoyen"].objectIds()) == 4

    def test_figures_are_those_of_the_corpus(self, portal, report):
        project = portal.projets["coteaux-du-girou"]
        assert str(project.total_cost) == "82050.00"
        assert [str(line["amount"]) for line in project.sources] == ["41025.00", "24615.00"]
        values = {
            name: [o["value"] for o in portal.indicateurs[name].observations]
            for name in ("adsl-couverture", "cyberbases-inscrits", "prai-passage-projet-innovant")
        }
        assert values["adsl-couverture"][0] == Decimal("97.29")
        assert values["cyberbases-inscrits"] == [Decimal(42755)]
        assert values["prai-passage-projet-innovant"][0] == Decimal("59.26")

    def test_programme_is_related_and_dated(self, portal, report):
        measure = portal.programme["mesure-7-3"]
        assert related(measure, "programme") == ["prai-midi-pyrenees"]
        assert related(measure, "subcontractors") == ["citica", "consultic"]
        assert pointing(measure, "measure") == ["appel-aide-au-conseil", "op-7-3"]
        assert pointing(portal.projets["coteaux-du-girou"], "sheets") == [
            "op-7-4-coteaux-du-girou",
            "projets-innovants-e-administration",
        ]
        operation = portal.operations["op-7-7"]
        assert (operation.eligible_cost, operation.erdf) == (Decimal("358234.87"), Decimal("137000.00"))
        assert portal.operations["op-7-3"].eligible_cost is None

    def test_rows_keep_who_decided_and_when(self, portal, report):
        """Columns that a row inherits are columns."""
        rows = portal.appels["appel-aide-au-conseil"].maxima
        assert [(row["projects"], row["since"], row["decided_by"]) for row in rows] == [
            (50, None, None),
            (35, "2007-02-06", "Comité de pilotage"),
        ]

    def test_sessions_of_the_corpus_stay_with_the_officers(self, portal, report):
        assert "comite-de-pilotage-2007-02-06" in portal.seances
        everybody = {"unrestricted": True, "allowedRolesAndUsers": ["Anonymous"]}
        assert api.content.find(portal_type="prai.Operation", **everybody)
        assert not api.content.find(portal_type="prai.Session", **everybody)

    def test_what_is_fictitious_says_so_and_is_counted_nowhere(self, portal, report):
        assert portal.appels["exemple-services-en-ligne"].example
        for public in (True, False):
            with api.env.adopt_roles(["Manager"]):
                board = Board(portal, public)
                figures = {figure.id: figure.value for figure in board.figures}
                assert (figures["calls"], figures["calls-open"], figures["operations"]) == (3, 0, 7)
                assert "fictif" not in str(board.parts)
        assert figures["eligible_cost"] == Decimal("727367.87")
        assert figures["erdf"] == Decimal("321566.50")

    def test_juror_of_the_demonstration_reads_the_dossiers_of_her_session_alone(self, portal, report):
        seen = {
            name: api.user.has_permission("View", username="juree", obj=portal.dossiers[name])
            for name in portal.dossiers.objectIds()
            if name.startswith("exemple-")
        }
        assert seen == {
            "exemple-dossier-saint-exemple": True,
            "exemple-dossier-val-fictif": True,
            "exemple-dossier-carte": False,
        }
        for dossier in portal.dossiers.objectValues():
            assert dossier.title.startswith("Exemple fictif")

    def test_draft_says_what_is_missing(self, report):
        missing = {one.draft.id: [need.field for need in one.missing] for one in report.outcomes}
        assert missing["extranet-association-des-maires"] == ["lead"]
        assert missing["centres-de-gestion-46-82"] == ["project_kinds"]
        assert missing["mission-etude-amont-girou"] == ["client"]
        assert missing["co-marquage"] == ["problem"]
        assert missing["kit-conduite-de-projet"] == ["availability"]

    def test_relations_both_ways(self, portal, report):
        project = portal.projets["coteaux-du-girou"]
        assert related(project, "lead") == ["cc-coteaux-du-girou"]
        assert pointing(portal.organisations["cc-coteaux-du-girou"], "lead") == [
            "coteaux-du-girou",
            "op-7-4-coteaux-du-girou",
        ]
        questionnaire = portal.livrables["questionnaire-equipement-mairies"]
        assert related(questionnaire, "origin") == ["coteaux-du-girou"]
        assert pointing(questionnaire, "deliverables") == ["coteaux-du-girou", "recenser-equipement-mairies"]

    def test_relations_of_behaviors_are_indexed_too(self, portal, report):
        asked = portal.livrables["solution-petite-enfance"]
        assert related(asked, "contact_organisation") == ["cc-coteaux-du-girou"]
        assert related(portal.projets["centres-de-gestion-46-82"], "relatedItems") == [
            "mission-centres-de-gestion"
        ]
        assert pointing(portal.organisations["cc-coteaux-du-girou"], "contact_organisation") == [
            "solution-petite-enfance"
        ]

    def test_order_of_relations_is_that_of_the_file(self, portal, report):
        project = portal.projets["coteaux-du-girou"]
        assert [rel.to_object.getId() for rel in project.deliverables] == [
            "questionnaire-equipement-mairies",
            "solution-petite-enfance",
        ]

    def test_whole_text_is_found(self, portal, report):
        found = [brain.getId for brain in api.content.find(SearchableText="Mnemotic", unrestricted=True)]
        assert "mvd" in found

    def test_what_is_public_was_published_once(self, portal, report):
        sweep(portal)
        entries = list(query_outbox(portal).entries())
        assert len(entries) > 70
        assert {json.loads(from_stored(entry.snap.data))["revision"] for entry in entries} == {1}
        brains = api.content.find(object_provides=IReviewDate, unrestricted=True)
        counted = {(brain.review_state, brain._unrestrictedGetObject().revision) for brain in brains}
        assert counted == {("published", 1), ("draft", 0)}

    def test_second_run_changes_nothing(self, portal, report, run):
        before = everything(portal)
        again = run()
        assert {one.action for one in again.outcomes} == {"unchanged"}
        assert everything(portal) == before
        assert [one.state for one in again.outcomes] == [one.state for one in report.outcomes]


class TestReport:
    def test_table_in_the_documentation_is_up_to_date(self, report):
        assert (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8") == as_markdown(report)


class TestPrinted:
    def test_the_brochure_of_the_programme(self, portal, http_request):
        """One PDF of the whole: cover, contents, sums, the published sheets, the notice once."""
        alsoProvides(http_request, IPraiLayer)
        recueil = portal.recueils["projets-innovants-e-administration"]
        pdf = PdfReader(BytesIO(api.content.get_view("pdf", recueil, http_request)()))
        text = " ".join("\n".join(page.extract_text() for page in pdf.pages).replace("-\n", "").split())
        for amount in ("172 050 €", "86 025 €", "51 615 €", "34 410 €"):
            assert amount in text.replace("\u202f", " ").replace("\xa0", " ")
        assert "observatoire territorial du Pays de l'Albigeois" in text
        assert "centres de gestion du Lot" not in text
        assert text.count("Commission") == 1
        assert "/StructTreeRoot" in pdf.trailer["/Root"] and pdf.trailer["/Root"]["/Lang"] == "fr"
        assert len(pdf.pages) > 5
