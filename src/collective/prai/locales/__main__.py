"""The message catalogues follow the code: python -m collective.prai.locales update | check.

``update`` brings the template and both catalogues up to the code. ``check`` answers 1, and says what to do,
when a message of the code is not in the template, or is without its French. English needs no catalogue of
its own: the messages of the code are English sentences.
"""

from babel.messages.pofile import read_po
from pathlib import Path
import re
import subprocess
import sys
import tempfile


DOMAIN = "collective.prai"
LOCALES = Path(__file__).parent
PACKAGE = LOCALES.parent
TEMPLATE = LOCALES / f"{DOMAIN}.pot"
LANGUAGES = ("fr", "en")
HEADER = f"""msgid ""
msgstr ""
"Project-Id-Version: {DOMAIN}\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0\\n"
"Language-Code: en\\n"
"Language-Name: English\\n"
"Preferred-Encodings: utf-8\\n"
"Domain: {DOMAIN}\\n"
"""


def catalogue(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def i18ndude(*words):
    """Run the extractor; what it has to say about the code goes to the terminal."""
    program = Path(sys.executable).parent / "i18ndude"
    subprocess.run([program, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def extracted() -> str:
    """The template that the code asks for, with a date that stands: the same code gives the same text."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / TEMPLATE.name
        i18ndude("rebuild-pot", "--pot", pot, "--create", DOMAIN, "--no-line-numbers", PACKAGE)
        _header, found, messages = pot.read_text(encoding="utf-8").partition("\n\n")
    return HEADER + found + messages


def messages(path: Path) -> dict:
    """Message by msgid; obsolete ones and the header are left out."""
    with path.open("rb") as text:
        return {message.id: message for message in read_po(text) if message.id}


def update():
    TEMPLATE.write_text(extracted(), encoding="utf-8")
    i18ndude("sync", "--pot", TEMPLATE, *map(catalogue, LANGUAGES))
    missing = sum(not message.string for message in messages(catalogue("fr")).values())
    sys.stdout.write(f"{len(messages(TEMPLATE))} messages, {missing} to translate in {catalogue('fr')}\n")


def variables(text: str) -> set[str]:
    return set(re.findall(r"\$\{?(\w+)\}?", text))


#: A French line never begins with one of these: the space before them is a no-break one.
LOOSE = re.compile(r" [:;?!»%€]|« ")


def faults(template: dict, code: dict, french: dict):
    """A line for each message that a reader of the French site would meet wrong."""
    for msgid in sorted(code.keys() ^ template.keys()):
        yield f"the template and the code differ, run make i18n: {msgid}"
    for msgid in sorted(code):
        message = french.get(msgid)
        if message is None or not message.string:
            yield f"no French: {msgid}"
        elif message.fuzzy:
            yield f"the French is marked fuzzy: {msgid}"
        elif variables(msgid) - variables(message.string):
            yield f"the French leaves out {variables(msgid) - variables(message.string)}: {msgid}"
        elif LOOSE.search(message.string):
            yield f"a line could break before a sign of the French (no-break space U+00A0): {msgid}"


def check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / TEMPLATE.name
        fresh.write_text(extracted(), encoding="utf-8")
        code = messages(fresh)
    found = list(faults(messages(TEMPLATE), code, messages(catalogue("fr"))))
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{len(code)} messages, {len(found)} to see to.\n")
    return 1 if found else 0


COMMANDS = {"update": update, "check": check}


if __name__ == "__main__":
    if sys.argv[1:] not in [[name] for name in COMMANDS]:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]]())
