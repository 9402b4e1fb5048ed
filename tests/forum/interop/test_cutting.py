import re

from hypothesis import given
from hypothesis import strategies as st

from forum.interop.cutting import cut

MOST = 1_000
LINES = st.lists(
    st.one_of(
        st.text(alphabet="ab é語\\", max_size=1300),
        st.sampled_from(["", "```", "````", "> ```", "> quoted", "> > deeper", "x" * 1500]),
    ),
    max_size=40,
)


def letters(text: str) -> str:
    return re.sub(r"[\s>`]", "", text)


@given(LINES)
def test_every_piece_fits_and_nothing_that_can_be_read_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    pieces = cut(text, MOST)
    assert all(len(piece) <= MOST for piece in pieces)
    assert letters("".join(pieces)) == letters(text)


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert cut("one\n\n\ntwo", MOST) == ["one\n\n\ntwo"]


def test_paragraphs_stay_whole() -> None:
    one, two, three = "a" * 490, "b" * 490, "c" * 490
    assert cut(f"{one}\n\n{two}\n\n{three}", MOST) == [f"{one}\n\n{two}", three]


def test_empty_lines_are_not_kept_where_a_text_is_cut() -> None:
    one, two = "a" * 700, "b" * 700
    assert cut(f"\n{one}\n\n\n{two}\n\n", MOST) == [one, two]


def test_a_long_paragraph_is_cut_between_lines() -> None:
    line = "word " * 15 + "end"
    pieces = cut("\n".join([line] * 40), MOST)
    assert len(pieces) == 4
    assert "\n".join(pieces) == "\n".join([line] * 40)


def test_a_long_line_is_cut_between_words() -> None:
    pieces = cut("wörter " * 400, MOST)
    assert all(piece.startswith("wörter ") and piece.endswith("wörter") for piece in pieces[:-1])
    assert " ".join(pieces).split() == ["wörter"] * 400


def test_a_line_without_spaces_is_cut_between_characters() -> None:
    pieces = cut("ne\u0301" * 1001, MOST)
    assert "".join(pieces) == "ne\u0301" * 1001
    assert not any(piece.startswith("\u0301") for piece in pieces)


def test_one_endless_character_is_cut_all_the_same() -> None:
    assert "".join(cut("e" + "\u0301" * 3000, MOST)) == "e" + "\u0301" * 3000


def test_code_that_is_cut_stays_code() -> None:
    code = [f"line {number} of the program" for number in range(100)]
    pieces = cut("\n".join(["a" * 900, "", "```", *code, "```", "", "after"]), MOST)
    assert pieces[0] == "a" * 900
    assert pieces[-1].endswith("```\n\nafter")
    for piece in pieces[1:]:
        assert piece.startswith("```\n")
        assert piece.count("```") == 2


def test_an_empty_line_in_code_parts_nothing() -> None:
    code = "```\none\n\ntwo\n```"
    assert cut(f"{'a' * 990}\n\n{code}", MOST) == ["a" * 990, code]


def test_a_quotation_that_is_cut_stays_one() -> None:
    pieces = cut("> > " + "quoted " * 600, MOST)
    assert len(pieces) > 2
    assert all(piece.startswith("> > quoted") for piece in pieces)
