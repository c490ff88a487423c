"""The whole item as one HTML fragment in French: a heading for each field that has something."""

from collective.prai.core.fields import IMoney
from collective.prai.core.money import format_euros
from collective.prai.core.safe_html import lower_headings
from collective.prai.core.safe_html import TERM
from collective.prai.core.safe_html import TERM_END
from collective.prai.core.targets import Target
from decimal import Decimal
from functools import partial
from html import escape
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IURI


_OURS = "collective.prai."
#: For text between tags; quotes stay readable there.
text_of = partial(escape, quote=False)


def french(message) -> str:
    """The message in French, whoever asks: the text of the item is French too."""
    return translate(message, target_language="fr")


def term_title(field, token: str) -> str:
    """Where the title of a term comes when the page is read; the token if the list is not ours."""
    name = getattr(field, "vocabularyName", None) or ""
    if not name.startswith(_OURS):
        return text_of(token)
    return f"{TERM}h|{name.removeprefix(_OURS)}|{token}{TERM_END}"


def _paragraphs(text: str) -> str:
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    return "".join("<p>{}</p>".format(text_of(block).replace("\n", "<br>")) for block in blocks)


def _link(url: str, title: str) -> str:
    if not url.lower().startswith(("http://", "https://", "mailto:")):
        return text_of(title)
    return f'<a href="{escape(url)}">{text_of(title)}</a>'


def inline(field, value) -> str:
    """One plain value of a field as HTML text."""
    if IBool.providedBy(field):
        return "oui" if value else "non"
    if IMoney.providedBy(field):
        return text_of(format_euros(Decimal(value), cents=True))
    if IChoice.providedBy(field):
        return term_title(field, value)
    if IURI.providedBy(field):
        return _link(value, value)
    return text_of(str(value)).replace("\n", "<br>")


class Page:
    """Built field after field; values are those of the JSON, so both say the same."""

    def __init__(self):
        self._parts: list[str] = []

    def html(self) -> str:
        return "\n".join(self._parts)

    def section(self, title: str, html: str):
        """A chapter: its own heading above its text."""
        self._parts.append(f"<section><h2>{text_of(title)}</h2>\n{lower_headings(html)}</section>")

    def field(self, field, value, targets: list[Target] | None, is_html: bool):
        """One field under its French title; nothing where there is nothing to read."""
        body = ""
        if targets is not None:
            links = "".join(f'<li><a href="{escape(t.url)}">{text_of(t.title)}</a></li>' for t in targets)
            body = f"<ul>{links}</ul>" if links else ""
        elif is_html:
            body = lower_headings(value or "")
        elif value is not False and value not in (None, "", []):
            # A box that nobody ticked says nothing to a reader.
            body = self._body(field, value)
        if body.strip():
            self._parts.append(f"<h2>{text_of(french(field.title))}</h2>\n{body}")

    def _body(self, field, value):
        if isinstance(value, list):
            row_schema = getattr(getattr(field, "value_type", None), "schema", None)
            if row_schema is not None:
                return _rows(row_schema, value)
            kind = field.value_type if ICollection.providedBy(field) else field
            return "<ul>{}</ul>".format("".join(f"<li>{inline(kind, one)}</li>" for one in value))
        if isinstance(value, str) and not IChoice.providedBy(field) and not IMoney.providedBy(field):
            return f"<p>{inline(field, value)}</p>" if IURI.providedBy(field) else _paragraphs(value)
        return f"<p>{inline(field, value)}</p>"


def _rows(schema, rows: list[dict]) -> str:
    """Links as a list, titled texts as numbered steps, everything else as a table with its heads."""
    fields = dict(getFieldsInOrder(schema))
    if {"title", "url"} == set(fields):
        items = [_link(row.get("url") or "", row.get("title") or row.get("url") or "") for row in rows]
        return "<ul>{}</ul>".format("".join(f"<li>{item}</li>" for item in items))
    if {"title", "text"} <= set(fields):
        items = [
            f"<strong>{text_of(row.get('title') or '')}</strong>{_paragraphs(row.get('text') or '')}"
            for row in rows
        ]
        return "<ol>{}</ol>".format("".join(f"<li>{item}</li>" for item in items))
    used = [name for name in fields if any(row.get(name) not in (None, "") for row in rows)]
    heads = "".join(f'<th scope="col">{text_of(french(fields[name].title))}</th>' for name in used)
    lines = [
        "".join(
            f"<td>{inline(fields[name], row[name]) if row.get(name) not in (None, '') else ''}</td>"
            for name in used
        )
        for row in rows
    ]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
