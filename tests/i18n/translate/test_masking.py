import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.translate.marks import BEGINNING, PATTERN
from i18n.translate.masking import MASK, MasksLost, escape_again, mask, unmask

SIGNS = "ab *_`[]()!<>&;#@\\\n~/:.0 5k€é한हि\"'x=|-"
PIECES = [
    "`a <b`", "**", "_", "~~", "[", "](https://a.example/x_(y))", "![", "][1]", "][]", "]", "@ana",
    "#тег", "25 km", "&amp;", "\\*", "  \n", "<br>", "https://a.example/?a=b&c", "``",
]  # fmt: skip
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(SIGNS, max_size=3))).map("".join)
MARKDOWN = st.one_of(st.text(), st.text(SIGNS), MIXED)


@given(MARKDOWN)
def test_what_comes_back_unchanged_is_the_text(text: str) -> None:
    masked = mask(text)
    assert unmask(masked, masked.text) == text


@given(st.one_of(MARKDOWN, st.text("xX1٣h:/tps.@_-+%€−é ก#&;")))
def test_nothing_is_passed_over_where_something_begins(text: str) -> None:
    quick, slow = (
        re.compile(one.replace("TERMS", "(?:é€)"), re.VERBOSE)
        for one in (BEGINNING + PATTERN, PATTERN)
    )
    found = [[(one.span(), one.lastgroup) for one in by.finditer(text)] for by in (quick, slow)]
    assert found[0] == found[1]


@given(MARKDOWN)
def test_what_comes_back_with_masks_opened_and_closed_is_the_text(text: str) -> None:
    masked = mask(text)
    assert unmask(masked, re.sub(r'<x id="(\d+)"/>', r"<x id='\1' ></x>", masked.text)) == text


@given(MARKDOWN)
def test_a_sent_text_is_well_formed(text: str) -> None:
    rest = MASK.sub("", mask(text).text)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)|[*_`]|~~", rest)


@given(MARKDOWN, st.data())
def test_a_mask_lost_or_repeated_is_noticed(text: str, data: st.DataObject) -> None:
    masked = mask(text)
    masks = list(MASK.finditer(masked.text))
    if masks:
        found = data.draw(st.sampled_from(masks))
        instead = data.draw(st.sampled_from(["", found.group() * 2, '<x id="999"/>', "<x>"]))
        with pytest.raises(MasksLost):
            unmask(masked, masked.text[: found.start()] + instead + masked.text[found.end() :])


SECRETS = [
    "`secret code`", "`` a`secret ``", "https://a.example/secret_(x)?q=1&r=2", "HTTP://secret.ex",
    "<https://secret.example>", "www.secret.example", "secret@mail.example", "<secret@a.example>",
    "@secret", "@secret-name_1", "#secret", "secret_name", '<b class="secret">', "</secret>",
    "&secret;", '[label](https://secret.example "secret")', "[label](</secret>)", "SECRET",
    "![alt](secret.png)", "[label][secret]", "[secret][]",
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "around", ["{}", "see {} there", "({})", "**{}**", "a, {}.", "话{}话", "{}\nb"]
)
def test_nothing_masked_reaches_an_engine(secret: str, around: str) -> None:
    sent = mask(around.format(secret), {"SECRET": "SECRET"}).text
    assert "secret" not in sent.lower()


@pytest.mark.parametrize(
    "quantity",
    ["25 km", "5°C", "1.500,50 €", "€ 20", "$1,000", "12 %", "2 000 km²", "120 kWh", "90 km/h",
     "3\u00a0GB", "१२ km", "15 min", "−4 °C", "100 EUR", "10:30 h"],
)  # fmt: skip
def test_a_number_with_its_unit_is_one_mask(quantity: str) -> None:
    masked = mask(f"about {quantity}, they say")
    assert masked.text == 'about <x id="0"/>, they say'
    assert masked.marks[0].value == quantity


@pytest.mark.parametrize(
    "text",
    ["the 1990s", "in 2025", "5 people", "item 3.2", "5 metres", "version 2 may", "R&D", "[sic]"],
)
def test_common_words_and_numbers_are_left_to_the_engine(text: str) -> None:
    assert mask(text).marks == ()


def test_the_text_of_links_and_emphasis_is_translated() -> None:
    masked = mask('**Bus** [_lane_](/x "t") ![map](/m.png)')
    assert MASK.sub("|", masked.text) == "|Bus| ||lane|| |map|"


def test_brackets_without_a_target_are_text() -> None:
    assert mask("a [b] c] [d").text == "a [b] c] [d"


def test_a_target_without_a_bracket_is_kept() -> None:
    masked = mask("a](https://a.example) b")
    assert MASK.sub("|", masked.text) == "a| b"


