"""After an import by plone.exportimport, partners are told of what it set without an event."""

from collective.prai.syndication.sweep import mark_all
from plone.exportimport.importers.final import FinalImporter


class MarkingFinalImporter(FinalImporter):
    """UIDs, relations and states are set quietly, and a sweep may have come in between two commits."""

    def do_import(self) -> str:
        report = super().do_import()
        mark_all(self.site)
        return report
