"""Write versions.cfg, what buildout reads, from constraints.txt, what pip reads."""

from pathlib import Path


root = Path(__file__).parent.parent
pins = {}
for line in (root / "constraints.txt").read_text().splitlines():
    name, equal, version = line.split(";")[0].strip().partition("==")
    if equal:
        pins[name] = version
(root / "versions.cfg").write_text(
    "# Written by `make pins` from constraints.txt.\n[versions]\n"
    + "".join(f"{name} = {version}\n" for name, version in pins.items())
)
