"""Take the pictures of every page and form: python docs/screenshots.py http://localhost:8080/prai [options].

Needs a running site with its demonstration content, and Chromium.  Writes PNG files at 1280 and 390 px:
the few that the documentation shows into docs/images/, all of them into the folder of --all.
"""

from pathlib import Path
from playwright.sync_api import sync_playwright
import argparse
import json
import os
import sys
import urllib.request


# The list of pages is one for the tests, the audit and the pictures.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from audit.items import items_of  # noqa: E402
from audit.pages import EDITING  # noqa: E402
from audit.pages import KEEPER  # noqa: E402
from audit.pages import PUBLIC  # noqa: E402


WIDTHS = (1280, 390)
#: Pictures that the documentation shows.
IN_DOCS = ("accueil", "diffusion", "projets", "ProjectSheet", "Indicator", "HowTo")
#: Pictures of docs/editeurs.md, seen by a reviewer at 1280 px: name → address below the site.
FOR_EDITORS = {
    "ma-redaction": "@@prai-redaction",
    "barre-de-remplissage": "projets/centres-de-gestion-46-82/edit",
    "recueil": "recueils/projets-innovants-e-administration",
    "publier": "projets/centres-de-gestion-46-82/@@prai-transition?workflow_action=publish",
    "retirer": "fiches-pratiques/choisir-un-prestataire/@@prai-transition?workflow_action=withdraw",
}
#: Pictures of docs/agents.md, seen by an officer at 1280 px; those of the demonstration's fictitious call.
FOR_OFFICERS = {
    "dossiers": "dossiers",
    "dossier": "dossiers/exemple-dossier-saint-exemple",
    "seances": "seances",
    "operations-controle": "operations/@@prai-controle",
    "tableau-de-bord-interne": "tableau-de-bord-interne",
    "questions": "questions",
    "donnees-personnelles": "@@prai-donnees-personnelles",
}
#: Pictures of instance/README.md, seen by who keeps the site.
FOR_KEEPERS = {"etat-de-la-diffusion": "@@prai-diffusion-controlpanel"}
#: The item of which a working copy is taken out, photographed and thrown away.
REWRITTEN = "fiches-pratiques/conduire-le-changement"


def uid_of(address: str) -> str:
    """Identifier of a public item, for pages that name it in their address."""
    asked = urllib.request.Request(address, headers={"Accept": "application/json"})  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return json.load(answer)["UID"]


def public_pages(site: str) -> dict[str, str]:
    """Name of the picture → address: the public pages of the list, and sheets beside each other."""
    items = items_of(site)
    pages = {entry.name: f"{site}/{entry.at(items)}" for entry in PUBLIC if entry.at(items) is not None}
    compared = [uid_of(pages[name]) for name in ("ProjectSheet", "MissionSheet", "HowTo") if name in pages]
    for number in range(1, len(compared) + 1):
        asked = "&".join(f"fiche={uid}" for uid in compared[:number])
        pages[f"comparer-{number}"] = f"{site}/comparer?{asked}"
    return pages


def editors_pages(site: str) -> dict[str, str]:
    """Forms and desk of the list, for a reviewer."""
    items = items_of(site)
    return {
        entry.name: f"{site}/{entry.at(items)}"
        for entry in EDITING
        if entry.who != KEEPER and entry.at(items) is not None
    }


def log_in(page, site: str, login: tuple):
    page.goto(f"{site}/login")
    page.fill("#__ac_name", login[0])
    page.fill("#__ac_password", login[1])
    page.click("#buttons-login")
    page.wait_for_load_state()


def shoot_for_editors(browser, docs: Path, login: tuple, site: str):
    """The pictures of docs/editeurs.md; the site is left as it was found."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR").new_page()
    log_in(page, site, login)
    for name, path in FOR_EDITORS.items():
        page.goto(f"{site}/{path}", wait_until="load")
        page.screenshot(path=docs / f"{name}.png")
    page.goto(f"{site}/{REWRITTEN}/@@content-checkout", wait_until="load")
    page.click("#content [type=submit] >> nth=0")
    page.wait_for_load_state()
    copy = page.url.split("?")[0].removesuffix("/view").removesuffix("/edit")
    try:
        page.goto(f"{copy}/@@content-checkin", wait_until="load")
        page.screenshot(path=docs / "copie-de-travail.png")
    finally:
        page.goto(f"{copy}/@@content-cancel-checkout", wait_until="load")
        page.click("#content [type=submit] >> nth=0")
        page.wait_for_load_state()


def shoot_for_officers(browser, docs: Path, login: tuple, site: str):
    """The pictures of docs/agents.md."""
    page = browser.new_context(viewport={"width": 1280, "height": 1400}, locale="fr-FR").new_page()
    log_in(page, site, login)
    for name, path in FOR_OFFICERS.items():
        page.goto(f"{site}/{path}", wait_until="load")
        page.screenshot(path=docs / f"{name}.png")


def shoot_for_keepers(browser, docs: Path, login: tuple, site: str):
    """The pictures of instance/README.md."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR").new_page()
    log_in(page, site, login)
    for name, path in FOR_KEEPERS.items():
        page.goto(f"{site}/{path}", wait_until="load")
        page.screenshot(path=docs / f"{name}.png", full_page=True)


def shoot(browser, pages: dict, folder: Path, docs: Path, login: tuple | None, site: str):
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR")
        page = context.new_page()
        if login:
            log_in(page, site, login)
        for name, address in pages.items():
            page.goto(address, wait_until="load")
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
            if name in IN_DOCS:
                page.screenshot(path=docs / f"{name.lower()}-{width}.png")
        context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", help="address of the site")
    parser.add_argument("--all", type=Path, default=Path("screenshots"), help="folder of all pictures")
    parser.add_argument("--docs", type=Path, default=Path(__file__).parent / "images")
    parser.add_argument("--user", help="login:password of a reviewer, to take the forms too")
    parser.add_argument("--officer", help="login:password of an officer, to take their desk")
    parser.add_argument("--keeper", help="login:password of an administrator, to take the site setup")
    parser.add_argument("--only", nargs="*", help="names of pictures")
    options = parser.parse_args()
    site = options.site.rstrip("/")
    for folder in (options.all, options.docs):
        folder.mkdir(parents=True, exist_ok=True)
    jobs = [(public_pages(site), None)]
    if options.user:
        jobs.append((editors_pages(site), tuple(options.user.split(":", 1))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        for pages, login in jobs:
            if options.only:
                pages = {name: address for name, address in pages.items() if name in options.only}
            if pages:
                shoot(browser, pages, options.all, options.docs, login, site)
        if options.user and not options.only:
            shoot_for_editors(browser, options.docs, tuple(options.user.split(":", 1)), site)
        if options.officer:
            shoot_for_officers(browser, options.docs, tuple(options.officer.split(":", 1)), site)
        if options.keeper:
            shoot_for_keepers(browser, options.docs, tuple(options.keeper.split(":", 1)), site)
        browser.close()


if __name__ == "__main__":
    main()
