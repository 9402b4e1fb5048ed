from hypothesis import given
from hypothesis import strategies as st

from forum.text.markdown import render
from forum.text.quoting import LONGEST, quote


def test_a_quote_names_its_author_and_links_to_the_text() -> None:
    assert quote("One.\n\n> Two.\n", "María", "/p/5") == (
        "> [María](/p/5):\n>\n> One.\n>\n> > Two.\n\n"
    )


@given(
    st.text(max_size=200) | st.text("`~<>!-[]( \n*#", max_size=60), st.text(min_size=1, max_size=40)
)
def test_nothing_of_a_quote_stands_outside_of_it(source: str, author: str) -> None:
    html = render(quote(source, author, "/p/5") + "MINE").html
    outside = html.rpartition("</blockquote>")[2]
    assert "MINE" in outside
    assert html.count("MINE") == source.count("MINE") + author.count("MINE") + 1
    assert 'href="/p/5"' in html


def test_a_long_text_is_quoted_in_part() -> None:
    assert len(quote("ab " * LONGEST, "María", "/p/5")) < LONGEST + 50
