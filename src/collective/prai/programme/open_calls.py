"""Calls that are open or will open, as a part of other pages: the home page, the pages of the needs."""

from collective.prai.core.compiled import Compiled
from collective.prai.core.listing import visible_brains
from collective.prai.core.visibility import reader_may_see
from collective.prai.core.vocabularies import language
from collective.prai.programme import windows
from collective.prai.programme.content.call import ADVICE
from collective.prai.programme.measure_page import CallLine
from collective.prai.programme.measure_page import lines_of
from plone import api
from Products.Five.browser import BrowserView


#: Page of a need → the need, as measures name it.
NEEDS = {"etre-conseille": "advice", "etre-finance": "funding"}
SHOWN = (*windows.TAKING, windows.TO_COME)


class OpenCalls(Compiled, BrowserView):
    """ "" where there is none."""

    def __call__(self):
        self.calls = self.found()
        return self.index() if self.calls else ""

    def found(self) -> list[CallLine]:
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog(portal_type="prai.Call", review_state="open")
        calls = [brain.getObject() for brain in visible_brains(brains)]
        asked = NEEDS.get(self.context.getId())
        if asked is not None:
            calls = [call for call in calls if need_of(call) == asked]
        elif self.context.portal_type == "Document":
            return []
        return [line for line in lines_of(calls, language()) if line.state in SHOWN]

    def all_url(self) -> str:
        """The list of all calls, "" where the reader may not see it."""
        folder = api.portal.get().get("appels")
        return folder.absolute_url() if folder is not None and reader_may_see(folder) else ""


def need_of(call) -> str:
    """That of its measure, else what its kind answers."""
    measure = call.measure.to_object if call.measure is not None else None
    said = getattr(measure, "need", None)
    return said or ("advice" if call.kind == ADVICE else "funding")
