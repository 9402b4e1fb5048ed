import pytest

from forum.jobs.housekeeping import tidy
from forum.jobs.kinds import merged


def test_registries_are_put_together() -> None:
    assert merged({"a": tidy}, {"b": tidy}).keys() == {"a", "b"}
    assert merged() == {}


def test_two_handlers_for_one_kind_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two handlers for a"):
        merged({"a": tidy}, {"a": tidy})
