"""Alerts by mail: bin/instance run instance/alerts.py [SITE] [--show ADDRESS | --erase ADDRESS].

Without an option, sends what is due; each day, by its timer. Running it twice sends nothing twice; what a
mail server does not take is tried again at the next run (ends with 1). --show writes what is kept of an
address, as JSON; --erase stops all its alerts and erases it. Runs beside the server, on ZEO or PostgreSQL.
"""

from collective.prai.alerts.sending import send_due
from collective.prai.alerts.store import query_store
from collective.prai.core.commands import address_options
from collective.prai.core.commands import need_public_address
from collective.prai.syndication.thread import open_site
import json
import logging
import sys
import time
import transaction


def kept_of(address: str) -> list[dict]:
    """All that is known of an address, but for the secrets of its links."""
    store = query_store()
    return [
        {
            "address": alert.address,
            "search": list(alert.pairs),
            "every": alert.every,
            "since": time.strftime("%Y-%m-%d", time.gmtime(alert.since)),
        }
        for alert in (store.of(address) if store is not None else [])
    ]


def erase(address: str) -> int:
    """How many alerts were stopped."""
    store = query_store()
    found = store.of(address) if store is not None else []
    for alert in found:
        store.remove(alert.id)
    transaction.commit()
    return len(found)


def main(options) -> int:
    """The exit code."""
    logging.getLogger("collective.prai").setLevel(logging.INFO)
    with open_site(options.site):
        if options.show:
            print(json.dumps(kept_of(options.show), ensure_ascii=False, indent=1))
            return 0
        if options.erase:
            print(f"{erase(options.erase)} alerts erased.")
            return 0
        need_public_address()
        sent = send_due(time.time())
    print(f"{sent.mails} mails sent, {sent.quiet} alerts without news, {sent.failed} mails to try again.")
    return 1 if sent.failed else 0


if __name__ == "__main__":
    sys.exit(main(address_options(__doc__, "stop all alerts of an address and erase it")))
