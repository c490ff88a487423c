"""The texts that go with the things in a kit, in French: what somebody reads who unpacks it (pure)."""

from collections.abc import Iterable
from collective.prai.core.partial_date import format_partial
from collective.prai.transfer.kit.licences import ADDRESSES
from collective.prai.transfer.kit.licences import IN_SHORT
from collective.prai.transfer.kit.licences import TEMPLATES
from datetime import datetime
from html import escape
from pathlib import Path
from typing import NamedTuple
import yaml


#: Bytes → word, in steps of 1024, as file managers count.
_UNITS = ("ko", "Mo", "Go")
_HERE = Path(__file__).parent
_STYLE = (_HERE / "static" / "page.css").read_text(encoding="utf-8")
_WORDS = yaml.safe_load((_HERE / "words.yaml").read_text(encoding="utf-8"))


class Line(NamedTuple):
    """A file of the kit in its list."""

    path: str
    title: str
    size: int
    licence: str


class Lack(NamedTuple):
    """What is missing: ``contact`` as lines."""

    title: str
    why: str
    url: str
    contact: list[str]


class Credit(NamedTuple):
    """What has to be said of one thing; ``credit``: the whole sentence."""

    title: str
    credit: str


class Facts(NamedTuple):
    """What all texts of a kit know.  ``licences``: token and title; ``moment``: the state that it is of."""

    title: str
    kind: str
    site: str
    moment: datetime
    url: str
    stable: str
    address: str
    declare: str
    licences: list[tuple[str, str]]
    credits: list[Credit]
    missing: list[Lack]


def size_words(size: int, language: str = "fr") -> str:
    """``3 ko``, ``1,4 Mo``, ``210 Mo``, in English ``1.4 MB``: never « 0 »."""
    number, unit = max(size, 1) / 1024, _UNITS[0]
    for unit in _UNITS:
        if number < 1000 or unit == _UNITS[-1]:
            break
        number /= 1024
    if unit == _UNITS[0] or number >= 10:
        text = f"{max(round(number), 1)}\u00a0{unit}"
    else:
        text = f"{number:.1f}\u00a0{unit}"
    if language == "fr":
        return text.replace(".", ",")
    return text.replace("ko", "kB").replace("Mo", "MB").replace("Go", "GB")


def day_words(moment: datetime) -> str:
    return format_partial(moment.date().isoformat(), "fr")


def windows(text: str) -> bytes:
    """As the oldest editor of Windows shows it: with a signature, and its own ends of lines."""
    return text.replace("\r", "").replace("\n", "\r\n").encode("utf-8-sig", "replace")


def read_me(facts: Facts, lines: Iterable[Line], total: int) -> str:
    """LISEZ-MOI: what is missing first."""
    head = f"KIT DE TRANSFERT – {facts.title}"
    parts = [
        head,
        "=" * min(len(head), 78),
        "",
        f"{facts.kind}, sur {facts.site}.",
        f"État du {day_words(facts.moment)} (dernier changement de ce qu’il contient).",
        "",
        *_missing(facts),
        "CE QUE CONTIENT CE KIT",
        "----------------------",
        *[f"- {line.path} ({size_words(line.size)})\n  {_about(line)}" for line in lines],
        f"En tout\u00a0: {size_words(total)}.",
        "",
        "CE QUE VOUS POUVEZ EN FAIRE",
        "---------------------------",
        *_rights(facts),
        "La phrase qui cite la source est prête dans attribution.txt\u00a0; les conditions pour",
        "réussir la reprise sont dans conditions.html, avec le mode d’emploi.",
        "",
        *_return(facts),
        "ADRESSES",
        "--------",
        f"La fiche\u00a0: {facts.url}",
        f"La même, quel que soit son nom plus tard\u00a0: {facts.stable}",
        f"Ce kit, refait à jour\u00a0: {facts.address}",
        "",
        "VÉRIFIER LES FICHIERS",
        "---------------------",
        "SHA256SUMS donne l’empreinte de chaque fichier («\u00a0sha256sum -c SHA256SUMS\u00a0»)\u00a0;",
        "manifest.json dit la même chose aux programmes, avec les licences, les versions et les",
        "adresses.",
        "",
    ]
    return "\n".join(parts)


def _return(facts: Facts) -> list[str]:
    """Nothing where it cannot be said: of a draft, of what nobody takes up."""
    if not facts.declare:
        return []
    return [
        "VOUS L’AVEZ REPRIS\u00a0?",
        "--------------------",
        "Dites-le en deux minutes\u00a0: ceux qui suivent gagneront votre expérience.",
        facts.declare,
        "(bordereau-de-retour.html mène à la même page, et aide à préparer les réponses.)",
        "",
    ]


