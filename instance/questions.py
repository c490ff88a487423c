"""Erase the questions whose day has come: bin/instance run instance/questions.py [SITE] [--erase ADDRESS].

Each question carries its day. With --erase, those of an e-mail address go now. Runs beside the server, on
ZEO or PostgreSQL; each day, by the timer of the alerts.
"""

from collective.prai.questions.erasing import erase_of
from collective.prai.questions.erasing import erase_old
from collective.prai.syndication.thread import open_site
from datetime import date
import argparse
import sys
import transaction


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="questions.py", description=__doc__)
    parser.add_argument("site", nargs="?", default="prai", help="id of the site (default: prai)")
    parser.add_argument("--erase", metavar="ADDRESS", help="erase the questions of this address now")
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    return parser.parse_args(sys.argv[3:])


def main(options):
    with open_site(options.site) as site:
        if site is None:
            sys.exit(f"There is no site {options.site} with the add-on in this database.")
        count = erase_of(options.erase) if options.erase else erase_old(date.today())
        transaction.commit()
    print(f"{count} questions erased.")


if __name__ == "__main__":
    main(arguments())
