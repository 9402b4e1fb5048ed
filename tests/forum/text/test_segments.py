import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.segments import Segment, SegmentsDiffer, split, take_apart
from i18n.translate.masking import mask, unmask

POST = """\
# Night trains ##

Which *routes*{two_spaces}
come first?\\
Please vote.

> Quoted **text**
> in two lines
>
> > - nested item
> >   goes on
lazily so

1. First, see `code`
2. Second

   ```python
   # no segment
   ```

| Route | People \\| day |
|:------|---------------|
| [Bus](/b) | 25 |
| Tram  |
| | 30 |

Underlined
title
=====

    indented code

[b]: https://a.example "Title"
See [b] and [the rest][b].
***
""".replace("{two_spaces}", "  ")


def join(source: str, replacements: Sequence[str]) -> str:
    return take_apart(source).join(replacements)


def texts(source: str) -> list[str]:
    return [segment.text for segment in split(source)]


def test_a_post_comes_apart_into_what_is_translated() -> None:
    assert [(one.kind, one.text) for one in split(POST)] == [
        ("heading", "Night trains"),
        ("paragraph", "Which *routes*  \ncome first?\\\nPlease vote."),
        ("paragraph", "Quoted **text**\nin two lines"),
        ("paragraph", "nested item\ngoes on\nlazily so"),
        ("paragraph", "First, see `code`"),
        ("paragraph", "Second"),
        ("cell", "Route"),
        ("cell", "People | day"),
        ("cell", "[Bus](/b)"),
        ("cell", "25"),
        ("cell", "Tram"),
        ("cell", "30"),
        ("underlined", "Underlined\ntitle"),
        ("paragraph", "See [b] and [the rest][b]."),
    ]


def test_every_line_of_a_segment_says_where_it_stands() -> None:
    for segment in split(POST):
        if segment.text != "People | day":
            lines = [POST[start:end] for start, end in segment.spans]
            assert "\n".join(lines) == segment.text


def test_a_translation_stands_in_the_same_quotes_lists_and_tables() -> None:
    translated = join(POST, [text.upper() for text in texts(POST)])
    expected = POST.upper().replace(
        '[B]: HTTPS://A.EXAMPLE "TITLE"', '[b]: https://a.example "Title"'
    )
    for kept in ("```python\n   # no segment\n   ```", "    indented code"):
        expected = expected.replace(kept.upper(), kept)
    assert translated == expected


BLOCKS = [
    "> ", "- ", "  ", "    ", "1. ", "\n", "\n\n", "# ", "| a | b |\n", "|---|---|\n", "---", "===",
    "```\n", "~~~", "text", "word *em*", "a | b", "\\", "|", " #", "\t", "[foo]: /u", "[foo]",
    "\r\n", "\r", "`c`", "\0", "\u2003", "* ", "10) ", "`a|b`", "a\\|b",
]  # fmt: skip
SOURCES = st.one_of(st.text(), st.lists(st.sampled_from(BLOCKS), max_size=25).map("".join))
REPLACEMENTS = st.lists(
    st.sampled_from(
        ["> ", "- ", "  ", "1. ", "\n", "# ", "---", "===", "```", "~~~", "text", "a | b", "|",
         "\\", "#", "\t", "[foo]:", "[x]", "\r\n", "`c`", "* ", ":-", "x"]
    ),
    min_size=1,
    max_size=8,
).map("".join)  # fmt: skip


@given(SOURCES)
def test_its_own_texts_make_the_source_again_byte_for_byte(source: str) -> None:
    assert join(source, texts(source)) == source


@given(SOURCES)
def test_masked_and_unmasked_the_source_is_the_same(source: str) -> None:
    masked = [mask(text) for text in texts(source)]
    assert join(source, [unmask(one, one.text) for one in masked]) == source


def essence(text: str) -> str:
    return re.sub(r"[\s\\]+", "", text.replace("&#124;", "|"))


