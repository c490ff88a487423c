"""After a backup has been brought back: bin/instance run instance/new_epoch.py [site id].

A restored log goes on counting from an older number, so a partner whose cursor is beyond it would
miss what is written between.  A new epoch answers every old cursor 410: partners start again, and
miss nothing.  Also for a log that is lost and was not saved (instance/outbox.py).
"""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import mark_all
from collective.prai.syndication.sweep import sweep_and_commit
from collective.prai.syndication.thread import open_site
from ZODB.POSException import ConflictError
import sys
import transaction


def main(site_id):
    with open_site(site_id) as site:
        query_outbox(site).reset()
        mark_all(site)
        try:
            transaction.commit()
        except ConflictError:
            sys.exit("The log changed meanwhile. Nothing was changed: run it again.")
        # A sweeper of a running instance may do a part of it.
        sweep_and_commit(site)
        transaction.begin()
        published = query_outbox(site).published
    print(f"{site_id}: a new log of {published} items; partners start again at their next visit.")


if __name__ == "__main__":
    main((sys.argv[3:] or ["prai"])[-1])
