import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.callers import Callers, place_of
from realtime.limits import Limits

PLACES = {
    "203.0.113.5": "203.0.113.5",
    "::ffff:203.0.113.5": "203.0.113.5",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
    "fe80::1%eth0": "fe80::/64",
    "127.0.0.1": "",
    "::1": "",
    "::ffff:127.0.0.1": "",
    "testclient": "",
    "": "",
    None: "",
}


@pytest.mark.parametrize(("host", "place"), PLACES.items())
def test_an_address_stands_for_a_household(host: str | None, place: str) -> None:
    assert place_of(host) == place


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.booleans())))
def test_whoever_leaves_makes_room_again(moves: list[tuple[str, bool]]) -> None:
    callers = Callers(Limits(connections=5, connections_per_address=2))
    inside: list[str] = []
    for place, comes in moves:
        if comes:
            fits = len(inside) < 5 and (not place or inside.count(place) < 2)
            assert callers.enter(place) is fits
            if fits:
                inside.append(place)
            else:
                callers.leave(place)
        elif place in inside:
            callers.leave(place)
            inside.remove(place)
        assert len(callers) == len(inside)