def _missing(facts: Facts) -> list[str]:
    if not facts.missing:
        return ["Rien ne manque\u00a0: tout ce que la fiche donne à reprendre est dans ce kit.", ""]
    lines = ["CE QUI MANQUE DANS CE KIT, ET POURQUOI", "--------------------------------------"]
    for one in facts.missing:
        lines += [f"- {one.title}", f"  {_french(one.why)}"]
        if one.url:
            lines.append(f"  Adresse\u00a0: {one.url}")
        if one.contact:
            lines.append(f"  À qui demander\u00a0: {', '.join(one.contact)}")
    return [*lines, ""]


def _french(sentence: str) -> str:
    """With the spaces that do not break."""
    for sign in ":;?!":
        sentence = sentence.replace(f" {sign}", f"\u00a0{sign}")
    return sentence


def _about(line: Line) -> str:
    return f"{line.title} – {line.licence}" if line.licence else line.title


def _rights(facts: Facts) -> list[str]:
    lines = []
    for token, title in facts.licences:
        lines += [f"- {title}\u00a0: {_french(IN_SHORT.get(token, ''))}".rstrip(" :\u00a0")]
        lines.append(f"  Texte officiel\u00a0: {ADDRESSES.get(token, '')}")
    return lines or [
        "Aucun fichier de ce kit n’est sous une licence libre\u00a0: adressez-vous aux contacts ci-dessus."
    ]


def licence_head(token: str, title: str, has_text: bool) -> str:
    """What stands above the text of a licence, or in its place."""
    lines = [title, f"Texte officiel\u00a0: {ADDRESSES.get(token, '')}"]
    if token in TEMPLATES:
        lines.append(
            "Les auteurs à nommer à la place de <…> sont ceux que le fichier lui-même, ou sa fiche, indique."
        )
    if not has_text:
        lines.append(
            "Ce kit ne contient pas le texte entier de cette licence\u00a0: lisez-le à l’adresse ci-dessus."
        )
    return "\n".join([*lines, "", "-" * 78, "", ""]) if has_text else "\n".join([*lines, ""])


def attribution(facts: Facts) -> str:
    """The sentence to copy for each thing, and what to add to it."""
    parts = [f"POUR CITER – {facts.title}", ""]
    for one in facts.credits:
        parts += [f"{one.title}\u00a0:", one.credit, ""]
    parts += [
        "Si vous l’avez modifié, ajoutez\u00a0:",
        "Modifié par [votre organisme] le [date].",
        "",
    ]
    return "\n".join(parts)


def page(title: str, lead: str, body: str) -> bytes:
    """A page of its own; ``body`` is safe HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head>\n<body><main><h1>{escape(title)}</h1>\n"
        f'<p class="lead">{escape(lead)}</p>\n{body}\n</main></body></html>\n'
    ).encode("utf-8", "replace")


def link(url: str, title: str = "", css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<a href="{escape(url)}"{kind}>{escape(title or url)}</a>'


#: What one is asked on the page of the site, in its order.
QUESTIONS = [(row["ask"], row["hint"]) for row in _WORDS["questions"]]
#: Why something is not in the kit.
WHY = _WORDS["why"]


def return_slip(facts: Facts) -> bytes:
    """« Bordereau de retour »: the way to the page of the site, and a sheet to prepare the answers on."""
    rows = "".join(
        f'<dt>{escape(question)}</dt><dd><span class="muted">{escape(_french(hint))}</span>'
        '<div class="line"></div></dd>'
        for question, hint in QUESTIONS
    )
    body = (
        f"<p>{link(facts.declare, 'Déclarer la reprise', 'button')}</p>"
        f'<p class="muted">Adresse\u00a0: {link(facts.declare)}</p>'
        f"<h2>Préparer les réponses</h2><dl>{rows}</dl>"
        "<p>Votre adresse de courriel sert à confirmer la déclaration\u00a0;"
        " elle n’est ni publiée ni transmise.</p>"
        f"<h2>La fiche</h2><p>{link(facts.stable, facts.title)}</p>"
    )
    return page(
        "Bordereau de retour",
        f"Vous avez repris «\u00a0{facts.title}\u00a0»\u00a0? Dites-le en deux minutes.",
        body,
    )


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Plain text in cells."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join("<tr>{}</tr>".format("".join(f"<td>{escape(cell)}</td>" for cell in row)) for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def items(texts: Iterable[str]) -> str:
    return "<ul>{}</ul>".format("".join(f"<li>{escape(text)}</li>" for text in texts))
