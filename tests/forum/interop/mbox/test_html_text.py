import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.interop.mbox.html_text import html_lines
from forum.interop.mbox.markdown import to_markdown
from tests.forum.interop.mbox.archives import one
from tests.forum.interop.mbox.test_markdown import shown


def converted(html: str) -> str:
    return to_markdown(html_lines(html))


CASES = [
    ("<p>One<p>Two", "One\n\nTwo"),
    ("One<br>Two<br/>Three", "One\\\nTwo\\\nThree"),
    ("<div>One</div><div>Two</div>", "One\\\nTwo"),
    ("<p>a\n  b&nbsp;&nbsp;c</p>", "a b c"),
    ("<b>bold</b> <i>it</i>", "bold it"),
    ("<h1>Head</h1>text", "### Head\n\ntext"),
    ("<ul><li>a<li>b<ul><li>c</ul></ul>after", "- a\n- b\n    - c\n\nafter"),
    ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    ("<ul><li><p>a</p><p>more</p></li><li>b</li></ul>", "- a\n\n    more\n\n- b"),
    ("<li>stray", "- stray"),
    ("</ul></blockquote></pre>x", "x"),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
    ('<a href="https://x.org/a">words</a>', "[words](<https://x.org/a>)"),
    ('<a href="https://x.org/">https://x.org/</a>', "<https://x.org/>"),
    ('<a href="mailto:a@x.org">a@x.org</a>', "<a@x.org>"),
    ('<a href="javascript:alert(1)">words</a>', "words"),
    ('<a href="https://x.org/a b<c>\\">x</a>', "[x](<https://x.org/a%20b%3Cc%3E%5C>)"),
    ('<a href="https://x.org">one<br>two</a>', "[one](<https://x.org>)\\\n[two](<https://x.org>)"),
    ('<a href="https://x.org"></a>x', "x"),
    ('see<a href="https://x.org"> this </a>now', "see [this](<https://x.org>) now"),
    ('No!<a href="https://x.org">x</a>', "No\\![x](<https://x.org>)"),
    ("<a name=here>plain</a>", "plain"),
    ('<a href="https://x.org">*a* ]</a>', "[\\*a\\* \\]](<https://x.org>)"),
    ("at https://x.org/a_b.", "at <https://x.org/a_b>."),
    ('<img src="x" alt="A picture"><img src="tracker">', "A picture"),
    ("<pre>a\n  b&lt;c</pre>", "```\na\n  b<c\n```"),
    ("<pre>a<br>b</pre>", "```\na\nb\n```"),
    ("<pre></pre>x", "x"),
    ("<pre>open", "```\nopen\n```"),
    ("<table><tr><td>1</td><td>2</td></tr><tr><th>3</th></tr></table>", "1 · 2\\\n3"),
    ("<head><title>t</title><style>p{}</style></head><body>x</body>", "x"),
    ("<head><title>never closed<body>x", "x"),
    ("<script>evil()</script>x", "x"),
    ("a<!-- c -->b<!DOCTYPE html>c", "abc"),
    ("a<!-- never closed", "a"),
    ("<![if !supportLists]>x<![endif]>", "x"),
    ("<?xml version='1.0'?>x", "\\<?xml version='1.0'?>x"),
    ("x <unclosed", "x \\<unclosed"),
    ("1 < 2 &amp;amp; 3", "1 \\< 2 \\&amp; 3"),
    (
        "# no heading<br>- no list<br>1. no number",
        "\\# no heading\\\n\\- no list\\\n1\\. no number",
    ),
    ("a&#8238;b&#0;c", "ab\ufffdc"),
]


@pytest.mark.parametrize(("html", "markdown"), CASES)
def test_html_becomes_the_markdown_of_its_text(html: str, markdown: str) -> None:
    assert converted(html) == markdown
    assert one(html, content_type="text/html; charset=utf-8").body == markdown


@given(st.text(alphabet="abc <>/=\"'!-&;#1", max_size=80))
def test_no_html_raises(html: str) -> None:
    assert isinstance(converted(html), str)


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<blockquote>",
        "</blockquote>",
        "<a href='https://x.org'>",
        "</a>",
        "<pre>",
        "</pre>",
        "<br>",
        "<td>",
        "<ol>",
        "<h2>",
        "</h2>",
        "<b>",
        "word",
        " ",
        "# ",
        "- ",
        "_",
        "*",
        "!",
        "&",
    ]
)


@given(st.lists(PIECES, max_size=25))
def test_words_of_html_survive_in_number(pieces: list[str]) -> None:
    found = shown(converted("".join(pieces)))
    assert found.text.count("word") == pieces.count("word")
    assert not found.tags & {"img", "em", "strong", "hr", "h1", "h2"}


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        '<a b="',
        "<",
        "</a",
        "&a",
        "<!a",
        "<![if",
        "<? ",
        "<script>",
        "<ul><li>",
        "<blockquote>",
        "<a href=x>",
        "<pre>",
        "<title>",
        "'",
        "<p>",
        "</script",
    ],
)
def test_hostile_html_takes_no_time_out_of_proportion(piece: str) -> None:
    started = time.process_time()
    converted(piece * 20_000)
    assert time.process_time() - started < 5
