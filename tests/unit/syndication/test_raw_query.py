"""Which addresses keep their query for our own reader."""

from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.raw_query import asked_method
from collective.prai.syndication.raw_query import FORM
from collective.prai.syndication.raw_query import keep_raw
from collective.prai.syndication.raw_query import raw_body
from collective.prai.syndication.raw_query import raw_query
from io import BytesIO
from types import SimpleNamespace
import pytest


def kept(path, query, method="GET"):
    """Whether Zope is kept from the query; our reader always has it."""
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
    request = SimpleNamespace(environ=environ, stdin=BytesIO())
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
    assert kept(path, "limit=5", "POST")
    assert not kept("/prai/diffusion", "a:int=5", "POST")


def method(path, method):
    """What Zope is told, and what we answer."""
    environ, told = {"PATH_INFO": path, "QUERY_STRING": "", "REQUEST_METHOD": method}, {}
    request = SimpleNamespace(environ=environ, stdin=BytesIO(), method=method, set=told.__setitem__)
    keep_raw(SimpleNamespace(request=request))
    assert told in ({}, {"REQUEST_METHOD": request.method})
    return request.method, asked_method(request)


@pytest.mark.parametrize(
    "path",
    ["/prai/diffusion", "/prai/diffusion/", "/prai/@@diffusion", "/VirtualHostBase/https/x.example:443/prai/VirtualHostRoot/diffusion",
     "/VirtualHostBase/https/x.example:443/VirtualHostRoot/prai/diffusion", "/prai/diffusion/fiche", "/prai/diffusion/api", "/prai/++api++/diffusion/etat.json",
     "/prai//zone/../diffusion/./oai/", "/VirtualHostBase/https/x.example:443/sites/prai/VirtualHostRoot/diffusion/fichiers/x/file/y",
     "/VirtualHostBase/https/x.example:443/prai/VirtualHostRoot/_vh_centre/diffusion", "/prai/++api++/@changes", "/prai/robots.txt"],
)  # fmt: skip
def test_zope_looks_for_no_page_that_is_called_like_a_method(path):
    for name in ("OPTIONS", "PUT", "PROPFIND", "FOO"):
        assert method(path, name) == ("GET", name)
    assert method(path, "HEAD") == ("HEAD", "HEAD")


@pytest.mark.parametrize(
    "path",
    ["/prai/actualites/diffusion", "/prai/++api++/actualites/diffusion", "/prai/diffusion/autre", "/prai/zone/diffusion/fichiers/page",
     "/prai/++api++/zone/diffusion/fiche/page", "/VirtualHostBase/https/x.example:443/prai/VirtualHostRoot/zone/diffusion/donnees/page",
     "/VirtualHostBase/https/x.example:443/prai/VirtualHostRoot/actualites/diffusion"],
)  # fmt: skip
def test_an_item_of_that_name_keeps_its_methods(path):
    assert method(path, "PATCH") == ("PATCH", "PATCH")
    assert not kept(path, "ajax_load=1")
    assert posted(b"form.title=a", path=path).stdin.read() == b"form.title=a"


def posted(body, length=None, path="/prai/diffusion/oai", **environ):
    """The request after our subscriber has seen it, twice as after a conflict."""
    environ |= {"PATH_INFO": path, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": length or str(len(body))}
    request = SimpleNamespace(environ=environ, stdin=BytesIO(body))
    for _time in "12":
        keep_raw(SimpleNamespace(request=request))
    return request


def test_what_is_posted_to_a_format_never_reaches_zope():
    request = posted(b"limit:int=abc", CONTENT_TYPE=f"{FORM}; charset=utf-8")
    assert raw_body(request) == "limit:int=abc"
    assert request.stdin.read() == b"" and request.environ["CONTENT_LENGTH"] == "0"
    assert raw_body(posted(b"", "0")) == raw_body(posted(b"x", "\xb2")) == ""
    assert posted(b"limit:int=abc", path="/prai/diffusion").stdin.read() == b""
    elsewhere = posted(b"titre=a", path="/prai/actualites/diffusion")
    assert elsewhere.stdin.read() == b"titre=a" and raw_body(elsewhere) == ""


@pytest.mark.parametrize(
    ("body", "media_type"),
    [(b"\xff", FORM), (b"{}", "application/json"), (b"a" * 8001, FORM), (b"x", "multipart/x")],
)
def test_what_is_no_form_is_told(body, media_type):
    with pytest.raises(BadQuery):
        raw_body(posted(body, CONTENT_TYPE=media_type))
