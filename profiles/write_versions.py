"""Write versions.cfg, what buildout reads, from constraints.txt, what pip reads."""

from pathlib import Path


PROFILES = Path(__file__).parent
HEADER = "# Written by `make pins` from constraints.txt; not edited.\n[versions]\n"


def pins(constraints: str) -> dict[str, str]:
    """Name to version; the conditions on Python or the system are pip's business."""
    lines = (line.split(";")[0].partition("==") for line in constraints.splitlines())
    return {name.strip(): version.strip() for name, equal, version in lines if equal}


if __name__ == "__main__":
    pinned = pins((PROFILES.parent / "constraints.txt").read_text())
    lines = (f"{name} = {version}\n" for name, version in pinned.items())
    (PROFILES / "versions.cfg").write_text(HEADER + "".join(lines))
