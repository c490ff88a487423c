"""Create the resource centre: bin/instance run instance/create_site.py [SITE_ID] [options].

Safe to run again: a site that is there already is kept, and its addresses are printed.
"""

from AccessControl.SecurityManagement import newSecurityManager
from collective.prai.core.settings import PREFIX
from collective.prai.corpus.accounts import DEMO_ACCOUNTS
from plone import api
from plone.distribution.api import site as site_api
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import setRequest
import argparse
import logging
import os
import sys
import transaction


#: The address of a site on a desk follows the port of `make run`; any other is the operator's.
ON_A_DESK = "http://localhost:"

#: They warn of what every creation of a Plone site does; that is not news to whoever starts one.
TALKATIVE = ("Products.MimetypesRegistry", "GenericSetup.componentregistry")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="create_site.py", description=__doc__)
    parser.add_argument("site_id", nargs="?", default="prai")
    parser.add_argument("--public-url", help="what the site is called from outside: https://…")
    parser.add_argument("--demo", action="store_true", help="with the corpus and ready-made accounts")
    parser.add_argument("--again", action="store_true", help="throw away the site of that name first")
    # bin/instance run leaves: interpreter, -c, this file, what was asked.
    return parser.parse_args(sys.argv[3:])


def ensure_admin(app, demo: bool):
    """The first Manager; the first site replaces the root's user folder, and takes it away."""
    users = app.acl_users
    if users.getUserById("admin") is None:
        password = os.environ.get("PRAI_ADMIN_PASSWORD") or ("admin" if demo else None)
        if password is None:
            sys.exit("Set PRAI_ADMIN_PASSWORD: it becomes the password of the first administrator, admin.")
        users._doAddUser("admin", password, ["Manager"], [])
    return users.getUserById("admin").__of__(users)


def create(app, options):
    """The site of the distribution, in French; ``demo`` brings its content."""
    newSecurityManager(None, ensure_admin(app, options.demo))
    if options.again and options.site_id in app.objectIds():
        app.manage_delObjects([options.site_id])
    transaction.commit()  # the creation begins a transaction of its own
    answers = {
        "site_id": options.site_id,
        "title": "PRAI – Centre de ressources",
        "description": "",
        "default_language": "fr",
        "portal_timezone": "Europe/Paris",
        "setup_content": options.demo,
    }
    site_api.create(app, "prai", answers)
    ensure_admin(app, options.demo)


def set_public_url(site, wanted: str | None):
    """Where the site is reached: told at creation; afterwards only a desk's address follows its port."""
    name = f"{PREFIX}.public_url"
    current = api.portal.get_registry_record(name)
    if wanted and wanted != current and (not current or current.startswith(ON_A_DESK)):
        api.portal.set_registry_record(name, wanted.rstrip("/"))


def tell(options, state: str):
    """Where to go and, on a demonstration site only, as whom."""
    print(f"Site {options.site_id}: {state}.")
    address = api.portal.get_registry_record(f"{PREFIX}.public_url")
    if not (options.demo and address):
        return
    print(f"\n  {address}        the site")
    print(f"  {address}/login  as one of these (user, password):")
    people = [("admin", "admin", "Administration : tous les droits")]
    people += [(account.user_id, account.password, account.text) for account in DEMO_ACCOUNTS]
    for user, password, text in people:
        print(f"    {user:<18}{password:<24}{text}")
    print()


def main(app, options):
    for talkative in TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.ERROR)
    app = makerequest(app)
    setRequest(app.REQUEST)
    there = options.site_id in app.objectIds()
    if not there or options.again:
        create(app, options)
    site = app[options.site_id]
    setSite(site)
    set_public_url(site, options.public_url)
    transaction.commit()
    tell(options, "kept" if there and not options.again else "created")


if __name__ == "__main__":
    main(app, arguments())  # noqa: F821
