"""XLIFF 2.1, its core (OASIS, 2018): texts segment by segment, to translators' tools and back.

A segment is in the form of `i18n.translate.masking`: escaped as in HTML, with `<x id="n"/>` for
what must not change. In a file that is `<ph>`, or `<pc>` around the text of a link, with what it
stands for as original data.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from i18n.languages import canonical
from i18n.translate.masking import MASK

MEDIA_TYPE = "application/xliff+xml"
"""As OASIS has registered it with IANA."""

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1, too
_DEEPEST = 30
"""Codes within codes; nobody writes a link in a link."""
_LONGEST = 200_000
"""Characters of one unit."""
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (production 2), or changes (a carriage return)."""
_POINTLESS = frozenset({"mrk", "sm", "em"})
"""Annotations of a tool: their text counts, they do not."""


class NotXliff(ValueError):
    """It is no XLIFF 2, is broken, or tries to reach beyond itself; the message says where."""


class State(StrEnum):
    """How far a translation is."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class XliffUnit:
    """One segment in two languages.

    Attributes:
        id: names it within its text.
        source: the original, masked.
        target: the translation, masked alike; empty where there is none.
        data: what mask n stands for, at n; for people, and not read again.
        links: the masks that begin a link, each with the one that ends it; not read again.
        state: how far the translation is; not read again.
        notes: for people, by what they are about; not read again.
    """

    id: str
    source: str
    target: str = ""
    data: Sequence[str] = ()
    links: Mapping[int, int] = field(default_factory=dict)
    state: State = State.INITIAL
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class XliffFile:
    """One text.

    Attributes:
        id: names it within the document, by letters, digits, `.` and `-`.
        original: what people know it by, such as its address.
        units: its segments, in order.
    """

    id: str
    original: str
    units: Sequence[XliffUnit]


@dataclass(frozen=True, slots=True)
class Xliff:
    """A document: texts in one language, and their translations into another (BCP 47 tags)."""

    source: str
    target: str
    files: Sequence[XliffFile]


def write_xliff(document: Xliff) -> Iterator[bytes]:
    """Write a document in pieces."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff xmlns="{_NAMESPACE}" version="2.1"'
        f" srcLang={quoteattr(document.source)} trgLang={quoteattr(document.target)}>\n"
    ).encode()
    for file in document.files:
        original = quoteattr(_NOT_XML.sub("", file.original))
        head = f'<file id={quoteattr(file.id)} original={original} canResegment="no"'
        yield f'{head} xml:space="preserve">\n'.encode()
        for unit in file.units:
            yield _written(unit).encode()
        yield b"</file>\n"
    yield b"</xliff>\n"


def _written(unit: XliffUnit) -> str:
    notes = "".join(
        f"<note category={quoteattr(about)}>{_plain(text)}</note>"
        for about, text in unit.notes.items()
    )
    data = "".join(f'<data id="d{n}">{_points(text)}</data>' for n, text in enumerate(unit.data))
    target = f"<target>{_codes(unit.target, unit.links)}</target>" if unit.target else ""
    return (
        f"<unit id={quoteattr(unit.id)}>"
        + (f"<notes>{notes}</notes>" if notes else "")
        + (f"<originalData>{data}</originalData>" if data else "")
        + f'<segment state="{unit.state}"><source>{_codes(unit.source, unit.links)}</source>'
        + f"{target}</segment></unit>\n"
    )


def _codes(masked: str, links: Mapping[int, int]) -> str:
    chunks = MASK.split(masked)
    ends = set(links.values())
    written = [_points(html.unescape(chunks[0]))]
    for number, text in zip(map(int, chunks[1::2]), chunks[2::2], strict=True):
        if number in links:
            refs = f'dataRefStart="d{number}" dataRefEnd="d{links[number]}"'
            written.append(f'<pc id="{number + 1}" canCopy="no" canDelete="no" {refs}>')
        elif number in ends:
            written.append("</pc>")
        else:
            ref = f'dataRef="d{number}"'
            written.append(f'<ph id="{number + 1}" canCopy="no" canDelete="no" {ref}/>')
        written.append(_points(html.unescape(text)))
    return "".join(written)


