"""Which process of a run takes which tests."""

from pathlib import Path

from tests.workers import FIRST, JOURNEYS, place, share

ROOT = Path(__file__).parent.parent


def test_one_process_takes_the_journeys_and_each_other_file_goes_by_itself() -> None:
    assert share("tests/journeys/test_writing.py::test_a_draft[en]") == JOURNEYS
    for file in ("tests/journeys/test_access.py", "tests/forum/test_app.py"):
        assert share(f"{file}::test_something[a::b]") == file


def test_what_takes_long_begins_first() -> None:
    assert [name for name in FIRST if not (ROOT / name).exists()] == []
    files = ["tests/forum/test_app.py", f"{JOURNEYS}test_writing.py", *FIRST[:1]]
    assert sorted(files, key=place) == files[::-1]
