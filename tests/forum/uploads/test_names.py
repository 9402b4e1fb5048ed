"""Names that are safe to show, to send and to save under."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.links import is_upload
from forum.uploads.kinds import Kind
from forum.uploads.names import LONGEST, clean_name, disposition, extension, in_address


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("map.png", "map.png"),
        ("Map of Iloilo.PNG", "Map of Iloilo.png"),
        ("photo.jpg", "photo.png"),
        ("photo", "photo.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\maria\\a.png", "a.png"),
        ("a\0b.png", "a b.png"),
        ("invoice\u202egnp.exe.png", "invoicegnp.exe.png"),
        ("two\r\nX-Header: 1.png", "two X-Header 1.png"),
        ("x" * 10_000 + ".png", "x" * (LONGEST - 4) + ".png"),
        ("", "file.png"),
        ("...", "file.png"),
        (".png", "png.png"),
        ("/", "file.png"),
        ("CON.png", "_CON.png"),
        ("com1", "_com1.png"),
        ("แผนที่.png", "แผนที่.png"),
        ("خريطة.png", "خريطة.png"),
        ("half \ud800.png", "half.png"),
        ('a"b<c>|d?.png', "a b c d.png"),
        ("a.png. .", "a.png"),
    ],
)
def test_names_are_cleaned(given: str, clean: str) -> None:
    assert clean_name(given, Kind.PNG) == clean


@given(st.text(max_size=300), st.sampled_from(Kind))
def test_every_name_is_safe_and_cleaning_it_again_changes_nothing(name: str, kind: Kind) -> None:
    made = clean_name(name, kind)
    assert clean_name(made, kind) == made
    assert len(made) <= LONGEST + 1
    assert made.endswith(f".{kind}")
    assert not set(made) & set('/\\\0\r\n:*?"<>|')
    assert not any(unicodedata.bidirectional(one) in {"RLO", "LRO", "RLE", "LRE"} for one in made)
    assert is_upload(f"/u/1/{in_address(made)}")


@given(st.text(max_size=100))
def test_what_is_sent_about_a_name_is_one_header_in_ascii(name: str) -> None:
    header = disposition(clean_name(name, Kind.PDF), shown=False)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert header.startswith("attachment; filename=")


def test_a_name_in_another_script_is_sent_as_it_is_too() -> None:
    assert disposition("แผน.pdf", shown=True) == (
        "inline; filename=\"file.pdf\"; filename*=UTF-8''%E0%B9%81%E0%B8%9C%E0%B8%99.pdf"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.PNG", "png"), ("a", ""), (".png", ""), ("a.b c", ""), ("a.", ""), ("a.tar.gz", "gz")],
)
def test_the_extension_is_what_stands_behind_the_last_dot(name: str, found: str) -> None:
    assert extension(name) == found
