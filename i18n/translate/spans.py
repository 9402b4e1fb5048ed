"""Masks for engines of HTML, where `<x id="0"/>` would open an element and never close it."""

import re

from i18n.translate.masking import MASK

_SPAN = re.compile(r"""<span\b[^<>]*\bid\s*=\s*["']?(\d{1,6})\b[^<>]*>[^<>]*</span\s*>""")
_LEFTOVER = re.compile(r"</?span\b[^<>]*>?")


def to_spans(text: str) -> str:
    """Write each mask as an element that HTML engines leave alone (Google and Azure: both)."""
    return MASK.sub(r'<span class="notranslate" translate="no" id="\1">\1</span>', text)


def from_spans(answer: str) -> str:
    """Make masks of such elements again; a broken one becomes a broken mask, not mere text."""
    return _LEFTOVER.sub("<x>", _SPAN.sub(r'<x id="\1"/>', answer))


def length(text: str) -> int:
    """Characters of a text when its masks are so written."""
    return len(to_spans(text))
