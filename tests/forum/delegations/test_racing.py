"""Two at once name the same person for the same delegation."""

import asyncio

import pytest

from forum.core.ids import MemberId
from forum.delegations import actions, queries
from forum.delegations.rules import Capacity, MandateOverlaps
from forum.delegations.schemas import MandateDraft
from forum.runtime import Runtime
from tests.forum.delegations.office import Office


@pytest.mark.racing
def test_one_of_two_overlapping_mandates_given_at_once_is_refused(office: Office) -> None:
    async def give(runtime: Runtime, capacity: Capacity) -> bool:
        try:
            async with runtime.unit(office.ada) as unit:
                draft = MandateDraft(who="linh", capacity=capacity)
                await actions.give_mandate(unit, "vn", draft)
        except MandateOverlaps:
            return False
        return True

    async def both(runtime: Runtime) -> tuple[list[bool], int]:
        done = await asyncio.gather(*(give(runtime, one) for one in Capacity))
        async with runtime.database.reading() as db:
            member: MemberId = office.linh.require_member()
            delegation = await queries.delegation_by_slug(db, "vn")
            assert delegation.id is not None
            held = await queries.mandates_held(db, delegation.id, member)
        return done, len(held)

    done, held = office.client.do(both)
    assert sorted(done) == [False, False, False, True]
    assert held == 1
