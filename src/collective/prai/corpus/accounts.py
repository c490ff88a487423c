"""Ready-made accounts of the demonstration site; no other profile makes them."""

from plone import api
from typing import NamedTuple


class Account(NamedTuple):
    """A user of one of the ready-made groups; ``text`` tells a visitor what to try with it."""

    user_id: str
    password: str
    group: str
    text: str

    @property
    def email(self) -> str:
        return f"{self.user_id}@demo.example"


#: Passwords are public on purpose: these accounts exist on a machine that shows the product.
DEMO_ACCOUNTS = (
    Account("redactrice", "redactrice-prai", "redacteurs", "Rédactrice : écrit et soumet les fiches"),
    Account("relecteur", "relecteur-prai", "relecteurs", "Relecteur : relit, renvoie, publie, retire"),
    Account(
        "agente-region", "agente-region-prai", "agents-region", "Agente de la Région : suit le programme"
    ),
    Account("juree", "juree-prai-demo", "jures", "Jurée : examine les candidatures"),
    Account(
        "gestionnaire-epn",
        "gestionnaire-epn-prai",
        "gestionnaires-epn",
        "Gestionnaire EPN : prête le matériel",
    ),
)


def create_accounts():
    """Accounts that are missing; an existing one keeps its password."""
    for account in DEMO_ACCOUNTS:
        if api.user.get(userid=account.user_id) is None:
            api.user.create(
                username=account.user_id,
                email=account.email,
                password=account.password,
                properties={"fullname": account.text.partition(" : ")[0]},
            )
            api.group.add_user(groupname=account.group, username=account.user_id)
