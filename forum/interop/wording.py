"""Text of mails as it may be stored."""

import re

from forum.text.clean import clean_line, clean_text

_HALF = re.compile("[\ud800-\udfff]")


def storable_text(text: str) -> str:
    """Text of many lines; halves of characters become U+FFFD, and controls are dropped."""
    return clean_text(_HALF.sub("\ufffd", text))


def storable_line(text: str) -> str:
    """The same of one line."""
    return clean_line(_HALF.sub("\ufffd", text))