def _plain(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _points(text: str) -> str:
    """Text with what XML has no place for as code points."""
    return _NOT_XML.sub(lambda found: f'<cp hex="{ord(found[0]):04X}"/>', escape(text))


def read_xliff(file: BinaryIO) -> Xliff:
    """Read a document; annotations, modules and what a tool has split are taken together.

    A target counts whatever its state, since many tools leave that as it was.

    Raises:
        NotXliff: entities, external references, unknown codes, or what is no XLIFF 2.
    """
    try:
        return _document(iterparse(file, events=("start", "end"), forbid_dtd=True))
    except (ParseError, DefusedXmlException, OverflowError, ValueError) as error:
        if isinstance(error, NotXliff):
            raise
        raise NotXliff(f"{type(error).__name__}: {error}"[:200]) from error


def _document(events: Iterable[tuple[str, Element]]) -> Xliff:
    root: Element | None = None
    files: list[XliffFile] = []
    units: dict[str, XliffUnit] = {}
    for event, element in events:
        if root is None:
            root = _checked(element)
        elif event == "end" and element.tag == _tag("unit"):
            unit = _unit(element)
            if unit.id in units:
                raise NotXliff(f"unit {unit.id} twice")
            units[unit.id] = unit
            element.clear()
        elif event == "end" and element.tag == _tag("file"):
            name, original = element.get("id", ""), element.get("original", "")
            files.append(XliffFile(name, original, list(units.values())))
            units = {}
            element.clear()
    if root is None or len({one.id for one in files}) != len(files):
        raise NotXliff("no document, or a file twice")
    return Xliff(canonical(root.get("srcLang", "")), canonical(root.get("trgLang", "")), files)


def _checked(root: Element) -> Element:
    if root.tag != _tag("xliff") or not root.get("version", "").startswith("2."):
        raise NotXliff(f"begins with {root.tag}"[:100])
    return root


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _unit(element: Element) -> XliffUnit:
    sources: list[str] = []
    targets: list[str | None] = []
    for part in element:
        if part.tag in (_tag("segment"), _tag("ignorable")):
            source, target = part.find(_tag("source")), part.find(_tag("target"))
            sources.append(_masked(source))
            if target is None and part.tag == _tag("ignorable"):
                targets.append(sources[-1])
            else:
                targets.append(_masked(target) or None)
    name = element.get("id", "")
    if sum(map(len, sources)) + sum(len(one or "") for one in targets) > _LONGEST:
        raise NotXliff(f"unit {name} is too long")
    whole = [one for one in targets if one is not None]
    target_text = "".join(whole) if len(whole) == len(targets) else ""
    return XliffUnit(name, "".join(sources), target_text)


def _masked(element: Element | None) -> str:
    return "" if element is None else "".join(_read(element, 0))


def _read(element: Element, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise NotXliff("codes within codes")
    yield html.escape(element.text or "", quote=False)
    for child in element:
        yield from _code(child, depth)
        yield html.escape(child.tail or "", quote=False)


def _code(element: Element, depth: int) -> Iterator[str]:
    match element.tag.removeprefix(f"{{{_NAMESPACE}}}"):
        case "cp":
            yield html.escape(_point(element.get("hex", "")), quote=False)
        case "ph" | "sc" | "ec":
            yield _mask(element.get("dataRef"))
        case "pc":
            yield _mask(element.get("dataRefStart"))
            yield from _read(element, depth + 1)
            yield _mask(element.get("dataRefEnd"))
        case name if name in _POINTLESS:
            yield from _read(element, depth + 1)
        case name:
            raise NotXliff(f"an unknown code {name}"[:100])


def _point(code: str) -> str:
    found = chr(int(code, 16))
    if "\ud800" <= found <= "\udfff":
        raise NotXliff(f"half a character: {code}")
    return found


def _mask(ref: str | None) -> str:
    if ref is None or not re.fullmatch(r"d\d{1,6}", ref):
        raise NotXliff(f"a code that stands for nothing: {ref}"[:100])
    return f'<x id="{int(ref[1:])}"/>'
