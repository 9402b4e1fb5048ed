"""Whom a post names and quotes: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.notifications.calls import calls
from forum.notifications.rules import MOST_NAMED

SITE = "https://forum.example"


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("> [Maria](/p/12) wrote", (12,)),
        ("> <https://forum.example/p/12>", (12,)),
        ("> - a list\n>   with [a link](/p/3)\n\n> [again](/p/3), and [more](/p/4)", (3, 4)),
        ("[no quote](/p/12)", ()),
        ("> [elsewhere](https://other.example/p/12)", ()),
        ("> [a part of it](/p/12/revisions)", ()),
        ("> [none](/p/0) [none](/p/x) [too long](/p/12345678901234567890)", ()),
        ("> `/p/12` is code", ()),
    ],
)
def test_a_quote_calls_the_authors_of_the_posts_that_it_links_to(
    source: str, quoted: tuple[int, ...]
) -> None:
    assert calls(source, SITE).quoted == quoted


def test_who_is_named_in_a_quote_was_named_before() -> None:
    assert calls("> @maria said\n\n@Linh and @linh", SITE).handles == ("linh",)


def test_nobody_is_called_by_the_thousand() -> None:
    names = " ".join(f"@member-{n}" for n in range(10_000 // 12))
    links = " ".join(f"[x](/p/{n})" for n in range(1, 900))
    found = calls(f"{names}\n\n> {links}", SITE)
    assert (len(found.handles), len(found.quoted)) == (MOST_NAMED, MOST_NAMED)
    assert found.handles[0] == "member-0"


@given(st.text(max_size=300))
def test_any_text_can_be_read(source: str) -> None:
    calls(source, SITE)
