"""What a file is, by its bytes, and what it may be called."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.uploads.inspecting import check_name, recognise
from forum.uploads.kinds import ABOUT, Kind, by_signature, extensions
from forum.uploads.rules import EmptyFile, FileTypeMismatch, FileTypeRefused, ForumError
from forum.uploads.texts import check_text
from tests.forum.uploads import samples


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (samples.picture("JPEG"), Kind.JPEG),
        (samples.picture("PNG"), Kind.PNG),
        (samples.picture("GIF"), Kind.GIF),
        (samples.picture("WEBP"), Kind.WEBP),
        (samples.picture("AVIF"), Kind.AVIF),
        (samples.PDF, Kind.PDF),
        (b"ID3\x04\0\0", Kind.MP3),
        (b"\xff\xfb\x90\x64", Kind.MP3),
        (b"OggS\0\x02", Kind.OGG),
        (b"\0\0\0\x20ftypM4A \0", Kind.M4A),
        (b"\0\0\0\x20ftypisom", None),
        (b"\xff\xfb\xf0\x64", None),
        (b"\xff\xfe\x41\x00", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b" %PDF-1.7", None),
        (b"", None),
    ],
)
def test_first_bytes_tell_the_kind(head: bytes, kind: Kind | None) -> None:
    assert by_signature(head) == kind


def test_every_kind_has_a_type_that_runs_nothing() -> None:
    assert set(ABOUT) == set(Kind)
    types = " ".join(about.media_type for about in ABOUT.values())
    assert not any(word in types for word in ("html", "svg", "xml;", "javascript", "/xml"))


def test_no_extension_is_of_two_kinds_but_those_of_pictures() -> None:
    own = [one for kind in Kind for one in {kind.value, *ABOUT[kind].extensions}]
    assert len(own) == len(set(own))


def test_pictures_may_have_each_others_names() -> None:
    assert extensions(Kind.WEBP) == extensions(Kind.JPEG) > {"jpeg", "png"}
    assert extensions(Kind.PDF) == {"pdf"}


@pytest.mark.parametrize(
    ("name", "kind", "refusal"),
    [
        ("a.html", Kind.TXT, FileTypeRefused),
        ("a.docm", Kind.DOCX, FileTypeMismatch),
        ("a.txt", Kind.PDF, FileTypeMismatch),
        ("a.exe", Kind.JPEG, FileTypeMismatch),
        ("a.zip", Kind.ODT, FileTypeMismatch),
    ],
)
def test_a_name_that_promises_something_else_is_refused(
    name: str, kind: Kind, refusal: type[ForumError]
) -> None:
    with pytest.raises(refusal):
        check_name(name, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a", Kind.PDF), ("a.md", Kind.TXT), ("A.JPEG", Kind.WEBP), ("v1.2 b", Kind.PDF)],
)
def test_other_names_pass(name: str, kind: Kind) -> None:
    check_name(name, kind)


def test_the_name_tells_csv_from_other_text() -> None:
    assert recognise(io.BytesIO(b"a,b\n1,2\n"), "a.CSV") == Kind.CSV
    assert recognise(io.BytesIO(b"a,b\n1,2\n"), "a") == Kind.TXT


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01",
        b"caf\xe9",
        b"\xff\xfea\0b\0",
        b"half \xe4\xbd",
        b"x" * 70_000 + b"\0",
        b"  <SCRIPT>x",
        b"notes\n<iframe src=x>",
        samples.SVG,
        b"\xef\xbb\xbf<?xml version='1.0'?>",
    ],
)
def test_what_is_no_plain_text_is_refused(content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        check_text(io.BytesIO(content))


@pytest.mark.parametrize(
    "text", ["hello", "ภาษาไทย\t1\r\n", "a < b and <b> is bold", "你" * 40_000, "\ufeffa,b"]
)
def test_plain_text_passes(text: str) -> None:
    check_text(io.BytesIO(text.encode()))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_are_a_kind_or_a_refusal(content: bytes, name: str) -> None:
    try:
        assert recognise(io.BytesIO(content), name) in Kind
    except ForumError:
        return


def test_no_bytes_are_no_file() -> None:
    with pytest.raises(EmptyFile):
        recognise(io.BytesIO(b""), "a.png")
