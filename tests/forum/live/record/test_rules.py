import pytest

from forum.live.record.rules import TopicsTooOpen, check_openness
from forum.live.sessions.rules import SessionAccess
from forum.spaces.rules import Access

PUBLIC, MEMBERS, ACCREDITED = SessionAccess


@pytest.mark.parametrize(
    ("session", "space"),
    [*((PUBLIC, one) for one in Access), (MEMBERS, Access.MEMBERS), (MEMBERS, Access.PRIVATE)],
)
def test_a_space_that_fewer_see_takes_topics(session: SessionAccess, space: Access) -> None:
    check_openness(session, space)


@pytest.mark.parametrize(
    ("session", "space"), [(MEMBERS, Access.PUBLIC), *((ACCREDITED, one) for one in Access)]
)
def test_a_space_that_others_see_takes_none(session: SessionAccess, space: Access) -> None:
    with pytest.raises(TopicsTooOpen):
        check_openness(session, space)
