"""Erase the questions whose day has come: bin/instance run instance/questions.py [SITE] [--erase ADDRESS].

Each question carries its day. With --erase, those of an e-mail address go now. Runs beside the server, on
ZEO or PostgreSQL; each day, by the timer of the alerts.
"""

from collective.prai.core.commands import address_options
from collective.prai.questions.erasing import erase_of
from collective.prai.questions.erasing import erase_old
from collective.prai.syndication.thread import open_site
from datetime import date
import transaction


def main(options):
    with open_site(options.site):
        count = erase_of(options.erase) if options.erase else erase_old(date.today())
        transaction.commit()
    print(f"{count} questions erased.")


if __name__ == "__main__":
    main(address_options(__doc__, "erase the questions of this address now", shows=False))
