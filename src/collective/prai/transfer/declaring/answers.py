"""What is typed in the form « Nous l'avons repris »: read, checked, each wrong answer with its sentence."""

from collective.prai import _
from collective.prai.core import communes
from collective.prai.core import vocabularies
from collective.prai.core.money import BadAmount
from collective.prai.core.money import parse_euros
from collective.prai.core.partial_date import BadDate
from collective.prai.core.partial_date import parse_partial
from collective.prai.core.public_forms.checks import email
from collective.prai.core.public_forms.checks import line_problem
from collective.prai.core.public_forms.checks import message
from collective.prai.core.public_forms.checks import web_address
from collective.prai.transfer.content.reuse import ABANDONED
from collective.prai.transfer.content.reuse import IN_SERVICE
from collective.prai.transfer.content.reuse import LOOKING
from datetime import date
from dateutil.relativedelta import relativedelta
import re


#: Characters of one text: in a link of a mail, and once that link has been followed.
SHORT, LONG = 600, 3000
#: Characters that come back to be corrected; nobody types more.
KEPT = 12_000
MOST_DAYS = 100_000
#: Years for which partners may be looked for.
CALL_YEARS = 3
EMAIL, AGREEMENT = "adresse", "accord"
#: Fields in the order of the page; each is the name of a parameter, and of a check below.
NAMES = (
    "organisation", "lieu", "comment", "avancement", "jusquau", "depuis", "modifications", "jours", "cout",
    "cout_evite", "freins", "freins_detail", "resultat", "lien", EMAIL, AGREEMENT,
)  # fmt: skip
MANY = ("freins",)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CHOOSE = _("Choose one answer.")
_STAGE_IS_TO_COME = _("This date is still to come: choose « planned » as long as it has not begun.")


def typed(form: dict) -> dict:
    """Name → text, or list of texts, of our fields alone; whatever else a robot sends is nothing."""
    found = {}
    for name in NAMES:
        value = form.get(name)
        values = value if isinstance(value, (list, tuple)) else [value]
        texts = [_plain(one) for one in values if isinstance(one, str)]
        if name in MANY:
            found[name] = texts[:20]
        else:
            found[name] = texts[0] if texts else ""
    return found


def _plain(text: str) -> str:
    return _CONTROL.sub("", text[:KEPT]).replace("\r\n", "\n").strip()


