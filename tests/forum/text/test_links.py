import pytest

from forum.text.links import MAX_LENGTH, is_allowed, is_upload
from forum.text.markdown import render


def linked(source: str) -> tuple[str, ...]:
    return render(source).links


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG/A?b=c#d",
        "http://localhost:8000/",
        "https://[2001:db8::1]/",
        "https://xn--r8jz45g.jp/%E8%B7%AF",
        "mailto:secretariat@example.org?subject=Hello",
        "/",
        "/t/4/topic",
        "#post-7",
        "https://a.org/" + "b" * (MAX_LENGTH - len("https://a.org/")),
    ],
)
def test_a_link_may_lead_to_the_web_to_mail_and_within_the_site(url: str) -> None:
    assert is_allowed(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "t/4",
        "../t",
        "?q=1",
        "//example.org",
        "///example.org",
        "/\\example.org",
        "https:example.org",
        "https:///example.org",
        "https://",
        "https://例え.jp",
        "https://a.org/ b",
        "https://a.org/\n",
        'https://a.org/"',
        "https://a.org/<b>",
        "javascript:alert(1)",
        "httpſ://a.org",
        "ftp://a.org",
        "https://a.org/" + "b" * MAX_LENGTH,
    ],
)
def test_a_link_may_lead_nowhere_else(url: str) -> None:
    assert not is_allowed(url)


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("/u/4/photo.jpg", True),
        ("/u/4", True),
        ("/u/", False),
        ("/u/4/", False),
        ("/u/../admin", False),
        ("/u/4/..", False),
        ("/u//4", False),
        ("/u/.hidden", False),
        ("/u/4?x", False),
        ("/U/4", False),
        ("https://example.org/u/4", False),
        ("/u/" + "4" * MAX_LENGTH, False),
    ],
)
def test_an_upload_is_a_plain_path_below_u(url: str, ours: bool) -> None:
    assert is_upload(url) is ours


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("see https://a.org/b.", "https://a.org/b"),
        ("(https://a.org/b_(c)).", "https://a.org/b_(c)"),
        ("(see https://a.org)", "https://a.org"),
        ("https://a.org/b?c=d&e=f#g!", "https://a.org/b?c=d&e=f#g"),
        ("https://a.org/_b_*c*/", "https://a.org/_b_*c*/"),
        ("**https://a.org**", "https://a.org"),
        ("~~https://a.org~~", "https://a.org"),
        ("_https://a.org_", "https://a.org"),
        ('"https://a.org"', "https://a.org"),
        ("https://a.org/@maria", "https://a.org/@maria"),
        ("https://social.example/@maria,", "https://social.example/@maria"),
        ("Http://a.org", "Http://a.org"),
        ("http://localhost:8000/x", "http://localhost:8000/x"),
        ("<https://a.org/b>", "https://a.org/b"),
        ("# https://a.org", "https://a.org"),
        ("| a |\n|-|\n| https://a.org |", "https://a.org"),
        ("[b](https://a.org)", "https://a.org"),
        ("[https://b.org](https://a.org)", "https://a.org"),
        ("https://a.org/b\\_c", "https://a.org/b"),
    ],
)
def test_an_address_becomes_a_link_without_the_punctuation_around_it(source: str, url: str) -> None:
    assert linked(source) == (url,)


@pytest.mark.parametrize(
    ("source", "url", "rest"),
    [
        ("ดูที่ https://example.orgครับ", "https://example.org", "</a>ครับ"),
        ("请看https://example.org/路径。谢谢", "https://example.org/", "</a>路径。谢谢"),
        ("https://example.org/aを見て", "https://example.org/a", "</a>を見て"),
        ("https://example.org을 보세요", "https://example.org", "</a>을 보세요"),
        ("ສະບາຍດີhttps://example.org/?a=1ຂອບໃຈ", "https://example.org/?a=1", "</a>ຂອບໃຈ"),
        ("https://example.org។", "https://example.org", "</a>។"),
        ("（https://example.org）", "https://example.org", "</a>）"),
        ("https://example.org。", "https://example.org", "</a>。"),
        ("یہ https://example.org، اور", "https://example.org", "</a>، اور"),
    ],
)
def test_text_without_spaces_is_not_swallowed_by_an_address(
    source: str, url: str, rest: str
) -> None:
    post = render(source)
    assert post.links == (url,)
    assert rest in post.html


@pytest.mark.parametrize(
    "source",
    [
        "example.org",
        "www.example.org",
        "https://",
        "https://.",
        "xhttps://example.org",
        "ftp://example.org",
        "`https://example.org`",
        "@https://example.org",
        "    https://example.org",
        "\\https\\://example.org",
        "http: //example.org",
        "https://例え.jp",
        "http://a.org/" + "b" * MAX_LENGTH,
    ],
)
def test_what_is_no_whole_address_stays_text(source: str) -> None:
    assert linked(source) == ()


def test_an_address_in_another_script_is_linked_between_angle_brackets() -> None:
    post = render("<https://例え.jp/路>")
    assert post.links == ("https://xn--r8jz45g.jp/%E8%B7%AF",)
    assert ">https://例え.jp/路</a>" in post.html


def test_a_refused_link_stays_readable_as_it_was_typed() -> None:
    assert "[x](javascript:alert(1))" in render("[x](javascript:alert(1))").html
