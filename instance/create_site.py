"""Create the PRAI site: bin/instance run instance/create_site.py [site id].

Safe to run again: a site that is there already is left alone.
"""

from AccessControl.SecurityManagement import newSecurityManager
from plone.distribution.api import site as site_api
from Testing.makerequest import makerequest
from zope.globalrequest import setRequest
import os
import sys
import transaction


def ensure_admin(app):
    users = app.acl_users
    if users.getUserById("admin") is None:
        password = os.environ.get("PRAI_ADMIN_PASSWORD", "admin")
        users._doAddUser("admin", password, ["Manager"], [])
    return users.getUserById("admin").__of__(users)


def main(app, site_id):
    if site_id in app.objectIds():
        print(f"Site {site_id} is already there.")
        return
    app = makerequest(app)
    setRequest(app.REQUEST)
    admin = ensure_admin(app)
    newSecurityManager(None, admin)
    site_api.create(
        app,
        "prai",
        {
            "site_id": site_id,
            "title": "PRAI - Centre de ressources",
            "description": "",
            "default_language": "fr",
            "portal_timezone": "Europe/Paris",
            "setup_content": True,
        },
    )
    ensure_admin(app)  # the first site replaces the root's user folder
    transaction.commit()
    print(f"Site {site_id} was created.")


if __name__ == "__main__":
    main(app, (sys.argv[1:] or ["prai"])[-1])  # noqa: F821
