"""One rule of who sees what: whatever the situation, all places where posts are shown agree.

`make test` tries some situations; `FORUM_TEST_SITUATIONS=1000` as many, on both databases.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from forum.core.permissions import Role, Scope
from tests import factories
from tests.client import Client, running
from tests.direct import Direct
from tests.forum.visibility.places import Seen, look
from tests.forum.visibility.situations import NARROW, SITUATIONS, Situation, Text
from tests.forum.visibility.stage import Staged, found, stage
from tests.services.databases import Databases

MANY = int(os.environ.get("FORUM_TEST_SITUATIONS", "0"))
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.services)]


class Stage:
    """One forum, in which situations are made, each beside the others."""

    def __init__(self, client: Client) -> None:
        self._client, self._made = client, 0
        self._direct = Direct(client.app, client.app_state)
        self._author = client.member("author")
        client.do(found)

    def look(self, situation: Situation) -> tuple[Staged, Seen]:
        """Make one, and see what its reader gets."""
        self._made += 1
        staged = self._client.do(stage, situation, f"m{self._made}", self._author)
        return staged, self._client.do(look, self._direct, staged)


@pytest.fixture(scope="module", params=DATABASES if MANY else DATABASES[:1])
def forum(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with ExitStack() as stack:
        url = stack.enter_context(databases.fresh(factories.prepared))
        yield Stage(stack.enter_context(running(url, tmp_path_factory.mktemp("seen"))))


@settings(
    max_examples=MANY or 60,
    database=None,
    derandomize=not MANY,
    phases=[Phase.explicit, Phase.generate, *([] if MANY else [Phase.shrink])],
    suppress_health_check=list(HealthCheck),
)
@example(situation=NARROW)
@given(situation=SITUATIONS)
def test_all_places_agree_on_who_reads_what(forum: Stage, situation: Situation) -> None:
    staged, seen = forum.look(situation)
    read = _which(situation, situation.reads)
    common = _which(situation, situation.is_for_all)

    for name, text in seen.alone.items():
        assert (staged.told(text), staged.told(text, "d")) == (read, common), name
    for name in ("page", "feed"):
        assert staged.told(seen.common[name]) == common, name
    last = {len(situation.posts) - 1}
    assert staged.told(seen.common["fragment"]) == common & last
    assert _which(situation, situation.is_listed) <= staged.told(seen.listed) <= read
    for text in (seen.common["page"], seen.listed, seen.translations):
        assert staged.told(text, "d") == common
    assert seen.found == read
    assert set(seen.names_topic.values()) == {situation.sees_topic}
    assert ("topic" in seen.admitted) == situation.sees_topic
    assert ("space" in seen.admitted) == situation.sees_space
    assert staged.told(seen.mail) | staged.told(seen.mail, "d") == _mailed(situation)


def _mailed(situation: Situation) -> set[int]:
    """Mail goes to a member, signed in or not, whatever the tokens are for that they have."""
    reader = replace(
        situation.reader, role=situation.reader.role or Role.MEMBER, scopes=tuple(Scope)
    )
    found = replace(situation, reader=reader)
    return _which(found, found.is_for_all)


def _which(situation: Situation, holds: Callable[[Text], bool]) -> set[int]:
    return {at for at, post in enumerate(situation.posts) if holds(post)}
