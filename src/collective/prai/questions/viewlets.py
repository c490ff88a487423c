"""« Poser une question » at the foot of every public page, and what stands around the fields of the form."""

from collective.prai.core import vocabularies
from collective.prai.core.compiled import Compiled
from collective.prai.core.contact import dialled
from collective.prai.core.partial_date import format_partial
from collective.prai.core.reserved import RESERVED
from collective.prai.questions.about import about
from collective.prai.questions.about import LONGEST_PATH
from collective.prai.questions.about import PAGE
from collective.prai.questions.action import is_question_form
from collective.prai.questions.settings import months_kept
from collective.prai.questions.settings import setting
from collective.prai.questions.setup import FORM
from datetime import date
from dateutil.relativedelta import relativedelta
from functools import cached_property
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from plone.base.interfaces import IPloneSiteRoot
from plone.dexterity.interfaces import IDexterityContent
from plone.uuid.interfaces import IUUID
from plone.z3cform.interfaces import IFormWrapper
from urllib.parse import urlencode


#: Field of the form in which the guide that is being read is chosen beforehand.
GUIDE = "form.widgets.guide:list"


class OfTheForm(ViewletBase):
    """Only where an action keeps questions."""

    def render(self):
        return self.index() if is_question_form(self.context) else ""

    @cached_property
    def about(self):
        """The page from which the visitor comes, None if there is none that they may see."""
        return about(self.request.form.get(PAGE), self.request)


class FormTop(OfTheForm):
    """The page that the question is about; the phone and its hours, where they are known."""

    @property
    def phone(self) -> str:
        return (setting("phone") or "").strip()

    @property
    def phone_link(self) -> str:
        return dialled(self.phone)

    @property
    def hours(self) -> list[str]:
        return [line.strip() for line in (setting("hours") or "").splitlines() if line.strip()]


class FormEnd(OfTheForm):
    """The page, sent with the answers; why they are asked for, and until when they are kept."""

    @property
    def months(self) -> int:
        return months_kept()

    @property
    def erased_on(self) -> str:
        day = date.today() + relativedelta(months=months_kept())
        return format_partial(day.isoformat(), vocabularies.language())


class Link(Compiled, ViewletBase):
    """Leads to the form and says from where; not on forms, which have questions of their own."""

    def render(self):
        return self.index() if self.url else ""

    @cached_property
    def url(self) -> str:
        form = api.portal.get().get(FORM)
        if form is None or IFormWrapper.providedBy(self.view) or not self._may_view(form):
            return ""
        page = self._page()
        query = {PAGE: page} if page else {}
        if page and self.context.portal_type == "prai.Guide":
            query[GUIDE] = page
        return f"{form.absolute_url()}?{urlencode(query)}" if query else form.absolute_url()

    def _may_view(self, form) -> bool:
        return bool(api.user.has_permission("View", obj=form))

    def _page(self) -> str:
        if IDexterityContent.providedBy(self.context) and not IPloneSiteRoot.providedBy(self.context):
            return IUUID(self.context, None) or ""
        base = api.portal.get().absolute_url()
        path = self.request.get("ACTUAL_URL", "").removeprefix(base)
        ours = path.lstrip("/").partition("/")[0] in RESERVED
        return path if ours and len(path) <= LONGEST_PATH else ""
