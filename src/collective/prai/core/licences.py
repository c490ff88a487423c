"""Licences under which a text may leave, and what each lets a reader do, in words."""

from collective.prai import _


#: SPDX identifier → page of the licence. Only these let a text leave.
FREE_LICENCES = {
    "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/deed.fr",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
}
#: The programme freed ARDESI's productions, not everybody's.
HOUSE_LICENCE = "etalab-2.0"
HOUSE_ATTRIBUTION = "ARDESI – Centre de Ressources Internet Public et Citoyen"

#: What a licence means for the person who wants to copy the text.
IN_WORDS = {
    "etalab-2.0": _("You may copy, adapt and publish this text, even commercially, if you name its source."),
    "CC-BY-4.0": _("You may copy, adapt and publish this text, even commercially, if you name its source."),
    "CC-BY-SA-4.0": _(
        "You may copy, adapt and publish this text if you name its source and keep the same licence."
    ),
    "all-rights-reserved": _("This text may be reproduced only with the agreement of its publisher."),
    "unknown": _("The rights on this text are not known: ask before you reproduce it."),
}
