"""Debian's browser: nothing is downloaded, and it asks nobody but the sites of the tests."""

import os


ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def launch(playwright):
    """A browser without a window; whoever starts it closes it."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
