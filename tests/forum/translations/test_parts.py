import html

from hypothesis import given
from hypothesis import strategies as st

from forum.text.clean import clean_line, clean_text
from forum.translations.parts import counterparts, put_together, take_apart, write, write_line

LINES = st.text(st.characters(codec="utf-8"), max_size=60).map(clean_line)
WORDS = st.text("ab *_`[]<>&#~\\\n-1.!", max_size=60)
MARKDOWN = st.lists(WORDS, max_size=5).map("\n\n".join).map(clean_text)


@given(LINES)
async def test_a_line_that_is_not_changed_comes_back_as_it_was(line: str) -> None:
    apart = await take_apart(line, markdown=False)
    whole = await put_together(apart, apart.texts)
    assert whole.text == line
    assert html.unescape(whole.html) == line


@given(MARKDOWN)
async def test_markdown_that_is_not_changed_comes_back_as_it_was(text: str) -> None:
    apart = await take_apart(text, markdown=True)
    assert await put_together(apart, apart.texts) == await write(text)


async def test_long_texts_go_the_same_way() -> None:
    text = "One **two** three.\n\n" * 100
    apart = await take_apart(text, markdown=True)
    assert len(apart.texts) == 100
    whole = await put_together(apart, apart.texts)
    assert whole == await write(clean_text(text))
    assert len(await counterparts(text, text, markdown=True)) == 100


async def test_links_by_a_label_alone_are_not_translated() -> None:
    apart = await take_apart("See [rules].\n\n[rules]: /rules", markdown=True)
    assert apart.keep == {"[rules]"}


async def test_what_an_engine_adds_is_cleaned_and_escaped() -> None:
    line = await put_together(await take_apart("a", markdown=False), ["a\u202e\n<script>"])
    assert (line.text, line.html) == ("a <script>", "a &lt;script&gt;")
    text = await put_together(
        await take_apart("a", markdown=True), ["a\x00 <script>alert(1)</script>"]
    )
    assert "\x00" not in text.text
    assert "<script" not in text.html


async def test_texts_are_matched_only_where_they_are_built_alike() -> None:
    pairs = await counterparts("# A\n\nb\n\n- c", "# X\n\ny\n\n- z", markdown=True)
    assert pairs == [("A", "X"), ("b", "y"), ("c", "z")]
    assert await counterparts("# A\n\nb", "a\n\nb", markdown=True) == ()
    assert await counterparts("a\n\nb", "a", markdown=True) == ()
    assert await counterparts("a*b", "x_y", markdown=False) == [(r"a\*b", r"x\_y")]


def test_a_line_shows_no_markup() -> None:
    assert write_line("a <b> & *c*").html == "a &lt;b&gt; &amp; *c*"
