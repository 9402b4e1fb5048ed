"""Glossaries as files: CSV (RFC 4180) and TMX, both ways."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.version import VERSION
from forum.glossaries.rules import MOST_ROWS
from forum.glossaries.schemas import TermDraft
from forum.translations.tables import GlossaryTerm
from forum.web.inputs import faults
from i18n.exchange.tmx import NotTmx, TmxUnit, read_tmx, write_tmx

LARGEST = 5_000_000
"""Bytes of a file that is taken."""
CSV, TMX = "text/csv", "application/x-tmx+xml"

_COLUMNS = ("source", "target", "term", "translation", "note")
_MOST_FAULTS = 20
_TOOL = "stakeholders-forum"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: how it is read and written, and what it is called."""

    read: Callable[[bytes], Sequence[TermDraft]]
    write: Callable[[Iterable[GlossaryTerm]], Iterator[bytes]]
    media_type: str
    ending: str


def read_csv(body: bytes) -> Sequence[TermDraft]:
    """Read terms from lines of `source,target,term,translation,note`, named in the first line.

    Raises:
        InvalidInput: naming the lines that do not fit; then none is taken.
    """
    try:
        lines = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
        if not {"term"} <= set(lines.fieldnames or ()) <= set(_COLUMNS):
            text = N_("The first line needs to name the columns: {columns}.")
            raise InvalidInput([Fault("1", text, (("columns", ", ".join(_COLUMNS)),))])
        rows = [{key: value or "" for key, value in line.items() if key} for line in lines]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput([Fault("", N_("This is not a CSV file in UTF-8."))]) from error
    return _drafts(rows, first=2)


def read_terms_tmx(body: bytes) -> Sequence[TermDraft]:
    """Read terms from TMX: from each unit's source language into its others; equal ones are kept.

    Raises:
        InvalidInput: it is no TMX, or holds terms that do not fit.
    """
    try:
        rows = [row for unit in read_tmx(io.BytesIO(body)) for row in _rows(unit)]
    except NotTmx as error:
        raise InvalidInput([Fault("", N_("This is not a TMX file that can be read."))]) from error
    return _drafts(rows, first=1)


def _rows(unit: TmxUnit) -> Iterator[Mapping[str, str]]:
    source = unit.source or next(iter(unit.texts), "")
    term = unit.texts.get(source, "")
    for target, text in unit.texts.items():
        if target != source:
            translation = "" if text == term else text
            pair = {"source": source, "target": target}
            yield {**pair, "term": term, "translation": translation, "note": unit.note}


def _drafts(rows: Sequence[Mapping[str, str]], *, first: int) -> Sequence[TermDraft]:
    if len(rows) > MOST_ROWS:
        text = N_("At most {max_length} entries are allowed.")
        raise InvalidInput([Fault("", text, (("max_length", MOST_ROWS),))])
    found: list[TermDraft] = []
    wrong: list[Fault] = []
    for number, row in enumerate(rows, first):
        try:
            found.append(TermDraft.model_validate(row))
        except ValidationError as error:
            wrong += (
                Fault(f"{number}/{fault.field}", fault.text, fault.data) for fault in faults(error)
            )
        if len(wrong) >= _MOST_FAULTS:
            break
    if wrong:
        raise InvalidInput(wrong)
    return found


def write_csv(terms: Iterable[GlossaryTerm]) -> Iterator[bytes]:
    """Write what `read_csv` reads, a line at a time."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    writer.writerow(_COLUMNS)
    for term in terms:
        writer.writerow([getattr(term, name) for name in _COLUMNS])
        yield _taken(line)
    yield _taken(line)


def _taken(line: io.StringIO) -> bytes:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text.encode()


def write_terms_tmx(terms: Iterable[GlossaryTerm]) -> Iterator[bytes]:
    """Write what `read_terms_tmx` reads; a term for any language has no place in TMX."""
    units = (
        TmxUnit(
            {term.source: term.term, term.target: term.translation or term.term},
            term.source,
            term.note,
        )
        for term in terms
        if term.source and term.target
    )
    return write_tmx(units, tool=_TOOL, version=VERSION)


FORMATS: Mapping[str, Format] = {
    "csv": Format(read_csv, write_csv, CSV, "csv"),
    "tmx": Format(read_terms_tmx, write_terms_tmx, TMX, "tmx"),
}
"""By the name that an address gives."""
