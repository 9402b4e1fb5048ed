"""Where drafts belong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import NotFound
from forum.drafts.rules import (
    LARGEST_VERSION,
    Place,
    PlaceKind,
    first_version,
    place_of,
)

PLACES = st.one_of(
    st.builds(
        Place,
        st.sampled_from([PlaceKind.TOPIC, PlaceKind.POST, PlaceKind.EDIT]),
        st.integers(1, 2**63 - 1).map(str),
    ),
    st.builds(
        Place, st.just(PlaceKind.SPACE), st.from_regex(r"[a-z0-9][a-z0-9-]{0,59}", fullmatch=True)
    ),
)


@given(PLACES)
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert place_of(str(place)) == place


@pytest.mark.parametrize(
    "text",
    [
        *("", "topic", "topic:", "topic:0", "topic:01", "topic:-1", "topic:x", "topic:٣"),
        *("space:../x", "space:", "space:A", "card:1", "topic:1\n"),
        *(f"post:{2**63}", "space:" + "a" * 61),
    ],
)
def test_what_names_no_place_is_not_found(text: str) -> None:
    with pytest.raises(NotFound):
        place_of(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_version_from_the_clock_is_one_that_if_match_can_say(moment: datetime) -> None:
    assert 1 <= first_version(moment) <= LARGEST_VERSION


def test_a_draft_made_anew_has_another_version() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert first_version(now) != first_version(now + timedelta(seconds=1))
