"""Draws one document as PDF in a process of its own, with only what it was handed.

A process, because drawing takes seconds of a processor and text of any kind may go into it: limits of
time and of memory are kept by the system, a crash ends the drawing alone, and no page of the site waits.
There is no door to the network or to the disk: an address leads to what was handed over, or nowhere.

Run as ``python -m collective.prai.core.printing.worker``; ``press.py`` writes a JSON object to its input
(``html``, ``css``, ``images``: address → media type and base64, ``seconds``, ``memory`` in bytes) and
reads the PDF.  Ends with MISSING where a library of the system is not there.
"""

from base64 import b64decode
from io import BytesIO
from PIL import Image
import json
import logging
import sys


try:
    from weasyprint import CSS
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher
    from weasyprint.urls import URLFetcherResponse
except OSError as error:  # Pango is not installed: ``main`` says so
    HTML, URLFetcher = None, object
    MISSING_LIBRARY = str(error)

try:
    import resource
except ImportError:  # not a system with limits of this kind: press.py's clock still holds
    resource = None

#: Exit status: Pango is missing.
MISSING = 3
#: What a PDF for people with a screen reader must be: tagged, with a language, a title, bookmarks.
VARIANT = "pdf/ua-1"
#: Pixels: wider than this no printer shows a difference on half a page.
WIDEST = 1400
#: Pixels of an image that is opened at all: more is a bomb.
Image.MAX_IMAGE_PIXELS = 40_000_000


class HandedOver(URLFetcher):
    """Finds what was handed over by its address; asks nothing of anyone for the rest."""

    def __init__(self, images: dict):
        super().__init__()
        self.images = images

    def fetch(self, url, headers=None):
        found = self.images.get(url)
        if found is None:
            raise ValueError("not handed over")
        media_type, content = found
        return URLFetcherResponse(url, body=BytesIO(content), headers={"Content-Type": media_type})


def limit(seconds: int, memory: int):
    """Have the system end this process when it takes more."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def smaller(media_type: str, content: bytes) -> tuple[str, bytes] | None:
    """The image no wider than a page needs; None for what is no image, or too large to be opened."""
    if media_type == "image/svg+xml":
        return media_type, content
    try:
        image = Image.open(BytesIO(content))
        if image.size[0] * image.size[1] > Image.MAX_IMAGE_PIXELS:
            return None
        image.draft("RGB", (WIDEST, WIDEST))
        image.thumbnail((WIDEST, WIDEST))
        kept = BytesIO()
        if image.mode in ("RGBA", "LA", "P", "PA"):
            image.convert("RGBA").save(kept, "PNG")
            return "image/png", kept.getvalue()
        image.convert("RGB").save(kept, "JPEG", quality=82)
        return "image/jpeg", kept.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        logging.getLogger("weasyprint").warning("An image is left out: %s", error)
        return None


def draw(job: dict) -> bytes:
    """The PDF of a job, as described above."""
    images = {}
    for url, (media_type, content) in job["images"].items():
        if (found := smaller(media_type, b64decode(content))) is not None:
            images[url] = found
    fetcher = HandedOver(images)
    document = HTML(string=job["html"], base_url="prai:///", url_fetcher=fetcher)
    sheet = CSS(string=job["css"], base_url="prai:///", url_fetcher=fetcher)
    return document.write_pdf(stylesheets=[sheet], pdf_variant=VARIANT, pdf_tags=True, dpi=200)


def main() -> int:
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(message)s")
    if HTML is None:
        sys.stderr.write(MISSING_LIBRARY)
        return MISSING
    job = json.load(sys.stdin.buffer)
    limit(job["seconds"], job["memory"])
    sys.stdout.buffer.write(draw(job))
    return 0


if __name__ == "__main__":
    sys.exit(main())
