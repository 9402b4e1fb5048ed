import unicodedata
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts import rules
from forum.core.actor import Actor
from forum.core.errors import ScopeTooNarrow, SignInRequired
from forum.core.ids import MemberId
from forum.core.permissions import Scope

ADDRESSES = {
    "maria@example.org": True,
    "o'brien+forum@mail.example.co.uk": True,
    "мария@пример.рф": True,
    "例@例え.jp": True,
    "a@b.c": True,
    "": False,
    "maria": False,
    "@example.org": False,
    "maria@": False,
    "maria@localhost": False,
    "maria@@example.org": False,
    "maria@example..org": False,
    ".maria@example.org": False,
    "maria.@example.org": False,
    "mar ia@example.org": False,
    "maria@exam_ple.org": False,
    "maria@-example.org": False,
    "maria@example.org\nBcc: all@example.org": False,
    "maria\0@example.org": False,
    '"maria"@example.org': False,
    "maria@example.org, b@example.org": False,
    "<maria@example.org>": False,
    "ü" * 33 + "@example.org": False,
    "m@" + "a" * 64 + ".org": False,
    "m" * 64 + "@" + ".".join(["a" * 60] * 4): False,
}


@pytest.mark.parametrize(("text", "expected"), ADDRESSES.items())
def test_what_counts_as_an_address(text: str, expected: bool) -> None:
    assert rules.is_email(text) is expected


def test_two_spellings_of_a_mailbox_are_one() -> None:
    assert rules.email_key("Maria@Example.ORG") == rules.email_key("maria@example.org")
    composed, decomposed = "zo\u00eb@example.org", "zoe\u0308@example.org"
    assert rules.email_key(composed) == rules.email_key(decomposed)


HANDLES = {
    "Jean-Luc Moreau": "jean-luc-moreau",
    "Zoë Müller": "zoe-muller",
    "Nguyễn Văn An": "nguyen-van-an",
    "O'Brien": "o-brien",
    "王小明": "",
    "Елена": "",
    "Maria Петрова": "",
    "สมชาย": "",
    "Admin": "",
    "Q": "",
    "---": "",
    "Member 12": "",
    "Ludwig van Beethoven of Bonn am Rhein": "ludwig-van-beethoven-of-bonn-a",
}


@pytest.mark.parametrize(("name", "expected"), HANDLES.items())
def test_a_handle_is_made_of_names_in_latin_script_only(name: str, expected: str) -> None:
    assert rules.handle_from(name) == expected


@given(st.text(max_size=80))
def test_a_made_handle_can_be_chosen_or_there_is_none(name: str) -> None:
    handle = rules.handle_from(name)
    assert handle == "" or rules.is_choosable(handle)
    for other in rules.alternatives(handle):
        assert rules.HANDLE.fullmatch(other)


@pytest.mark.parametrize(
    "handle", ["a", "a" * 31, "Maria", "mé", "a b", "admin", "member-7", "--", "__", "moderator"]
)
def test_handles_that_nobody_can_choose(handle: str) -> None:
    assert not rules.is_choosable(handle)


def test_the_first_free_handle_is_taken() -> None:
    wanted = rules.alternatives("maria")
    assert rules.first_free(wanted, set()) == "maria"
    assert rules.first_free(wanted, {"maria", "maria-2"}) == "maria-3"
    assert rules.first_free(wanted, set(wanted)) == ""
    assert rules.alternatives("") == []


PATHS = {
    "/": "/",
    "/t/4/courses?after=x#p7": "/t/4/courses?after=x#p7",
    "": "/",
    "//evil.example": "/",
    "/\\evil.example": "/",
    "\\\\evil.example": "/",
    "/a\\b": "/",
    "https://evil.example/": "/",
    "javascript:alert(1)": "/",
    "/\t/evil.example": "/",
    "/\n/evil.example": "/",
    " /x": "/",
    "/x\r\nset-cookie: a=b": "/",
    "evil": "/",
    "/" + "a" * 2000: "/",
}


@pytest.mark.parametrize(("given_path", "expected"), PATHS.items())
def test_nobody_is_led_to_another_site(given_path: str, expected: str) -> None:
    assert rules.own_path(given_path) == expected


@given(st.text())
def test_a_path_of_ours_stays_and_everything_else_is_the_front_page(text: str) -> None:
    path = rules.own_path(text)
    assert path in {text, "/"}
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))


@given(st.text(max_size=40))
def test_a_password_is_the_same_on_every_keyboard(password: str) -> None:
    decomposed = unicodedata.normalize("NFD", password)
    assert rules.normal_password(password) == rules.normal_password(decomposed)


OWN = [
    (Actor(), SignInRequired),
    (Actor(MemberId(7)), None),
    (Actor(MemberId(7), scopes=frozenset({Scope.READ})), ScopeTooNarrow),
    (Actor(MemberId(7), scopes=frozenset({Scope.WRITE})), None),
]


@pytest.mark.parametrize(("actor", "refusal"), OWN)
def test_an_account_is_changed_by_its_owner_and_by_tokens_made_for_it(
    actor: Actor, refusal: type[Exception] | None
) -> None:
    with pytest.raises(refusal) if refusal else nullcontext():
        assert rules.check_own(actor) == 7


def test_a_token_never_makes_a_stronger_one() -> None:
    writer = Actor(MemberId(7), scopes=frozenset({Scope.READ, Scope.WRITE}))
    rules.check_grant(writer, [Scope.READ, Scope.WRITE])
    with pytest.raises(ScopeTooNarrow) as refusal:
        rules.check_grant(writer, [Scope.ADMIN])
    assert refusal.value.data == {"scope": Scope.ADMIN}
    rules.check_grant(Actor(MemberId(7)), list(Scope))
