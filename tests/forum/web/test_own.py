"""A reader's own words on shared pages."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.web.own import apart, blank, filled, mark, own_words


class Bookmarks:
    """A provider that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    async def __call__(self, request: Any, ids: Sequence[int]) -> dict[int, str]:
        self.asked.append(sorted(ids))
        return {one: f"<b>{one}</b>" for one in ids if one != 13}


@pytest.fixture
def bookmarks() -> Bookmarks:
    return Bookmarks()


def request_of(member: int | None, bookmarks: Bookmarks) -> Request[Any]:
    async def bell(request: Any, ids: Sequence[int]) -> dict[int, str]:
        return {0: "3 new"}

    runtime = SimpleNamespace(own={"bookmark": bookmarks, "bell": bell})
    actor = Actor(MemberId(member) if member else None)
    scope = {"type": "http", "headers": [], "state": {"runtime": runtime}, "user": actor}
    return Request(scope)


async def test_a_provider_is_asked_once_for_all_that_a_page_names(bookmarks: Bookmarks) -> None:
    text = f"{mark('bookmark', 7)}, {mark('bell')}, {mark('bookmark', 12)}, {mark('bookmark', 7)}."
    shown = await filled(request_of(1, bookmarks), text)
    assert shown == "<b>7</b>, 3 new, <b>12</b>, <b>7</b>."
    assert bookmarks.asked == [[7, 12]]


async def test_what_a_provider_does_not_name_is_left_out(bookmarks: Bookmarks) -> None:
    assert await filled(request_of(1, bookmarks), f"[{mark('bookmark', 13)}]") == "[]"


async def test_a_visitor_has_no_words_and_costs_no_question(bookmarks: Bookmarks) -> None:
    text = f"a{mark('bookmark', 7)}b{mark('bell')}c"
    assert await filled(request_of(None, bookmarks), text) == "abc"
    assert await own_words(request_of(None, bookmarks), ["bookmark-7"]) == {"bookmark-7": ""}
    assert bookmarks.asked == []


async def test_nobody_outside_can_write_a_mark(bookmarks: Bookmarks) -> None:
    text = "~bell~ ~000000000000000000000000bell~ ~" + "0" * 24 + "bookmark-7~"
    assert apart(text) == ([text], [])
    assert await filled(request_of(1, bookmarks), text) == text


def test_a_page_for_nobody_loses_its_marks_and_nothing_else() -> None:
    assert blank(f"x{mark('bell')}y~{mark('bookmark', 2)}~z") == "xy~~z"
