"""Parts of a file: what a Range header means, and the bytes that answer it."""

from collective.prai.syndication.ranges import FilePart
from collective.prai.syndication.ranges import FileParts
from collective.prai.syndication.ranges import MOST_PARTS
from collective.prai.syndication.ranges import wanted_parts
from email import message_from_bytes
from io import BytesIO
import pytest


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("bytes=0-0", [(0, 1)]), ("bytes=10-", [(10, 100)]), ("bytes=-10", [(90, 100)]), ("BYTES=5-9", [(5, 10)]),
        ("bytes=0-9,20-29", [(0, 10), (20, 30)]), ("bytes=90-500", [(90, 100)]), ("bytes=-500", [(0, 100)]),
        ("bytes=0-9, 200-300", [(0, 10)]), ("bytes=100-", []), ("bytes=-0", []), ("bytes=200-,300-", []),
    ],
)  # fmt: skip
def test_parts_are_those_asked_for(header, parts):
    assert wanted_parts(header, 100) == parts


@pytest.mark.parametrize(
    "header",
    [
        None, "", "bytes", "bytes=", "bytes=-", "bytes=9-5", "bytes=a-b", "items=0-9", "bytes=0-9;x", "bytes=1_0-2_0",
        "bytes=٣-٥", "bytes=0-9" + ",0-9" * 50, "bytes=0-99,0-99", "bytes=" + ",".join(f"{n}-{n}" for n in range(20)),
        "bytes=0-" + "9" * 5000,
    ],
)  # fmt: skip
def test_senseless_or_greedy_header_gets_the_whole_file(header):
    assert wanted_parts(header, 100) is None
    assert MOST_PARTS < 20


def test_part_reads_as_a_file_of_its_own():
    part = FilePart(BytesIO(bytes(range(100))), 10, 20)
    assert (len(part), part.read(4), part.tell(), part.read()) == (
        10,
        bytes(range(10, 14)),
        4,
        bytes(range(14, 20)),
    )
    assert (part.seek(0, 2), part.read(5), part.seek(2), part.read(3)) == (10, b"", 2, bytes(range(12, 15)))
    part.seek(0)
    assert b"".join(part) == bytes(range(10, 20))


def test_several_parts_are_a_message_of_the_announced_length():
    data = bytes(range(256)) * 1000
    found = [(0, 10), (70_000, 200_000)]
    parts = FileParts(BytesIO(data), found, len(data), "application/pdf")
    length, body = len(parts), b"".join(parts)
    assert len(body) == length
    message = message_from_bytes(b"Content-Type: " + parts.media_type.encode() + b"\r\n" + body)
    for (start, end), piece in zip(found, message.get_payload(), strict=True):
        assert piece["Content-Range"] == f"bytes {start}-{end - 1}/{len(data)}"
        assert piece["Content-Type"] == "application/pdf"
    assert data[70_000:200_000] in body


def test_several_parts_are_few_bytes_together():
    """A thread that writes them would wait for a client who does not read."""
    megabyte = 2**20
    assert wanted_parts(f"bytes=0-99,100-{megabyte - 1}", 45 * megabyte) is not None
    assert wanted_parts(f"bytes=0-99,100-{megabyte}", 45 * megabyte) is None
    assert wanted_parts(f"bytes=0-{40 * megabyte}", 45 * megabyte) is not None
