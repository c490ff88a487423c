"""Dossiers of one address: all that its applicant gave, and its end; what a public decision needs stays."""

from collective.prai.core.publication.state import state_of
from collective.prai.interfaces import IPersonalData
from collective.prai.programme.applicants import applications_of
from collective.prai.programme.applicants import erase
from collective.prai.programme.applicants import export
from collective.prai.programme.journal import record
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.interface import implementer


#: Act of the journal of a dossier.
ERASED = "erase_person"
STAYS = (
    "Le dossier {} de la collectivité, sans l’adresse, la fonction, le téléphone ni les réponses qui les "
    "répètent : une décision publique se justifie. Il est effacé à sa date."
)


@implementer(IPersonalData)
@adapter(IPloneSiteRoot)
class PersonalData:
    """The store of the applicants answers; the journal of each dossier that stays says what was done."""

    name = "dossiers"

    def __init__(self, context):
        self.context = context

    def held(self, address: str) -> list[dict]:
        return export(address)

    def files(self, address: str) -> list[tuple[str, bytes]]:
        found = []
        for application in applications_of(address):
            for item in application.objectValues():
                blob = getattr(item, "file", None) or getattr(item, "image", None)
                if blob is not None:
                    name = f"{application.number or 'brouillon'}-{blob.filename or item.getId()}"
                    found.append((name, blob.data))
        return found

    def stays(self, address: str) -> list[str]:
        return [
            STAYS.format(application.number or application.getId())
            for application in applications_of(address)
            if state_of(application) != "draft"
        ]

    def erase(self, address: str) -> int:
        staying = [one for one in applications_of(address) if state_of(one) != "draft"]
        count = erase(address)
        for application in staying:
            record(application, ERASED, "Données de la personne effacées à sa demande")
        return count
