"""Versions of things in conditional requests (RFC 9110 §8.8.3 and §13)."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import EditedMeanwhile


def etag(version: int, marks: str = "") -> str:
    """The entity tag of a version.

    Args:
        version: counts the edits of a text.
        marks: what else of it is shown and changes without an edit, in letters and digits.
    """
    return f'"v{version}.{marks}"' if marks else f'"v{version}"'


def version_asked(request: Request[Any]) -> int | None:
    """The version that `If-Match` insists on; `None` if it takes any.

    Raises:
        EditedMeanwhile: the header names nothing that we ever gave out.
    """
    header = request.headers.get("if-match", "*").strip()
    if header == "*":
        return None
    digits = header.removeprefix("W/").strip('"').removeprefix("v").partition(".")[0]
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):  # noqa: PLR2004
        raise EditedMeanwhile
    return int(digits)
