"""The call of the corpus for innovative projects, as its officers would write it."""

from datetime import datetime
from decimal import Decimal
import pytz


PARIS = pytz.timezone("Europe/Paris")
OPENS, CLOSES = PARIS.localize(datetime(2006, 9, 1, 8)), PARIS.localize(datetime(2007, 9, 30, 12))
BODY = "Comité de pilotage"
CALL = {
    "kind": "innovative-project",
    "opens": OPENS,
    "closes": CLOSES,
    "rolling": True,
    "eligible_types": ["commune", "intercommunalite", "association-d-elus"],
    "thresholds": [
        {
            "type": "commune", "max_population": 2500, "outside_urban_area": True, "effect": "priority",
            "since": None, "decided_by": None,
        },
        {
            "type": "intercommunalite", "max_population": 15000, "outside_urban_area": False,
            "effect": "priority", "since": None, "decided_by": None,
        },
    ],
    "requirements": [
        {"label": "Délibération de l’organe délibérant", "explanation": None, "blocking": True},
    ],
    "excluded_kinds": ["sig", "dematerialisation-des-marches"],
    "excluded_themes": ["Numérisation du cadastre"],
    "expense_nature": "Investissement",
    "rates": [
        {"funder": "FEDER", "percent": Decimal(50), "since": None, "decided_by": None},
        {"funder": "Région", "percent": Decimal(30), "since": None, "decided_by": None},
    ],
    "caps": [
        {
            "amount": Decimal(50000), "basis": None, "funder": None, "since": None, "decided_by": None,
            "note": "Ambigu dans le guide : sur les coûts éligibles ou sur l’aide",
        },
        {
            "amount": None, "basis": None, "funder": None, "since": "2007-02-06", "decided_by": BODY,
            "note": "Rapport final, p. 27",
        },
    ],
    "maxima": [{"projects": 25, "since": None, "decided_by": None}],
    "criteria": [
        {
            "criterion": "Caractère innovant", "hint": None, "weight": Decimal(2), "max_score": None,
            "since": None, "decided_by": None,
        },
        {
            "criterion": "Reproductibilité", "hint": None, "weight": None, "max_score": 10,
            "since": None, "decided_by": None,
        },
    ],
    "jury_every": 4,
}  # fmt: skip
