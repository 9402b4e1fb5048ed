"""Addresses that lead to the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.addresses import NotAWebAddress, canonical, host_of, split, target_of


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://Example.ORG/", "https://example.org"),
        ("http://example.org:80/a/", "https://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org./a#part", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=9", "https://example.org/a?id=7"),
        ("https://example.org/?UTM_Medium=mail", "https://example.org"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
        ("https://www.example.org/", "https://www.example.org"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        (
            "https://ไทย.example/เรียน",
            "https://xn--o3cw4h.example/%E0%B9%80%E0%B8%A3%E0%B8%B5%E0%B8%A2%E0%B8%99",
        ),
        ("https://example.org/%7euser/%e0%b8%81", "https://example.org/~user/%E0%B8%81"),
        ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/../../a", "https://example.org/a"),
        ("https://[2001:DB8::0:1]/a", "https://[2001:db8::1]/a"),
        ("HTTPS://192.0.2.7/a//b", "https://192.0.2.7/a//b"),
        ("https://example.org/100%", "https://example.org/100%25"),
    ],
)
def test_addresses_of_the_same_thing_have_one_form(given: str, wanted: str) -> None:
    assert canonical(given) == wanted


@pytest.mark.parametrize(
    "given",
    [
        "",
        "example.org",
        "/t/7",
        "//example.org/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://user:word@example.org/",
        "https://user@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:http/",
        "https://[::1/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://example.org\\@other.example/",
        "https://-a.example/",
        "https://a..b/",
        "https://exa_mple.org/",
        "https://" + "a" * 64 + ".example/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(given: str) -> None:
    with pytest.raises(NotAWebAddress):
        canonical(given)


def test_a_host_is_named_as_the_dns_knows_it() -> None:
    assert host_of(split("https://Bücher.Example./")) == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://example.org", "/"),
        ("https://example.org?a=b#c", "/?a=b"),
        ("https://example.org/é?q=ü&r=%20#c", "/%C3%A9?q=%C3%BC&r=%20"),
    ],
)
def test_what_is_asked_for_is_ascii(given: str, wanted: str) -> None:
    assert target_of(split(given)) == wanted


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
URLS = st.builds(
    "{}://{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "HTTPS", "https"]),
    st.sampled_from(
        ["example.org", "EXAMPLE.org.", "bücher.example", "[2001:db8::7]", "192.0.2.1"]
    ),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    TEXT | st.sampled_from(["a/../b", "%7E%2f", "./..//.", "%", "%zz%41"]),
    TEXT | st.sampled_from(["utm_id=1&a=%3d", "&&", "%75tm_source=1"]),
    TEXT,
)


@given(URLS)
def test_the_form_of_a_form_is_itself(url: str) -> None:
    try:
        once = canonical(url)
    except NotAWebAddress:
        return
    assert canonical(once) == once
    assert once.isascii()


@given(URLS, st.sampled_from(["#x", "#"]))
def test_a_fragment_makes_no_difference(url: str, more: str) -> None:
    bare = url.partition("#")[0]
    try:
        once = canonical(bare)
    except NotAWebAddress:
        return
    assert canonical(bare + more) == once
