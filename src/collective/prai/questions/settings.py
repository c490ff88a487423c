"""Who receives the questions, when the centre can be phoned, how long answers are kept."""

from collective.prai import _
from collective.prai.core.public_forms.checks import email
from collective.prai.core.public_forms.checks import WrongValue
from plone import api
from plone.autoform import directives
from plone.supermodel import model
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope import schema
import re


PREFIX = "collective.prai.questions"
#: Purpose → setting that says who receives it; what is not here goes to ``other_to``.
TEAMS = {
    "conseil": "advice_to",
    "guide": "guide_to",
    "atelier": "workshop_to",
    "financement": "funding_to",
}
MONTHS = 12
#: Days after which a request that waits is late.
LATE_AFTER = 7


def addresses(text: str | None) -> list[str]:
    """Of a setting, in which commas, semicolons and spaces part them."""
    return [one for one in re.split(r"[,;\s]+", text or "") if one]


def are_emails(value):
    """A field's constraint."""
    for one in addresses(value):
        if problem := email(one):
            raise WrongValue(problem)
    return True


def _team(title, description="") -> schema.TextLine:
    return schema.TextLine(title=title, description=description, constraint=are_emails, required=False)


class IQuestionSettings(model.Schema):
    """Addresses of functions, not of persons."""

    phone = schema.TextLine(
        title=_("Phone of the centre"),
        description=_("Shown beside the form. Empty: not shown."),
        required=False,
    )
    hours = schema.Text(
        title=_("When it is answered"),
        description=_("Shown beside the form, for instance « Du lundi au vendredi, de 9 h à 12 h »."),
        required=False,
    )
    advice_to = _team(
        _("Questions that ask for advice: sent to"),
        _(
            "One or more e-mail addresses, parted by commas; answers leave from the first. Empty: the "
            "address of the last one."
        ),
    )
    guide_to = _team(_("Orders of guides: sent to"))
    workshop_to = _team(_("Workshops and meetings: sent to"))
    funding_to = _team(_("Questions about funding: sent to"))
    other_to = _team(
        _("All other questions: sent to"),
        _("Empty: the address of the site, as set in the mail settings."),
    )
    directives.widget("officers_purposes", CheckBoxFieldWidget)
    officers_purposes = schema.List(
        title=_("Requests that officers of the Région see and answer too"),
        description=_("The team sees and answers all of them."),
        value_type=schema.Choice(vocabulary="collective.prai.question_purposes"),
        default=["financement"],
        required=False,
    )
    late_after = schema.Int(
        title=_("Days after which a request is late"),
        description=_("Late ones stand first in the list, and are counted."),
        min=1,
        max=365,
        default=LATE_AFTER,
        required=False,
    )
    months = schema.Int(
        title=_("Months for which a question is kept"),
        description=_("Said to who asks. A daily command erases what is older."),
        min=1,
        max=60,
        default=MONTHS,
        required=False,
    )


def setting(name: str):
    """One of them, None where nothing is set."""
    return api.portal.get_registry_record(f"{PREFIX}.{name}", default=None)


def recipients(purpose: str | None) -> list[str]:
    """Where a question of this purpose goes; empty while the site has no address at all."""
    chosen = setting(TEAMS.get(purpose, "other_to")) or setting("other_to")
    return addresses(chosen) or addresses(
        api.portal.get_registry_record("plone.email_from_address", default=None)
    )


def months_kept() -> int:
    return setting("months") or MONTHS


def late_after() -> int:
    """In days."""
    return setting("late_after") or LATE_AFTER


def is_of_officers(purpose: str | None) -> bool:
    """Whether officers of the Région treat requests of this purpose."""
    return bool(purpose) and purpose in (setting("officers_purposes") or ())
