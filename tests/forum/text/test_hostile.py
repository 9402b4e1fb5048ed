"""Sources made to cost more than they are worth, measured in counted work, never in time.

Rendered at 20,000 characters on a shared core, the slowest of them (`pictures`, `brackets` and
`mentions`) took 0.4 s each, half of them below 0.1 s; a usual post of 2,000 characters took 4 ms.
"""

import sys
from collections.abc import Callable

import pytest

from forum.text.dressing import Dressing
from forum.text.markdown import render
from forum.text.parser import MAX_NESTING, parser

LENGTH = 20_000
MOST_TAGS = 20_000


def repeated(unit: str, *, before: str = "", after: str = "") -> Callable[[int], str]:
    """A source of about so many characters, most of them `unit` again and again."""

    def source(length: int) -> str:
        return before + unit * (length // len(unit + after)) + after * (length // len(unit + after))

    return source


def wide_table(length: int) -> str:
    """A table whose rows have one cell and are filled up to many."""
    columns = length // 10
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + "a\n" * (3 * columns)


def many_tables(length: int) -> str:
    """Tables one after the other, each filled up as far as its header pays for."""
    return ("|a" * 20 + "|\n" + "|-" * 20 + "|\n" + "a\n" * 30 + "\n") * (length // 145)


HOSTILE: dict[str, Callable[[int], str]] = {
    "quotes": repeated("> "),
    "lists": repeated("+ "),
    "quotes and lists": repeated("> - "),
    "stars": repeated("*", before="x", after="*"),
    "mixed emphasis": repeated("*_", before="x", after="_*"),
    "openers": repeated("*x "),
    "closers": repeated("x* "),
    "pairs": repeated("*x*"),
    "strikes": repeated("~~x"),
    "brackets": repeated("["),
    "links": repeated("[a]("),
    "nested links": repeated("[", after="](u)"),
    "pictures": repeated("!["),
    "nested pictures": repeated("![a", after="](/u/x)"),
    "references": repeated("[a][b"),
    "long reference": repeated("[a] ", before="[a]: https://a.org/" + "b" * 1_900 + "\n\n"),
    "definitions": repeated("[a]: x\n"),
    "mentions": repeated("@ab "),
    "at signs": repeated("@"),
    "addresses": repeated("http://a.b "),
    "address in address": repeated("http://"),
    "parentheses": repeated(")", before="http://a.b"),
    "entities": repeated("&amp;"),
    "less than": repeated("<"),
    "backslashes": repeated("\\"),
    "backticks": repeated("`", before="x"),
    "table": repeated("|a|b|c|d|\n", before="|a|b|c|d|\n|-|-|-|-|\n"),
    "wide table": wide_table,
    "many tables": many_tables,
    "lines": repeated("a\n"),
    "paragraphs": repeated("a\n\n"),
    "headings": repeated("#\n"),
    "rules": repeated("***\n"),
    "fences": repeated("```\n"),
    "combining marks": repeated("\u0301", before="a"),
    "right to left": repeated("א a "),
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_reading_takes_steps_in_proportion_to_the_source(source: Callable[[int], str]) -> None:
    short, long = (calls(parser().parse, source(length)) for length in (400, 800))
    assert long <= 2.6 * short + 500


@pytest.mark.parametrize(
    "name",
    ["stars", "pairs", "mentions", "long reference", "many tables", "lines"],
)
def test_a_page_stays_in_proportion_to_its_source(name: str) -> None:
    html = render(HOSTILE[name](LENGTH)).html
    assert html.count("<") <= MOST_TAGS
    assert len(html) <= 25 * LENGTH


def test_a_long_run_of_backticks_is_read_once() -> None:
    assert calls(parser().parse, "x" + "`" * 131_072) < 140_000


@pytest.mark.parametrize("source", ["> " * 5_000 + "x", "- " * 5_000 + "x", "[" * 2_000])
def test_nesting_does_not_eat_the_stack(source: str) -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth() + 12 * MAX_NESTING)
    try:
        assert "x" in render(source + "x").html
    finally:
        sys.setrecursionlimit(limit)


def test_what_is_out_of_proportion_is_shown_as_it_was_typed() -> None:
    post = render("<b> & *x*\n" + "> " * MAX_NESTING + "@maria https://a.org")
    assert post.html == (
        '<pre class="plain" dir="auto">&lt;b&gt; &amp; *x*\n'
        + "&gt; " * MAX_NESTING
        + "@maria https://a.org</pre>"
    )
    assert post.mentions == post.links == ()


def test_nesting_that_people_use_is_kept() -> None:
    assert render("> " * 20 + "x").html.count("<blockquote") == 20
    assert render("\n".join("  " * level + "- x" for level in range(12))).html.count("<ul") == 12


def test_links_beyond_the_budget_of_addresses_lead_nowhere() -> None:
    html = render(HOSTILE["long reference"](4_000)).html
    assert html.count("href=") == 100_000 // 1_914
    assert html.count("<a ") == 1_000


def test_a_dressing_counts_titles_too() -> None:
    dressing = Dressing(mention_url=lambda _: None)
    dressing.dress(parser().parse('[a]: /b "' + "t" * 60_000 + '"\n\n[a] [a]'))
    assert dressing.addresses == 2 * (60_000 + len("/b"))
    assert dressing.links == {"/b": None}


def depth() -> int:
    frame, count = sys._getframe(), 0
    while frame.f_back:
        frame, count = frame.f_back, count + 1
    return count


def calls(work: Callable[[str], object], source: str) -> int:
    """How many Python and C functions the work on `source` calls: its cost on any machine."""
    count = 0

    def tally(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work(source)
    finally:
        sys.setprofile(before)
    return count
