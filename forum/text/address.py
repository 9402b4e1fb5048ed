"""The names that stand in addresses and that people choose: `open-courses`, `viet-nam`."""

import re

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60


def is_slug(text: str) -> bool:
    """Whether `text` can stand in an address: short, lower-case, letters, digits and dashes."""
    return len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text) is not None
