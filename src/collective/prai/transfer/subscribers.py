"""What happens to a deliverable when a reuse of it, or the project that it comes from, changes."""

from collective.prai.transfer.reuses import deliverables_of


def count_again(item, event):
    """Its maturity is of what the public sees now."""
    for deliverable in deliverables_of(item):
        deliverable.reindexObject(idxs=["maturity", "prai_card"])
