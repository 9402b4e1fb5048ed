from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from forum.jobs.housekeeping import tidy
from forum.jobs.kinds import Batch, merged
from forum.runtime import Runtime


def test_registries_are_put_together() -> None:
    assert merged({"a": tidy}, {"b": tidy}).keys() == {"a", "b"}
    assert merged() == {}


def test_two_handlers_for_one_kind_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two handlers for a"):
        merged({"a": tidy}, {"a": tidy})


async def test_two_batches_of_one_kind_are_both_done() -> None:
    told: list[str] = []

    def batch(name: str) -> Batch:
        async def do(_runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
            told.append(f"{name} {len(jobs)}")

        return Batch(do, most=len(name))

    both = merged({"a": batch("one")}, {"a": batch("other")})["a"]
    assert isinstance(both, Batch)
    await both.do(cast("Runtime", None), [{}, {}])
    assert (told, both.most) == (["one 2", "other 2"], 3)
