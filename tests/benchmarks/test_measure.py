from tests.benchmarks.measure import Figure, Missing, at_least, at_most, number, percentile, row


def test_a_target_bounds_the_ratio_where_there_is_a_yardstick() -> None:
    assert Figure("page", 30.0, "µs", beside=20.0, target=at_most(2)).is_met
    assert not Figure("page", 50.0, "µs", beside=20.0, target=at_most(2)).is_met


def test_a_target_bounds_the_value_where_there_is_none() -> None:
    assert Figure("replies", 200.0, "replies/s", target=at_least(200)).is_met
    assert not Figure("replies", 199.0, "replies/s", target=at_least(200)).is_met


def test_a_figure_without_a_target_is_neither_met_nor_missed() -> None:
    assert Figure("page", 30.0, "µs", beside=20.0).is_met is None


def test_a_row_says_that_a_target_was_missed() -> None:
    figure = Figure("page", 50.0, "µs", beside=20.0, target=at_most(2), more={"requests/s": 9})
    assert row(figure, 6).split() == [
        *("page", "50.0", "µs", "20.0", "2.50", "×", "≤", "2", "MISSED", "requests/s", "9.00")
    ]


def test_what_could_not_be_measured_is_named_with_its_reason() -> None:
    assert row(Missing("ws", "node is not installed"), 2) == (
        "ws not measured: node is not installed"
    )


def test_numbers_show_three_digits_that_count() -> None:
    assert [number(value) for value in (1.234, 12.34, 1234.5)] == ["1.23", "12.3", "1,234"]


def test_nineteen_of_twenty_values_are_within_ninety_five_percent() -> None:
    twenty = [float(one) for one in range(1, 21)]
    assert [percentile(twenty, one) for one in (50, 95, 99, 100)] == [10, 19, 20, 20]
    assert percentile([3.0], 95) == 3


def test_json_holds_the_ratio_and_the_verdict() -> None:
    kept = Figure("page", 50.0, "µs", beside=20.0, target=at_most(2)).as_json()
    assert (kept["ratio"], kept["target"], kept["met"]) == (2.5, "≤ 2", False)
