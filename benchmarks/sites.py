"""The measured sites, each a server of its own."""

from contextlib import ExitStack
from pathlib import Path
import importlib.util


ROOT = Path(__file__).resolve().parent.parent


def live_site_class():
    """The server that the race test uses."""
    spec = importlib.util.spec_from_file_location("live", ROOT / "tests/live/conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LiveSite


def serve(home: Path, wanted: tuple, running: ExitStack) -> list:
    """Sites by (folder, items, options), serving; they end with ``running``."""
    make = live_site_class()
    said = ", ".join(f"{items:,} ({name})" for name, items, *_options in wanted)
    print(f"Sites are being made, this takes minutes: {said}.", flush=True)
    sites = []
    for name, items, *options in wanted:
        folder = home / name
        folder.mkdir(parents=True, exist_ok=True)
        # Links have the port in them: a site that was made before is served where it was.
        port = folder / "port"
        site = make(
            folder, f"--items={items}", *options, port=int(port.read_text()) if port.exists() else None
        )
        port.write_text(str(site.port))
        running.callback(site.stop)
        sites.append(site)
    for site in sites:
        site.wait(7_200)
    return sites


def start(home: Path, items: int, large: int, running: ExitStack) -> list:
    """For what partners do: with the outbox, without it, and a large one."""
    wanted = (("with", items), ("without", items, "--without-outbox"), ("large", large))
    return serve(home, wanted, running)


def start_pages(home: Path, items: int, large: int, running: ExitStack) -> list:
    """For what visitors do: items of all kinds, beside plain Plone with the same texts; then both large."""
    # Nothing of it is swept: what is measured must not have to wait for the log of twenty thousand items.
    ours, stock = ("--mixed", "--without-outbox"), ("--stock",)
    wanted = (("pages", items, *ours), ("stock", items, *stock),
              ("pages-large", large, *ours), ("stock-large", large, *stock))  # fmt: skip
    return serve(home, wanted, running)
