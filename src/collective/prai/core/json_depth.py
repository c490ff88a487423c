"""A JSON body nested beyond reason is answered 400 before anything reads it."""

from collective.prai import _
from plone.base.interfaces import IPloneSiteRoot
from plone.browserlayer.interfaces import ILocalBrowserLayerType
from plone.rest.interfaces import IAPIRequest
from zExceptions import BadRequest
from zope.component import adapter
from zope.component import queryUtility
from zope.i18n import translate
from zope.traversing.interfaces import IBeforeTraverseEvent
import re


#: Nesting of lists and objects; the deepest content of Plone (blocks) stays below 30.
DEEPEST = 100
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
#: How a body begins that has anything nested, in whatever encoding: else a reader of JSON stops at once, and
#: a piece of a file that is uploaded is none.
_BEGINS = re.compile(rb"[\s\x00\xef\xbb\xbf\xfe\xff]*[\[{]")


def depth(body: bytes) -> int:
    """How deep lists and objects are nested; brackets inside texts do not count."""
    if not _BEGINS.match(body) or body.count(b"[") + body.count(b"{") <= DEEPEST:
        return 0
    level = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        level += 1 if bracket in b"[{" else -1
        deepest = max(deepest, level)
    return deepest


@adapter(IPloneSiteRoot, IBeforeTraverseEvent)
def refuse_deep_json(site, event):
    """Python's reader would end in a RecursionError, which is a 500.

    On the way to the site, because the token plugin of plone.restapi reads every body while the user is
    being identified; the request may have no layer yet at that moment, so the installed one is asked.
    """
    request = event.request
    if not IAPIRequest.providedBy(request):
        return
    if queryUtility(ILocalBrowserLayerType, name="collective.prai") is None:
        return
    body = request.get("BODY")
    if isinstance(body, str):
        body = body.encode("utf-8", "replace")
    if body and depth(body) > DEEPEST:
        raise BadRequest(translate(_("The JSON is nested too deeply."), context=request))
