"""HEAD, as it is on the wire: behind the headers comes nothing, or the next answer is garbage."""

from urllib.parse import urlsplit
import pytest
import socket
import transaction


PATHS = (
    "", "/guides", "/n-existe-pas", "/login", "/@@search?SearchableText=mairie", "/folder_contents", "/@changes",
    "/++api++/@changes", "/++api++/n-existe-pas", "/diffusion", "/diffusion/feed.json", "/diffusion/oai?verb=Identify",
    "/diffusion/prai.js", "/diffusion/fiche/0.json", "/diffusion/openapi.json", "/sitemap.xml", "/robots.txt",
)  # fmt: skip


def exchange(site, *requests: bytes) -> bytes:
    """Everything that comes back on one connection."""
    parts = urlsplit(site.absolute_url())
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as wire:
        wire.sendall(b"".join(requests))
        received = b""
        while chunk := wire.recv(65536):
            received += chunk
    return received


class TestHead:
    @pytest.fixture(scope="class")
    def site(self, class_site):
        transaction.commit()
        return class_site

    @pytest.mark.parametrize("accept", [b"text/html", b"application/json"])
    @pytest.mark.parametrize("path", PATHS)
    def test_nothing_comes_behind_the_headers(self, site, path, accept):
        request = b"HEAD /plone%s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nConnection: close\r\n\r\n"
        head, _end, body = exchange(site, request % (path.encode(), accept)).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 ") and b"HTTP/1.1 5" not in head
        assert body == b""

    def test_length_is_that_of_what_get_would_send(self, site):
        answers = []
        for method in (b"HEAD", b"GET"):
            request = (
                b"%s /plone/diffusion/openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            answers.append(exchange(site, request % method).partition(b"\r\n\r\n"))
        lengths = [line for line in answers[0][0].splitlines() if line.lower().startswith(b"content-length")]
        assert lengths == [b"Content-Length: %d" % len(answers[1][2])]
