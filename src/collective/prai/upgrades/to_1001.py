"""Syndication in every form; each step may run twice.  Settings in XML are in profiles/1001."""

from collective.prai.syndication.outbox import query_outbox


def index_stamps(setup_tool):
    """OAI-PMH finds what changed between two dates without reading the log."""
    outbox = query_outbox()
    if outbox is not None:
        outbox.index_stamps()
