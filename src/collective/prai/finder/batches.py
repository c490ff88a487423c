"""Numbers of pages around the one that is read (pure)."""

from collections.abc import Callable


def pages_of(page: int, pages: int, url: Callable[[int], str]) -> list[dict | None]:
    """What the macro « pages » shows: the same numbers with their addresses."""
    return [
        number and {"number": number, "url": url(number), "current": number == page}
        for number in numbers(page, pages)
    ]


def numbers(page: int, pages: int) -> list[int | None]:
    """The neighbours, the first and the last; None stands for a gap."""
    near = sorted(number for number in {1, pages, page - 1, page, page + 1} if 1 <= number <= pages)
    found: list[int | None] = []
    for before, number in zip((0, *near), near, strict=False):
        found += [number] if number - before == 1 else [None, number]
    return found
