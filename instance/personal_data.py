"""Personal data: bin/instance run instance/personal_data.py [SITE] (--show ADDRESS | --erase ADDRESS).

--show writes all that the site holds of an address, as JSON (with its files: the page
@@prai-donnees-personnelles of the site); --erase erases it, and prints how many things went, and what stays.
Runs beside the server, on ZEO or PostgreSQL.
"""

from collective.prai.core.commands import address_options
from collective.prai.core.personal_data.collecting import as_json
from collective.prai.core.personal_data.collecting import erase
from collective.prai.core.personal_data.collecting import stays
from collective.prai.syndication.thread import open_site
import sys
import transaction


def main(options):
    with open_site(options.site):
        if options.show:
            print(as_json(options.show).decode())
            return
        if not options.erase:
            sys.exit("Say what is asked for: --show ADDRESS or --erase ADDRESS.")
        left = len(stays(options.erase))
        counts = erase(options.erase)
        transaction.commit()
    # No title, no number: what a command prints stays in journals.
    for name, count in counts.items():
        print(f"{name}: {count}")
    print(f"{sum(counts.values())} things erased or emptied, {left} stay without the address.")


if __name__ == "__main__":
    main(address_options(__doc__, "erase what is held of this address"))
