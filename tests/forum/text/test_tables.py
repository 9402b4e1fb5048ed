from forum.text.markdown import render
from forum.text.parser import parser
from forum.text.tables import MAX_CELLS


def cells(source: str) -> int:
    return sum(token.type in {"td_open", "th_open"} for token in parser().parse(source))


def test_a_table_of_usual_size_is_whole() -> None:
    assert cells("|a|b|c|\n|-|-|-|\n" + "|d|e|f|\n" * 500) == 3 * 501


def test_short_rows_are_filled_up_and_long_rows_cut() -> None:
    assert cells("|a|b|\n|-|-|\n|c|\n|d|e|f|") == 6


def test_a_table_interrupts_a_paragraph() -> None:
    assert "<table" in render("text\n| a |\n|-|\n| b |").html


def test_what_no_table_begins_with_stays_text() -> None:
    assert "<table" not in render("a | b\nc | d").html


def test_all_tables_of_a_text_share_one_budget_of_cells() -> None:
    wide = "|a" * 50 + "|\n" + "|-" * 50 + "|\n" + "b\n" * 40 + "\n"
    assert MAX_CELLS * 0.9 < cells(wide * 10) <= MAX_CELLS


def test_rows_beyond_the_budget_stay_text() -> None:
    html = render("|a|b|\n|-|-|\n" + "|c|d|\n" * 4_000 + "|the|end|").html
    assert "|the|end|" in html


def test_a_header_wider_than_the_budget_is_no_table() -> None:
    assert cells("|a" * MAX_CELLS + "|\n" + "|-" * MAX_CELLS + "|\n") == 0
