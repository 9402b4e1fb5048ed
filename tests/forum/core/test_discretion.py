"""Whatever writes to a log, and whatever prints it."""

import io
import logging
from collections.abc import Iterator

import pytest

from forum.core.discretion import DiscreetRecords, keep_out_of_logs


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """What a handler that knows nothing of this prints."""
    before = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    output, log = io.StringIO(), logging.getLogger("tests.discretion")
    handler = logging.StreamHandler(output)
    log.addHandler(handler)
    yield output
    log.removeHandler(handler)
    logging.setLogRecordFactory(before)


def test_neither_text_nor_arguments_nor_tracebacks_tell(printed: io.StringIO) -> None:
    keep_out_of_logs(["a phrase of the house"])
    log = logging.getLogger("tests.discretion")
    log.error("token=%s", "abc")
    log.error("%s of %d", {"password": "abc"}, 7)
    error = RuntimeError("a phrase of the house: smtp://user:abc@host")
    log.error("failed", exc_info=error)
    text = printed.getvalue()
    assert "abc" not in text
    assert "a phrase of the house" not in text
    assert "RuntimeError" in text
    assert "of 7" in text


def test_what_is_known_adds_up_and_is_set_up_once(printed: io.StringIO) -> None:
    keep_out_of_logs(["the first secret"])
    first = logging.getLogRecordFactory()
    keep_out_of_logs(["the second secret"])
    assert logging.getLogRecordFactory() is first
    assert isinstance(first, DiscreetRecords)
    logging.getLogger("tests.discretion").error("the first secret, the second secret")
    assert "secret" not in printed.getvalue()


def test_a_message_that_does_not_fit_its_arguments_is_left_to_logging(
    printed: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    keep_out_of_logs([])
    logging.getLogger("tests.discretion").error("%s %s", "one")  # noqa: PLE1206
    assert printed.getvalue() == ""
