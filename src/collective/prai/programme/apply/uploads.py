"""Files that applicants send: known by what they are, not by what they are called (pure)."""

from collective.prai import _
from collective.prai.core.filenames import safe_filename
from io import BytesIO
from zipfile import BadZipFile
from zipfile import ZipFile
import re


#: Bytes of one file, and of all files of a dossier.
LARGEST, LARGEST_IN_ALL = 10 * 2**20, 40 * 2**20
#: Files of a dossier.
MOST = 30
#: Extension → media type.
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
#: What the box of a file offers to choose.
ACCEPT = ",".join(f".{extension}" for extension in (*TYPES, "jpeg"))
_SAME = {"jpeg": "jpg"}
_STARTS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_OPEN_DOCUMENTS = {TYPES[name].encode(): name for name in ("odt", "ods", "odp")}
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|Basic/|Scripts/)", re.I)


def kind_of(content: bytes) -> str | None:
    """Extension of what a file is, by its own bytes; None for what is not taken."""
    for kind, start in _STARTS.items():
        if content.startswith(start):
            return kind
    return _packed(content) if content.startswith(b"PK\x03\x04") else None


def _packed(content: bytes) -> str | None:
    """Of a document that is a ZIP inside; one with programs in it is not taken."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            if any(map(_MACROS.search, names)):
                return None
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                return _OPEN_DOCUMENTS.get(packed.read("mimetype").strip())
    # zipfile says NotImplementedError of a compression that it does not know, RuntimeError of a password.
    except (BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError):
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)


def problem(name: str, content: bytes):
    """A sentence about a file that is not taken, None if it is fine."""
    shown = {"name": safe_filename(name)}
    if not content:
        return _("« ${name} » is empty.", mapping=shown)
    if len(content) > LARGEST:
        return _("« ${name} » is larger than ${most} MB.", mapping=shown | {"most": LARGEST // 2**20})
    if kind_of(content) is None:
        return _(
            "« ${name} » is no document that we can open: send a PDF, an image (JPEG, PNG), or a text, table "
            "or presentation (OpenDocument, Word, Excel, PowerPoint, without macros).",
            mapping=shown,
        )
    return None


def stored_name(name: str, kind: str) -> str:
    """A safe name with the extension of what the file is, whatever it was called."""
    name = safe_filename(name)
    stem, dot, extension = name.rpartition(".")
    extension = extension.lower()
    if dot and _SAME.get(extension, extension) == kind and stem.strip(" ."):
        return name
    return f"{name}.{kind}"


def too_many():
    """Said where a dossier would have more files than it may."""
    return _("A dossier holds ${most} files at most.", mapping={"most": MOST})


def too_large_in_all():
    """Said where its files together are too large."""
    return _("All files together are larger than ${most} MB.", mapping={"most": LARGEST_IN_ALL // 2**20})
