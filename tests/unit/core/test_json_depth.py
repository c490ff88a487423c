from collective.prai.core.json_depth import depth
import pytest
import random


@pytest.mark.parametrize("begin", [b"", b" \n", b"\xef\xbb\xbf", b"\x00"])
def test_what_is_nested_is_counted(begin):
    assert depth(begin + b"[" * 150 + b"]" * 150) == 150
    assert depth(begin + b'{"a": "' + b"[" * 150 + b'"}') == 1


def test_a_piece_of_a_file_is_no_json():
    assert depth(b"%PDF-1.7" + random.Random(3).randbytes(200_000)) == 0