class Answers:
    """``errors``: field → sentence; ``values``: what is known, only where nothing is wrong."""

    def __init__(self, texts: dict, today: date, longest: int = LONG, wanted: tuple[str, ...] = NAMES):
        self.texts = {name: texts.get(name, [] if name in MANY else "") for name in NAMES}
        self.today = today
        self.longest = longest
        self.errors = {}
        self.values = {}
        for name in wanted:
            try:
                self.values[name] = getattr(self, f"_{name}")(self.texts[name])
            except Wrong as wrong:
                self.errors[name] = wrong.sentence
        self._together(wanted)

    def _together(self, wanted):
        """What single answers cannot say."""
        stage, values = self.values.get("avancement"), self.values
        if "jusquau" in wanted and stage == LOOKING and not values.get("jusquau"):
            self.errors.setdefault("jusquau", _("Write the day until which you look for partners."))
        if "jusquau" in values and stage != LOOKING:
            self.values["jusquau"] = None
            self.errors.pop("jusquau", None)
        lesson = values.get("resultat") or values.get("freins_detail")
        if stage == ABANDONED and not lesson and not {"resultat", "freins_detail"} & set(self.errors):
            self.errors["resultat"] = _("Say in one sentence why it was given up: it is what helps others.")
        since = values.get("depuis")
        if since and stage in (IN_SERVICE, ABANDONED) and since > self.today.isoformat():
            self.errors["depuis"] = _STAGE_IS_TO_COME

    # Each answer: its text → its value

    def _organisation(self, text):
        if not text:
            raise Wrong(_("Write the name of your organisation."))
        _refuse(line_problem(text))
        if "@" in text or re.match(r"(?:https?:|www\.)", text, re.I):
            raise Wrong(_("Write the name of the organisation, not an address."))
        if not re.search(r"[^\W\d_]", text):
            raise Wrong(_("Write the name of your organisation."))
        return " ".join(text.split())

    def _lieu(self, text) -> tuple[str, str]:
        """INSEE code, or else the place in words."""
        if not text:
            return "", ""
        _refuse(line_problem(text, communes.LONGEST))
        town = communes.exact(text)
        if town is not None:
            return town.code, ""
        several = communes.search(text, 6)
        if several:
            raise Wrong(_("Which one? ${names}. Add its postcode.", mapping={"names": _names(several)}))
        if communes.elsewhere(text):
            return "", " ".join(text.split())
        near = communes.spellings(text, 3)
        if near:
            raise Wrong(
                _("No commune is called that. Is it one of these? ${names}.", mapping={"names": _names(near)})
            )
        raise Wrong(_("No commune of the region is called that. Of another region: add its postcode."))

    def _comment(self, text):
        return _one_of("reuse_kinds", text)

    def _avancement(self, text):
        return _one_of("reuse_stages", text)

    def _jusquau(self, text) -> date | None:
        if not text:
            return None
        try:
            day = date.fromisoformat(parse_partial(text[:40]))
        except (BadDate, ValueError):
            raise Wrong(_("Write a day such as 31/12/2027.")) from None
        if day < self.today:
            raise Wrong(_("This day is past: write one that is still to come."))
        if day > self.today + relativedelta(years=CALL_YEARS):
            raise Wrong(_("This day is very far: three years ahead at most."))
        return day

    def _depuis(self, text):
        if not text:
            return None
        try:
            found = parse_partial(text[:40])
        except BadDate:
            raise Wrong(_("Give a day, a month or a year: 13/12/2006, 12/2006 or 2006.")) from None
        if not self.today.year - 40 <= int(found[:4]) <= self.today.year + 10:
            raise Wrong(_("This year is too far away."))
        return found

    def _text(self, text):
        _refuse(message(text[: self.longest]))
        if len(text) > self.longest:
            raise Wrong(
                _(
                    "This text is too long: ${most} characters at most; it has ${number}.",
                    mapping={"most": self.longest, "number": len(text)},
                )
            )
        return text

    _modifications = _freins_detail = _resultat = _text

    def _jours(self, text):
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", text.replace(" ", "").replace("\u00a0", ""), re.A):
            raise Wrong(_("Write a whole number of days, such as 12."))
        days = int(text.replace(" ", "").replace("\u00a0", ""))
        if days > MOST_DAYS:
            raise Wrong(_("This is very long: write it in days."))
        return days

    def _euros(self, text):
        if not text:
            return None
        try:
            return parse_euros(text)
        except BadAmount:
            raise Wrong(_("Write an amount in euros, such as 1500 or 1 500,50.")) from None

    _cout = _cout_evite = _euros

    def _freins(self, texts):
        known = vocabularies.titles("reuse_obstacles")
        return [token for token in known if token in texts]

    def _lien(self, text):
        if not text:
            return None
        url = text if re.match(r"[a-z]+:", text, re.I) else f"https://{text}"
        _refuse(web_address(url))
        return url

    def _adresse(self, text):
        if not text:
            raise Wrong(_("Write the e-mail address at which you receive the link."))
        _refuse(email(text))
        return text

    def _accord(self, text):
        if not text:
            raise Wrong(_("Without your agreement we cannot publish it."))
        return True


class Wrong(Exception):
    """An answer that is not taken, with its sentence."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def _refuse(problem):
    if problem:
        raise Wrong(problem)


def _one_of(vocabulary: str, text: str) -> str:
    if text not in vocabularies.titles(vocabulary):
        raise Wrong(_CHOOSE)
    return text


def _names(towns: list) -> str:
    return ", ".join(f"{town.name} ({town.department})" for town in towns)
