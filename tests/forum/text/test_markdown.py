import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.markdown import RENDERER_VERSION, parser, render
from forum.text.sanitize import REL
from tests.forum.text.judge import faults

MARKDOWN = st.text(
    alphabet=st.one_of(
        st.sampled_from("#*_`~>-+|[]()!<&@:/\\\n\t 1.a"), st.characters(codec="utf-8")
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("a\n\nb", '<p dir="ltr">a</p>\n<p dir="ltr">b</p>\n'),
        ("a  \nb\\\nc\nd", '<p dir="ltr">a<br>\nb<br>\nc\nd</p>\n'),
        ("***", "<hr>\n"),
        ("> a", '<blockquote dir="ltr">\n<p dir="ltr">a</p>\n</blockquote>\n'),
        ("- a\n- b", '<ul dir="ltr">\n<li>a</li>\n<li>b</li>\n</ul>\n'),
        ("3. a", '<ol start="3" dir="ltr">\n<li>a</li>\n</ol>\n'),
        (
            "- a\n\n- b",
            '<ul dir="ltr">\n<li>\n<p dir="ltr">a</p>\n</li>\n'
            '<li>\n<p dir="ltr">b</p>\n</li>\n</ul>\n',
        ),
        ("`a < b`", '<p dir="auto"><code dir="auto" translate="no">a &lt; b</code></p>\n'),
        ("<b>a</b>", '<p dir="ltr">&lt;b&gt;a&lt;/b&gt;</p>\n'),
        ("<div>\na\n</div>", '<p dir="ltr">&lt;div&gt;\na\n&lt;/div&gt;</p>\n'),
        ("&copy; &amp; &#x41; &bogus;", '<p dir="ltr">© &amp; A &amp;bogus;</p>\n'),
        ("\\*a\\*", '<p dir="ltr">*a*</p>\n'),
        ('[a](/t/1 "b")', f'<p dir="ltr"><a href="/t/1" title="b" rel="{REL}">a</a></p>\n'),
        ("[a][b]\n\n[b]: /t/1", f'<p dir="ltr"><a href="/t/1" rel="{REL}">a</a></p>\n'),
        ("<a@b.org>", f'<p dir="ltr"><a href="mailto:a@b.org" rel="{REL}">a@b.org</a></p>\n'),
    ],
)
def test_markdown_becomes_html(source: str, html: str) -> None:
    assert render(source).html == html


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("# a", "h3"),
        ("a\n===", "h3"),
        ("## a", "h4"),
        ("### a", "h5"),
        ("#### a", "h6"),
        ("##### a", "h6"),
        ("###### a", "h6"),
    ],
)
def test_headings_stay_below_those_of_the_page(source: str, tag: str) -> None:
    assert render(source).html == f'<{tag} dir="ltr">a</{tag}>\n'


@pytest.mark.parametrize(
    ("source", "opening"),
    [
        ("```python\nx\n```", '<code class="language-python">'),
        ("```C++ title\nx\n```", '<code class="language-c++">'),
        ("~~~\nx\n~~~", "<code>"),
        ("    x", "<code>"),
        ("```<b>\nx\n```", "<code>"),
        ("```" + "x" * 21 + "\nx\n```", "<code>"),
    ],
)
def test_code_is_kept_from_translation_and_names_its_language(source: str, opening: str) -> None:
    assert render(source).html == f'<pre dir="ltr" translate="no">{opening}x\n</code></pre>\n'


def test_blocks_in_another_language_say_in_which() -> None:
    other = "Tous les êtres humains naissent libres et égaux en dignité et en droits, frères."
    source = f"People are born free.\n\n> {other}\n\n- ສະບາຍດີ\n- Hello"
    html = render(source, language="en").html
    assert f'<p dir="ltr" lang="fr">{other}</p>' in html
    assert re.findall(r"<(\w+)[^>]* lang=\"(\w+)\"", html) == [("p", "fr"), ("li", "lo")]
    assert "lang=" not in render(source).html


def test_a_table_scrolls_and_aligns_by_class() -> None:
    html = render("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |").html
    assert html.startswith('<div class="table" tabindex="0">\n<table dir="ltr">')
    assert html.endswith("</table>\n</div>\n")
    assert '<th dir="ltr">a</th>' in html
    assert '<td dir="auto" class="cell-left">2</td>' in html
    assert '<td dir="auto" class="cell-center">3</td>' in html
    assert '<td dir="auto" class="cell-right">4</td>' in html


def test_a_picture_from_elsewhere_is_a_link() -> None:
    post = render("![A *map*](https://a.org/map.png) ![](https://a.org/x.png)")
    assert "<img" not in post.html
    assert f'<a href="https://a.org/map.png" rel="{REL}">A map</a>' in post.html
    assert ">https://a.org/x.png</a>" in post.html
    assert post.links == ("https://a.org/map.png", "https://a.org/x.png")


def test_a_picture_uploaded_here_is_shown() -> None:
    post = render('![A `map` of @maria\nnow](/u/4/map.png "Map")')
    assert (
        '<img src="/u/4/map.png" alt="A map of @maria now" title="Map" loading="lazy">' in post.html
    )
    assert post.links == post.mentions == ()


def test_a_picture_in_a_link_does_not_begin_a_second_link() -> None:
    html = render("[![map](https://a.org/map.png)](/t/1) [![map](/u/map.png)](/t/2)").html
    assert f'<a href="/t/1" rel="{REL}">map</a>' in html
    assert f'<a href="/t/2" rel="{REL}"><img src="/u/map.png"' in html


@pytest.mark.parametrize("source", ["[a]()", "![a]()"])
def test_a_link_without_an_address_leads_nowhere(source: str) -> None:
    post = render(source)
    assert f'<a rel="{REL}">a</a>' in post.html
    assert post.links == ()


def test_mentions_and_links_are_told_once_each_in_order() -> None:
    post = render("@bo https://z.org @al [x](/t/1) @bo https://z.org")
    assert post.mentions == ("bo", "al")
    assert post.links == ("https://z.org", "/t/1")
    assert post.version == RENDERER_VERSION


def test_the_parser_renders_a_mention_as_text() -> None:
    assert parser().render("a @maria") == "<p>a @maria</p>\n"


def test_rendering_leaves_no_trace_for_the_next_post() -> None:
    render("[a]: /t/1\n\n[a] @maria")
    assert render("[a]") == render("[a]")
    assert render("[a]").links == render("[a]").mentions == ()


@given(MARKDOWN)
def test_no_source_is_refused_and_none_leaves_the_allow_list(source: str) -> None:
    assert faults(render(source).html) == []


@given(MARKDOWN)
def test_the_same_source_gives_the_same_post(source: str) -> None:
    assert render(source) == render(source)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_letters_and_digits_of_every_script_arrive(text: str) -> None:
    assert text in render(text).html
