"""Addresses as Zope reads them once they are cleaned: never an error, never half a character."""

from collective.prai.core.converted import leave_out
from io import BytesIO
from itertools import product
from types import SimpleNamespace
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPResponse import HTTPResponse
import pytest


def form_of(query, path="/prai/trouver"):
    environ = {
        "REQUEST_METHOD": "GET", "QUERY_STRING": query, "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
    }  # fmt: skip
    request = HTTPRequest(BytesIO(), environ, HTTPResponse(stdout=BytesIO()))
    leave_out(SimpleNamespace(request=request))
    request.processInputs()
    return dict(request.form)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("q=%FF", {"q": ""}), ("q=caf%E9", {"q": "caf"}), ("q=%ED%A0%80a", {"q": "a"}), ("q=\xff\xfe&page=2", {"q": "", "page": "2"}),
        ("%FF=1&q=a", {"q": "a"}), ("%FF", {}), ("q=caf%C3%A9+bleu", {"q": "café bleu"}), ("q=caf\xc3\xa9", {"q": "café"}),
        ("q=%C3%A9%FF&page:int=2", {"q": "é", "page": 2}), ("q=a:b", {"q": "a:b"}), ("q=é%E9".encode().decode("latin-1"), {"q": "é"}),
        ("page:int=x&q=a", {"q": "a"}), ("q=a&q:int=1&q.x:record=3", {"q": ["a", 1]}), ("q.x:records=3&q:list=a", {"q": ["a"]}),
        ("q:utf_16=a&q:utf-7=%2B&theme=b", {"theme": "b"}), ("q:tuple=a&q:tuple=b", {"q": ("a", "b")}), ("", {}), ("q", {"q": ""}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out(query, form):
    assert form_of(query) == form


def test_any_mixture_of_converters_is_read():
    kinds = ("", ":int", ":list", ":tuple", ":default", ":record", ":records", ":utf_16", ":ignore_empty")
    names = [
        f"{name}{one}{other}"
        for name in ("q", "q.x")
        for one, other in product(kinds, ("", ":list", ":default", ":record"))
    ]
    for first, second in product(names, names):
        for value in ("1", ""):
            form_of(f"{first}={value}&{second}={value}&q=a")


def test_who_reads_the_query_gets_it_as_it_came():
    assert form_of("q:int=1&q=%FF", path="/prai/diffusion/feed.json")["q"] == [1, "\udcff"]
