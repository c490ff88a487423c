"""The two mails of alerts.

The first goes to an address that may be a stranger's: it holds not a word of who asked for it.
"""

from collective.prai.alerts.store import Alert
from collective.prai.alerts.store import DAY
from collective.prai.core.mail import deliver
from collective.prai.core.mail import one_line
from collective.prai.core.mail import send_mail
from collective.prai.core.settings import public_address
from datetime import datetime
from urllib.parse import urlencode
import re


#: Items that one mail names; the others are one step away.
MOST = 30
CONFIRM = """Bonjour,

Une alerte par courriel a été demandée pour cette adresse, sur le site du centre de ressources.

Pour la confirmer, ouvrez cette page dans les 48 heures :
{link}

Si vous n’avez rien demandé, ne faites rien : votre adresse n’est pas gardée, et rien d’autre ne vous
sera envoyé.

Le centre de ressources
"""
NEWS = """Bonjour,

Du nouveau pour votre recherche – {search}

{items}

Toute la recherche : {all}

Vous recevez ce message parce que vous avez demandé cette alerte le {since}. Un message {every} au plus,
et seulement quand il y a du nouveau. Pour ne plus le recevoir :
{stop}

Le centre de ressources
"""


def address_of_site() -> str:
    """Never the Host header's, which a stranger writes: without the setting no alert is asked for."""
    return public_address()


def ask_to_confirm(address: str, token: str):
    """A link, and not a word of who asked."""
    link = f"{address_of_site()}/alertes/confirmer?{urlencode({'jeton': token})}"
    send_mail(address, "Confirmez votre alerte par courriel", CONFIRM.format(link=link))


def stop_address(alert: Alert) -> str:
    return f"{address_of_site()}/alertes/arreter?{urlencode({'jeton': alert.id})}"


def tell(alert: Alert, words: list[tuple[str, str]], items: list[tuple[str, str]]) -> bool:
    """Whether the mail of new items (title and address of each) has left."""
    stop = stop_address(alert)
    lines = [f"- {_plain(title)}\n  {url}" for title, url in items[:MOST]]
    if len(items) > MOST:
        lines.append(f"… et {len(items) - MOST} autres.")
    body = NEWS.format(
        search=" ; ".join(f"{label} : {_plain(value)}" for label, value in words),
        items="\n".join(lines),
        all=f"{address_of_site()}/trouver?{urlencode(alert.pairs)}",
        since=f"{datetime.fromtimestamp(alert.since):%d/%m/%Y}",
        every="par jour" if alert.every == DAY else "par semaine",
        stop=stop,
    )
    count = len(items)
    subject = "Du nouveau pour votre recherche" if count > 1 else f"Du nouveau : {_plain(items[0][0])}"
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return deliver(alert.address, subject, body, headers | {"Auto-Submitted": "auto-generated"})


def _plain(text: str) -> str:
    """One line, without what turns or hides text, not longer than a line of a mail."""
    return one_line(re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", text))[:150]
