"""Letters to applicants: editable texts with variables, seen before they leave, kept in the dossier."""

from collective.prai import _
from collective.prai.core.mail import one_line
from collective.prai.core.mail import send_mail
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.partial_date import format_partial
from collective.prai.core.printing.press import draw
from collective.prai.core.printing.press import Job
from collective.prai.core.publication.state import state_of
from collective.prai.core.settings import site_title
from collective.prai.core.vocabularies import title as term_title
from collective.prai.programme.apply.mails import headers_of
from collective.prai.programme.calls import call_of
from collective.prai.programme.instruct.dossiers import applicant_of
from collective.prai.programme.journal import record
from collective.prai.programme.jurors import sessions_of
from collective.prai.programme.windows import moment
from datetime import date
from html import escape
from pathlib import Path
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.supermodel import model
from string import Template
from typing import NamedTuple
from zope import schema
from zope.i18n import translate
from zope.i18nmessageid import Message


PREFIX = "collective.prai.letters"
HERE = Path(__file__).parent
_HELP = _(
    "You may use $numero, $intitule, $demandeur, $appel, $date_reception, $motif, $seance, $avis, $aide, "
    "$jours, $organe, $date_decision, $acte, $convention, $signature."
)


def _text(name: str) -> str:
    """Of a letter as the add-on brings it; ``texts/``: one file a letter, French with no-break spaces."""
    return (HERE / "texts" / f"{name}.txt").read_text(encoding="utf-8").strip()


#: Words of the texts for what a call gives: money, or days of advice.
GRANTS = ("aide", "jours")


class Model(NamedTuple):
    """``states``: those of the dossier for which the letter is written."""

    id: str
    title: Message
    states: tuple[str, ...]
    subject: str
    body: str


MODELS = (
    Model(
        "recevable", _("Eligible"), ("eligible",), "Votre dossier $numero est recevable", _text("recevable")
    ),
    Model(
        "non-recevable",
        _("Not eligible"),
        ("ineligible",),
        "Votre dossier $numero n’est pas recevable",
        _text("non-recevable"),
    ),
    Model(
        "jury", _("Before the jury"), ("before_jury",), "Votre dossier $numero passe en jury", _text("jury")
    ),
    Model(
        "favorable",
        _("Favourable decision"),
        ("awarded",),
        "Votre dossier $numero est retenu",
        _text("favorable"),
    ),
    Model("report", _("Deferral"), ("deferred",), "Votre dossier $numero est reporté", _text("report")),
    Model("refus", _("Refusal"), ("rejected",), "Décision sur votre dossier $numero", _text("refus")),
    Model(
        "convention",
        _("Agreement"),
        ("agreed",),
        "Convention relative à votre dossier $numero",
        _text("convention"),
    ),
)


def field_of(model_id: str, part: str) -> str:
    """Name of the setting: ``non_recevable_body``."""
    return f"{model_id.replace('-', '_')}_{part}"


def _subject(title, default) -> schema.TextLine:
    return schema.TextLine(title=title, description=_HELP, default=default, required=False)


def _body(title, default) -> schema.Text:
    return schema.Text(title=title, default=default, required=False)


class ILetterTexts(model.Schema):
    """Subject and text of each letter, written in French; an empty text is not offered."""

    recevable_subject = _subject(_("Eligible: subject"), MODELS[0].subject)
    recevable_body = _body(_("Eligible: text"), MODELS[0].body)
    non_recevable_subject = _subject(_("Not eligible: subject"), MODELS[1].subject)
    non_recevable_body = _body(_("Not eligible: text"), MODELS[1].body)
    jury_subject = _subject(_("Before the jury: subject"), MODELS[2].subject)
    jury_body = _body(_("Before the jury: text"), MODELS[2].body)
    favorable_subject = _subject(_("Favourable decision: subject"), MODELS[3].subject)
    favorable_body = _body(_("Favourable decision: text"), MODELS[3].body)
    report_subject = _subject(_("Deferral: subject"), MODELS[4].subject)
    report_body = _body(_("Deferral: text"), MODELS[4].body)
    refus_subject = _subject(_("Refusal: subject"), MODELS[5].subject)
    refus_body = _body(_("Refusal: text"), MODELS[5].body)
    convention_subject = _subject(_("Agreement: subject"), MODELS[6].subject)
    convention_body = _body(_("Agreement: text"), MODELS[6].body)


class Offer(NamedTuple):
    """A letter that may be written; ``fits``: it is that of the present state."""

    id: str
    title: Message
    fits: bool


class Letter(NamedTuple):
    """What leaves, and to whom; ``missing``: variables of the text of which the dossier says nothing."""

    subject: str
    body: str
    missing: tuple[str, ...] = ()


def text_of(model_id: str, part: str) -> str:
    """Of the settings."""
    return api.portal.get_registry_record(f"{PREFIX}.{field_of(model_id, part)}", default="") or ""


