"""Contracts between the rooms: markers, and the interfaces through which rooms meet."""

from collective.easyform.interfaces import IEasyFormLayer
from collective.z3cform.datagridfield.interfaces import IDataGridFieldLayer
from plone.app.contenttypes.interfaces import IPloneAppContenttypesLayer
from plone.app.event.interfaces import IBrowserLayer as IEventLayer
from plone.theme.interfaces import IDefaultPloneLayer
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface.interfaces import IObjectEvent


class IPraiLayer(
    IDataGridFieldLayer, IEasyFormLayer, IEventLayer, IPloneAppContenttypesLayer, IDefaultPloneLayer
):
    """Browser layer: pages and services of ours exist only where the add-on is installed.

    It stands before the layers of the grid, of forms, of events and of stock types, so that what is ours
    wins over the stock.
    """


class IPrintLayer(IPraiLayer):
    """Of a request while pages are rendered for paper: templates have nothing around them."""


class IPraiContent(Interface):
    """Any item of one of our types."""


class ISyndicatable(IPraiContent):
    """An item that partners may pull once it is public, under a free licence."""


class ITransferable(IPraiContent):
    """A sheet of which readers ask whether their authority could take it up."""


class ISiteImported(IObjectEvent):
    """An import of plone.exportimport has ended; the object is the site."""


class IRecordStale(IObjectEvent):
    """What partners receive of this item may have changed, although nobody has changed the item itself."""


class IPublicFactsChanged(IObjectEvent):
    """What the public may know of an item has changed: told by the sweep, also where only time has passed."""


class IOwnedBy(Interface):
    """A part (chapter, file) that is published and withdrawn with the item that contains it."""


class ISyndicationRecord(Interface):
    """What partners receive of one item: adapter of an ISyndicatable.

    Everything is a whitelist: what is not named here does not leave.
    """

    fields = Attribute("Names of schema fields that leave, in reading order.")
    now = Attribute("Second since 1970 at which everything that it shows is judged.")

    def content() -> dict:
        """JSON values of the whitelisted fields, tokens and not titles."""

    def html() -> str:
        """The item as one safe HTML fragment, links absolute behind the placeholder of the site."""

    def links() -> list:
        """Public related items: rel, id, title, url."""

    def references() -> set:
        """UIDs of all related items, public or not: a change of theirs may change this record."""

    def shown() -> set:
        """Those of the references whose title, address or place is in this record."""

    def attachments() -> list:
        """Files under a free licence: url (that no move breaks), type, size, sha256, title, licence."""

    def facets() -> dict:
        """Filter name → tokens, for type, theme, departement, public, licence."""


class IFollowable(Interface):
    """A page that lists contents, of which a feed can tell what changes."""

    def feed_filters() -> list:
        """Pairs of public filters and values that select what is listed; none where no filters do."""


class IReuseCodes(Interface):
    """What puts an item into a page of another site: adapter of an item that may leave and a request."""

    def codes(language: str) -> dict:
        """``script`` and ``frame``: HTML to paste; ``json``: an address.  Of the public address."""


class IUntold(Interface):
    """An item of which nobody outside the team learns whether it exists: its address is « not found »."""


class IJournaled(IUntold):
    """An item whose past a log of ours tells to whom it concerns: stock pages of its past are closed, because
    they show every reader of the item who did what, and what colleagues wrote about it."""


class IDeskOfRoom(Interface):
    """Where who works in a room finds what waits: subscription adapter of the site."""

    def path() -> str:
        """Below the site, of the current user's desk at login; "" for who has none here."""


class IToRead(Interface):
    """A public item of which somebody outside the team says that it has changed: on the reviewers' desk."""


class IToWrite(Interface):
    """A draft that the site made of a decision: on the desk of all who may write it, whoever decided."""


class IOpenPage(Interface):
    """A page of ours that is open, although stock Plone has one of the same name that the gate closes."""


class IJsonLd(Interface):
    """What a page says to machines in the words of schema.org: adapter of a public item and its view."""

    def data() -> dict | None:
        """A JSON-LD node without ``@context``, its addresses behind the placeholder of the site;
        None where there is nothing to say.  Whitelisted fields and public targets only."""


