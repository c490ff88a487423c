"""The archive of a kit, byte by byte; names that no system trips over; licences and help that are there."""

from collective.prai.core.vocabularies import fixed
from collective.prai.core.vocabularies import seeds
from collective.prai.transfer.help import help_for
from collective.prai.transfer.kit.archive import Archive
from collective.prai.transfer.kit.archive import Changed
from collective.prai.transfer.kit.archive import Member
from collective.prai.transfer.kit.archive import member
from collective.prai.transfer.kit.archive import TooLarge
from collective.prai.transfer.kit.licences import ADDRESSES
from collective.prai.transfer.kit.licences import IN_SHORT
from collective.prai.transfer.kit.licences import text_of
from collective.prai.transfer.kit.names import folded
from collective.prai.transfer.kit.names import Names
from collective.prai.transfer.kit.names import slug
from collective.prai.transfer.kit.names import tame
from collective.prai.transfer.kit.texts import size_words
from collective.prai.transfer.records import FREE_PRODUCT_LICENCES
from datetime import datetime
from datetime import UTC
from io import BytesIO
import pytest
import random
import subprocess
import zipfile
import zlib


MOMENT = datetime(2026, 11, 2, 9, 30, 40, tzinfo=UTC)
WORDS = "Recenser l’équipement des mairies.\n".encode() * 999


@pytest.fixture
def members(tmp_path):
    path = tmp_path / "a.bin"
    content = random.Random(7).randbytes(200_003)
    path.write_bytes(content)
    return [
        member("kit/LISEZ-MOI.txt", WORDS),
        member("kit/vide.txt", b""),
        Member("kit/livrables/cahier équipé.pdf", len(content), zlib.crc32(content), str(path)),
        member("kit/fin.txt", b"fin"),
    ]


def whole(archive):
    with archive:
        return archive.read()


class Closing(Archive):
    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class TestArchive:
    def test_what_others_unpack(self, members, tmp_path):
        content = whole(Closing(members, MOMENT))
        (tmp_path / "kit.zip").write_bytes(content)
        assert (
            subprocess.run(["unzip", "-t", tmp_path / "kit.zip"], capture_output=True, check=False).returncode
            == 0
        )
        with zipfile.ZipFile(BytesIO(content)) as found:
            assert found.testzip() is None
            assert found.namelist() == [one.name for one in members]
            assert found.read("kit/LISEZ-MOI.txt") == WORDS
            info = found.getinfo("kit/livrables/cahier équipé.pdf")
        assert info.date_time == (2026, 11, 2, 9, 30, 40) and info.compress_type == zipfile.ZIP_STORED
        assert info.external_attr >> 16 == 0o100644 and not info.flag_bits & 8, (
            "no descriptor behind the data"
        )

    def test_same_members_same_bytes_and_known_length(self, members):
        first, second = Closing(members, MOMENT), Closing(members, MOMENT)
        assert len(first) == len(whole(second)) == first.seek(0, 2)
        first.seek(0)
        assert b"".join(first) == whole(Closing(members, MOMENT))

    def test_read_from_anywhere(self, members):
        archive, content, pick = Closing(members, MOMENT), whole(Closing(members, MOMENT)), random.Random(1)
        for _time in range(200):
            start, size = pick.randrange(len(content)), pick.randrange(5_000)
            assert archive.seek(start) == archive.tell() == start
            assert archive.read(size) == content[start : start + size]
        assert archive.seek(-3, 2) == len(content) - 3 and archive.seek(1, 1) == len(content) - 2
        assert archive.seek(9, 1) == len(content) and archive.read(5) == b""
        archive.close()

    def test_a_file_that_shrank_breaks_the_answer(self, members, tmp_path):
        archive = Closing(members, MOMENT)
        (tmp_path / "a.bin").write_bytes(b"autre chose")
        with archive, pytest.raises(Changed):
            archive.read()

    def test_what_no_plain_zip_holds(self):
        with pytest.raises(TooLarge):
            Archive([Member("a", 2**32, 0, "/absent")], MOMENT)
        with pytest.raises(TooLarge):
            Archive([Member("a", 2**32 - 20, 0, "/absent")], MOMENT)

    @pytest.mark.parametrize("year", [1601, 2400])
    def test_dates_that_zip_does_not_know(self, year):
        with zipfile.ZipFile(BytesIO(whole(Closing([member("a", b"a")], datetime(year, 1, 1))))) as found:
            assert found.infolist()[0].date_time[0] in (1980, 2107)


