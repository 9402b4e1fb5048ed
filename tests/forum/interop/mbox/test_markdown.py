import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from forum.interop.mbox.blocks import is_preformatted, list_items
from forum.interop.mbox.lines import Kind, Line, plain_lines
from forum.interop.mbox.markdown import to_markdown

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Shown(HTMLParser):
    """The text a reader sees, and the elements around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markdown: str) -> Shown:
    return Shown(RENDERER.render(markdown))


def converted(text: str) -> str:
    return to_markdown(plain_lines(text))


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading",
        "Title\n=====",
        "Title\n---",
        "1986. A year",
        "- a dash",
        "+ plus",
        "* star",
        "***",
        "___",
        "- - -",
        "a *star* b",
        "a _under_ b",
        "__init__",
        "`code`",
        "```",
        "~~~",
        "~~gone~~",
        "<b>bold</b>",
        "<script>x</script>",
        "<!-- x -->",
        "&amp; &lt; &#42;",
        "[a](b)",
        "![a](b)",
        "[a]: b",
        "a | b\n--- | ---\nc | d",
        "|---|",
        ":--",
        "back\\slash",
        "\\",
        "a  ",
        "1) one",
        "12) twelve",
        "#",
        "+",
        "snake_case_word",
        "2 * 3 * 4",
        "<jo@example.org>",
        "====",
        "-- ",
        "*",
        "-",
        "1.",
        "=",
        "\ttab",
        "    one",
    ],
)
def test_text_that_looks_like_markup_is_shown_as_it_is(text: str) -> None:
    found = shown(converted(text))
    assert found.text.split() == text.split()
    assert found.tags <= {"p", "br"}


@given(st.text(alphabet="ab1.-+*_#>=~`<&;![]()|\\: \n\t0é世", max_size=40))
def test_any_text_shows_the_same_characters(text: str) -> None:
    lines = [Line(line) for line in text.split("\n")]
    found = shown(to_markdown(lines))
    if not found.tags & {"ul", "ol"}:
        assert found.text.split() == text.split()
    assert not found.tags & {
        "h1",
        "h2",
        "hr",
        "em",
        "strong",
        "a",
        "img",
        "table",
        "blockquote",
        "del",
    }


@given(st.text(alphabet="abc-*#1. \n>", max_size=40))
def test_quotations_keep_their_words(text: str) -> None:
    def letters(words: str) -> list[str]:
        return re.findall("[abc]", words)

    assert letters(shown(converted(text)).text) == letters(text)


def test_addresses_of_the_web_become_links_without_the_punctuation_around_them() -> None:
    text = "See http://example.org/a_b_(c), (https://x.org/?a=1&b=[2]). <http://y.org>!"
    assert converted(text) == (
        "See <http://example.org/a_b_(c)>, (<https://x.org/?a=1&b=[2]>). \\<<http://y.org>>!"
    )


def test_quotations_of_changing_depth_stay_apart() -> None:
    text = "Ann wrote:\n> one\n>> two\n> > two\n> one\nme"
    assert converted(text) == "Ann wrote:\n\n> one\n>\n> > two\\\n> > two\n>\n> one\n\nme"
    assert shown(converted(text)).tags >= {"blockquote"}


def test_a_quotation_is_at_most_eight_deep() -> None:
    assert converted(">" * 5_000 + "x") == "> " * 8 + "x"


def test_lists_stay_lists() -> None:
    text = "We need:\n* paper\n  and more\n* pens\n\n1. first\n2. second\n\n3) alone"
    assert converted(text) == (
        "We need:\n\n- paper\nand more\n- pens\n\n1. first\n2. second\n\n3\\) alone"
    )


def test_items_apart_from_each_other_are_a_list_too() -> None:
    assert converted("- one\n\n- two") == "- one\n\n- two"
    assert list_items(["• a", "b", "• c"]) == {0: ("- ", "a"), 2: ("- ", "c")}


def test_an_item_cannot_smuggle_a_heading_in() -> None:
    assert converted("- # a\n- > b") == "- \\# a\n- \\> b"


def test_wrapped_lines_flow_and_short_lines_break() -> None:
    wrapped = "This paragraph was wrapped by its mailer at about seventy columns, as\nis usual."
    assert "\\" not in converted(wrapped)
    assert converted("12 High Street\nExampletown") == "12 High Street\\\nExampletown"


def test_wrapping_counts_wide_characters_twice() -> None:
    assert "\\" not in converted(
        "这是一个用邮件软件自动换行的段落，每行大约三十六个汉字的长度，很\n长。"
    )
    assert converted("东京\n大阪") == "东京\\\n大阪"


@pytest.mark.parametrize(
    "text",
    [
        "    def f():\n        return 1",
        "Name      Age\nJo        40\nAnn       41",
        "diff --git a/x b/x\n- old\n+ new",
        "@@ -1,2 +1,2 @@\n- old",
    ],
)
def test_code_and_columns_keep_their_spaces(text: str) -> None:
    found = shown(converted(text))
    assert found.tags == {"pre", "code"}
    assert is_preformatted(text.split("\n"))


def test_code_with_fences_inside_gets_a_longer_fence() -> None:
    lines = [Line("```", kind=Kind.CODE), Line("", kind=Kind.CODE), Line("x", kind=Kind.CODE)]
    assert to_markdown(lines) == "````\n```\n\nx\n````"


def test_one_indented_line_is_text() -> None:
    assert converted("    indented") == "indented"


def test_control_characters_and_overrides_of_direction_go() -> None:
    assert converted("a\x00b\x1b[31m\u202ec\u2066d\rnew\r\nline") == "ab\\[31mcd\\\nnew\\\nline"


def test_empty_text_is_empty() -> None:
    assert converted(" \n\n") == ""
    assert to_markdown([Line("", 2), Line(" ", 1)]) == ""
