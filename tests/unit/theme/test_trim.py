from collective.prai.theme.trim import rules
from collective.prai.theme.trim import split
from collective.prai.theme.trim import trim
from collective.prai.theme.trim import Words
import pytest


WORDS = Words(['<a class="btn nav-link"><p id="main">', "col-md-{n} alert-${type} sm\\:flex"])


@pytest.mark.parametrize(
    "css, kept",
    [
        (".btn{color:red}.carousel{color:blue}", ".btn{color:red}"),
        (".btn,.carousel,a{x:y}", ".btn,a{x:y}"),
        (".btn .carousel{x:y}#main>.nav-link{x:y}#other{x:y}", "#main>.nav-link{x:y}"),
        (".btn:not(.carousel){x:y}", ".btn:not(.carousel){x:y}"),
        (":is(.carousel,.btn) a{x:y}", ":is(.carousel,.btn) a{x:y}"),
        (".col-md-6{x:y}.col-lg-6{x:y}.alert-danger{x:y}", ".col-md-6{x:y}.alert-danger{x:y}"),
        ("@media (min-width:9em){.carousel{x:y}.btn{x:y}}", "@media (min-width:9em){.btn{x:y}}"),
        ("@media print{.carousel{x:y}}", ""),
        ("@supports (x:y){@media print{.btn{x:y}}}", "@supports (x:y){@media print{.btn{x:y}}}"),
        ('@font-face{font-family:"R";src:url("r.woff2")}a{x:y}', "a{x:y}"),
        ("@keyframes turn{0%{x:y}to{x:z}}", "@keyframes turn{0%{x:y}to{x:z}}"),
        ('@charset "UTF-8";a{x:y}', '@charset "UTF-8";a{x:y}'),
        ("/* a{b} */a{x:y}", "a{x:y}"),
        ('a{content:"}"}.carousel{x:y}', 'a{content:"}"}'),
        ('a[href=".carousel,}"]{x:y}', 'a[href=".carousel,}"]{x:y}'),
        (
            "a{background:url(data:image/svg+xml;x={})}b{x:y}",
            "a{background:url(data:image/svg+xml;x={})}b{x:y}",
        ),
        ("", ""),
    ],
)
def test_only_rules_that_no_page_can_match_go(css, kept):
    assert trim(css, WORDS) == kept


def test_selectors_are_split_outside_of_brackets():
    assert split('a:is(b,c),[x=","],d', ",") == ["a:is(b,c)", '[x=","]', "d"]


def test_rules_that_do_not_end_do_not_hang():
    assert list(rules("a{b")) == [("a", "b")]
    assert list(rules("a{b}c")) == [("a", "b")]
