import pytest

from forum.text.direction import Words
from forum.text.markdown import render


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("", "auto"),
        ("12 + 30 = 42!", "auto"),
        ("https://example.org/", "auto"),
        ("Education", "ltr"),
        ("教育和承认", "ltr"),
        ("การศึกษา", "ltr"),
        ("تعلیم", "rtl"),
        ("חינוך", "rtl"),
        ("ASEM کے تعلیمی وزراء کا اجلاس", "rtl"),
        ("ASEM Education Process کے تعلیمی وزراء", "rtl"),
        ("The word تعلیم means education in Urdu", "ltr"),
        ("https://example.org/a/b یہاں", "rtl"),
        ("۲۰۲۶", "auto"),
    ],
)
def test_the_direction_is_the_one_of_most_words(text: str, direction: str) -> None:
    assert Words.of(text).direction == direction


def test_each_block_has_the_direction_of_its_own_text() -> None:
    html = render("Hello\n\nسلام دنیا\n\n- ایک\n- دو\n\n> سلام").html
    assert '<p dir="ltr">Hello' in html
    assert '<p dir="rtl">سلام دنیا' in html
    assert '<ul dir="rtl">' in html
    assert '<blockquote dir="rtl">' in html


def test_a_table_and_its_cells_may_differ() -> None:
    html = render("| English | اردو |\n|-|-|\n| recognition | تسلیم |\n| one more row | ایک |").html
    assert '<table dir="ltr">' in html
    assert '<th dir="rtl">اردو</th>' in html
    assert '<td dir="ltr">recognition</td>' in html


def test_the_direction_of_a_list_counts_the_words_of_all_its_levels() -> None:
    html = render("- one\n  - ایک دو تین چار\n  - پانچ").html
    assert html.startswith('<ul dir="rtl">')


@pytest.mark.parametrize("source", ["`let x` یہ", "یہ @maria", "یہ [ہے](https://a.org/b)"])
def test_code_handles_and_addresses_have_no_say(source: str) -> None:
    assert render(source).html.startswith('<p dir="rtl">')


def test_code_is_never_mirrored() -> None:
    assert render("```\nسلام\n```").html.startswith('<pre dir="ltr"')
