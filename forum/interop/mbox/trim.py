"""Takes off a text what is not said in it: signatures, lists' footers, armour, archivers' notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
_ARMOUR_END = re.compile(r"-----BEGIN PGP SIGNATURE-----\s*")
_HASH = re.compile(r"(?:Hash|Charset): .*")
_NEXT_PART = re.compile(r"-{5,} ?next part ?-{5,}\s*", re.IGNORECASE)
_SCRUBBED = re.compile(
    r"(?:An?|Skipped|A non-text|An embedded).*(?:scrubbed|content of type)", re.IGNORECASE
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
    while lines and not lines[-1].text.strip():
        lines = lines[:-1]
    while lines and not lines[0].text.strip():
        lines = lines[1:]
    return lines


def _without_armour(lines: list[Line]) -> list[Line]:
    """Unwrap a clear-signed text (RFC 9580 §7)."""
    begin = _find(lines, _ARMOUR)
    if begin is None:
        return lines
    end = _find(lines, _ARMOUR_END, begin)
    first = begin + 1
    while first < len(lines) and _HASH.fullmatch(lines[first].text):
        first += 1
    inner = [Line(line.text.removeprefix("- "), line.depth, line.kind) for line in lines[first:end]]
    return lines[:begin] + inner


def _find(lines: list[Line], pattern: re.Pattern[str], start: int = 0) -> int | None:
    return next(
        (
            i
            for i in range(start, len(lines))
            if not lines[i].depth and pattern.fullmatch(lines[i].text)
        ),
        None,
    )


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
    """Cut at a ruled line near the end, if what follows tells how to leave the list."""
    for place in range(max(0, len(lines) - _LONGEST_FOOTER), len(lines)):
        after = " ".join(line.text for line in lines[place + 1 :])
        if not lines[place].depth and _RULE.fullmatch(lines[place].text) and _LEAVE.search(after):
            return lines[:place]
    return lines


def _without_signature(lines: list[Line]) -> tuple[list[Line], str]:
    """Cut at the first mark that a short end follows; a quotation below it is kept."""
    for place, line in enumerate(lines):
        if line.depth or not _SIGNATURE.fullmatch(line.text):
            continue
        end = next((i for i in range(place, len(lines)) if lines[i].depth), len(lines))
        if end < len(lines):
            end = _attribution(lines, place, end)
        if end - place - 1 <= _LONGEST_SIGNATURE:
            signature = "\n".join(line.text for line in lines[place + 1 : end]).strip()
            return [*lines[:place], Line(""), *lines[end:]], signature
    return lines, ""


def _attribution(lines: list[Line], place: int, quote: int) -> int:
    """Return where the words that introduce the quotation begin: after the last blank line."""
    blank = next((i for i in range(quote - 2, place, -1) if not lines[i].text.strip()), quote - 1)
    return blank + 1
