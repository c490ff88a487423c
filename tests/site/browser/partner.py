"""A partner's site: pages on another origin, with the Content-Security-Policy that the partner chose."""

from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from threading import Thread


#: Strict: nothing but what comes from the centre, and no style at all.
STRICT = (
    "default-src 'none'; script-src {site}; connect-src {site}; img-src {site}; frame-src {site}; "
    "style-src 'none'; require-trusted-types-for 'script'; trusted-types prai"
)
PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>Mairie</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>
<body><main><h1>Mairie</h1>{body}</main></body></html>"""


class PartnerSite:
    """Serves what ``pages`` holds: path → (status, headers, body)."""

    def __init__(self, site: str):
        self.site = site
        #: A source of policies is an origin, here that of the centre.
        self.origin = site.split("/", 3)[0] + "//" + site.split("/", 3)[2]
        self.pages: dict[str, tuple[int, dict, bytes]] = {}
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, headers, body = pages.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("localhost", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, html: str, policy: str = STRICT, path: str = "/") -> str:
        """Put a page up; returns its address."""
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if policy:
            headers["Content-Security-Policy"] = policy.format(site=self.origin)
        self.pages[path] = (200, headers, html.encode())
        return self.url + path

    def paste(self, body: str, lang: str = "fr", script: str = "defer", policy: str = STRICT) -> str:
        """A page with the snippet pasted into it."""
        head = f'<script src="{self.site}/diffusion/prai.js" {script}></script>'
        return self.serve(PAGE.format(lang=lang, head=head, body=body), policy)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
