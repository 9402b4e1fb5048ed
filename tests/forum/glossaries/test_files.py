import time

import pytest

from forum.core.errors import InvalidInput
from forum.glossaries.files import FORMATS, read_csv, read_terms_tmx, write_csv
from forum.glossaries.rules import MOST_ROWS, check_loops, key_of
from forum.glossaries.schemas import TermDraft
from forum.translations.tables import GlossaryTerm
from tests.factories import NOON

DRAFTS = [
    TermDraft(source="en", target="de", term='a "quoted", term', translation="Wort", note="n"),
    TermDraft(source="en", target="de", term="hub"),
]
EVERYWHERE = TermDraft(term="ASEM")


def rows(drafts: list[TermDraft]) -> list[GlossaryTerm]:
    return [
        GlossaryTerm(
            source=one.source or "",
            target=one.target or "",
            key="",
            term=one.term,
            translation=one.translation,
            note=one.note,
            changed_at=NOON,
        )
        for one in drafts
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_is_read_again(name: str) -> None:
    kind = FORMATS[name]
    assert list(kind.read(b"".join(kind.write(rows(DRAFTS))))) == DRAFTS


def test_a_term_for_any_language_is_in_csv_alone() -> None:
    for name, expected in [("csv", [EVERYWHERE]), ("tmx", [])]:
        kind = FORMATS[name]
        assert list(kind.read(b"".join(kind.write(rows([EVERYWHERE]))))) == expected


def test_a_spreadsheets_mark_of_its_encoding_is_no_part_of_the_first_name() -> None:
    assert read_csv("\ufeffterm\r\nASEM\r\n".encode()) == [EVERYWHERE]


BAD = [
    (b"", "1"),
    (b"colour,term\nred,a\n", "1"),
    (b"\xff\xfe", ""),
    (b"term\nASEM\n,\n", "3/term"),
    (b"term,target\nASEM,tlh\n", "2/target"),
    (b"term,translation\nASEM,x\n", "2/"),
    (b'term\n"open', ""),
]


@pytest.mark.parametrize(("body", "field"), BAD)
def test_a_line_that_does_not_fit_is_named(body: bytes, field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_csv(body)
    assert field in [fault.field for fault in raised.value.faults]


def test_a_file_that_is_no_tmx_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read_terms_tmx(b"<html/>")


def test_an_empty_glossary_is_a_file_with_names_of_columns() -> None:
    assert b"".join(write_csv([])) == b"source,target,term,translation,note\r\n"


def test_a_file_of_50_000_terms_is_taken_and_one_more_is_not() -> None:
    rows = [f"word {number:x},Wort {number:x}" for number in range(MOST_ROWS)]
    file = "\n".join(["target,term,translation", *(f"de,{row}" for row in rows)])
    began = time.process_time()
    drafts = read_csv(file.encode())
    check_loops({}, {key_of(one.term): one.translation for one in drafts})
    assert len(drafts) == MOST_ROWS
    assert time.process_time() - began < 10
    with pytest.raises(InvalidInput):
        read_csv(f"{file}\nde,more,mehr".encode())
