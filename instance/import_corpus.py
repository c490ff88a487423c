"""Import folders of corpus files: bin/instance run instance/import_corpus.py DIR [DIR…] [options].

Safe to run again: what has not changed is left alone, and what an editor changed on the site is kept.
Ends with 1 when a row was refused; the other rows are in.
"""

from AccessControl.SecurityManagement import newSecurityManager
from collective.prai.corpus.importer import DEMO_FOLDERS
from collective.prai.corpus.importer import import_corpus
from collective.prai.corpus.report import as_markdown
from pathlib import Path
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest
import argparse
import sys
import transaction


#: Items between two commits: a run that is cut short is taken up from the last one.
BATCH = 25
WIDTH = 40


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="import_corpus.py", description=__doc__)
    parser.add_argument("folders", nargs="*", metavar="DIR", type=Path, help="folder of YAML files")
    parser.add_argument("--demo", action="store_true", help="the corpus that comes with the add-on")
    parser.add_argument("--site", default="prai", help="id of the site (default: prai)")
    parser.add_argument("--report", type=Path, help="write what became of each file, as Markdown")
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    options = parser.parse_args(sys.argv[3:])
    options.folders += DEMO_FOLDERS if options.demo else ()
    if not options.folders:
        parser.error("name a folder of corpus files, or --demo")
    for folder in options.folders:
        if not folder.is_dir():
            parser.error(f"{folder} is not a folder")
    return options


def progress(done: int, total: int):
    """A bar for a person, a line now and then for a log."""
    if sys.stderr.isatty():
        filled = WIDTH * done // total
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}{end}")
        sys.stderr.flush()
    elif done % BATCH == 0 or done == total:
        print(f"{done} of {total} items.")


class Batches:
    """Commits at every ``BATCH``-th checkpoint."""

    def __init__(self):
        self.passed = 0

    def __call__(self):
        self.passed += 1
        if self.passed % BATCH == 0:
            transaction.commit()


def main(app, options) -> int:
    """The exit code: 1 when a row was refused."""
    app = makerequest(app)
    setRequest(app.REQUEST)
    if options.site not in app.objectIds():
        sys.exit(f"There is no site {options.site}: bin/instance run instance/create_site.py {options.site}")
    users = app.acl_users
    newSecurityManager(None, users.getUserById("admin").__of__(users))
    site = app[options.site]
    setSite(site)
    report = import_corpus(site, options.folders, Batches(), progress)
    transaction.commit()
    if options.report:
        options.report.write_text(as_markdown(report), encoding="utf-8")
    print("\n".join(report.summary()))
    return 1 if report.refusals else 0


if __name__ == "__main__":
    sys.exit(main(app, arguments()))  # noqa: F821
