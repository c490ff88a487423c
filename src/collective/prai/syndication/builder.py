"""What a webmaster copies: the codes and addresses that show a choice of our items, or one of them."""

from collections import Counter
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import FILTERS
from collective.prai.syndication.query import read_filters
from collective.prai.syndication.query import read_pairs
from html import escape
from plone.dexterity.interfaces import IDexterityFTI
from typing import NamedTuple
from urllib.parse import urlencode
from zope.component import queryUtility
from zope.i18n import translate
import re


#: Items of a snippet: what is proposed, and the most that a page shows well.
USUAL, MOST = 5, 50
LANGUAGES = ("fr", "en")
LONGEST_TITLE = 100
#: Filters in the order in which the form and the code have them.
ORDER = ("theme", "departement", "public", "type", "licence")
#: Filters that are sets of OAI-PMH too.
SETS = ("theme", "departement", "type")
_ONE = re.compile(r"(?:urn:uuid:)?([0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12})", re.A)


class Option(NamedTuple):
    """A value of a filter; ``count`` public items have it."""

    token: str
    title: str
    count: int
    selected: bool


class Choice(NamedTuple):
    """What is asked for: tokens by filter, then how it is shown.  ``uid``: of one item alone, or ""."""

    filters: dict[str, str]
    number: int = USUAL
    language: str = "fr"
    title: str = ""
    uid: str = ""
    #: A translatable sentence about what could not be understood, and was left out.
    problem: object = None


class Code(NamedTuple):
    """Something to copy: ``id`` of its field, what it is, the text, a sentence about its use."""

    id: str
    title: object
    text: str
    use: object


def read_choice(query_string: str, language: str) -> Choice:
    """The choice that an address of the partners' page makes; what is wrong in it is left out and said."""
    try:
        asked = {name: value.strip() for name, value in read_pairs(query_string) if value.strip()}
    except BadQuery as error:
        return Choice({}, language=language, problem=error.args[0])
    filters, problem = {}, None
    for name in ORDER:
        if name in asked:
            try:
                read_filters([(name, asked[name])])
                filters[name] = asked[name]
            except BadQuery as error:
                problem = error.args[0]
    number = asked.get("nombre", str(USUAL))
    if not (number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= MOST):
        problem = _("The number of texts is a whole number from 1 to ${most}.", mapping={"most": MOST})
        number = str(USUAL)
    if "lang" in asked and asked["lang"] not in LANGUAGES:
        problem = _("« lang » must be « fr » or « en ».")
    one = _ONE.fullmatch(asked.get("fiche", ""))
    if "fiche" in asked and one is None:
        problem = _(
            "This is no identifier of a text: copy the one that its page gives, under « Reuse this text »."
        )
    return Choice(
        filters,
        int(number),
        asked["lang"] if asked.get("lang") in LANGUAGES else language,
        asked.get("titre", "")[:LONGEST_TITLE],
        one[1].replace("-", "").lower() if one else "",
        problem,
    )


_counted: dict[tuple, Counter] = {}


def counts(outbox: Outbox) -> Counter:
    """ "filter:token" → public items that have it; remembered until the log moves on."""
    key = (outbox.epoch, outbox.head)
    found = _counted.get(key)
    if found is None:
        found = Counter(one for entry in outbox.entries() if entry.state == PUBLISHED for one in entry.sets)
        _counted.clear()
        _counted[key] = found
    return found


def title_of(name: str, tokens: str, language: str) -> str:
    """What people call a value of a filter, or several between commas."""
    return ", ".join(_title(name, token.strip(), language) for token in tokens.split(","))


def _title(name: str, token: str, language: str) -> str:
    if name != "type":
        return vocabularies.title("licences" if name == "licence" else FILTERS[name], token, language)
    fti = queryUtility(IDexterityFTI, name=token if token.startswith("prai.") else f"prai.{token}")
    return translate(fti.Title(), target_language=language) if fti is not None else token


def options(outbox: Outbox, name: str, chosen: str, language: str) -> list[Option]:
    """Values of a filter that public items have, and the chosen one, in the order of their titles."""
    found = counts(outbox)
    tokens = {one.partition(":")[2] for one in found if one.startswith(f"{name}:")} | ({chosen} - {""})
    made = [
        Option(token, title_of(name, token, language), found[f"{name}:{token}"], token == chosen)
        for token in tokens
    ]
    return sorted(made, key=lambda option: vocabularies.folded(option.title))


