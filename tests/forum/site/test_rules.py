"""Who may register, and which language a reader is given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.site.rules import Admission, Mode, admission, domain_rule, in_language, is_within


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org", "example.org"),
        (" Example.ORG ", "example.org"),
        ("*.uni.example", "*.uni.example"),
        ("ຄຳ.example", "xn--s6c6g8c.example"),
        ("büro.example", "xn--bro-hoa.example"),
        ("*.BÜRO.example", "*.xn--bro-hoa.example"),
        ("ｅｘａｍｐｌｅ．org", "example.org"),
    ],
)
def test_a_domain_is_kept_in_ascii(typed: str, kept: str) -> None:
    assert domain_rule(typed) == kept
    assert domain_rule(kept) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "org", "*.org", "*", "*.", "a@b.example", "two words.example", "-x.example", "a..example",
     "*.*.example.org", "example.org\nother.org", f"{'x' * 64}.example", "straße.example"],
)  # fmt: skip
def test_what_is_no_domain_or_too_wide_or_means_two_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"example\.org"):
        domain_rule(typed)


@pytest.mark.parametrize(
    ("email", "domain", "within"),
    [
        ("maria@example.org", "example.org", True),
        ("maria@EXAMPLE.org", "example.org", True),
        ("maria@mail.example.org", "example.org", False),
        ("maria@mail.example.org", "*.example.org", True),
        ("maria@a.b.example.org", "*.example.org", True),
        ("maria@example.org", "*.example.org", True),
        ("maria@badexample.org", "*.example.org", False),
        ("maria@example.org.evil.test", "*.example.org", False),
        ("example.org@evil.test", "example.org", False),
        ("maria@büro.example", "xn--bro-hoa.example", True),
        ("maria@xn--bro-hoa.example", "xn--bro-hoa.example", True),
        ("maria@straße.example", "strasse.example", False),
        ("maria@straße.example", "xn--strae-oqa.example", False),
        ("maria", "example.org", False),
    ],
)
def test_an_address_is_within_a_domain(email: str, domain: str, within: bool) -> None:
    assert is_within(email, [domain]) is within


@pytest.mark.parametrize("mode", Mode)
def test_an_address_of_a_listed_domain_always_registers_at_once(mode: Mode) -> None:
    assert admission(mode, ["example.org"], "maria@example.org") == Admission.AT_ONCE


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.OPEN, Admission.AT_ONCE),
        (Mode.APPROVAL, Admission.WAITS),
        (Mode.INVITATION, Admission.REFUSED),
    ],
)
def test_the_mode_decides_about_others(mode: Mode, expected: Admission) -> None:
    assert admission(mode, ["example.org"], "maria@elsewhere.test") == expected


@given(st.text(max_size=40))
def test_whatever_is_typed_as_an_address_only_a_domain_of_the_list_opens(text: str) -> None:
    found = admission(Mode.INVITATION, ["example.org", "*.uni.example"], text)
    domain = text.rpartition("@")[2].strip().casefold()
    if found == Admission.AT_ONCE and domain.isascii():
        assert domain == "example.org" or f".{domain}".endswith(".uni.example")


def test_a_reader_gets_a_text_in_a_language_that_is_near() -> None:
    assert in_language({"ru": 1, "en": 2}, "kk") == 1
    assert in_language({"th": 1, "en": 2}, "fr") == 2
    assert in_language({"th": 1, "de": 2}, "fr") == 2
    assert in_language({}, "fr") is None
