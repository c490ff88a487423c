"""The private side of the programme, for tests of pages: dossiers in three states, a session, its reviews."""

from collective.prai.core.fields import write_figure
from collective.prai.programme import applicants
from collective.prai.programme import journal
from collective.prai.programme import reviews
from collective.prai.programme.apply.kept import keep_typed
from collective.prai.programme.instruct.judged import recompute
from datetime import date
from decimal import Decimal
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.uuid.interfaces import ATTRIBUTE_NAME
from tests.site.programme.officers import make_dossier
from tests.site.programme.officers import make_session


#: Names of the accounts are those of the demonstration site.
OFFICER, JUROR = "agente-region", "juree"
ACCOUNTS = {OFFICER: "agents-region", JUROR: "jures"}
#: Fixed, because addresses of pages have them: UID of the dossier to review, key of the applicant's link.
TO_REVIEW, LINK = "5ea7" * 8, "cle-du-dossier-de-gragnague"


def fill_private_side(portal, call, asking, password):
    """``call`` has criteria and rates; ``asking`` has its form.  A seat is for an account that is there."""
    with api.env.adopt_roles(["Manager"]):
        for name, group in ACCOUNTS.items():
            api.user.create(username=name, email=f"{name}@prai.example", password=password)
            api.group.add_user(groupname=group, username=name)
    judged = make_dossier(
        portal, call, "PRAI-2006-0007", "before_jury", title="Plan numérique", goals="Quatre démarches en ligne.",
        users="Les familles", partners="La CAF", schedule="De septembre à mars", internal_note="Appeler la trésorerie.",
        other_applicants=["Commune de Lévignac"], contact_function="Service numérique", contact_phone="05 61 00 00 00",
        sources=[{"funder": "FEDER", "amount": Decimal("41025"), "status": "asked"}], assigned_to=OFFICER,
    )  # fmt: skip
    to_review = make_dossier(portal, call, "PRAI-2006-0008", "before_jury", title="Portail de Lévignac")
    setattr(to_review, ATTRIBUTE_NAME, TO_REVIEW)
    decided = make_dossier(
        portal, call, "PRAI-2006-0006", "opinion_given", title="Téléservice petite enfance",
        opinion="with-reservations", opinion_comment="Mutualiser avec les voisins.", awarded_aid=Decimal("65640"),
        decision_body="Commission permanente", decision_on=date(2007, 3, 12), decision_act="07-CP-0312",
    )  # fmt: skip
    make_dossier(portal, call, "PRAI-2006-0005", "eligible", title="Carte des chemins")
    for dossier in (judged, to_review, decided):
        recompute(dossier)
    judged.eligibility = [
        *judged.eligibility[:-1],
        judged.eligibility[-1] | {"override": "warning", "override_reason": "Statuts modifiés en 2006."},
    ]
    journal.record(judged, "override", "Statuts modifiés en 2006.", actor=OFFICER)
    with api.env.adopt_roles(["Manager"]):
        file = NamedBlobFile(b"%PDF-1.4\n%%EOF\n", filename="délibération.pdf")
        api.content.create(judged, "File", "deliberation", title="Délibération", file=file)
    members = [{"account": name, "seat": seat} for name, seat in ((JUROR, "ARDESI"), (None, "Préfecture"))]
    session = make_session(
        portal, judged, to_review, state="convened", title="Jury de décembre", members=members
    )  # fmt: skip
    give_review(session, judged)
    draft = make_dossier(
        portal,
        asking,
        "PRAI-2006-0009",
        "draft",
        title="Un conseil pour Gragnague",
        lead_name="Commune de Gragnague",
    )
    keep_typed(
        draft, {"form.widgets.lead_name": "Commune de Gragnague", "form.widgets.population": "beaucoup"}
    )
    store = applicants.get_store()
    store.keep(draft.UID(), "mairie@gragnague.example", date.today()).digests = (applicants._digest(LINK),)
    store.links[applicants._digest(LINK)] = draft.UID()


def give_review(session, dossier):
    """As its juror does on the page."""
    review = reviews.open_review(session, dossier, JUROR)
    review.scores = [
        row | {"score": Decimal("3.5"), "comment": f"Sur {write_figure(Decimal(row['max_score']))}"}
        for row in review.scores
    ]
    review.recommendation, review.comment = "favourable", "Un projet mûr."
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(review, "give")
        api.content.rename(review, "avis-de-la-juree")
