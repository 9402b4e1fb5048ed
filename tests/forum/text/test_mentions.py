import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.markdown import render
from forum.text.mentions import HANDLE


@pytest.mark.parametrize(
    ("source", "handles"),
    [
        ("@maria", ("maria",)),
        ("Hello @maria, and @li-wei!", ("maria", "li-wei")),
        ("@Maria @MARIA @maria", ("maria",)),
        ("(@maria) “@jan” *@kim* _@ona_ **@ali**", ("maria", "jan", "kim", "ona", "ali")),
        ("@a1 @" + "b" * 30, ("a1", "b" * 30)),
        ("@maria_k @maria- @jan_.", ("maria_k", "maria", "jan")),
        ("@maria's @maria/ @maria: @maria.", ("maria",)),
        ("你好@li，谢谢@wang老师", ("li", "wang")),
        ("สวัสดี@somchaiครับ", ("somchai",)),
        ("안녕@minho님", ("minho",)),
        ("# @maria\n\n- @kim", ("maria", "kim")),
        ("| @maria |\n|-|\n| @jan |", ("maria", "jan")),
    ],
)
def test_a_handle_after_an_at_sign_is_a_mention(source: str, handles: tuple[str, ...]) -> None:
    assert render(source).mentions == handles


@pytest.mark.parametrize(
    "source",
    [
        "maria@example.org",
        "maria.k@example.org",
        "josé@example.org",
        "<maria@example.org>",
        "@example.org",
        "@maria@social.example",
        "@a",
        "@" + "b" * 31,
        "@" + "b" * 29 + "_-_b",
        "@-maria",
        "@_maria",
        "@josé",
        "@ſam",
        "@scope/package",
        "ftp://host/@maria",
        "`@maria`",
        "``@maria``",
        "    @maria",
        "```\n@maria\n```",
        "\\@maria",
        "&#64;maria",
        "[@maria](/t/1)",
        "https://a.org/@maria",
        "#maria",
        "@",
        "@@",
    ],
)
def test_code_mail_links_and_other_uses_of_the_sign_are_no_mentions(source: str) -> None:
    assert render(source).mentions == ()


def test_a_mention_links_to_the_members_page_and_keeps_what_was_typed() -> None:
    html = render("Hello @Maria").html
    assert '<a href="/m/maria" class="mention" translate="no"' in html
    assert ">@Maria</a>" in html


def test_a_quote_links_to_the_member_but_calls_nobody_again() -> None:
    post = render("> @maria\n> > @jan\n\n@kim")
    assert post.mentions == ("kim",)
    assert 'href="/m/maria"' in post.html
    assert 'href="/m/jan"' in post.html


def test_the_caller_chooses_addresses_and_which_handles_exist() -> None:
    post = render("@maria @nobody", mention_url={"maria": "/people/7"}.get)
    assert post.mentions == ("maria",)
    assert 'href="/people/7"' in post.html
    assert "@nobody</p>" in post.html


def test_a_tag_stays_text() -> None:
    assert render("#education and #recognition").html == (
        '<p dir="ltr">#education and #recognition</p>\n'
    )


@given(st.from_regex(HANDLE, fullmatch=True))
def test_every_handle_can_be_mentioned(handle: str) -> None:
    assert render(f"to @{handle}.").mentions == (handle,)
