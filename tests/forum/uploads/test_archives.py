"""ZIP archives: which document, and whether safe."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.uploads import archives
from forum.uploads.kinds import Kind
from forum.uploads.rules import FileDamaged, FileTypeRefused, FileUnsafe
from tests.forum.uploads import samples

SHEET = samples.WORD.replace("wordprocessingml.document", "spreadsheetml.sheet")
SLIDES = samples.WORD.replace("wordprocessingml.document", "presentationml.presentation")
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def kind(content: bytes) -> Kind:
    return archives.document_kind(io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (samples.word(), Kind.DOCX),
        (samples.word(SHEET), Kind.XLSX),
        (samples.word(SLIDES), Kind.PPTX),
        (samples.open_document(), Kind.ODT),
        (samples.open_document("application/vnd.oasis.opendocument.spreadsheet"), Kind.ODS),
        (samples.open_document("application/vnd.oasis.opendocument.presentation"), Kind.ODP),
        (samples.open_document("application/epub+zip"), Kind.EPUB),
    ],
)
def test_documents_are_known_by_their_content(content: bytes, found: Kind) -> None:
    assert kind(content) == found


@pytest.mark.parametrize(
    "content",
    [
        samples.archive({"a.txt": "a"}),
        samples.archive({}),
        samples.open_document("application/java-archive"),
        samples.word("application/xml"),
    ],
)
def test_other_archives_are_refused(content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        kind(content)


@pytest.mark.parametrize(
    "content",
    [
        samples.word(MACROS),
        samples.word(**{"word/vbaProject.bin": b"x"}),
        samples.word(**{"word/activeX/activeX1.xml": b"x"}),
        samples.open_document(**{"Basic/Standard/Module1.xml": "x"}),
        samples.open_document(**{"Scripts/python/a.py": "x"}),
        samples.word(**{"../../etc/passwd": b"x"}),
        samples.word(**{"/etc/passwd": b"x"}),
    ],
)
def test_macros_and_members_that_leave_the_archive_are_refused(content: bytes) -> None:
    with pytest.raises(FileUnsafe):
        kind(content)


def test_an_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(FileUnsafe):
        kind(samples.word(**{"word/media/a.bmp": bytes(30_000_000)}))


def test_an_archive_that_lies_about_its_members_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "_LONGEST_LABEL", 100)
    with pytest.raises(FileUnsafe):
        kind(samples.word())


def test_too_many_members_are_not_listed() -> None:
    many = {f"a{number}": b"" for number in range(archives.MOST_MEMBERS + 1)}
    with pytest.raises(FileUnsafe):
        kind(samples.archive(many))


def test_a_list_of_members_that_says_it_is_long_is_not_read() -> None:
    content = bytearray(samples.word())
    at = content.rindex(b"PK\x05\x06")
    content[at + 12 : at + 16] = (2_000_000).to_bytes(4, "little")
    with pytest.raises(FileUnsafe):
        kind(bytes(content))


def test_more_members_than_it_says_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    content = bytearray(samples.word(a=b"", b=b""))
    at = content.rindex(b"PK\x05\x06")
    content[at + 8 : at + 12] = (1).to_bytes(2, "little") * 2
    with pytest.raises(FileUnsafe):
        kind(bytes(content))


def test_entities_are_not_read() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>'
    with pytest.raises(FileUnsafe):
        kind(samples.archive({"[Content_Types].xml": bomb}))


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(samples.word())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(FileUnsafe):
        kind(bytes(content))


def test_types_that_are_no_xml_are_damaged() -> None:
    with pytest.raises(FileDamaged):
        kind(samples.archive({"[Content_Types].xml": "no xml"}))


def test_an_unknown_way_of_packing_is_refused() -> None:
    content = bytearray(samples.open_document())
    at = content.index(b"PK\x01\x02")
    content[at + 10 : at + 12] = content[8:10] = (97).to_bytes(2, "little")
    with pytest.raises(FileTypeRefused):
        kind(bytes(content))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_whatever_is_broken_in_an_archive_it_is_a_refusal_or_a_document(
    at: int, junk: bytes
) -> None:
    content = bytearray(samples.word())
    at %= len(content)
    content[at : at + len(junk)] = junk
    try:
        assert kind(bytes(content)) in Kind
    except (FileDamaged, FileTypeRefused, FileUnsafe):
        return


def test_a_cut_archive_is_damaged() -> None:
    content = samples.word()
    for length in (5, len(content) // 2, len(content) - 1):
        with pytest.raises(FileDamaged):
            kind(content[:length])
    assert zipfile.is_zipfile(io.BytesIO(content))
