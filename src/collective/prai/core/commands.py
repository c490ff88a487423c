"""What the commands of instance/ that keep somebody's address have in common."""

from collective.prai.core.settings import public_address
from pathlib import Path
import argparse
import sys


def address_options(description: str, erase: str, shows: bool = True) -> argparse.Namespace:
    """``site``, and ``erase`` or ``show``, an address each, or None; ``show`` if it ``shows``.

    Ends the process with a sentence where it is asked for anything else.
    """
    parser = argparse.ArgumentParser(prog=Path(sys.argv[2]).name, description=description)
    parser.add_argument("site", nargs="?", default="prai", help="id of the site (default: prai)")
    chosen = parser.add_mutually_exclusive_group()
    if shows:
        chosen.add_argument(
            "--show", metavar="ADDRESS", type=_address, help="what is kept of an address, as JSON"
        )
    chosen.add_argument("--erase", metavar="ADDRESS", type=_address, help=erase)
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    return parser.parse_args(sys.argv[3:])


def _address(text: str) -> str:
    """An empty one, of a script's variable without value, must not start the work that no option asks for."""
    if "@" not in text.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not an e-mail address")
    return text.strip()


def need_public_address():
    """Ends the process with a sentence where the site does not know its own."""
    if not public_address():
        sys.exit("Set the public address of the site first: the links of mails lead to it.")
