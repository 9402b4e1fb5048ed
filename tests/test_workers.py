"""Which process of a run takes which tests."""

from pathlib import Path
from typing import Literal

import pytest

from tests.workers import FIRST, JOURNEYS, WORTH_TELLING, Teller, place, share

ROOT = Path(__file__).parent.parent


def test_one_process_takes_the_journeys_and_each_other_file_goes_by_itself() -> None:
    assert share("tests/journeys/test_writing.py::test_a_draft[en]") == JOURNEYS
    for file in ("tests/journeys/test_access.py", "tests/forum/test_app.py"):
        assert share(f"{file}::test_something[a::b]") == file


def test_what_takes_long_begins_first() -> None:
    assert [name for name in FIRST if not (ROOT / name).exists()] == []
    files = ["tests/forum/test_app.py", f"{JOURNEYS}test_writing.py", *FIRST[:1]]
    assert sorted(files, key=place) == files[::-1]


class Told:
    """What a run was told."""

    def __init__(self) -> None:
        self.reports: list[pytest.TestReport] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reports.append(report)


@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
@pytest.mark.parametrize("outcome", ["passed", "failed", "skipped"])
@pytest.mark.parametrize("seconds", [0.0, WORTH_TELLING])
def test_a_run_is_told_all_but_that_something_was_prepared_quickly(
    when: Literal["setup", "call", "teardown"],
    outcome: Literal["passed", "failed", "skipped"],
    seconds: float,
) -> None:
    place = ("tests/test_one.py", 1, "test_one")
    said = pytest.TestReport(
        "tests/test_one.py::test_one", place, {"mark": 1}, outcome, None, when, duration=seconds
    )
    told = Told()
    Teller(told).pytest_runtest_logreport(said)  # type: ignore[arg-type]
    is_worth_it = outcome != "passed" or when == "call" or bool(seconds)
    assert told.reports == [said] * is_worth_it
    assert said.keywords == ({} if outcome == "passed" and is_worth_it else {"mark": 1})
