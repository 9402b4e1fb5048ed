"""What filters ask for, as words of the index."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.ids import MemberId, SpaceId
from forum.discussions.rules import Kind
from forum.search.facets import ORIGINAL, About, facets, in_language, periods
from i18n.segment import tokens

_SECONDS = st.integers(31_536_000, 4_039_372_800)  # from 1971 until 2098
MOMENTS = _SECONDS.map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
DAY = timedelta(days=1)


def about(moment: datetime) -> set[str]:
    """The facets of a post of that moment."""
    return set(facets(About(SpaceId(1), MemberId(2), Kind.QUESTION, moment), "th"))


@given(MOMENTS, MOMENTS, MOMENTS)
def test_whatever_is_written_in_a_time_stands_in_one_of_its_periods(
    begin: datetime, end: datetime, moment: datetime
) -> None:
    common = about(moment) & set(periods(begin, end))
    if begin <= moment < end:
        assert len(common) == 1
    elif moment < begin - DAY or moment >= end + DAY:
        assert not common


@given(MOMENTS)
def test_a_time_without_beginning_or_end_takes_in_what_is_far_away(moment: datetime) -> None:
    assert about(moment) & set(periods(None, moment + DAY))
    assert about(moment) & set(periods(moment, None))
    assert len(periods(moment, None)) <= 80


def test_the_day_that_a_time_ends_with_is_not_part_of_it() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert about(noon) & set(periods(None, noon.replace(day=2, hour=0)))
    assert not about(noon + DAY) & set(periods(None, noon.replace(day=2, hour=0)))


def test_months_are_counted_where_no_zone_moves_them() -> None:
    late = datetime(2026, 1, 31, 23, tzinfo=UTC)
    elsewhere = late.astimezone(timezone(timedelta(hours=7)))
    assert about(late) == about(elsewhere)


@pytest.mark.parametrize(
    "facet", [ORIGINAL, in_language("zh-Hans"), *sorted(about(datetime.now(UTC)))]
)
def test_nobody_can_type_a_facet(facet: str) -> None:
    assert facet not in tokens(facet, query=True)
    assert facet[1:].isalnum()
