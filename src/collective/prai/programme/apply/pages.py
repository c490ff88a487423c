"""What the pages of applicants have in common: who may, the form, what was sent."""

from collective.prai import _
from collective.prai.core.mailed_page import MailedPage
from collective.prai.core.mailed_page import TOKEN
from collective.prai.core.partial_date import format_partial
from collective.prai.interfaces import IHeadedPage
from collective.prai.programme.applicants import application_of
from collective.prai.programme.applicants import application_of_link
from collective.prai.programme.applicants import PAGE
from collective.prai.programme.apply import kept
from collective.prai.programme.apply import making
from collective.prai.programme.apply.mails import said_moment
from collective.prai.programme.apply.transitions import last_day
from collective.prai.programme.calls import call_of
from collective.prai.programme.windows import takes_applications
from functools import cached_property
from plone import api
from typing import NamedTuple
from urllib.parse import urlencode
from zope.i18n import translate
from zope.interface import implementer
import re


#: Parameters: of an account that has no link, what has just been done, a file.
DOSSIER, DONE, FILE = "dossier", "fait", "fichier"
#: Buttons of the form.
SAVE, CHECK = "enregistrer", "verifier"
_UID = re.compile(r"[0-9a-f]{32}", re.A)
_TOO_MUCH = _("These answers are too long: shorten them, or send them as a file.")


class Sent(NamedTuple):
    """What a form brought: texts of the boxes, files, ids of files to take out; what is wrong."""

    typed: dict
    uploads: list
    removed: list[str]
    problems: list


def read_sent(request, application=None) -> Sent:
    """Of whatever is sent; what cannot be kept has its sentence."""
    form, problems, typed, uploads = request.form, [], {}, []
    removed = form.get("retirer")
    removed = [one for one in (removed if isinstance(removed, list) else [removed]) if isinstance(one, str)]
    try:
        typed = kept.read_boxes(form)
    except kept.TooMuch:
        problems.append(_TOO_MUCH)
    try:
        uploads = making.read_uploads(form)
        problems += making.upload_problems(application, uploads, removed)
    except making.TooLarge as error:
        name = making.uploads.safe_filename(error.args[0])
        most = making.uploads.LARGEST // 2**20
        problems.append(_("« ${name} » is larger than ${most} MB.", mapping={"name": name, "most": most}))
    return Sent(typed, uploads, removed, problems)


@implementer(IHeadedPage)
class ApplicantPage(MailedPage):
    """Of one who has the link of a dossier, or is the account that applied."""

    heading = _("My dossier")
    canonical = ""

    def say(self, message) -> str:
        return translate(message, context=self.request)

    # Who

    @cached_property
    def application(self):
        """The dossier that the reader has a proof for; None for everybody else."""
        if self.token:
            return application_of_link(self.token)
        uid = self.text(DOSSIER, 40)
        found = application_of(uid) if _UID.fullmatch(uid) else None
        return found if found is not None and is_applicant(found) else None

    @property
    def linked(self) -> bool:
        return bool(self.token)

    @cached_property
    def call(self):
        """The call of the dossier, None where it has none any more."""
        return call_of(self.application)

    @cached_property
    def state(self) -> str:
        return api.content.get_state(self.application)

    @property
    def may_change(self) -> bool:
        return self.state in making.OPEN_STATES

    @cached_property
    def takes(self) -> bool:
        """Whether it may be handed in now."""
        if self.state == "to_complete":
            return True
        return self.state == "draft" and self.call is not None and takes_applications(self.call)

    @cached_property
    def closes(self) -> str:
        return last_day(self.call) if self.call is not None else ""

    # Addresses

    def address(self, step: str = "", **more) -> str:
        """Of a page of this dossier, with the proof that the reader came with."""
        proof = {TOKEN: self.token} if self.linked else {DOSSIER: self.application.UID()}
        base = f"{api.portal.get().absolute_url()}/{PAGE}"
        return f"{base}{'/' + step if step else ''}?{urlencode(proof | more)}"

    def file_address(self, file_id: str) -> str:
        return self.address("piece", **{FILE: file_id})

    def go(self, step: str = "", **more) -> str:
        self.request.response.redirect(self.address(step, **more), status=303)
        return ""

    # What templates show

    @property
    def contact(self) -> dict | None:
        """Whom to ask, as the call names it."""
        call = self.call
        if call is None or not (call.contact_email or call.contact_phone):
            return None
        return {"email": call.contact_email, "phone": call.contact_phone, "hours": call.opening_hours}

    def day(self, value) -> str:
        return format_partial(value.isoformat(), "fr") if value else ""

    def moment(self, value) -> str:
        return said_moment(value)

    @cached_property
    def files(self) -> dict[str, list[dict]]:
        return making.files_of(self.application, self.file_address)

    @property
    def all_files(self) -> list[dict]:
        return [one for files in self.files.values() for one in files]


def is_applicant(application) -> bool:
    """Whether the account that is logged in applied with it."""
    if api.user.is_anonymous():
        return False
    user = api.user.get_current().getId()
    return "Owner" in dict(application.get_local_roles()).get(user, ())
