"""Takes off a text what is not said in it: signatures, lists' footers, armour, archivers' notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from forum.interop.mbox.lines import Line

_SIGNATURE = re.compile(r"-- ?")
_RULE = re.compile(r"([_\-=#*~])\1{19,}\s*")
_LEAVE = re.compile(
    r"unsubscri|mailing list|list(?:info| archive)|/(?:mailman|subscribe)|désabonn|abbestell",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 12
_LONGEST_FOOTER = 12
_ARMOUR = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\s*")
_ARMOUR_MIDDLE = re.compile(r"-----BEGIN PGP SIGNATURE-----\s*")
_ARMOUR_END = re.compile(r"-----END PGP SIGNATURE-----\s*")
_HASH = re.compile(r"(?:Hash|Charset): .*")
_NEXT_PART = re.compile(r"-{5,} ?next part ?-{5,}\s*", re.IGNORECASE)
_SCRUBBED = re.compile(
    r"An? (?:(?:HTML|non-text) attachment|embedded message|embedded and charset-unspecified text)"
    r" was scrubbed\.\.\.|Skipped content of type "
)
_ABOUT_PART = re.compile(
    r"(?P<name>Name|Type|Size|Desc|URL|Url|From|To|Date|Subject) ?: ?(?P<value>.*)"
)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The text proper, the signature (plain), and the names of parts that the archiver cut out."""

    lines: tuple[Line, ...]
    signature: str
    attachments: tuple[str, ...]


def trim(lines: Sequence[Line]) -> Trimmed:
    """Take apart what was said and what was added to it."""
    rest, attachments = _without_notes(_without_armour(list(lines)))
    rest = _without_footer(_stripped(rest))
    rest, signature = _without_signature(_stripped(rest))
    return Trimmed(tuple(_stripped(rest)), signature, tuple(attachments))


def _stripped(lines: list[Line]) -> list[Line]:
    written = [place for place, line in enumerate(lines) if line.text.strip()]
    return lines[written[0] : written[-1] + 1] if written else []


def _without_armour(lines: list[Line]) -> list[Line]:
    """Unwrap a clear-signed text (RFC 9580 §7)."""
    begin = _find(lines, _ARMOUR)
    if begin == len(lines):
        return lines
    middle = _find(lines, _ARMOUR_MIDDLE, begin)
    end = _find(lines, _ARMOUR_END, middle)
    first = begin + 1
    while first < middle and _HASH.fullmatch(lines[first].text):
        first += 1
    inner = [replace(line, text=line.text.removeprefix("- ")) for line in lines[first:middle]]
    return [*lines[:begin], *inner, *lines[end + 1 :]]


def _find(lines: list[Line], pattern: re.Pattern[str], start: int = 0) -> int:
    """Return the place of the first unquoted line that fits, or the end."""
    for place in range(start, len(lines)):
        if not lines[place].depth and pattern.fullmatch(lines[place].text):
            return place
    return len(lines)


def _without_notes(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Drop what pipermail writes in place of a part, and keep the part's name and address."""
    kept: list[Line] = []
    attachments: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if not line.depth and _SCRUBBED.match(line.text):
            about, place = _about_part(lines, place + 1)
            attachments += [" ".join(about)] if about else []
        else:
            kept.append(Line("") if not line.depth and _NEXT_PART.fullmatch(line.text) else line)
            place += 1
    return kept, attachments


def _about_part(lines: list[Line], place: int) -> tuple[list[str], int]:
    about = []
    while place < len(lines) and (found := _ABOUT_PART.match(lines[place].text)):
        if found["name"].lower() in {"name", "url"}:
            about.append(found["value"].strip("<> "))
        place += 1
    return about, place


def _without_footer(lines: list[Line]) -> list[Line]:
    """Cut at the last ruled line, if what follows tells how to leave the list; lists add up."""
    after = ""
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - _LONGEST_FOOTER), -1):
        line = lines[place]
        if not line.depth and _RULE.fullmatch(line.text) and _LEAVE.search(after):
            return _without_footer(_stripped(lines[:place]))
        after = f"{line.text} {after}"
    return lines


def _without_signature(lines: list[Line]) -> tuple[list[Line], str]:
    """Cut at the first mark that a short end follows; a quotation below it is kept."""
    for place, line in enumerate(lines):
        if not line.depth and _SIGNATURE.fullmatch(line.text):
            size = _signature_size(lines[place + 1 : place + _LONGEST_SIGNATURE + 4])
            if size <= _LONGEST_SIGNATURE:
                signature = lines[place + 1 : place + 1 + size]
                rest = [*lines[:place], Line(""), *lines[place + 1 + size :]]
                return rest, "\n".join(line.text for line in signature).strip()
    return lines, ""


def _signature_size(after: list[Line]) -> int:
    """Count the lines before a quotation and, after a blank line, the words that lead to it."""
    quote = next((place for place, line in enumerate(after) if line.depth), None)
    if quote is None:
        return len(after)
    blanks = [place for place in range(quote - 1) if not after[place].text.strip()]
    return blanks[-1] if blanks else quote
