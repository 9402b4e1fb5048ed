import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.clean import MAX_EMBEDDING, NotUnicodeText, clean_line, clean_text

LRE, RLE, PDF, LRO, RLO = "\u202a\u202b\u202c\u202d\u202e"
LRI, RLI, FSI, PDI = "\u2066\u2067\u2068\u2069"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

direction_controls = st.text(alphabet=f"a \n{LRE}{RLE}{PDF}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("a\tb\n\nc", "a\tb\n\nc"),
        ("a\r\nb\rc\x85d\u2028e\u2029f\x0bg\x0ch", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("\ufeffa\ufeffb\ufff9c\uffff", "abc"),
        ("e\u0301 \u212b \uac00", "é Å 가"),
        ("e\x00\u0301", "é"),
        ("  a  \n b \n\n", "  a  \n b"),
        (" \n\t\n    code", "    code"),
        ("\u200d \u200c \u00ad \u200f \u200b a", "\u200d \u200c \u00ad \u200f \u200b a"),
        (f"{ENGLAND} a\U000e0041\U000e0042b", f"{ENGLAND} ab"),
        ("\U0001f3f4\U000e0067", "\U0001f3f4"),
    ],
)
def test_text_of_many_lines_is_put_in_order(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"{RLI}ab{PDI} c", f"{RLI}ab{PDI} c"),
        (f"{RLE}ab{PDF} c", f"{RLE}ab{PDF} c"),
        (f"{RLI}ab", f"{RLI}ab{PDI}"),
        (f"{RLE}ab\ncd", f"{RLE}ab{PDF}\ncd"),
        (f"{RLI}{LRE}ab", f"{RLI}{LRE}ab{PDF}{PDI}"),
        (f"{RLI}{LRE}ab{PDI}c", f"{RLI}{LRE}ab{PDF}{PDI}c"),
        (f"{RLI}ab{PDF}{PDI}", f"{RLI}ab{PDI}"),
        (f"a{PDI}b{PDF}c", "abc"),
        (f"photo_{RLO}gpj.exe{PDF} x", "photo_gpj.exe x"),
        (f"{LRO}a{RLI}b{PDF}c{PDI}{PDF}", f"a{RLI}bc{PDI}"),
        (f"{RLE}{RLO}a{PDF}b{PDF}", f"{RLE}ab{PDF}"),
        (LRI * 500 + "a", LRI * MAX_EMBEDDING + "a" + PDI * MAX_EMBEDDING),
    ],
)
def test_direction_controls_do_not_reach_past_their_line(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  A \t title\r\nof\u2028two\x85lines  ", "A title of two lines"),
        ("a\u3000b\u00a0c", "a b c"),
        (f"{FSI}a\nb", f"{FSI}a b{PDI}"),
        ("a\x00 \x01b", "a b"),
        (" \n ", ""),
    ],
)
def test_text_of_one_line_has_single_spaces(text: str, clean: str) -> None:
    assert clean_line(text) == clean


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\udc00\ud800"])
def test_half_a_character_is_refused(text: str) -> None:
    with pytest.raises(NotUnicodeText):
        clean_text(text)
    with pytest.raises(NotUnicodeText):
        clean_line(text)


def test_each_control_is_seen_also_where_it_is_the_only_one() -> None:
    surrogates = range(0xD800, 0xE000)
    for number in [*range(0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE0080)]:
        text = f"a{chr(number)}b"
        assert clean_text(text) == clean_text(f"{text}\0")
    for number in surrogates:
        with pytest.raises(NotUnicodeText):
            clean_text(chr(number))


@given(st.one_of(st.text(), direction_controls))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_text, clean_line):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)


@given(direction_controls)
def test_every_opener_has_its_closer_on_its_line(text: str) -> None:
    for line in clean_text(text).split("\n"):
        assert line.count(LRE) + line.count(RLE) == line.count(PDF)
        assert sum(map(line.count, (LRI, RLI, FSI))) == line.count(PDI)
        assert not {LRO, RLO} & set(line)


@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S"])))
def test_letters_marks_digits_and_signs_are_kept(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)
