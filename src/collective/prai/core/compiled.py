"""Templates whose expressions are compiled with them: a page of ours has a thousand.

Zope's own templates keep each expression as an object that is asked for its value: some ten microseconds
a time.  Zope has the other way too (Products.PageTemplates.expression), of which our templates make use; what
they take from stock templates goes on as before.  The results are the same.
"""

from chameleon.astutil import Symbol
from chameleon.tales import NotExpr
from chameleon.tales import StringExpr
from chameleon.tales import StructureExpr
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PageTemplates import expression
from Products.PageTemplates.engine import Program
from Products.PageTemplates.engine import ZtPageTemplate
from z3c.pt import expressions
import sys


_MISSING = object()
_standard = expression.TrustedBoboAwareZopeTraverse()
#: What a step on the way to a value means for these is known without asking for adapters.
_PLAIN = (tuple, dict, BrowserView)


def walk(base, econtext, call: bool, steps: tuple):
    """What a path leads to from ``base``: attributes, then items, as for Zope; called if it can be."""
    for place, name in enumerate(steps):
        found = _MISSING
        if isinstance(base, _PLAIN) and name[0] not in "@+.":
            found = getattr(base, name, _MISSING)
            if found is _MISSING and isinstance(base, dict):
                found = base.get(name, _MISSING)
        if found is _MISSING:
            return _standard(base, econtext, call, steps[place:])
        base = found
    return base() if call and hasattr(base, "__call__") else base  # noqa: B004 (as Zope asks)


class PathExpr(expression.TrustedPathExpr):
    traverser = Symbol(walk)


class NocallExpr(expressions.NocallExpr, PathExpr):
    """The thing itself, not what it gives when it is called."""


class CompiledTemplate(ZtPageTemplate):
    """Its name tells what is kept of it on disk from what the same text gives with Zope's expressions."""


_TYPES = {
    "python": expressions.PythonExpr,
    "path": PathExpr,
    "nocall": NocallExpr,
    "exists": expression.ExistsExpr,
    "string": StringExpr,
    "not": NotExpr,
    "structure": StructureExpr,
    "provider": expressions.ProviderExpr,
}


class TemplateFile(ViewPageTemplateFile):
    """In place of Five's, with whose macros it goes together in both directions."""

    def _cook(self):
        self._v_errors = ()
        try:
            template = CompiledTemplate(
                self._text,
                filename=self.pt_source_file(),
                keep_body=True,
                expression_types=_TYPES,
                encoding="utf-8",
            )
            self._v_macros = template.macros
            # What stock templates bring along asks the engine of Zope.
            self._v_program = Program(template, self.pt_getEngine())
        except Exception:  # noqa: BLE001 (told when the template is used, as Zope does)
            kind, error, _traceback = sys.exc_info()
            self._v_errors = ["Compilation failed", f"{kind.__module__}.{kind.__name__}: {error}"]
        self._v_cooked = 1


class Compiled:
    """Mixed into a view or a viewlet: its template, wherever it is registered, is a compiled one."""

    def __init_subclass__(cls, **named):
        super().__init_subclass__(**named)
        index = cls.__dict__.get("index")
        if type(index) is ViewPageTemplateFile:
            cls.index = TemplateFile(index.filename)


class Pieces(Compiled, BrowserView):
    """A template of macros."""
