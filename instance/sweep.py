"""Turn saves into what partners read, once: bin/instance run instance/sweep.py.

For a timer, where no process has a sweeper (PRAI_SWEEPER=off on all). Every site of the database; ends
with 0 when nothing waits any more.
"""

from collective.prai.syndication.thread import sweep_all
import logging


def main():
    logging.getLogger("collective.prai").setLevel(logging.INFO)
    print(f"{sweep_all()} entries written.")


if __name__ == "__main__":
    main()
