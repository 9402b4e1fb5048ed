from itertools import pairwise

from forum.spaces.rules import Access, closes


def test_a_space_closes_when_fewer_see_it_than_before() -> None:
    for wider, narrower in pairwise([Access.PUBLIC, Access.MEMBERS, Access.PRIVATE]):
        assert closes(wider, narrower)
        assert not closes(narrower, wider)
    assert not any(closes(access, access) for access in Access)
