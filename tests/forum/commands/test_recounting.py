"""`forum decisions verify`, as a person types it."""

import pytest

from forum.__main__ import main


def test_without_decisions_there_is_nothing_wrong(
    file_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decisions", "verify"]) == 0
    assert capsys.readouterr().out == "All decisions are as they were counted and adopted.\n"
