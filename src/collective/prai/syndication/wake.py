"""The bell between a save and the sweeper of the same process.

A hook after the commit may not write (its changes are thrown away), so it only rings.
"""

from threading import Event
import transaction


#: Set when marks have been committed in this process.
bell = Event()


class _Rung:
    """Key of the transaction's own note that the hook is in place."""


def _ring(committed: bool):
    if committed:
        bell.set()


def wake_after_commit():
    """Have the sweeper look as soon as this transaction is committed."""
    current = transaction.get()
    try:
        current.data(_Rung)
    except KeyError:
        current.set_data(_Rung, True)
        current.addAfterCommitHook(_ring)
