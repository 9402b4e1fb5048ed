"""Parts of a file, as `Range` asks for them (RFC 9110 §14)."""

import re

_ONE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class Unsatisfiable(Exception):
    """The range begins behind the file's end; the answer is 416 (RFC 9110 §15.5.17)."""


def span(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the byte after the last one; `None` where the whole file is to be sent.

    Several ranges, and what cannot be read, give the whole file, as RFC 9110 §14.2 permits.

    Raises:
        Unsatisfiable: none of the file's bytes are asked for.
    """
    found = _ONE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size - int(last)), size
    elif last and int(last) < int(first):
        return None
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if start >= end:
        raise Unsatisfiable
    return start, end
