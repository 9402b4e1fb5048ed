"""Captions as WebVTT: one file for each language, whole or in segments while a session runs.

Source: W3C, "WebVTT: The Web Video Text Tracks Format", sections 4.1 to 4.4 (syntax) and 8.3.1
(direction of lines). Times are milliseconds from the beginning of the session.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

_BREAKS = re.compile(r"[\r\n\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_HIDDEN = {"\u200e": "&lrm;", "\u200f": "&rlm;", "\u00a0": "&nbsp;"}
"""Characters that nobody sees in a file are written by their names."""
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
MACHINE = "machine translation"
"""What the comment above a caption says whose words an engine put into this language."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What one speaker said in a stretch of time, in one language.

    Attributes:
        id: of the caption, the same in every language.
        began: in ms.
        ended: in ms; after `began`.
        text: lines that are not empty; see `plain`.
        speaker: name, and for whom they speak; "": not known.
        language: BCP 47 tag of the text, where it is not that of the file; "": it is.
        via: how an engine came to the text, such as `en > ur, engine`; "": it is of a human.

    Raises:
        ValueError: it ends before it can be seen.
    """

    id: int
    began: int
    ended: int
    text: str
    speaker: str = ""
    language: str = ""
    via: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.began < self.ended:
            raise ValueError(f"a caption from {self.began} to {self.ended} ms")

    def plain(self) -> "Caption":
        """The same with texts that a file can carry."""
        return replace(
            self, text=plain(self.text), speaker=_line(self.speaker), via=_line(self.via)
        )


def plain(text: str) -> str:
    """A text without what captions cannot carry: control characters, and lines that are empty."""
    lines = (_CONTROLS.sub("\ufffd", line).strip() for line in _BREAKS.split(text))
    return "\n".join(filter(None, lines))


def without_overlaps(captions: Iterable[Caption]) -> list[Caption]:
    """Captions in the order of their beginnings, each ended when the next begins.

    What begins at the same time as another caption gives way to that of the larger id, which was
    written later; captions without text are left out.
    """
    found: list[Caption] = []
    for one in sorted(captions, key=lambda one: (one.began, one.id)):
        if not one.plain().text:
            continue
        if found and found[-1].began == one.began:
            found.pop()
        if found and found[-1].ended > one.began:
            found[-1] = replace(found[-1], ended=one.began)
        found.append(one)
    return found


def within(captions: Sequence[Caption], index: int, length: int) -> list[Caption]:
    """The captions of one of the segments, of `length` ms each, that a session is cut into.

    A caption that reaches over a border is in both segments, whole and with the same times, as
    players of HTTP live streams expect (RFC 8216 §3.5).

    Raises:
        ValueError: there is no such segment.
    """
    if index < 0 or length < 1:
        raise ValueError(f"segment {index} of {length} ms")
    start = index * length
    return [one for one in captions if one.began < start + length and one.ended > start]


def write(captions: Iterable[Caption], *, is_right_to_left: bool = False) -> str:
    """A WebVTT file of captions that do not overlap.

    Args:
        captions: in their order; see `without_overlaps`.
        is_right_to_left: whether the language of the file is. Players take the direction of a line
            from its first letter, so one that begins with a foreign name is given a mark before.

    Raises:
        ValueError: two of them overlap, or one has no text.
    """
    blocks = ["WEBVTT"]
    end = 0
    for one in (caption.plain() for caption in captions):
        if one.began < end or not one.text:
            raise ValueError(f"caption {one.id} overlaps, or is empty")
        end = one.ended
        blocks += _blocks(one, is_right_to_left=is_right_to_left)
    return "\n\n".join(blocks) + "\n"


def timestamp(ms: int) -> str:
    """A time as WebVTT writes it, with hours of two digits or more."""
    seconds, rest = divmod(ms, 1_000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}.{rest:03}"


def _blocks(caption: Caption, *, is_right_to_left: bool) -> Iterator[str]:
    if caption.via:
        yield f"NOTE {MACHINE}: {_escaped(caption.via)}"
    times = f"{timestamp(caption.began)} --> {timestamp(caption.ended)}"
    yield f"{caption.id}\n{times}\n{_payload(caption, is_right_to_left=is_right_to_left)}"


def _payload(caption: Caption, *, is_right_to_left: bool) -> str:
    lines = caption.text.split("\n")
    if is_right_to_left and not caption.language:
        lines = [_directed(line) for line in lines]
    text = "\n".join(map(_escaped, lines))
    if caption.language:
        text = f"<lang {caption.language}>{text}</lang>"
    return f"<v {_escaped(caption.speaker)}>{text}</v>" if caption.speaker else text


def _directed(line: str) -> str:
    """A line of a right-to-left text that players lay out from the right."""
    strong = (_STRONG.get(unicodedata.bidirectional(char)) for char in line)
    first = next(filter(None, strong), "")
    return line if first == "rtl" else "\u200f" + line


def _escaped(text: str) -> str:
    escaped = text.translate(_ESCAPES)
    for char, name in _HIDDEN.items():
        escaped = escaped.replace(char, name)
    return escaped


def _line(text: str) -> str:
    return " ".join(plain(text).split())
