"""Run by check_wheel with zconsole, on an installed wheel: a French site, and its pages asked over WSGI."""

from collective.prai import _
from io import BytesIO
from pathlib import Path
from plone.distribution.api import site as site_api
from wsgiref.util import setup_testing_defaults
from zope.i18n import translate
from ZPublisher.WSGIPublisher import publish_module
import collective.prai
import os
import sys
import transaction


SITE = "prai"
#: Messages that must be French with nothing but the wheel's compiled catalogue.
FRENCH = {_("Deliverable"): "Livrable", _("How-to sheet"): "Fiche pratique"}


def get(path: str) -> tuple[str, str]:
    """Status line and text of a page, as a visitor gets it."""
    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost:8080", "SERVER_NAME": "localhost"}
    setup_testing_defaults(environ)
    environ["wsgi.input"] = BytesIO()
    seen = []
    body = publish_module(environ, lambda status, headers, exc_info=None: seen.append(status))
    return seen[0], b"".join(body).decode()


def main(app):
    package = Path(collective.prai.__file__)
    if not package.is_relative_to(sys.prefix):
        sys.exit(f"wheel: {package} is not the installed one")
    if "zope_i18n_compile_mo_files" in os.environ:
        sys.exit("wheel: the catalogues would be compiled here, which is what is to be checked")
    answers = {
        "site_id": SITE,
        "title": "Centre de ressources",
        "default_language": "fr",
        "portal_timezone": "Europe/Paris",
        "setup_content": False,
    }
    site_api.create(app, "prai", answers)
    transaction.commit()
    for message, french in FRENCH.items():
        found = translate(message, target_language="fr")
        if found != french:
            sys.exit(f"wheel: « {message} » is « {found} » in French, not « {french} »")
    for path, expected in ((f"/{SITE}", 'lang="fr"'), (f"/{SITE}/guides", "Guides")):
        status, page = get(path)
        if not status.startswith("200") or expected not in page:
            sys.exit(f"wheel: {path} answered {status}, without {expected}")
    sys.stdout.write("wheel: whole, installs, and makes a French site\n")


if __name__ == "__main__":
    main(app)  # noqa: F821
