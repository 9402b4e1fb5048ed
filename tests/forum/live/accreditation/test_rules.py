import pytest

from forum.core.errors import ForumError, InvalidInput
from forum.delegations.rules import Capacity
from forum.live.accreditation.rules import (
    ASKED_FOR,
    DecidedAlready,
    QuotaReached,
    check_decision,
    check_quota,
    check_request,
    is_for_focal_point,
)
from forum.live.parts import Part
from forum.live.sessions.rules import RequestState

HEAD = Capacity.HEAD


@pytest.mark.parametrize("part", sorted(set(Part) - set(ASKED_FOR)))
def test_to_offices_the_secretariat_invites(part: Part) -> None:
    with pytest.raises(InvalidInput):
        check_request(part, None, has_delegation=False, is_proven=False)


@pytest.mark.parametrize(
    ("part", "capacity", "delegation", "proven"),
    [
        (Part.DELEGATE, HEAD, False, False),
        (Part.DELEGATE, None, True, True),
        (Part.OBSERVER, HEAD, True, False),
    ],
)
def test_who_acts_for_a_delegation_says_as_what_and_shows_it(
    part: Part, capacity: Capacity | None, *, delegation: bool, proven: bool
) -> None:
    with pytest.raises(InvalidInput):
        check_request(part, capacity, has_delegation=delegation, is_proven=proven)
    check_request(part, HEAD, has_delegation=True, is_proven=True)
    check_request(Part.STAKEHOLDER, None, has_delegation=False, is_proven=False)


def test_what_waits_is_decided_once_and_declined_with_a_reason() -> None:
    waits, approved, declined = (
        RequestState.RECEIVED,
        RequestState.APPROVED,
        RequestState.DECLINED,
    )
    check_decision(waits, approved, "")
    check_decision(waits, declined, "No seat is left.")
    refused: list[tuple[RequestState, type[ForumError]]] = [(approved, DecidedAlready)]
    refused += [(RequestState.WITHDRAWN, DecidedAlready), (waits, InvalidInput)]
    for state, refusal in refused:
        with pytest.raises(refusal):
            check_decision(state, declined, "")


def test_a_quota_is_filled_and_not_passed() -> None:
    check_quota(1, 2)
    check_quota(99, None)
    with pytest.raises(QuotaReached):
        check_quota(2, 2)


def test_heads_of_delegation_are_the_secretariats_to_confirm() -> None:
    theirs = {one for one in Capacity if is_for_focal_point(Part.DELEGATE, one)}
    assert theirs == set(Capacity) - {HEAD}
    assert not is_for_focal_point(Part.CHAIR, Capacity.ADVISER)
    assert not is_for_focal_point(Part.DELEGATE, None)
