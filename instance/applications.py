"""Applicants reminded: bin/instance run instance/applications.py [SITE].

Reminds who has a draft while the call is about to close, and who was asked to complete a dossier; each of
them once, each day, by the timer of the alerts. Running it twice reminds nobody twice; what a mail server
does not take is tried again at the next run (ends with 1). Runs beside the server, on ZEO or PostgreSQL.
"""

from collective.prai.core.commands import need_public_address
from collective.prai.programme.apply.reminders import remind_due
from collective.prai.syndication.thread import open_site
import argparse
import sys
import transaction


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="applications.py", description=__doc__)
    parser.add_argument("site", nargs="?", default="prai", help="id of the site (default: prai)")
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    return parser.parse_args(sys.argv[3:])


def main(options) -> int:
    """The exit code."""
    with open_site(options.site) as site:
        if site is None:
            sys.exit(f"There is no site {options.site} with the add-on in this database.")
        need_public_address()
        reminded = remind_due()
        transaction.commit()
    print(f"{reminded.mails} applicants reminded, {reminded.failed} mails to try again.")
    return 1 if reminded.failed else 0


if __name__ == "__main__":
    sys.exit(main(arguments()))
