"""Leafing through lists on pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from forum.core.paging import Page, encode_cursor


def pager(url: str, filters: Mapping[str, Any], found: Page[Any]) -> dict[str, str | None]:
    """Addresses around a page of a list, for `parts/lists.html`; filters that are empty go."""

    def at(**extra: str) -> str:
        chosen = {name: value for name, value in {**filters, **extra}.items() if value}
        return f"{url}?{urlencode(chosen)}" if chosen else url

    return {
        "first": at() if found.previous else None,
        "previous": at(before=encode_cursor(found.previous)) if found.previous else None,
        "next": at(after=encode_cursor(found.next)) if found.next else None,
        "last": None,
    }
