"""A log that keeps secrets to itself, whoever writes to it and whatever prints it."""

import logging
from collections.abc import Iterable
from typing import Any

from forum.core.redaction import redacted

_TRACEBACKS = logging.Formatter()


class DiscreetRecords:
    """Makes log records whose text and traceback hold no secrets; see `keep_out_of_logs`."""

    def __init__(self) -> None:
        self.known: set[str] = set()

    def __call__(self, *values: Any, **more: Any) -> logging.LogRecord:
        """See `logging.setLogRecordFactory`."""
        record = logging.LogRecord(*values, **more)
        try:
            text = record.getMessage()
        except (TypeError, ValueError):  # of the caller's making: logging itself tells of it
            return record
        record.msg, record.args = redacted(text, self.known), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redacted(_TRACEBACKS.formatException(record.exc_info), self.known)
        return record


def keep_out_of_logs(secrets: Iterable[str]) -> None:
    """Keep `secrets`, and what looks like one, out of everything this process logs from now on."""
    records = logging.getLogRecordFactory()
    if not isinstance(records, DiscreetRecords):
        records = DiscreetRecords()
        logging.setLogRecordFactory(records)
    records.known |= set(secrets)
