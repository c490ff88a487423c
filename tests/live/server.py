"""A whole site in a process of its own: FileStorage in a folder, the sweeper, waitress.

    python tests/live/server.py FOLDER PORT [--without-outbox] [--items=1000] [--mixed] [--demo]
    python tests/live/server.py FOLDER PORT --stock [--items=1000]

``--mixed`` makes items of all kinds, with all that the finder counts (mixed.py); ``--stock`` a site of
plain Plone with the same texts, without any add-on.
``--demo`` brings the programme's real corpus, as ``instance/create_site.py --demo`` does.

A folder that holds a site already is served as it is, at the port for which it was made.

Prints one line, ``ready``, when it serves; http://localhost:PORT/prai, admin / admin.
"""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from collective.prai.core.caching.door import Door
from collective.prai.syndication.oai import verbs
from collective.prai.syndication.outbox import remove_outbox
from pathlib import Path
from plone import api
from plone.app.textfield import RichTextValue
from plone.distribution.api import site as site_api
from Products.CMFPlone.factory import addPloneSite
from Testing.makerequest import makerequest
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from Zope2.Startup.run import make_wsgi_app
import mixed
import random
import sys
import transaction
import waitress
import Zope2


#: What Zope's own skeleton of an instance loads: the old name of a permission included, which it maps.
SITE_ZCML = """
<configure xmlns="http://namespaces.zope.org/zope" xmlns:five="http://namespaces.zope.org/five"
           xmlns:meta="http://namespaces.zope.org/meta">
  <include package="Products.Five" />
  <meta:redefinePermission from="zope2.Public" to="zope.Public" />
  <five:loadProducts file="meta.zcml" />
  <five:loadProducts />
  <five:loadProductsOverrides />
  <securityPolicy component="AccessControl.security.SecurityPolicy" />
</configure>
"""
ZOPE_CONF = """
%define INSTANCEHOME {home}
instancehome $INSTANCEHOME
clienthome $INSTANCEHOME/var
debug-mode off
<zodb_db main>
  cache-size 30000
  <blobstorage>
    blob-dir $INSTANCEHOME/var/blobs
    <filestorage>
      path $INSTANCEHOME/var/Data.fs
    </filestorage>
  </blobstorage>
  mount-point /
</zodb_db>
"""


