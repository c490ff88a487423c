"""The file in which a form travels: its model, its texts, where it comes from (no site is asked)."""

from collective.prai import _
from collective.prai.core.safe_html import clean_html
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import safe_address
from collective.prai.transfer.forms.model import checked_model
from collective.prai.transfer.forms.model import LARGEST as MODEL
from collective.prai.transfer.forms.model import Refused
from hashlib import sha256
from typing import NamedTuple
import json


FORMAT, VERSION = "collective.prai.form", 1
#: Bytes; the questionnaire of the town halls takes 15 000.
LARGEST = 400_000
TYPE = "application/json"
#: Where a form that comes from elsewhere keeps its answers; its own actions are never taken along, they may
#: write to somebody or run code.  The stock action, so that every Plone with collective.easyform knows it.
ACTIONS = """<?xml version="1.0" encoding="utf-8"?>
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <field name="reponses"
           type="collective.easyform.actions.SaveData"
    >
      <title>Réponses</title>
      <description>Gardées sur ce site, pour l’équipe.</description>
    </field>
  </schema>
</model>
"""
#: Key → longest text.
LINES = {
    "title": 200,
    "first_group": 200,
    "submit": 60,
    "thanks_title": 200,
    "licence": 40,
    "attribution": 300,
}
TEXTS = {"description": 1_000, "source": 500, "form": 500}
HTML = {"prologue": 20_000, "epilogue": 20_000, "thanks": 20_000}
_KEYS = {"format", "version", "revision", "fields_model", "actions_model", "sha256", *LINES, *TEXTS, *HTML}


class FormPackage(NamedTuple):
    """``first_group``: title of the fields that stand in no group; ``source``: page of the deliverable.

    ``form``: page of the form; both are empty where the site has no public address.
    """

    title: str
    description: str
    fields_model: str
    first_group: str = ""
    prologue: str = ""
    epilogue: str = ""
    submit: str = ""
    thanks_title: str = ""
    thanks: str = ""
    licence: str = ""
    attribution: str = ""
    source: str = ""
    form: str = ""
    revision: int = 0


def written(package: FormPackage) -> bytes:
    """The file: the same package gives the same bytes."""
    data = {"format": FORMAT, "version": VERSION, **package._asdict(), "actions_model": ACTIONS}
    return json.dumps(data | {"sha256": _digest(data)}, ensure_ascii=False, indent=1).encode() + b"\n"


def opened(raw: bytes, licences) -> FormPackage:
    """What a file brings, safe to be made a form of; :class:`Refused` says in a sentence why it is not."""
    data = _data(raw)
    if data.get("format") != FORMAT:
        raise Refused(_("This file is no form of a resource centre: choose the one that its page gives."))
    if data.get("version") != VERSION or isinstance(data.get("version"), bool):
        raise Refused(_("This form was written by a newer version of the add-on: update the site first."))
    if set(data) - _KEYS:
        raise Refused(_("This file says more than a form may bring: it is not opened."))
    longest = LINES | TEXTS | HTML | {"fields_model": MODEL}
    texts = {key: _text(data, key, most) for key, most in longest.items()}
    if not texts["title"]:
        raise Refused(_("This form has no title."))
    if _digest({key: value for key, value in data.items() if key != "sha256"}) != data.get("sha256"):
        raise Refused(_("This file was changed or cut short on its way: download it again."))
    if data.get("actions_model") != ACTIONS:
        raise Refused(
            _("This form would do something with its answers beside keeping them: it is not opened.")
        )
    if texts["licence"] not in licences:
        raise Refused(_("The licence of this form does not allow it to be taken over."))
    revision = data.get("revision")
    if isinstance(revision, bool) or not isinstance(revision, int) or not 0 <= revision < 10**6:
        raise Refused(_("« ${key} » is not as a form has it.", mapping={"key": "revision"}))
    return FormPackage(
        **{key: " ".join(texts[key].split()) for key in LINES},
        description=texts["description"],
        **{key: _web(texts[key]) for key in ("source", "form")},
        **{key: safe_words(texts[key]) for key in HTML},
        fields_model=checked_model(texts["fields_model"]),
        revision=revision,
    )


def safe_words(html: str) -> str:
    """Without images and whatever runs; links to web pages alone."""
    return clean_html(html, lambda tag, url: _web(url) or None if tag == "a" else None)


def _data(raw: bytes) -> dict:
    if len(raw) > LARGEST:
        raise Refused(_("This file is too large: a form is never that big."))
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused(
            _("This file is no form of a resource centre: choose the one that its page gives.")
        ) from None
    if not isinstance(data, dict):
        raise Refused(_("This file is no form of a resource centre: choose the one that its page gives."))
    return data


def _text(data: dict, key: str, longest: int) -> str:
    value = data.get(key, "")
    if not isinstance(value, str) or len(value) > longest or clean_text(value) != value:
        raise Refused(_("« ${key} » is not as a form has it.", mapping={"key": key}))
    return value.strip()


def _web(url: str) -> str:
    found = safe_address(url) or ""
    return found if found.lower().startswith(("http://", "https://")) else ""


def _digest(data: dict) -> str:
    try:
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()
    except (UnicodeEncodeError, RecursionError):
        return ""
