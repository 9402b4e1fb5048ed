"""What makes a post look as if nobody wanted it."""

from datetime import timedelta

import pytest

from forum.moderation.hints import signs
from forum.moderation.hints.signs import FLOOD_POSTS, FLOOD_SEEN, FLOOD_WITHIN, NEW_FOR, Sign
from forum.moderation.hints.words import name, sentence
from tests.factories import NOON

LINK = '<p><a rel="nofollow" href="https://watches.example/x">Look</a></p>'


def test_links_of_who_has_just_joined_are_a_sign() -> None:
    [found] = signs.links(LINK, "forum.example", NOON, NOON + NEW_FOR)
    assert found.details == {"hosts": ["watches.example"]}
    assert signs.links(LINK, "forum.example", NOON, NOON + NEW_FOR + timedelta(seconds=1)) == []
    assert signs.links(LINK, "watches.example", NOON, NOON) == []
    assert signs.links('<p>https: <a href="/t/1">here</a></p>', "x", NOON, NOON) == []


def test_more_posts_than_anybody_reads_are_a_sign() -> None:
    times = [NOON - timedelta(seconds=n) for n in range(FLOOD_POSTS + 1)]
    assert [one.sign for one in signs.flood(times)] == [Sign.FLOOD]
    assert signs.flood(times[:-1]) == []
    assert signs.flood([*times[:-1], NOON - FLOOD_WITHIN - timedelta(seconds=1)]) == []


def test_a_flood_is_said_once() -> None:
    times = [NOON - timedelta(seconds=n) for n in range(FLOOD_SEEN)]
    assert signs.flood(times) == []
    pause = [*times[:-1], NOON - FLOOD_WITHIN - timedelta(seconds=2)]
    assert [one.sign for one in signs.flood(pause)] == [Sign.FLOOD]


@pytest.mark.parametrize("locale", ["en", "fr", "th", "ur", "zh"])
def test_every_hint_says_its_reason(locale: str) -> None:
    found = [
        *signs.links(LINK, "x", NOON, NOON),
        *signs.repeated(12),
        *signs.flood([NOON] * (FLOOD_POSTS + 1)),
        *signs.words(["casino", "การพนัน"]),
    ]
    assert [one.sign for one in found] == [*Sign]
    for one in found:
        said = sentence(one.sign, one.details, locale)
        assert "{" not in said
        assert name(one.sign, locale)
    assert signs.words([]) == signs.repeated(None) == []