def write_instance(home: Path) -> Path:
    """The folders and files that Zope wants; returns its configuration."""
    for folder in ("etc", "var/blobs", "Products", "import"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    (home / "etc/site.zcml").write_text(SITE_ZCML)
    conf = home / "etc/zope.conf"
    conf.write_text(ZOPE_CONF.format(home=home))
    return conf


def ensure_admin(app):
    """The first site replaces the root's user folder, so this is called before and after."""
    if app.acl_users.getUserById("admin") is None:
        app.acl_users._doAddUser("admin", "admin", ["Manager"], [])
    return app.acl_users.getUserById("admin").__of__(app.acl_users)


SYLLABLES = "ma ri com mu ne ter toi re ser vi ce ac cès pu blic é lu a gent for mer a te lier pro jet par te nai".split()
_first = random.Random(0)
#: As many words as a handbook has, none of them in a dictionary.
WORDS = ["".join(_first.choices(SYLLABLES, k=_first.randint(1, 5))) for _number in range(20_000)]


def paragraph(pick: random.Random) -> str:
    """Words in no order: what is measured must not shrink because all sheets say the same."""
    words = pick.choices(WORDS, k=28)
    text = " ".join(words[1:])
    link = '<a href="https://www.ardesi.example/questionnaire">communauté de communes</a>'
    return f"<p><strong>{words[0].capitalize()}</strong> {text}, envoyé par la {link}&nbsp;: {pick.random():.6f}.</p>"


def sections(pick: random.Random, count: int) -> str:
    return "".join(
        f"<h2>{' '.join(pick.choices(WORDS, k=3)).capitalize()}</h2>{paragraph(pick)}{paragraph(pick)}"
        "<ul><li>Qui répond&nbsp;?</li><li>Quand&nbsp;?</li></ul>"
        "<table><tr><th>Étape</th><th>Jours</th></tr><tr><td>Relances</td><td>2</td></tr></table>"
        for _number in range(count)
    )


def fill(site, count: int):
    """Published sheets with realistic texts, 8.8 kB of HTML each."""
    section = site["fiches-pratiques"]
    # Nobody will ask for the first version of these, and keeping it takes a third of the time.
    repository = api.portal.get_tool("portal_repository")
    versioned = list(repository.getVersionableContentTypes())
    repository.setVersionableContentTypes([name for name in versioned if name != "prai.HowTo"])
    workflow = api.portal.get_tool("portal_workflow")
    themes = ["tourisme", "petite-enfance", "urbanisme", "haut-debit"]
    for number in range(count):
        pick = random.Random(number)
        with api.env.adopt_roles(["Manager"]):
            sheet = api.content.create(
                section,
                "prai.HowTo",
                f"fiche-{number}",
                title=f"Recenser l’équipement des mairies, fiche {number}",
                description="Un questionnaire court, relevé par téléphone, rendu à chacun.",
                problem="J’ai besoin de savoir de quoi disposent les mairies de mon territoire.",
                in_brief=RichTextValue(sections(pick, 6), "text/html", "text/x-html-safe"),
                watch_points=RichTextValue(sections(pick, 4), "text/html", "text/x-html-safe"),
                steps=[{"title": f"Étape {step}", "text": "Écrire, relancer, rendre."} for step in range(5)],
                themes=[themes[number % 4]],
                departments=["09"],
                licence="etalab-2.0",
                attribution="ARDESI",
            )
            workflow.doActionFor(sheet, "publish", comment="")
        if number % 100 == 99:
            transaction.commit()
            site._p_jar.cacheGC()
    repository.setVersionableContentTypes(versioned)
    transaction.commit()


def create_stock(items: int):
    """Classic Plone as it comes, beside which we measure."""
    app = makerequest(Zope2.app())
    if "prai" in app.objectIds():
        app._p_jar.close()
        return
    setRequest(app.REQUEST)
    newSecurityManager(None, ensure_admin(app))
    site = addPloneSite(app, "prai", title="Plone", default_language="fr", portal_timezone="Europe/Paris",
                        setup_content=False, distribution_name="classic")  # fmt: skip
    ensure_admin(app)
    setSite(site)
    mixed.fill_plain(site, items)
    setSite(None)
    clearRequest()
    noSecurityManager()
    app._p_jar.close()


def create_site(port: int, outbox: bool, items: int, demo: bool, make=fill):
    app = makerequest(Zope2.app())
    if "prai" in app.objectIds():
        app._p_jar.close()
        return  # the folder of an earlier server
    setRequest(app.REQUEST)
    newSecurityManager(None, ensure_admin(app))
    transaction.commit()
    answers = {
        "site_id": "prai",
        "title": "PRAI",
        "description": "",
        "default_language": "fr",
        "portal_timezone": "Europe/Paris",
        "setup_content": demo,
    }
    site_api.create(app, "prai", answers)
    ensure_admin(app)
    setSite(app.prai)
    api.portal.set_registry_record("collective.prai.public_url", f"http://localhost:{port}/prai")
    # The tests of a module are one client; the test of the limit sets its own.
    api.portal.set_registry_record("collective.prai.throttle_rate", 0)
    if not outbox:
        remove_outbox()
    transaction.commit()
    make(app.prai, items)
    setSite(None)
    clearRequest()
    noSecurityManager()
    app._p_jar.close()


def main(home: str, port: str, *options: str):
    publish = make_wsgi_app({}, str(write_instance(Path(home).resolve())))
    items = sum(int(option.partition("=")[2]) for option in options if option.startswith("--items="))
    if not items:
        verbs.PAGE = 3  # so that the lists of a small site have pages
    if "--stock" in options:
        create_stock(items)
    else:
        make = mixed.fill if "--mixed" in options else fill
        create_site(int(port), "--without-outbox" not in options, items, "--demo" in options, make)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    # Between server and Zope stands what stands there in profiles/base.cfg.
    waitress.serve(
        Door(publish), host="127.0.0.1", port=int(port), threads=4, outbuf_overflow=2**25, _quiet=True
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
