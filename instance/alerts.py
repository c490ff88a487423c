"""Alerts by mail: bin/instance run instance/alerts.py [SITE] [--show ADDRESS | --erase ADDRESS].

Without an option, sends what is due; each day, by its timer. Running it twice sends nothing twice; what a
mail server does not take is tried again at the next run (ends with 1). --show writes what is kept of an
address, as JSON; --erase stops all its alerts and erases it. Runs beside the server, on ZEO or PostgreSQL.
"""

from collective.prai.alerts.personal_data import erase
from collective.prai.alerts.personal_data import kept_of
from collective.prai.alerts.sending import send_due
from collective.prai.core.commands import address_options
from collective.prai.core.commands import need_public_address
from collective.prai.syndication.thread import open_site
import json
import logging
import sys
import time
import transaction


def main(options) -> int:
    """The exit code."""
    logging.getLogger("collective.prai").setLevel(logging.INFO)
    with open_site(options.site):
        if options.show:
            print(json.dumps(kept_of(options.show), ensure_ascii=False, indent=1))
            return 0
        if options.erase:
            count = erase(options.erase)
            transaction.commit()
            print(f"{count} alerts erased.")
            return 0
        need_public_address()
        sent = send_due(time.time())
    print(f"{sent.mails} mails sent, {sent.quiet} alerts without news, {sent.failed} mails to try again.")
    return 1 if sent.failed else 0


if __name__ == "__main__":
    sys.exit(main(address_options(__doc__, "stop all alerts of an address and erase it")))