class TestNames:
    @pytest.mark.parametrize(
        "name, found",
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\system32\\cmd.exe", "cmd.exe"),
            ("/absolu/note.txt", "note.txt"),
            ("a\x00b.txt", "ab.txt"),
            ("CON", "_CON"),
            ("aux.tar.gz", "_aux.tar.gz"),
            ("com1.txt", "_com1.txt"),
            ("facture\u202excod.exe", "facturexcod.exe"),
            ("nom\u200fcaché\u2066.pdf", "nomcaché.pdf"),
            ("l\u0301.txt", "ĺ.txt"),
            ("  points...  ", "points"),
            ("deux\nlignes\tici.txt", "deux lignes ici.txt"),
            ("..", "fichier"),
            ("", "fichier"),
            (None, "fichier"),
            ('<a href="x">.html', "a href=x.html"),
            ("\ud800.txt", ".txt".strip(".")),
        ],
    )
    def test_tamed(self, name, found):
        assert tame(name) == found

    def test_300_characters(self):
        found = tame("é" * 300 + ".pdf")
        assert len(found) == 80 and found.endswith("é.pdf")
        assert len(tame("." + "a" * 300)) <= 80

    def test_no_two_the_same_for_any_system(self):
        names = Names()
        paths = [
            names.path("livrables", name) for name in ("Été.pdf", "ete.PDF", "ÉTÉ.pdf", "a", "A", "../a")
        ]
        assert paths == [
            "livrables/Été.pdf", "livrables/ete-2.PDF", "livrables/ÉTÉ-3.pdf", "livrables/a", "livrables/A-2", "livrables/a-3",
        ]  # fmt: skip
        assert len({folded(path) for path in paths}) == len(paths)
        assert names.path("ailleurs", "a") == "ailleurs/a"

    @pytest.mark.parametrize(
        "text, found",
        [
            ("2.0 bêta", "2.0-beta"),
            ("../..", "fiche"),
            ("Version N° 3", "version-n-3"),
            (None, "fiche"),
            ("..1..2..", "1.2"),
        ],
    )
    def test_slugs(self, text, found):
        assert slug(text) == found


def test_each_free_licence_has_its_text_its_address_and_a_line():
    assert set(ADDRESSES) == set(IN_SHORT) == FREE_PRODUCT_LICENCES
    for token in FREE_PRODUCT_LICENCES:
        assert len(text_of(token)) > 1_000 and ADDRESSES[token].startswith("https://"), token
    assert b"LICENCE OUVERTE" in text_of("etalab-2.0") and text_of("../../archive") is None
    tokens = {row["token"] for row in fixed()["product_licences"]}
    assert tokens - {"unknown", "on-request"} == FREE_PRODUCT_LICENCES


def test_each_kind_has_help():
    assert [row["token"] for row in seeds()["deliverable_kinds"] if len(help_for(row["token"])) < 3] == []
    assert help_for(None) == help_for("inconnu") == []


@pytest.mark.parametrize(
    "size, words",
    [(0, "1 ko"), (3_000, "3 ko"), (1_500_000, "1,4 Mo"), (220_200_960, "210 Mo"), (2 * 2**30, "2,0 Go")],
)
def test_sizes_in_words(size, words):
    assert size_words(size).replace("\u00a0", " ") == words
