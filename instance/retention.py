"""Erase what is past its day: bin/instance run instance/retention.py [SITE].

Drafts, refused, withdrawn and settled dossiers so many months after (site setup), questions on their day,
the names of natural persons on the list of operations after two years. Prints numbers, and nobody's name.
Running it twice erases nothing twice. Runs beside the server, on ZEO or PostgreSQL; each night, by its timer.
"""

from collective.prai.core.personal_data.retention import erase_due
from collective.prai.syndication.thread import open_site
from datetime import date
import argparse
import sys
import transaction


def main(site: str):
    with open_site(site):
        counts = erase_due(date.today())
        transaction.commit()
    for name, count in counts.items():
        print(f"{count} {name} erased.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="retention.py", description=__doc__)
    parser.add_argument("site", nargs="?", default="prai", help="id of the site (default: prai)")
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    main(parser.parse_args(sys.argv[3:]).site)
