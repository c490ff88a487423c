"""What a profile cannot say in XML: vocabulary seeds, ready-made sections and groups, the outbox."""

from collective.prai.core.inherited import read_inherited_dates
from collective.prai.core.inherited import read_own_dates
from collective.prai.core.seeding import seed_vocabularies
from collective.prai.core.structure import create_groups
from collective.prai.core.structure import create_pages
from collective.prai.core.structure import create_presentations
from collective.prai.core.structure import create_sections
from collective.prai.corpus.accounts import create_accounts
from collective.prai.corpus.importer import DEMO_FOLDERS
from collective.prai.corpus.importer import import_corpus
from collective.prai.finder.lexicon import fill_words
from collective.prai.programme.setup import create_programme_content
from collective.prai.questions.setup import create_questions_content
from collective.prai.syndication.outbox import install_outbox
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.registration.setup import create_partners_content
from collective.prai.syndication.sweep import mark_all
from collective.prai.theme.editor import free_tab
from collective.prai.uninstall import uninstall
from plone import api
from plone.base.interfaces import INonInstallable
from zope.interface import implementer


@implementer(INonInstallable)
class HiddenProfiles:
    """Profiles that no one installs by hand."""

    def getNonInstallableProfiles(self):
        return [
            "collective.prai:uninstall",
            "collective.prai:demo",
            "collective.prai.upgrades:1001",
            "collective.prai.upgrades:1002",
            "collective.prai.upgrades:1003",
            "collective.prai.upgrades:1004",
        ]

    def getNonInstallableProducts(self):
        return ["collective.prai.upgrades"]


def post_install(setup_tool):
    """Vocabularies, groups, sections and outbox; running it again changes nothing that is there."""
    read_inherited_dates()
    seed_vocabularies()
    free_tab()
    create_groups()
    create_sections()
    create_pages()
    create_presentations()
    create_partners_content()
    if not api.portal.get_tool("portal_catalog").Indexes["prai_words"].numObjects():
        fill_words()  # content of an earlier installation
    create_questions_content()
    create_programme_content()
    if query_outbox() is None:
        install_outbox()
        mark_all(api.portal.get())  # content of an earlier installation


def demo_content(setup_tool):
    """The corpus and the accounts of the demonstration site; a corpus of ours has no row to refuse."""
    create_accounts()
    report = import_corpus(api.portal.get(), DEMO_FOLDERS)
    if report.refusals:
        raise ValueError("\n".join(map(str, report.refusals)))


def post_uninstall(setup_tool):
    """Content, types and workflows stay; what only the add-on could use goes."""
    read_own_dates()
    uninstall(api.portal.get())