def offered(application) -> list[Offer]:
    """Letters that have a text, those that fit the state first."""
    state = state_of(application)
    found = [
        Offer(one.id, one.title, state in one.states) for one in MODELS if text_of(one.id, "body").strip()
    ]
    return sorted(found, key=lambda one: not one.fits)


def letter(application, model_id: str) -> Letter:
    """The letter of that model for a dossier; what is not known stands as a row of dots."""
    values = variables(application)
    texts = [_granted(text_of(model_id, part), values) for part in ("subject", "body")]
    asked = {name for text in texts for name in Template(text).get_identifiers() if name in values}
    missing = tuple(sorted(name for name in asked if not values[name]))
    shown = {name: value or "……" for name, value in values.items()}
    return Letter(
        one_line(Template(texts[0]).safe_substitute(shown)),
        Template(texts[1]).safe_substitute(shown),
        missing,
    )


def _granted(text: str, values: dict[str, str]) -> str:
    """Without the lines on the kind of aid that was not granted, where the other kind was."""
    granted = {name for name in GRANTS if values[name]}
    kept = []
    for line in text.split("\n"):
        told = set(Template(line).get_identifiers()) & set(GRANTS)
        if not granted or not told or told & granted:
            kept.append(line)
    return "\n".join(kept)


def variables(application) -> dict[str, str]:
    """Word of the texts → what the dossier says; "" where it says nothing."""
    call, received = call_of(application), moment(application.received_on)
    last = api.portal.get_tool("portal_workflow").getStatusOf("prai_application_workflow", application) or {}
    decided = application.decision_on
    days = application.awarded_days
    return {
        "numero": application.number or "",
        "intitule": application.Title(),
        "demandeur": applicant_of(application),
        "appel": call.Title() if call is not None else "",
        "date_reception": format_partial(received.date().isoformat(), "fr") if received else "",
        "motif": application.decision_reason or (last.get("comments") or "").strip(),
        "seance": _session(application),
        "avis": term_title("opinions", application.opinion, "fr"),
        "aide": format_euros(application.awarded_aid) if application.awarded_aid else "",
        "jours": format_number(days, "fr") if days else "",
        "organe": application.decision_body or "",
        "date_decision": format_partial(decided.isoformat(), "fr") if decided else "",
        "acte": application.decision_act or "",
        "convention": application.agreement_number or "",
        "signature": signature(call),
    }


def _session(application) -> str:
    """The latest session that examines it: title and day."""
    found = sorted(sessions_of(application), key=lambda one: one.held_on or "")
    if not found:
        return ""
    day = format_partial(found[-1].held_on, "fr")
    return f"{found[-1].Title()} ({day})" if day else found[-1].Title()


def signature(call) -> str:
    """The contact of the call: a function, its organisation, how to reach it; else the site."""
    if call is None:
        return site_title()
    relation = getattr(call, "contact_organisation", None)
    organisation = relation.to_object if relation is not None else None
    lines = [
        getattr(call, "contact_function", None),
        organisation.Title() if organisation is not None else "",
        getattr(call, "contact_email", None),
        getattr(call, "contact_phone", None),
    ]
    return "\n".join(line for line in lines if line) or site_title()


def pdf_of(application, subject: str, body: str) -> bytes:
    """The letter on paper; NotPrinted where no PDF can be made now."""
    call = call_of(application)
    paragraphs = "".join(
        f"<p>{'<br/>'.join(map(escape, part.splitlines()))}</p>"
        for part in body.split("\n\n")
        if part.strip()
    )
    today = format_partial(date.today().isoformat(), "fr")
    html = (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"/><title>{escape(subject)}</title></head>'
        "<body>"
        f'<header><p class="from">{"<br/>".join(map(escape, signature(call).splitlines()))}</p>'
        f'<p class="to">{escape(applicant_of(application))}</p><p class="day">Le {escape(today)}</p></header>'
        f"<h1>Objet : {escape(subject)}</h1><main>{paragraphs}</main></body></html>"
    )
    return draw(Job(html, (HERE / "letter.css").read_text(encoding="utf-8"), {}))


def send(application, model_id: str, subject: str, body: str, address: str | None) -> str:
    """File the letter in the dossier, mail it where there is an address, say so in the journal.

    Answers the id of the file.  NotPrinted where no PDF can be made: then nothing has left.
    """
    subject = one_line(subject)
    pdf = pdf_of(application, subject, body)
    name = f"courrier-{date.today():%Y-%m-%d}-{model_id}.pdf"
    with api.env.adopt_roles(["Manager"]):
        kept = api.content.create(
            application, "File", id=name.removesuffix(".pdf"), safe_id=True, title=subject,
            file=NamedBlobFile(pdf, "application/pdf", name),
        )  # fmt: skip
    if address:
        send_mail(address, subject, body, headers_of(call_of(application)))
    title = next(one.title for one in MODELS if one.id == model_id)
    how = "par courriel et en PDF" if address else "en PDF, à poster"
    record(application, "letter", f"{subject} ({translate(title, target_language='fr')}, {how})")
    return kept.getId()
