"""Styles and scripts of readers without a name: what their pages use, and nothing of what editing needs.

Whoever is signed in gets Plone's own bundles.  Bundles of other add-ons stay for everyone, and so do the
styles of another theme than Barceloneta.
"""

from collective.prai.core.caching.parts import kept_part
from collective.prai.theme.trim import read
from collective.prai.theme.trim import trim
from collective.prai.theme.trim import Words
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from plone import api
from Products.CMFPlone.resources.browser.resource import ScriptsView
from Products.CMFPlone.resources.browser.resource import StylesView
from Products.Five.browser import BrowserView
import re


#: Bundles that only who writes needs: patterns of forms, the toolbar's windows, the grids of our own forms.
FOR_EDITORS = ("plone", "plone-fullscreen", "eventedit", "datagridfield-bundle", "prai-forms")
#: Packages, and folders in them, whose templates make the pages that visitors read.
_TEMPLATES = (
    ("plone.app.layout", ""),
    ("Products.CMFPlone", "browser/templates"),
    ("Products.CMFPlone", "browser/login"),
    ("plone.app.contenttypes", "browser"),
    ("plone.app.event", "browser"),
    ("plone.app.z3cform", "templates"),
    ("plone.app.portlets", "browser"),
    ("plone.app.portlets", "portlets"),
    ("plone.batching", ""),
    ("plone.app.i18n", ""),
    ("plonetheme.barceloneta", "theme"),
    ("collective.easyform", "browser"),
)
#: What editors may put into a text, and what scripts set.
_IN_TEXTS = (
    "table table-striped table-bordered image-left image-right image-inline image-richtext captioned figure "
    "figure-caption callout discreet lead blockquote text-start text-center text-end show active collapsed"
)
_BARCELONETA = ("plonetheme.barceloneta", "theme/css/barceloneta.min.css")
_THEME_LINK = re.compile(r'(<link data-bundle="diazo" href=")[^"]*/barceloneta\.min\.css(")')


def folder(package: str) -> Path:
    return Path(find_spec(package).submodule_search_locations[0])


@cache
def stylesheet() -> bytes:
    """Barceloneta as far as pages for visitors can match it; letters are those of the reader's machine."""
    ours = read([folder("collective.prai")], (".pt", ".py", ".js", ".html"))
    stock = (
        path.read_text(encoding="utf-8", errors="replace")
        for package, below in _TEMPLATES
        for path in sorted((folder(package) / below).rglob("*"))
        if path.suffix in (".pt", ".html", ".xml") and not path.name.startswith(("test", "manage"))
    )
    css = folder(_BARCELONETA[0]) / _BARCELONETA[1]
    return trim(css.read_text(encoding="utf-8"), Words(chain(ours, stock, [_IN_TEXTS]))).encode()


@cache
def fingerprint(name: str) -> str:
    """What stands in the address of a resource, so that another content has another address."""
    body = stylesheet() if name == Stylesheet.name else (Path(__file__).parent / "static" / name).read_bytes()
    return sha256(body).hexdigest()[:16]


class Stylesheet(BrowserView):
    """``/++webresource++<hash>/@@prai-visitors.css``; rulesets let it be kept for good."""

    name = "prai-visitors.css"

    def __call__(self) -> bytes:
        self.request.response.setHeader("Content-Type", "text/css; charset=utf-8")
        return stylesheet()


class VisitorResources:
    """Mixed into the viewlets of styles and scripts."""

    def update(self):
        if not api.user.is_anonymous():
            super().update()
            return
        self.rendered = kept_part("resources", self.context, self.request, self._made)

    def _made(self) -> dict[str, str]:
        disabled = getattr(self.request, "disabled_bundles", [])
        self.request.disabled_bundles = [*disabled, *FOR_EDITORS]
        super().update()
        site = api.portal.get().absolute_url()
        styles = f"{site}/++webresource++{fingerprint(Stylesheet.name)}/@@{Stylesheet.name}"
        menu = f"{site}/++webresource++{fingerprint('menu.js')}/++plone++collective.prai/menu.js"
        return {
            "css": _THEME_LINK.sub(rf"\g<1>{styles}\g<2>", self.rendered["css"]),
            "js": f'{self.rendered["js"]}\n<script defer="defer" src="{menu}"></script>',
        }


class Styles(VisitorResources, StylesView):
    """In the head."""


class Scripts(VisitorResources, ScriptsView):
    """At the end."""
