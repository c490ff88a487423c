"""How far a deliverable has been tried, in words: the level, and why it is that one or what would tell."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.visibility import reader_may_see
from collective.prai.transfer import saying
from collective.prai.transfer.maturity import AT_AUTHORS
from collective.prai.transfer.maturity import PROTOTYPE
from collective.prai.transfer.relations import targets
from collective.prai.transfer.reuses import counted_reuses_of
from collective.prai.transfer.reuses import maturity_of


UNKNOWN = _("not known yet")


def level(deliverable):
    """« En service chez son auteur »; a message while nothing is known."""
    found = maturity_of(deliverable).level
    return vocabularies.title("maturities", found) if found else UNKNOWN


def reasons(deliverable):
    """One sentence."""
    tried = maturity_of(deliverable)
    if tried.reusers:
        names = [saying.reuser(one) for one in counted_reuses_of(deliverable)]
        known = ", ".join(str(name) for name in names if name is not saying.SOMEBODY)
        if not known:
            return _("In service at ${number} other organisations.", mapping={"number": tried.reusers})
        if tried.reusers == 1:
            return _("In service at: ${names}.", mapping={"names": known})
        return _(
            "In service at ${number} other organisations, among them: ${names}.",
            mapping={"number": tried.reusers, "names": known},
        )
    if tried.level == AT_AUTHORS:
        return _("The project that it comes from works with it; nobody else has told us that they do.")
    if tried.level == PROTOTYPE:
        stage = vocabularies.title("stages", tried.origin_stage)
        return _("The project that it comes from is at this stage: ${stage}.", mapping={"stage": stage})
    return _missing(deliverable)


def _missing(deliverable):
    """What would have to be known."""
    seen = [one for one in targets(deliverable, "origin") if reader_may_see(one)]
    if not seen:
        return _("No project is named that it comes from, and nobody has told us that they use it.")
    return _("The page of its project does not say how far it is, and nobody has told us that they use it.")
