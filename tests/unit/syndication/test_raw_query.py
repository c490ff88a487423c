"""Which addresses keep their query for our own reader."""

from collective.prai.syndication.raw_query import keep_raw
from collective.prai.syndication.raw_query import raw_query
from types import SimpleNamespace
import pytest


def kept(path, query, method="GET"):
    """Whether Zope is kept from the query; our reader always has it."""
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
    request = SimpleNamespace(environ=environ)
    keep_raw(SimpleNamespace(request=request))
    assert raw_query(request) == query
    return environ["QUERY_STRING"] == ""


@pytest.mark.parametrize(
    "query", ["theme=tourisme&limit:int=abc", ":method=x", "a=1&b%3Aint=z", "b_start:int=abc"]
)
def test_no_converter_reaches_zope_at_the_partners_page(query):
    assert kept("/prai/diffusion", query)
    assert kept("/prai/diffusion/", query)


def test_a_listing_of_that_name_keeps_its_pages():
    assert not kept("/prai/actualites/diffusion", "b_start:int=20")
    assert not kept("/prai/diffusion", "theme=tourisme&titre=a")


@pytest.mark.parametrize("path", ["/prai/diffusion/oai", "/prai/@changes", "/prai/diffusion/fiche/x.json"])
def test_formats_read_their_query_themselves(path):
    assert kept(path, "limit=5")
    assert not kept(path, "limit=5", "POST")
