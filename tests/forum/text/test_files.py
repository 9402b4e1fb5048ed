"""Addresses of uploads, and what pages make of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text import files
from forum.text.clean import clean_text
from forum.text.links import is_upload
from forum.text.markdown import render


def said(words: str, size: tuple[int, int] | None) -> str:
    return f"{words} {size[0]}×{size[1]}" if size else words


def test_the_address_of_a_picture_tells_its_size() -> None:
    url = files.address(12, "map.png", 1200, 800)
    assert url == "/u/12/1200x800/map.png"
    assert files.picture_size(url) == (1200, 800)
    assert files.address(12, "minutes.pdf") == "/u/12/minutes.pdf"


@pytest.mark.parametrize(
    "url", ["/u/1/map.png", "/u/1/0x5/a.png", "/u/1/5x/a.png", "//u/1/5x5/a.png", "/u/1/5x5/../a"]
)
def test_other_addresses_tell_no_size(url: str) -> None:
    assert files.picture_size(url) is None


def test_a_wide_picture_has_small_copies() -> None:
    url = "/u/1/1000x10/a.png"
    assert files.srcset(url, 1000) == f"{url}?w=320 320w, {url}?w=960 960w, {url} 1000w"
    assert files.srcset("/u/1/320x10/a.png", 320) == ""


@given(st.integers(1, 99_999), st.integers(1, 10**18 - 1))
def test_every_srcset_of_ours_passes(width: int, number: int) -> None:
    url = files.address(number, "a.png", width, 7)
    made = files.srcset(url, width)
    assert is_upload(url)
    assert files.is_srcset(made) is bool(made)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "https://e.org/a.png 320w, https://e.org/b.png 960w",
        "/u/1/9x9/a.png 320w, //e.org/b.png 960w",
        "/u/1/9x9/a.png 320w",
        "/u/1/9x9/a.png?w=320 320w, /u/1/9x9/a.png 400w, ",
    ],
)
def test_other_srcsets_do_not(value: str) -> None:
    assert not files.is_srcset(value)


def test_pages_keep_room_for_pictures() -> None:
    html = render("![A map](/u/1/400x200/map.png)").html
    assert 'width="400" height="200" srcset="' in html
    assert f'sizes="{files.SIZES}"' in html


def test_a_small_picture_has_no_srcset() -> None:
    assert "srcset" not in render("![A map](/u/1/40x20/map.png)").html


def test_names_of_files_are_no_markup() -> None:
    written = files.markdown("a]_*<b>`\\.png", "/u/1/5x5/a.png", picture=True)
    html = render(written).html
    assert 'alt="a]_*&lt;b&gt;`\\"' in html
    assert (
        '<a href="/u/2/a.pdf"'
        in render(files.markdown("a_b_.pdf", "/u/2/a.pdf", picture=False)).html
    )


@given(st.text(max_size=40))
def test_whatever_a_file_is_called_its_markdown_shows_it(name: str) -> None:
    line = " ".join(clean_text(name.encode("utf-8", "replace").decode()).split())
    html = render(files.markdown(f"x{line}.png", "/u/1/5x5/a.png", picture=True)).html
    assert html.count("<img") == 1


def test_references_are_found_once_each_also_with_a_host() -> None:
    html = render(
        "![](/u/3/5x5/a.png) [b](/u/1/b.pdf) https://forum.example.org/u/2/c.pdf ![](/u/3/x.png)"
    ).html
    assert files.referred(html) == (3, 1, 2)


def test_words_about_uploads_are_no_references() -> None:
    assert files.referred(render('`href="/u/1/a.png"` and "/u/2/b.png"').html) == ()


def test_without_pictures_a_link_stands_in_their_place() -> None:
    html = render('![A "map" > all](/u/1/1200x800/map.png "t")').html
    shown = files.without_pictures(html, said)
    assert '<a href="/u/1/1200x800/map.png">A &#34;map&#34; &gt; all 1200×800</a>' in shown
    assert "<img" not in shown


def test_inside_of_a_link_only_words_stand_in_its_place() -> None:
    html = render("[![A map](/u/1/map.png)](https://e.org) ![B](/u/2/map.png)").html
    shown = files.without_pictures(html, said)
    assert shown.count("<a ") == 2
    assert ">A map</a>" in shown


def test_pictures_do_not_multiply_a_long_address() -> None:
    address = "/u/1/5x5/" + "a" * 90 + ".png"
    html = render(f"[r]: {address}\n\n" + "![][r]" * 3000).html
    assert len(html) < 800_000
