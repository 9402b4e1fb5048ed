"""Translation Memory eXchange 1.4b (LISA, 2005), level 1: plain text, in pieces."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from i18n.languages import UnknownLanguage, canonical

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements that hold codes of a tool's own, not text (`hi` and `sub` hold text)."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (production 2)."""
_LONGEST = 100_000
"""Characters of one unit; a longer one is not of a translator."""
_APART = 4_000_000
"""Bytes from the end of one unit to that of the next, as far as a file is read ahead."""
_DEEPEST = 50
"""Elements within elements."""


class NotTmx(ValueError):
    """The file is no TMX, is broken, or tries to reach beyond itself; the message says where."""


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """One text in several languages.

    Attributes:
        texts: by BCP 47 tag of the house; languages that it lacks are left out.
        source: tag of the original; empty if each may be.
        note: for people.
        properties: of `prop`, by type.
    """

    texts: Mapping[str, str]
    source: str = ""
    note: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


def read_tmx(file: BinaryIO) -> Iterator[TmxUnit]:
    """Read units one after the other; no more than one is held at a time.

    Raises:
        NotTmx: entities, external references, or what is no TMX; units before it were given.
    """
    try:
        piecewise = _Piecewise(file)
        for unit in _units(iterparse(piecewise, events=("start", "end"))):
            piecewise.since_unit = 0
            yield unit
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotTmx(f"{type(error).__name__}: {error}"[:200]) from error


class _Piecewise:
    """A file that is not read on where its units do not come to an end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.since_unit = 0

    def read(self, size: int) -> bytes:
        piece = self._file.read(size)
        self.since_unit += len(piece)
        if self.since_unit > _APART:
            raise NotTmx("a unit that is too long")
        return piece


def _units(events: Iterable[tuple[str, Element]]) -> Iterator[TmxUnit]:
    body: Element | None = None
    source, depth = "", 0
    for event, element in events:
        if not depth and element.tag != "tmx":
            raise NotTmx(f"begins with {element.tag}")
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise NotTmx("elements within elements")
        if event == "start":
            if element.tag == "body":
                body = element
            continue
        if element.tag == "header":
            source = _tag(element.get("srclang") or "")
        elif element.tag == "tu":
            if body is None:
                raise NotTmx("a unit outside of the body")
            yield _unit(element, source)
            body.clear()  # else the whole file would be held at its end


def _unit(element: Element, source: str) -> TmxUnit:
    texts: dict[str, str] = {}
    for variant in element.iter("tuv"):
        tag, segment = _tag(variant.get(_LANG) or variant.get("lang") or ""), variant.find("seg")
        if tag and segment is not None:
            texts.setdefault(tag, " ".join("".join(_texts(segment)).split()))
    if sum(map(len, texts.values())) > _LONGEST:
        raise NotTmx("a unit that is too long")
    return TmxUnit(
        {tag: text for tag, text in texts.items() if text},
        _tag(element.get("srclang") or "") or source,
        (element.findtext("note") or "").strip(),
        {one.get("type", ""): (one.text or "").strip() for one in element.findall("prop")},
    )


def _texts(element: Element) -> Iterator[str]:
    if element.tag not in _CODES:
        yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _tag(code: str) -> str:
    try:
        return canonical(code)
    except UnknownLanguage:
        return ""  # also for `*all*`


def write_tmx(units: Iterable[TmxUnit], *, tool: str, version: str) -> Iterator[bytes]:
    """Write a file in pieces; whatever XML cannot hold is left out of its texts."""
    yield tmx_start(tool=tool, version=version)
    for unit in units:
        yield tmx_unit(unit)
    yield TMX_END


def tmx_start(*, tool: str, version: str) -> bytes:
    """What stands before the units of a file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f"<header creationtool={quoteattr(tool)} creationtoolversion={quoteattr(version)}"
        ' segtype="block" o-tmf="markdown" adminlang="en" srclang="*all*" datatype="plaintext"/>\n'
        "<body>\n"
    ).encode()


TMX_END = b"</body>\n</tmx>\n"
"""What stands behind them."""


def tmx_unit(unit: TmxUnit) -> bytes:
    """One of them; whatever XML cannot hold is left out."""
    source = f" srclang={quoteattr(unit.source)}" if unit.source else ""
    note = f"<note>{_plain(unit.note)}</note>" if unit.note else ""
    properties = "".join(
        f"<prop type={quoteattr(name)}>{_plain(value)}</prop>"
        for name, value in unit.properties.items()
    )
    variants = "".join(
        f"<tuv xml:lang={quoteattr(tag)}><seg>{_plain(text)}</seg></tuv>"
        for tag, text in unit.texts.items()
    )
    return f"<tu{source}>{note}{properties}{variants}</tu>\n".encode()


def _plain(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
