"""Reuses kept true: bin/instance run instance/reuses.py [SITE] [--show ADDRESS | --erase ADDRESS].

Without an option, erases the addresses of declarants whose day has come, and asks each of them once a year
whether their reuse is still so; each day, by the timer of the alerts. Running it twice asks nobody twice;
what a mail server does not take is tried again at the next run (ends with 1). --show writes what is kept of
an address, as JSON; --erase erases it now, the reuses stay. Runs beside the server, on ZEO or PostgreSQL.
"""

from collective.prai.core.settings import public_address
from collective.prai.syndication.thread import open_site
from collective.prai.transfer.declarants import forget_of
from collective.prai.transfer.declarants import kept_of
from collective.prai.transfer.declaring.yearly import ask_due
from collective.prai.transfer.declaring.yearly import erase_old
from datetime import date
import argparse
import json
import sys
import time
import transaction


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reuses.py", description=__doc__)
    parser.add_argument("site", nargs="?", default="prai", help="id of the site (default: prai)")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--show", metavar="ADDRESS", help="what is kept of an address, as JSON")
    chosen.add_argument("--erase", metavar="ADDRESS", help="erase this address now; the reuses stay")
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    return parser.parse_args(sys.argv[3:])


def main(options) -> int:
    """The exit code."""
    with open_site(options.site) as site:
        if site is None:
            sys.exit(f"There is no site {options.site} with the add-on in this database.")
        if options.show:
            print(json.dumps(kept_of(options.show), ensure_ascii=False, indent=1))
            return 0
        erased = forget_of(options.erase) if options.erase else erase_old(date.today(), time.time())
        transaction.commit()
        print(f"{erased} addresses of declarants erased.")
        if options.erase:
            return 0
        if not public_address():
            sys.exit("Set the public address of the site first: the links of mails lead to it.")
        asked = ask_due(date.today())
    print(f"{asked.mails} declarants asked, {asked.failed} mails to try again.")
    return 1 if asked.failed else 0


if __name__ == "__main__":
    sys.exit(main(arguments()))
