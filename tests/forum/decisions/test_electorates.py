import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.decisions.electorates import (
    Elector,
    Electorate,
    InvalidElectorate,
    ProxyChain,
    ProxyToStranger,
    SecretNeedsEqualVotes,
    TooManyProxies,
)
from forum.decisions.rules import NotEntitled, ProxyGiven, ProxyNotHeld

THREE = Electorate((Elector(1), Elector(2, proxy=1), Elector(3)))


def test_a_vote_is_cast_by_its_owner() -> None:
    assert THREE.vote_of(3, by=3) == Elector(3)


def test_a_vote_that_was_given_away_is_cast_by_whom_it_was_given_to() -> None:
    assert THREE.vote_of(2, by=1) == Elector(2, proxy=1)


@pytest.mark.parametrize(
    ("voter", "by", "refusal"),
    [
        (2, 2, ProxyGiven),
        (2, 3, ProxyNotHeld),
        (3, 1, ProxyNotHeld),
        (4, 4, NotEntitled),
        (3, 4, NotEntitled),
    ],
)
def test_nobody_else_casts_it(voter: int, by: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        THREE.vote_of(voter, by)


@pytest.mark.parametrize(
    ("electors", "refusal"),
    [
        ((Elector(1), Elector(1)), InvalidElectorate),
        ((Elector(1, weight=0),), InvalidElectorate),
        ((Elector(1, proxy=1),), ProxyToStranger),
        ((Elector(1, proxy=2),), ProxyToStranger),
        ((Elector(1, proxy=2), Elector(2, proxy=3), Elector(3)), ProxyChain),
        ((Elector(1, proxy=2), Elector(2, proxy=1)), ProxyChain),
    ],
)
def test_a_list_that_nobody_could_vote_by_is_refused(
    electors: tuple[Elector, ...], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as raised:
        Electorate(electors)
    assert raised.type is refusal


def test_a_body_has_no_fewer_members_than_voters() -> None:
    with pytest.raises(InvalidElectorate):
        Electorate((Elector(1, weight=3),), members=2)
    assert Electorate((Elector(1, weight=3),)).members == 3


def test_one_voter_holds_so_many_votes_of_others() -> None:
    held = Electorate((Elector(1), Elector(2, proxy=1), Elector(3, proxy=1)))
    held.check_proxies(2)
    with pytest.raises(TooManyProxies):
        held.check_proxies(1)


def test_whoever_gave_their_vote_is_present_with_its_holder() -> None:
    assert THREE.present([1]) == 2
    assert THREE.present([2, 9]) == 1


def test_secret_ballots_need_votes_that_look_alike() -> None:
    THREE.check_secret(counts_population=False)
    with pytest.raises(SecretNeedsEqualVotes):
        THREE.check_secret(counts_population=True)
    with pytest.raises(SecretNeedsEqualVotes):
        Electorate((Elector(1), Elector(2, weight=2))).check_secret(counts_population=False)


@given(st.lists(st.none() | st.integers(0, 5), max_size=6))
def test_of_every_electorate_that_stands_each_vote_has_exactly_one_caster(
    proxies: list[int | None],
) -> None:
    electors = tuple(Elector(at, proxy=proxy) for at, proxy in enumerate(proxies))
    try:
        found = Electorate(electors)
    except InvalidElectorate:
        return
    for one in electors:
        casters = [by for by in range(len(electors)) if _may_cast(found, one.id, by)]
        assert len(casters) == 1


def _may_cast(electorate: Electorate, voter: int, by: int) -> bool:
    try:
        electorate.vote_of(voter, by)
    except (ProxyGiven, ProxyNotHeld):
        return False
    return True
