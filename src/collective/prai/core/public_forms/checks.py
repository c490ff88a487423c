"""What may be written in a public form: each wrong answer has its sentence."""

from collective.easyform.interfaces import IFieldValidator
from collective.prai import _
from urllib.parse import urlsplit
from zope.interface import provider
from zope.schema.interfaces import ValidationError
import re


LONGEST_LINE, LONGEST_TEXT, LONGEST_EMAIL = 200, 3000, 120
#: Also what turns the direction of a text: an address would be read as another.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}", re.A)
_PHONE = re.compile(r"\+?[0-9](?:[ .()/-]{0,2}[0-9]){5,17}", re.A)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}", re.A)


def without_control(text: str) -> str:
    """The text without what cannot be written."""
    return _CONTROL.sub("", text)


def line_problem(value: str | None, longest: int = LONGEST_LINE):
    """A sentence about a text of one line, None if it is fine."""
    return _text_problem(value, longest) or (
        _("Write it on one line.") if value and re.search(r"[\r\n\t\u2028\u2029]", value) else None
    )


def _text_problem(value: str | None, longest: int):
    if value and _CONTROL.search(value):
        return _("This text holds a character that cannot be written: remove it.")
    if value and len(value) > longest:
        return _("This text is too long: ${most} characters at most.", mapping={"most": longest})
    return None


@provider(IFieldValidator)
def organisation(value, **kwargs):
    return line_problem(value)


@provider(IFieldValidator)
def phone(value, **kwargs):
    """Of any country; what else is written there was meant for another field."""
    if value and not _PHONE.fullmatch(value.strip()):
        return _("This is no phone number: it looks like 05 61 00 00 00.")
    return None


@provider(IFieldValidator)
def message(value, **kwargs):
    return _text_problem(value, LONGEST_TEXT)


@provider(IFieldValidator)
def email(value, **kwargs):
    if not value:
        return None
    if len(value) > LONGEST_EMAIL or not _EMAIL.fullmatch(value) or ".." in value:
        return _("This is no e-mail address: it looks like communication@organisation.fr.")
    return None


@provider(IFieldValidator)
def web_address(value, **kwargs):
    """Of a public web site: http or https, a host with a dot, no password in it."""
    if not value:
        return None
    problem = line_problem(value)
    if problem:
        return problem
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and _HOST.fullmatch((parts.hostname or "").lower())
        good = good and "@" not in parts.netloc and not re.search(r"[\s\"'<>]", value) and (parts.port or 1)
    except ValueError:
        good = False
    return None if good else _("This is no address of a site: it looks like https://www.organisation.fr.")


class WrongValue(ValidationError):
    """Its sentence is that of the registration form's own check."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence

    def doc(self):
        return self.sentence


def is_web_address(value):
    """A field's constraint."""
    problem = web_address(value)
    if problem:
        raise WrongValue(problem)
    return True


def is_email(value):
    """A field's constraint."""
    problem = email(value)
    if problem:
        raise WrongValue(problem)
    return True
