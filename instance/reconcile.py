"""Compare all content with the log of partners: bin/instance run instance/reconcile.py [SITE] [options].

Runs beside the server, on ZEO or PostgreSQL. Ends with 2, and writes nothing, when it would withdraw more
than 10 items and more than a fifth of what is published; with 1 when an item could not be serialised
(bin/instance makes 1 of both).
"""

from collective.prai.syndication.reconcile import reconcile
from collective.prai.syndication.reconcile import TooManyWithdrawals
from collective.prai.syndication.thread import open_site
import argparse
import sys
import transaction


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="reconcile.py", description=__doc__)
    parser.add_argument("site", nargs="?", default="prai", help="id of the site (default: prai)")
    parser.add_argument(
        "--allow-withdrawals", action="store_true", help="withdraw what is no longer public, however much"
    )
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    return parser.parse_args(sys.argv[3:])


def refused(error: TooManyWithdrawals) -> str:
    return "\n".join(
        [
            f"Refused: {error}, which looks like an accident. Nothing was changed.",
            "Refusé : trop de contenus seraient retirés d’un coup, ce qui ressemble à un accident.",
            "If it is meant, run it again with --allow-withdrawals. They are:",
            *(f"  {path}" for path in error.paths),
        ]
    )


def main(options) -> int:
    """The exit code."""
    with open_site(options.site) as site:
        try:
            result = reconcile(site, options.allow_withdrawals, transaction.commit)
        except TooManyWithdrawals as error:
            print(refused(error), file=sys.stderr)
            return 2
    print(
        f"{options.site}: {result.written} entries written, {result.withdrawn} of them withdrawals; "
        f"{result.unchanged} items unchanged."
    )
    if result.failed:
        print(
            f"{result.failed} items could not be serialised: the log of the instance says why.",
            file=sys.stderr,
        )
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main(arguments()))
