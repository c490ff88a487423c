"""Save the log of partners, or put it back: bin/instance run instance/outbox.py export|import FILE [options].

An import brings back epoch, numbers and tombstones, so that the cursors of partners go on. All or nothing;
run it beside the server on ZEO or PostgreSQL. Ends with 2 (bin/instance makes it 1) when the file is refused.
"""

from collective.prai.syndication.archive import BadArchive
from collective.prai.syndication.archive import dump_jsonl
from collective.prai.syndication.archive import load_jsonl
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.reconcile import TooManyWithdrawals
from collective.prai.syndication.sweep import sweep_and_commit
from collective.prai.syndication.thread import open_site
from pathlib import Path
from ZODB.POSException import ConflictError
from zope.i18n import translate
import argparse
import os
import sys
import transaction


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="outbox.py", description=__doc__)
    parser.add_argument("action", choices=("export", "import"))
    parser.add_argument("file", metavar="FILE", type=Path, help="JSON lines")
    parser.add_argument("--site", default="prai", help="id of the site (default: prai)")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="import although the site has a log: of the same epoch, what is newer than the file is kept; "
        "of another one, partners who follow it start again",
    )
    parser.add_argument(
        "--allow-withdrawals",
        action="store_true",
        help="import although much of the file is not published by this site, and will be withdrawn",
    )
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    return parser.parse_args(sys.argv[3:])


def save(site, path: Path) -> str:
    """The file is there whole, or not at all."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as stream:
        count = dump_jsonl(query_outbox(site), stream)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    return f"{count} entries in {path}."


def bring_back(site, path: Path, options) -> str:
    with path.open("rb") as stream:
        count = load_jsonl(site, query_outbox(site), stream, options.replace, options.allow_withdrawals)
    transaction.commit()
    written = sweep_and_commit(site)
    return f"{count} entries are back; {written} items had changed since."


def main(options) -> int:
    """The exit code."""
    with open_site(options.site) as site:
        try:
            if options.action == "export":
                print(save(site, options.file))
            else:
                print(bring_back(site, options.file, options))
        except BadArchive as error:
            sentence = translate(error.args[0], target_language="en")
            print(f"{options.file}: {sentence} Nothing was changed.", file=sys.stderr)
        except TooManyWithdrawals as error:
            print(
                f"{options.file}: {error}: is it of this site? Nothing was changed. If it is meant, run it "
                "again with --allow-withdrawals.",
                file=sys.stderr,
            )
        except ConflictError:
            print("The log changed meanwhile. Nothing was changed: run it again.", file=sys.stderr)
        except OSError as error:
            print(error, file=sys.stderr)
        else:
            return 0
    return 2


if __name__ == "__main__":
    sys.exit(main(arguments()))