class IDataset(Interface):
    """One table of ours that may be reused, as data catalogues describe it."""

    id = Attribute("Stable name in addresses: the UID of an item, or a word.")
    item = Attribute("The item that it is the table of, whose licence and visibility decide; or None.")
    url = Attribute("Page for people, behind the placeholder of the site.")
    titles = Attribute("Language → title.")
    descriptions = Attribute("Language → description.")
    keywords = Attribute("French words.")
    themes = Attribute("Codes of the data themes of the EU: GOVE, TECH…")
    departments = Attribute("Codes of the départements that it is about; empty for the whole region.")
    period = Attribute("First and last day, month or year that it is about, or None.")
    licence = Attribute("SPDX identifier.")
    attribution = Attribute("Credit line.")
    issued = Attribute("DateTime of the first publication, or None.")
    modified = Attribute("DateTime of the last change.")
    columns = Attribute("core.tables.Column of each value of a row, in their order.")

    def rows() -> list:
        """Column name → plain value, one dictionary a row, public facts only."""


class IDatasets(Interface):
    """The tables of a room: subscription adapter of the site."""

    def all() -> list:
        """Every IDataset; who asks leaves out those of items that are not public."""

    def get(id: str):
        """The IDataset of that id, or None."""


class IHeadedPage(Interface):
    """A page of ours that is no item: what browsers and search engines call it."""

    heading = Attribute("Its title, a message.")
    canonical = Attribute('Its one public address, or "" for what nobody shall keep.')
    trail = Attribute("Optional: pairs of title and address that lead to it, from below the home page.")
    shared_url = Attribute("Optional: public address of what is asked of it, for who is sent the page.")


class ICardFact(Interface):
    """Named utility: what cards say of a fact that a room put into ``prai_card`` under that name."""

    def __call__(value, language: str) -> tuple:
        """Label and text in the language; the label is empty where the text speaks for itself."""


class IDueWork(Interface):
    """Named utility: what a site does by itself when its hour has come; asked every second by the sweeper,
    with the site set, as nobody; what it changes is committed."""

    def due(now: float) -> int:
        """Do what is due at that second since 1970; the number of things done, 0 where nothing was."""


class IPublicPages(Interface):
    """Public pages of a room that are no items: subscription adapter of the site."""

    def addresses() -> list:
        """Addresses behind the placeholder of the site, as everybody may open them now."""


class IPrintedWhole(Interface):
    """A book: what is printed with the item, each part with its own page; adapter of an item."""

    def items() -> list:
        """Items in reading order; who prints leaves out those that the reader may not see."""


class ISearch(Interface):
    """What readers look for at ``/trouver``, for rooms that follow it: adapter of the site.

    A search is pairs of names and values, as an address has them; other pairs are left aside.
    """

    names = Attribute("Parameters of an address that say what is looked for.")

    def pairs(asked) -> list:
        """The same search in one order, each pair once, without what nobody knows; [] asks nothing."""

    def unknown(asked) -> list:
        """Values that nobody knows."""

    def found(asked) -> frozenset:
        """UIDs of what it finds now for a reader without a name, whoever asks."""

    def words(asked, language) -> list:
        """Label and value of each criterion, as readers call them."""


class IKitFiles(Interface):
    """Files that are made for the transfer kit of a deliverable: subscription adapter of it and a request.

    Asked as who may read the kit: what the current reader may not see stays out.
    """

    def files():
        """(name, title, bytes) of each, the same for the same state; they leave under ``product_licence``."""


class IProgrammeFigures(Interface):
    """Figures of a room for the dashboard: subscription adapter of the site.

    They are counted from the same items as the room's own lists, so that both agree to the cent.
    """

    def figures(public: bool) -> list:
        """core.figures.Figure of each; with ``public`` only what everybody may know."""


class IApplicationAwarded(IObjectEvent):
    """The Région has decided to help: the object is the dossier; the room of sheets reacts.

    ``facts``: plain values of the dossier that a public sheet may take up, never a person's.
    """

    facts = Attribute("Field of a project sheet → value.")
    made = Attribute("What the subscribers made: name → object; empty at first.")


class IPersonalData(Interface):
    """What a room keeps of a person's address: subscription adapter of the site."""

    name = Attribute("A word of code, the name of its folder in the archive.")

    def held(address) -> list:
        """Plain values, one dictionary for each thing; everything but secrets of links."""

    def files(address) -> list:
        """Name and bytes of each file that came with it."""

    def stays(address) -> list:
        """Sentences in French: what ``erase`` leaves, and why."""

    def erase(address) -> int:
        """How many things were erased, or lost the address."""


class IRetention(Interface):
    """What a room keeps until a day: subscription adapter of the site."""

    def erase_due(today) -> dict:
        """Name of what was erased → how many; a daily command asks."""