@given(SOURCES, st.data())
def test_no_replacement_changes_the_blocks(source: str, data: st.DataObject) -> None:
    segments = split(source)
    replacements = [data.draw(REPLACEMENTS) for _ in segments]
    joined = split(join(source, replacements))
    assert [one.kind for one in joined] == [one.kind for one in segments]
    for now, before, replacement in zip(joined, segments, replacements, strict=True):
        assert essence(now.text) == essence(replacement if replacement.strip() else before.text)


@pytest.mark.parametrize(
    ("source", "replacement", "joined"),
    [
        ("> a\n> b\n\nc", "x", "> x\n\nc"),
        ("> a", "x\ny", "> x\n> y"),
        ("10. a\r\n", "x\ny", "10. x\r\n    y\r\n"),
        ("- a\n  b\n", "x\ny\nz", "- x\n  y\n  z\n"),
        ("# a ##", "x\ny #", "# x y \\# ##"),
        ("a\n===", "x | y", "x &#124; y\n==="),
        ("a", "# x\n- y\n3) z\n---\n[l]: m", "\\# x\n\\- y\n3\\) z\n\\---\n[l]: m"),
        ("a", "[l]: m", "[l]\\: m"),
        ("a", "x\n\ny  \nz", "x\ny  \nz"),
        ("a", "```x\n~~~", "\\```x\n\\~~~"),
        ("a", "```x``` y", "```x``` y"),
        ("a", "#tag +1 1.5", "#tag +1 1.5"),
    ],
)
def test_a_replacement_fits_its_place(source: str, replacement: str, joined: str) -> None:
    assert join(source, [replacement, *texts(source)[1:]]) == joined


@pytest.mark.parametrize(
    ("cell", "row"), [("x | y", "|x \\| y|b|"), ("x\\", "|x\\ |b|"), ("- x\ny", "|- x y|b|")]
)
def test_a_cell_stays_one_cell(cell: str, row: str) -> None:
    table = "|a|b|\n|-|-|\n"
    assert join(table + "|c|b|\n", ["a", "b", cell, "b"]) == f"{table}{row}\n"


def test_a_cell_that_begins_its_line_begins_no_block() -> None:
    assert join("a|b\n-|-\nc|d\n", ["a", "b", "> x", "d"]) == "a|b\n-|-\n\\> x|d\n"


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u2003"])
def test_a_blank_replacement_leaves_its_segment(blank: str) -> None:
    assert join("- a\n- b", [blank, "x"]) == "- a\n- x"


@pytest.mark.parametrize("replacements", [[], ["x"], ["x", "y", "z"]])
def test_another_number_of_replacements_is_refused(replacements: list[str]) -> None:
    with pytest.raises(SegmentsDiffer):
        join("a\n\nb", replacements)


@pytest.mark.parametrize("source", ["", "\n", "---", "```\na\n```", "[a]: /b", "#", "> ", "-\n"])
def test_what_has_no_text_has_no_segments(source: str) -> None:
    assert split(source) == []
    assert join(source, []) == source


def test_labels_that_are_links_by_themselves_are_named_as_written() -> None:
    source = (
        "[Rules], [rules](/x), [see][rules], [other], [Big  House]\n\n[rules]: /r\n[big house]: /h"
    )
    assert take_apart(source).label_links == {"[Rules]", "[Big  House]"}
    assert take_apart("[a]").label_links == frozenset()


def test_lines_of_other_white_space_around_a_text_are_not_part_of_it() -> None:
    assert split("\u2003\n a\n\u2003") == [Segment("paragraph", "a", ((3, 4),))]


def test_nul_and_old_line_ends_keep_their_places() -> None:
    source = "# a\0b\r\rc\0\r\n"
    assert split(source) == [
        Segment("heading", "a\ufffdb", ((2, 5),)),
        Segment("paragraph", "c\ufffd", ((7, 9),)),
    ]
