"""Metadata formats: how an item is written for a harvester.  One is a class and its place in ``FORMATS``."""

from collective.prai.syndication.oai.sets import type_title
from collective.prai.syndication.oai.xml import put
from collective.prai.syndication.oai.xml import root
from collective.prai.syndication.oai.xml import write
from lxml import etree


SCHEMA_NAME = "oai-prai.xsd"


class Format:
    """``address`` is the site's public one; ``item`` is an item of ``@changes``, titles in French."""

    prefix = ""
    namespace = ""

    def schema(self, address: str) -> str:
        """Where the format's XML schema is; there is no default, because each format has one."""
        raise NotImplementedError

    def write(self, item: dict, publisher: str, address: str):
        """The item as one element of the namespace; there is no default, because that is all it is."""
        raise NotImplementedError


DC = "http://purl.org/dc/elements/1.1/"


class DublinCore(Format):
    """What each harvester must find: enough to list, credit and link an item, without its text."""

    prefix = "oai_dc"
    namespace = "http://www.openarchives.org/OAI/2.0/oai_dc/"

    def schema(self, address: str) -> str:
        return "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

    def write(self, item: dict, publisher: str, address: str):
        return dublin_core(list(self.values(item, publisher)))

    def values(self, item: dict, publisher: str):
        """Names and values, in the order of the fifteen elements."""
        licence = item["licence"]
        origins = [link["title"] for link in item["links"] if link["rel"] in ("publisher", "producer")]
        yield "title", item["title"]
        yield "creator", licence["attribution"] or next(iter(origins), publisher)
        for name in ("themes", "audiences"):
            for term in item[name]:
                yield "subject", term["title"]
        yield "description", item["description"]
        for one in origins or [publisher]:
            yield "publisher", one
        yield "date", item["published"]
        yield "type", "Dataset" if item["@type"] == "prai.Indicator" else "Text"
        yield "type", type_title(item["@type"])
        for media_type in dict.fromkeys(["text/html", *(one["type"] for one in item["attachments"])]):
            yield "format", media_type
        yield "identifier", item["url"]
        yield "identifier", item["id"]
        if source := item["content"].get("source_url"):
            yield "source", str(source)
        yield "language", item["language"]
        for link in item["links"]:
            yield "relation", link["url"]
        for term in item["departments"]:
            yield "coverage", term["title"]
        yield "rights", licence["url"]
        yield "rights", licence["attribution"]


def dublin_core(values: list[tuple[str, str | None]]):
    """An ``oai_dc:dc`` element of those values, empty ones left out."""
    element = root("oai_dc", DublinCore.namespace, "dc", DublinCore().schema(""), dc=DC)
    for name, value in values:
        if value:
            write(etree.SubElement(element, f"{{{DC}}}{name}"), value)
    return element


class Prai(Format):
    """Everything that ``@changes`` says of the item, in XML; ``prai.xsd`` beside this module describes it."""

    prefix = "prai"
    #: The same for every site: it names the format, and where its schema is depends on the site.
    namespace = "urn:collective.prai:item:1"
    #: Parts that have elements of their own; whatever else an item has comes as fields after them.
    _PLAIN = (
        "url", "title", "description", "language", "published", "updated", "revision", "archived",
        "to_revise", "review_by", "etag",
    )  # fmt: skip
    _TERMS = ("themes", "departments", "audiences")
    _OWN = {"id", "status", "@type", "licence", "content", "attachments", "links", *_PLAIN, *_TERMS}

    def schema(self, address: str) -> str:
        return f"{address}/diffusion/{SCHEMA_NAME}"

    def write(self, item: dict, publisher: str, address: str):
        element = root("prai", self.namespace, "item", self.schema(address))
        element.set("id", item["id"])
        element.set("type", item["@type"])
        for name in self._PLAIN:
            put(element, name, plain(item[name]))
        licence = put(element, "licence", None, id=item["licence"]["id"], url=item["licence"]["url"])
        put(licence, "attribution", item["licence"]["attribution"])
        for name in self._TERMS:
            terms = put(element, name)
            for term in item[name]:
                put(terms, "term", term["title"], token=term["token"])
        content = dict(item["content"])
        put(element, "html", content.pop("html", ""))
        fields(put(element, "content"), content)
        for name, one in (("attachments", "attachment"), ("links", "link")):
            parts = put(element, name)
            for part in item[name]:
                fields(put(parts, one), part)
        fields(put(element, "more"), {name: value for name, value in item.items() if name not in self._OWN})
        return element


_FIELD, _VALUE = f"{{{Prai.namespace}}}field", f"{{{Prai.namespace}}}value"
_KINDS = {
    bool: "boolean", dict: "group", float: "number", int: "number", list: "list",
    str: "text", type(None): "null",
}  # fmt: skip


def fields(parent, values: dict):
    """One ``field`` a name: the JSON value, its kind said in ``type``."""
    for name, value in values.items():
        _fill(etree.SubElement(parent, _FIELD, name=name, type=_KINDS[type(value)]), value)


def _fill(element, value):
    if isinstance(value, dict):
        fields(element, value)
    elif isinstance(value, list):
        for one in value:
            _fill(etree.SubElement(element, _VALUE, type=_KINDS[type(one)]), one)
    elif value is not None:
        write(element, plain(value))


def plain(value) -> str:
    """A JSON value that is no list and no group, as text; nothing for null."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


#: In the order in which they are announced.
FORMATS = {found.prefix: found for found in (DublinCore(), Prai())}
