from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from forum.jobs.housekeeping import tidy
from forum.jobs.kinds import Batch, SomeFailed, merged
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


async def test_what_fails_in_one_of_two_batches_keeps_no_other_from_being_done() -> None:
    told: list[str] = []

    async def fail(_runtime: Runtime, _jobs: Sequence[Mapping[str, Any]]) -> None:
        raise SomeFailed({1: ValueError("no")})

    async def tell(_runtime: Runtime, _jobs: Sequence[Mapping[str, Any]]) -> None:
        told.append("told")

    both = merged({"a": Batch(fail)}, {"a": Batch(tell)})["a"]
    assert isinstance(both, Batch)
    with pytest.raises(SomeFailed) as some:
        await both.do(cast("Runtime", None), [{}, {}])
    assert (told, some.value.failures.keys()) == (["told"], {1})