def test_terms_stand_as_whole_words_and_the_longest_first() -> None:
    masked = mask("ASEM Day, ASEMs, ASEM", {"ASEM", "ASEM Day", ""})
    assert masked.text == '<x id="0"/>, ASEMs, <x id="1"/>'
    assert unmask(masked, masked.text) == "ASEM Day, ASEMs, ASEM"


def test_words_at_given_places_become_others_but_not_in_code_or_addresses() -> None:
    text = "`Day` **Days** https://a.example/Day Day"
    places = {(1, 4): "x", (8, 12): "jours", (33, 36): "x", (37, 40): "jour"}
    masked = mask(text, (), places)
    assert unmask(masked, masked.text) == "`Day` **jours** https://a.example/Day jour"


def test_a_bracketed_term_is_kept_unless_it_has_a_target() -> None:
    masked = mask("[Rules] and [Rules](/r)", {"[Rules]": "[Rules]"})
    assert masked.text == '<x id="0"/> and <x id="1"/>Rules<x id="2"/>'


def test_masks_may_change_places() -> None:
    masked = mask("see `a` and **b**")
    answer = '<x id="1"/>b<x id="2"/> und <x id="0"/>'
    assert unmask(masked, answer) == "**b** und `a`"


def test_spaces_that_would_undo_emphasis_or_a_link_are_taken_out() -> None:
    masked = mask("a **bold** and [link](/x) b")
    answer = 'a <x id="0"/> fett <x id="1"/> und <x id="2"/> Verweis <x id="3"/> b'
    assert unmask(masked, answer) == "a **fett** und [Verweis](/x) b"


def test_marks_that_an_engine_makes_up_are_escaped() -> None:
    assert unmask(mask("a"), "*a* _b_ `c` ~~d~~ &lt;e") == "\\*a\\* \\_b\\_ \\`c\\` \\~~d\\~~ <e"


@pytest.mark.parametrize("order", ["1032", "0213", "2031", "3210"])
def test_the_halves_of_links_must_not_come_back_crosswise(order: str) -> None:
    masked = mask("[a](/1) [b](/2)")
    with pytest.raises(MasksLost):
        unmask(masked, "".join(f'<x id="{number}"/>t' for number in order))


def test_whole_links_may_change_places() -> None:
    masked = mask("[a](/1) [b](/2)")
    answer = '<x id="2"/>b<x id="3"/> <x id="0"/>a<x id="1"/>'
    assert unmask(masked, answer) == "[b](/2) [a](/1)"


def test_a_link_in_a_link_comes_back_so() -> None:
    masked = mask("[![a](/i)](/l)")
    assert unmask(masked, masked.text) == "[![a](/i)](/l)"


@pytest.mark.parametrize("answer", ['<x id="0">a</x>', '<x id="0"', "<x id=0/ >", '<X id="0"/>'])
def test_a_broken_mask_is_noticed(answer: str) -> None:
    with pytest.raises(MasksLost):
        unmask(mask("`a`"), answer)


def test_whether_there_are_words() -> None:
    assert mask("a").has_words
    assert mask("字 `x`").has_words
    for text in ["", "`x`", "https://a.example", "42 &amp; 7", "— … !", "@ana #tag **25 km**"]:
        assert not mask(text).has_words, text


def test_an_unescaped_answer_gets_its_form_back() -> None:
    assert (
        escape_again('a < b & <x id="0"></x> > &lt;') == 'a &lt; b &amp; <x id="0"/> &gt; &amp;lt;'
    )


@pytest.mark.parametrize(
    "part",
    [
        "``` ` ",
        "[",
        "](",
        "](a ",
        '](a "',
        "[a][b",
        "<a b=c ",
        "(http://(",
        "a@",
        "1 000",
        "  ",
        "_a",
    ],
)
def test_no_hostile_text_takes_a_second(part: str) -> None:
    text = part * (20_000 // len(part))
    begin = time.thread_time()  # other threads of the run are not the text’s doing
    masked = mask(text)
    assert unmask(masked, masked.text) == text
    assert time.thread_time() - begin < 1


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("`a``b`c`", ["`a``b`", "`"]),
        ("``a`b``", ["``a`b``"]),
        ("\\`a`b`", ["\\`", "`b`"]),
        ("`\\`a", ["`\\`"]),
        ("a  \nb\\\nc", ["  \n", "\\\n"]),
        ("(https://a.example/b).", ["https://a.example/b"]),
        ("https://a.example/?x=1&y=2, ok", ["https://a.example/?x=1&y=2"]),
        ("**https://a.example**", ["**", "https://a.example", "**"]),
        ("me@a.example's #тема, @ana.", ["me@a.example", "#тема", "@ana"]),
        ("C# a#b a@ # @", []),
        ("#हिन्दी।", ["#हिन्दी"]),
        ("[a](b(c)d 'e')", ["[", "](b(c)d 'e')"]),
    ],
)
def test_where_marks_begin_and_end(text: str, marks: list[str]) -> None:
    assert [mark.value for mark in mask(text).marks] == marks
