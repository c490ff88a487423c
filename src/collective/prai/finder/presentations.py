"""What stands at the head of the page of a theme, an audience or a territory: an ordinary page of the site.

It is a Document in the folder « presentations », named after its subject (``themes-tourisme``): editors write
it, have it reviewed and published like any other.  Until then a line that the add-on ships stands there.
"""

from collective.prai import _
from collective.prai.core.structure import PRESENTATIONS
from collective.prai.core.subjects import Kind
from collective.prai.core.subjects import KINDS
from collective.prai.core.subjects import subject_url
from collective.prai.core.visibility import reader_may_see
from functools import cache
from pathlib import Path
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zExceptions import BadRequest
import yaml


LAYOUT = "prai-presentation"


class Presentation(NamedTuple):
    """``line`` says it in a sentence; ``html`` is safe, and "" while nobody wrote more."""

    line: str
    html: str


@cache
def shipped() -> dict[str, dict[str, str]]:
    """Kind → token → line."""
    text = (Path(__file__).parent / "data" / "presentations.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def _written(kind: Kind, token: str):
    folder = api.portal.get().get(PRESENTATIONS)
    return folder.get(f"{kind.id}-{token}") if folder is not None else None


def presentation(kind: Kind, token: str) -> Presentation:
    """As this reader may see it."""
    page = _written(kind, token)
    if page is None or not reader_may_see(page):
        return Presentation(shipped().get(kind.id, {}).get(token, ""), "")
    text = page.text
    return Presentation(page.Description(), text.output_relative_to(page) if text else "")


def way_to_write(kind: Kind, token: str) -> dict | None:
    """For who may write it: address, and whether it is there already; None for everybody else."""
    folder = api.portal.get().get(PRESENTATIONS)
    if folder is None:
        return None
    page = folder.get(f"{kind.id}-{token}")
    if page is not None:
        if not api.user.has_permission("Modify portal content", obj=page):
            return None
        return {"url": f"{page.absolute_url()}/edit", "there": True}
    if not api.user.has_permission("Add portal content", obj=folder):
        return None
    return {"url": f"{folder.absolute_url()}/@@prai-write-presentation", "there": False}


def subject_of(page_id: str) -> tuple[Kind, str] | None:
    """``themes-tourisme`` → what the page presents."""
    for kind in KINDS:
        if page_id.startswith(f"{kind.id}-"):
            return kind, page_id[len(kind.id) + 1 :]
    return None


class WritePresentation(BrowserView):
    """Begin the presentation that the form names, with the line that stands there, and go on to edit it."""

    def __call__(self):
        kinds = {kind.id: kind for kind in KINDS}
        kind, token = kinds.get(self._asked("kind")), self._asked("token")
        title = self._title(kind, token) if kind is not None else None
        if self.request.get("REQUEST_METHOD") != "POST" or title is None:
            raise BadRequest(_("There is no such page to present."))
        page = self.context.get(f"{kind.id}-{token}")
        if page is None:
            line = presentation(kind, token).line
            page = api.content.create(
                self.context, "Document", f"{kind.id}-{token}", title=title, description=line, language="fr"
            )
            page.setLayout(LAYOUT)
        self.request.response.redirect(f"{page.absolute_url()}/edit")
        return ""

    def _asked(self, name: str) -> str:
        value = self.request.form.get(name)
        return value if isinstance(value, str) else ""

    def _title(self, kind: Kind, token: str) -> str | None:
        """Of a term that has a page, which is where the form comes from."""
        view = api.content.get_view(kind.id, api.portal.get(), self.request)
        return view.titles().get(token)


class PresentationView(BrowserView):
    """Readers are led to the page that it introduces; who may change it sees it, with its state."""

    def __call__(self):
        if self.address and not api.user.has_permission("Modify portal content", obj=self.context):
            self.request.response.redirect(self.address, status=301)
            return ""
        return self.index()

    @property
    def address(self) -> str:
        """Of the page that it introduces; "" for a page that was put here by itself."""
        subject = subject_of(self.context.getId())
        return subject_url(*subject) if subject is not None else ""

    def html(self) -> str:
        text = self.context.text
        return text.output_relative_to(self.context) if text else ""
