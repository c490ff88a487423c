"""Ready-made pages in French: the four needs of the programme's guide, the offer to partners, the law.

Texts are content: editors may change them, the ids are part of the site's addresses.
"""

from pathlib import Path
from typing import NamedTuple


TEXTS = Path(__file__).parent / "data" / "pages"


class ReadyPage(NamedTuple):
    """``sections``: ids of the sections that the page lists; ``layout``: its view, if not the stock one."""

    id: str
    title: str
    description: str
    sections: tuple[str, ...] = ()
    layout: str = ""
    in_navigation: bool = True
    #: Where a Link leads, below the site's address; "" for a page with a text.
    leads_to: str = ""

    @property
    def text(self) -> str:
        """HTML that the page starts with."""
        return (TEXTS / f"{self.id}.html").read_text(encoding="utf-8")


NEEDS = (
    ReadyPage(
        "comprendre",
        "Comprendre et se former",
        "Guides, fiches pratiques, dossiers pédagogiques, études et chiffres pour savoir de quoi l’on parle.",
        ("guides", "fiches-pratiques", "dossiers-pedagogiques", "etudes", "indicateurs", "agenda"),
        "prai-need",
    ),
    ReadyPage(
        "etre-conseille",
        "Être conseillé",
        "Comment d’autres ont été conseillés, par qui, et ce qu’il en est resté.",
        ("missions", "fiches-pratiques", "organisations"),
        "prai-need",
    ),
    ReadyPage(
        "etre-finance",
        "Être financé",
        "Ce que des projets ont coûté, qui a payé, et ce qui est resté à la charge de la collectivité.",
        ("projets", "guides", "indicateurs"),
        "prai-need",
    ),
    ReadyPage(
        "exemples",
        "Trouver un exemple à reprendre",
        "Des projets menés par d’autres, et les livrables que vous pouvez reprendre chez vous.",
        ("projets", "livrables", "missions"),
        "prai-need",
    ),
)

#: The page itself is no content: its address is a contract that no edit may break.
DIFFUSION = ReadyPage(
    "reprendre-nos-contenus",
    "Diffuser nos contenus",
    "Reprendre nos textes sur votre site, gratuitement, à jour, en citant la source.",
    leads_to="/diffusion",
)

LEGAL = ReadyPage(
    "mentions-legales",
    "Mentions légales",
    "Qui publie ce site, avec quels fonds, sous quelle licence, et ce qu’il retient de votre visite.",
    in_navigation=False,
)

READY_PAGES = (*NEEDS, DIFFUSION, LEGAL)
NEED_OF_ID = {page.id: page for page in NEEDS}
