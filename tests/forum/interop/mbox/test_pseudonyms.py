import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.interop.mbox.pseudonyms import Pseudonyms, introductions

NAMES = Pseudonyms(b"a secret of sixteen")
JO = NAMES.name("jo@example.org")
PEOPLE = {"Jo Doe": "jo@example.org", "Ann": "ann@example.org", "张伟": "zhang@example.cn"}


def test_a_pseudonym_is_neutral_and_stable() -> None:
    assert re.fullmatch(r"Member [2-9B-DF-HJ-NP-TV-Z]{6}", JO)
    assert NAMES.name(" JO@Example.org") == JO
    assert Pseudonyms(b"a secret of sixteen").name("jo@example.org") == JO


def test_another_key_or_address_gives_another_pseudonym() -> None:
    assert Pseudonyms(b"b secret of sixteen").name("jo@example.org") != JO
    assert NAMES.name("joe@example.org") != JO


def test_five_thousand_people_get_as_many_pseudonyms() -> None:
    assert len({NAMES.name(f"user{n}@example.org") for n in range(5_000)}) == 5_000


def test_the_word_that_stands_first_can_be_chosen() -> None:
    assert Pseudonyms(b"a secret of sixteen", "Delegate").name("jo@example.org") == JO.replace(
        "Member", "Delegate"
    )


def test_a_short_key_is_refused_and_no_key_is_shown() -> None:
    with pytest.raises(ValueError, match="16 are needed"):
        Pseudonyms(b"short")
    assert "secret" not in repr(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "jo@example.org",
        "Jo@Example.ORG",
        "<jo@example.org>",
        "<mailto:jo@example.org>",
        "jo at example.org",
    ],
)
def test_addresses_are_replaced_in_every_form(text: str) -> None:
    assert NAMES.conceal(f"Ask {text}, please.", {}) == f"Ask {JO}, please."


def test_a_link_to_an_address_becomes_its_label() -> None:
    assert NAMES.conceal("[Write \\] me](<mailto:jo@example.org>)", {}) == "Write \\] me"


def test_an_escaped_address_is_recognised() -> None:
    address = NAMES.name("_jo_d@example.org")
    assert NAMES.conceal("\\_jo_d@example.org".replace("o_d", "o\\_d"), {}) == address


@pytest.mark.parametrize(
    "text", ["look at example.org", "hosted at example.org", "10 at 3.5", "a@b", "@jo", "x @ y.org"]
)
def test_places_and_other_signs_stay(text: str) -> None:
    assert NAMES.conceal(text, {}) == text


def test_full_names_are_replaced_everywhere_and_single_words_are_not() -> None:
    found = NAMES.conceal("Thanks, JO DOE and Ann. Jo Doering stays.", PEOPLE)
    assert found == f"Thanks, {JO} and Ann. Jo Doering stays."


ANN, ZHANG = NAMES.name("ann@example.org"), NAMES.name("zhang@example.cn")


@pytest.mark.parametrize(
    ("line", "concealed"),
    [
        (
            "On Mon, Jan 5, 2004 at 10:00, Jo Doe wrote:",
            f"On Mon, Jan 5, 2004 at 10:00, {JO} wrote:",
        ),
        ("Am 5. Januar schrieb Jo Doe \\<jo@example.org>:", f"Am 5. Januar schrieb {JO} \\{JO}:"),
        ("Le 5 janv. 2004, Ann a écrit :", f"Le 5 janv. 2004, {ANN} a écrit :"),
        ("在 2004年1月5日，张伟写道：", f"在 2004年1月5日，{ZHANG}写道："),
        ("On Monday, Somebody Unknown wrote:", "…:"),
        ("5 января 2004 г. Неизвестный написал:", "…:"),
        ("2004년 1월 5일 홍길동 작성:", "…:"),
    ],
)
def test_names_in_the_line_above_a_quotation_are_replaced(line: str, concealed: str) -> None:
    assert NAMES.conceal(f"{line}\n\n> words", PEOPLE) == f"{concealed}\n\n> words"


def test_lines_above_quotations_within_quotations_are_found() -> None:
    body = "> On Monday, Somebody wrote:\n>\n> > words"
    assert NAMES.conceal(body, {}) == "> …:\n>\n> > words"


@pytest.mark.parametrize(
    "body",
    [
        "The report says:\n\n> words",
        "In 2004 Ann wrote:\n\nwords",
        "2004\n\n> words",
        "> In 2004 she wrote:\n> x",
    ],
)
def test_other_lines_introduce_no_quotation(body: str) -> None:
    assert list(introductions(body.split("\n"))) == []


@given(st.text(alphabet="jo@example.rg >\n:<[](\\_2004wrote", max_size=60))
def test_no_text_raises_and_no_address_is_left(body: str) -> None:
    found = NAMES.conceal(body, PEOPLE)
    assert "jo@example.org" not in found.lower()
    assert len(found.split("\n")) == len(body.split("\n"))