class Codes:
    """The codes of a choice, for partners of the site at ``address``."""

    def __init__(self, choice: Choice, address: str):
        self.choice = choice
        self.address = address
        self.below = f"{address}/diffusion"

    @property
    def script(self) -> str:
        return f'<script src="{escape(self.below)}/prai.js" defer></script>'

    def element(self, fallback: str) -> str:
        """The element that the script fills; what is within is for readers without scripts.

        ``fallback``: plain text of the link.
        """
        choice = self.choice
        if choice.uid:
            attributes = {"id": f"urn:uuid:{choice.uid}"}
            name, target = "prai-fiche", f"{self.below}/fiche/{choice.uid}.html"
        else:
            attributes = choice.filters | {"nombre": str(choice.number)}
            name, target = "prai-liste", self._with("liste.html", limit=choice.number)
        attributes["lang"] = choice.language if choice.language != "fr" else ""
        attributes["titre"] = choice.title if not choice.uid else ""
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)
        return f'<{name}{written}><a href="{escape(target)}">{escape(fallback)}</a></{name}>'

    def frame(self, title: str) -> str:
        """The same as a frame, for sites that let no script in."""
        height = 600 if self.choice.uid else 120 + 90 * self.choice.number
        return (
            f'<iframe src="{escape(self._framed())}" title="{escape(title)}" loading="lazy"'
            f' width="100%" height="{height}"></iframe>'
        )

    @property
    def fragment(self) -> str:
        """Address of the HTML that a server puts into its own page."""
        return self._framed(fragment=1)

    def _framed(self, **more) -> str:
        """In the language of the page around: left out, the reader's browser would choose."""
        more = {"lang": self.choice.language} | more
        if self.choice.uid:
            return f"{self.below}/fiche/{self.choice.uid}.html?{urlencode(more)}"
        more |= {"titre": self.choice.title} if self.choice.title else {}
        return self._with("liste.html", limit=self.choice.number, **more)

    def address_of(self, kind: str) -> str:
        """Of the one item, as « json » or « html »."""
        lang = f"?lang={self.choice.language}" if self.choice.language != "fr" else ""
        return f"{self.below}/fiche/{self.choice.uid}.{kind}{lang}"

    def _with(self, name: str, **more) -> str:
        """An address of ours with the filters; French is what is answered to who asks for nothing."""
        query = self.choice.filters | {key: str(value) for key, value in more.items()}
        if self.choice.language != "fr":
            query["lang"] = self.choice.language
        return f"{self.below}/{name}" + (f"?{urlencode(query)}" if query else "")

    @property
    def changes(self) -> str:
        query = f"?{urlencode(self.choice.filters)}" if self.choice.filters else ""
        return f"{self.address}/++api++/@changes{query}"

    def _sets(self) -> list[str]:
        """Filters that are sets of OAI-PMH."""
        return [
            f"{name}:{value}"
            for name, value in self.choice.filters.items()
            if name in SETS and "," not in value
        ]

    @property
    def harvest(self) -> str:
        """OAI-PMH knows one set at a time: the first filter that is one."""
        query = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
        if self._sets():
            query["set"] = self._sets()[0]
        return f"{self.below}/oai?{urlencode(query, safe=':')}"

    def _harvest_use(self):
        """Whoever chose more than a set is told what does not count here."""
        if len(self.choice.filters) == len(self._sets()[:1]):
            return _("For the harvester of a library or of a portal.")
        return _(
            "For the harvester of a library or of a portal. OAI-PMH knows one filter at a time, not all that "
            "you chose: for these, take a feed or the journal."
        )

    def all(self, fallback: str, frame_title: str) -> list[Code]:
        """Everything that can be copied, the simplest first."""
        found = [
            Code(
                "code-script", _("Code to paste (script)"), f"{self.script}\n{self.element(fallback)}",
                _("Updates, withdraws and credits by itself. Paste it into a block « HTML »."),
            ),
            Code(
                "code-frame", _("Code to paste (frame)"), self.frame(frame_title),
                _("For a site that lets no script of others in; the rest is the same."),
            ),
            Code(
                "code-fragment", _("HTML fragment"), self.fragment,
                _("For a server that puts the texts into its own pages."),
            ),
        ]  # fmt: skip
        if self.choice.uid:
            use = _("The same text with all its fields, for a program.")
            return [*found, Code("code-json", _("This text in JSON"), self.address_of("json"), use)]
        feeds = (
            ("atom.xml", "Atom", _("Whole texts, withdrawals included: the feed to choose when you can.")),
            ("feed.json", "JSON Feed", _("Whole texts, for programs that read JSON.")),
            ("rss.xml", "RSS", _("For readers and newsletters that know nothing else.")),
        )
        found += [
            Code(f"code-{title.split()[0].lower()}", title, self._with(name), use)
            for name, title, use in feeds
        ]
        return [
            *found,
            Code("code-oai", "OAI-PMH", self.harvest, self._harvest_use()),
            Code(
                "code-changes", _("Journal of changes"), self.changes,
                _("For an exact copy on your site, withdrawals included."),
            ),
        ]  # fmt: skip
