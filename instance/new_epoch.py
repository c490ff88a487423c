"""After a backup has been brought back: bin/instance run instance/new_epoch.py [site id].

A restored log goes on counting from an older number, so a partner whose cursor is beyond it would
miss what is written between.  A new epoch answers every old cursor 410: partners start again, and
miss nothing.
"""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import mark_all
from collective.prai.syndication.sweep import sweep
from zope.component.hooks import setSite
import sys
import transaction


def main(app, site_id):
    site = app.unrestrictedTraverse(site_id, None)
    outbox = query_outbox(site) if site is not None else None
    if outbox is None:
        sys.exit(f"There is no site {site_id} with the add-on in this database.")
    setSite(site)
    outbox.reset()
    mark_all(site)
    transaction.commit()
    written = sweep(site, commit=transaction.commit)
    print(f"{site_id}: a new log of {written} items; partners start again at their next visit.")


if __name__ == "__main__":
    main(app, (sys.argv[3:] or ["prai"])[-1])
