"""Reuses kept true: bin/instance run instance/reuses.py [SITE] [--show ADDRESS | --erase ADDRESS].

Without an option, erases the addresses of declarants whose day has come, and asks each of them once a year
whether their reuse is still so; each day, by the timer of the alerts. Running it twice asks nobody twice;
what a mail server does not take is tried again at the next run (ends with 1). --show writes what is kept of
an address, as JSON; --erase erases it now, the reuses stay. Runs beside the server, on ZEO or PostgreSQL.
"""

from collective.prai.core.commands import address_options
from collective.prai.core.commands import need_public_address
from collective.prai.syndication.thread import open_site
from collective.prai.transfer.declarants import forget_of
from collective.prai.transfer.declarants import kept_of
from collective.prai.transfer.declaring.yearly import ask_due
from collective.prai.transfer.declaring.yearly import erase_old
from datetime import date
import json
import sys
import time
import transaction


def main(options) -> int:
    """The exit code."""
    with open_site(options.site):
        if options.show:
            print(json.dumps(kept_of(options.show), ensure_ascii=False, indent=1))
            return 0
        erased = forget_of(options.erase) if options.erase else erase_old(date.today(), time.time())
        transaction.commit()
        print(f"{erased} addresses of declarants erased.")
        if options.erase:
            return 0
        need_public_address()
        asked = ask_due(date.today())
    print(f"{asked.mails} declarants asked, {asked.failed} mails to try again.")
    return 1 if asked.failed else 0


if __name__ == "__main__":
    sys.exit(main(address_options(__doc__, "erase this address now; the reuses stay")))
