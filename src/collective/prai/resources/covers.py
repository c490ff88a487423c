"""Covers of what is printed as a book."""


class Covered:
    """Part of the page of an item that has the field ``cover``."""

    def cover(self) -> str:
        """An ``img`` of the cover, empty when there is none."""
        if self.context.cover is None:
            return ""
        images = self.context.restrictedTraverse("@@images")
        return images.tag("cover", scale="preview", css_class="prai-cover", alt="") or ""
