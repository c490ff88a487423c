"""What partners receive of a deliverable; its files leave under the licence of the thing itself."""

from collective.prai.core.attachments import attachment
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.record import Record
from collective.prai.core.safe_html import clean_text
from collective.prai.transfer.content.deliverable import IDeliverable
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.reuses import maturity_of
from collective.prai.transfer.reuses import reuses_of
from collective.prai.transfer.versions import current_files
from collective.prai.transfer.versions import versions_of
from functools import cached_property
from zope.component import adapter


#: SPDX identifiers under which a thing (software, form, kit) may be copied.
FREE_PRODUCT_LICENCES = frozenset(FREE_LICENCES) | {
    "CC0-1.0", "GPL-2.0-or-later", "GPL-3.0-or-later", "AGPL-3.0-or-later", "LGPL-3.0-or-later",
    "CECILL-2.1", "EUPL-1.2", "MIT", "Apache-2.0", "BSD-3-Clause",
}  # fmt: skip


@adapter(IDeliverable)
class DeliverableRecord(Record):
    fields = (
        "kind", "purpose", "availability", "repository", "product_licence", "open_source", "producer",
        "producer_name", "origin", "version", "history", "conditions", "condition_rows", "conditions_text",
        "instructions",
        "effort", "catalogue_url", "contact_function", "contact_organisation", "contact_email",
        "contact_phone", "source", "source_url", "confidence", "derived_from", "credits", "eu_notice",
        "relatedItems",
    )  # fmt: skip
    files = {"file": "product_licence"}
    free = FREE_PRODUCT_LICENCES

    def content(self):
        """With how far it has been tried: the level as a token, None while nothing is known."""
        tried = maturity_of(self.context, self.now)
        return super().content() | {"maturity": {"level": tried.level, "reusers": tried.reusers}}

    @cached_property
    def relations(self):
        """With its reuses: one that is published, or withdrawn, changes what is said here."""
        shown = [self.targets.of(reuse) for reuse in reuses_of(self.context)]
        return super().relations | {"reuses": [target for target in shown if target is not None]}

    @cached_property
    def _content(self) -> dict:
        found = super()._content
        if found.get("history"):
            # Which file is of which version is said with the files.
            found["history"] = [
                {name: value for name, value in row.items() if name != "files"} for row in found["history"]
            ]
        return found

    def _sees(self, part) -> bool:
        """The public, whoever makes the record."""
        return self.targets.of(part) is not None

    def attachments(self):
        licence = self.context.product_licence
        if licence not in self.free:
            return []
        versions = versions_of(self.context, self._sees)
        rows = [(one, "") for one in current_files(self.context, self._sees)] if not versions else []
        rows += [(one, version.name) for version in versions for one in version.files]
        found = []
        for one, version in rows:
            row = attachment(one.item, one.field, one.value, one.item.title, licence)
            found.append(row | ({"version": clean_text(version)} if version else {}))
        return found


@adapter(IReuse)
class ReuseRecord(Record):
    fields = (
        "original", "reuser", "reuser_name", "kind", "stage", "partners_until", "date", "url", "confirmed_on",
        "example", "adaptations", "days", "actual_cost", "cost_avoided", "obstacle_kinds", "obstacles",
        "outcome", "derived_deliverable", "source", "source_url", "confidence",
    )  # fmt: skip
