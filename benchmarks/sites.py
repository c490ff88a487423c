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


def start(home: Path, items: int, large: int, running: ExitStack):
    """The three sites, serving; they end with ``running``."""
    make = live_site_class()
    print(
        f"Sites of {items:,}, {items:,} and {large:,} sheets are being made; this takes minutes.", flush=True
    )
    sites = []
    for name, count, more in (
        ("with", items, ()),
        ("without", items, ("--without-outbox",)),
        ("large", large, ()),
    ):
        folder = home / name
        folder.mkdir(parents=True, exist_ok=True)
        # Links have the port in them: a site that was made before is served where it was.
        port = folder / "port"
        site = make(folder, f"--items={count}", *more, port=int(port.read_text()) if port.exists() else None)
        port.write_text(str(site.port))
        running.callback(site.stop)
        sites.append(site)
    for site in sites:
        site.wait(3600)
    return sites
