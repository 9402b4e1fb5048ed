from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.interop.mbox.addresses import plain_address
from forum.interop.mbox.dates import parse_date
from forum.interop.mbox.identifiers import identifiers
from forum.interop.mbox.mails import Author, Mail, Problem
from forum.interop.mbox.subjects import parse_subject, topic_key
from tests.forum.interop.mbox.archives import FROM, mail, one, read

AUTHORS = [
    ("Jo Doe <Jo@Example.org>", "Jo Doe", "jo@example.org"),
    ('"Doe, Jo" <jo@example.org>', "Doe, Jo", "jo@example.org"),
    ('"Jo \\"X\\" Doe" <jo@example.org>', 'Jo "X" Doe', "jo@example.org"),
    ("jo@example.org (Jo Doe)", "Jo Doe", "jo@example.org"),
    ("jo at example.org (Jo Doe)", "Jo Doe", "jo@example.org"),
    ("jo en example.org (=?utf-8?q?J=C3=B8?=)", "Jø", "jo@example.org"),
    ("jo at example.org", "", "jo@example.org"),
    ("jo@example.org", "", "jo@example.org"),
    ("<jo@example.org>", "", "jo@example.org"),
    ("jo@example.org <jo@example.org>", "", "jo@example.org"),
    ("=?utf-8?q?Jo_=3Cjo=40example=2Eorg=3E?=", "Jo", "jo@example.org"),
    ("=?gb2312?B?1cXOsA==?= <zhang@example.cn>", "张伟", "zhang@example.cn"),
    ("Jo Doe via Talk <talk@example.org>", "Jo Doe", "talk@example.org"),
    ("Jo Doe", "Jo Doe", ""),
    ("Jo <nowhere>", "Jo <nowhere>", ""),
    ("@ <@>", "@ <@>", ""),
]


@pytest.mark.parametrize(("field", "name", "address"), AUTHORS)
def test_authors_are_read_as_lists_and_mailers_write_them(
    field: str, name: str, address: str
) -> None:
    assert one(**{"from": field}).author == Author(name, address)


def test_a_name_in_raw_bytes_is_decoded() -> None:
    field = "Jürgen <j@example.org>".encode("latin_1")
    assert one(**{"from": field}).author == Author("Jürgen", "j@example.org")


@pytest.mark.parametrize("field", ["reply_to", "x_original_from"])
def test_the_author_behind_a_list_is_found(field: str) -> None:
    found = one(**{"from": "Jo via Talk <talk@x.org>", field: "Jo Doe <jo@example.org>"})
    assert found.author == Author("Jo", "jo@example.org")


def test_without_another_address_the_list_is_the_author() -> None:
    found = one(**{"from": "Jo via Talk <talk@x.org>", "reply_to": "talk@x.org"})
    assert found.author == Author("Jo", "talk@x.org")


def test_a_mail_without_author_is_read() -> None:
    assert one(**{"from": ""}).author == Author("", "")


@given(st.text(max_size=60))
def test_an_address_is_one_word_with_an_at_sign_or_nothing(text: str) -> None:
    found = plain_address(text)
    assert found == "" or ("@" in found and len(found.split()) == 1)


DATES = [
    ("Mon, 05 Jan 2004 10:00:00 +0100", (2004, 1, 5, 9, 0)),
    ("Mon, 05 Jan 2004 10:00:00 +0530 (IST)", (2004, 1, 5, 4, 30)),
    ("5 Jan 04 10:00 EST", (2004, 1, 5, 15, 0)),
    ("Mon Jan  5 10:00:00 2004", (2004, 1, 5, 10, 0)),
    ("Mon, 5 Jan 2004 10:00:00 Nowhere", (2004, 1, 5, 10, 0)),
    ("Mon, 5 Jan 2004 10:00:00 +9900", (2004, 1, 5, 10, 0)),
    ("Mon, 5 Jan 2004 10:00:60 +0000", (2004, 1, 5, 10, 0)),
    ("2004-01-05T10:00:00+01:00", (2004, 1, 5, 9, 0)),
    ("2004-01-05 10:00", (2004, 1, 5, 10, 0)),
]


@pytest.mark.parametrize(("text", "parts"), DATES)
def test_dates_are_read_in_every_form_as_utc(text: str, parts: tuple[int, ...]) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.replace(second=0), found.tzinfo) == (datetime(*parts, tzinfo=UTC), UTC)


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "Mon, 31 Feb 2004 10:00", "1 Jan 9999999999 10:00 +0000", "99:99", "()"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=40) | st.text(alphabet="0123456789:+-,. JanMonGT", max_size=40))
def test_no_date_raises(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC


def dated(date: str, envelope: bytes = FROM) -> tuple[int, int, bool]:
    found = read(mail(date=date, envelope=envelope))[0]
    assert isinstance(found, Mail)
    return found.date.year, found.date.hour, Problem.DATE_WRONG in found.problems


def test_the_date_of_the_mail_counts_if_it_may_be_true() -> None:
    assert dated("Sun, 04 Jan 2004 07:00:00 +0000") == (2004, 7, False)


@pytest.mark.parametrize(
    "date", ["", "soon", "Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 05 Jan 2035 07:00:00 +0000"]
)
def test_a_date_that_cannot_be_true_gives_way_to_that_of_the_from_line(date: str) -> None:
    assert dated(date) == (2004, 10, True)


def test_a_from_line_of_a_reset_clock_is_no_evidence() -> None:
    envelope = FROM.replace(b"2004", b"1970")
    assert dated("Fri, 05 Jan 2035 07:00:00 +0000", envelope) == (2035, 7, False)
    assert dated("", envelope) == (1970, 10, True)


def test_a_from_line_of_a_day_that_never_was_still_begins_a_mail() -> None:
    envelope = FROM.replace(b"Jan  5", b"Feb 31")
    assert dated("Sun, 04 Jan 2004 07:00:00 +0000", envelope) == (2004, 7, False)
    assert dated("", envelope) == (1970, 0, True)


SUBJECTS = [
    ("Hello", "Hello", False),
    ("Re: Hello", "Hello", True),
    ("RE: re: Re[2]: Re(3): Re^2: Hello", "Hello", True),
    ("[Talk] Hello", "Hello", False),
    ("Re: [Talk] AW: [Talk] Hello", "Hello", True),
    ("AW: Antw: SV: VS: Odp: Vá: YNT: Hello", "Hello", True),
    ("回复：你好", "你好", True),
    ("回覆: 答复: 返信: 답장: 你好", "你好", True),
    ("Ответ: Привет", "Привет", True),
    ("ΑΠ: Γεια", "Γεια", True),
    ("ตอบกลับ: สวัสดี", "สวัสดี", True),
    ("Trả lời: Xin chào", "Xin chào", True),
    ("Bls: Halo", "Halo", True),
    ("Fwd: Hello", "Hello", False),
    ("WG: TR: RV: 转发: Hello (fwd)", "Hello", False),
    ("Fwd: Re: Hello", "Hello", True),
    ("Re : Hello", "Hello", True),
    ("Re:", "Re:", False),
    ("[Talk]", "[Talk]", False),
    ("Re: [Talk]", "[Talk]", True),
    ("Regarding: Hello", "Regarding: Hello", False),
    ("Area: Hello", "Area: Hello", False),
    ("Reset 2: Hello", "Reset 2: Hello", False),
    ("(fwd)", "(fwd)", False),
    ("", "", False),
]


@pytest.mark.parametrize(("text", "topic", "is_reply"), SUBJECTS)
def test_marks_of_replies_and_lists_are_stripped(text: str, topic: str, is_reply: bool) -> None:
    found = parse_subject(text)
    assert (found.topic, found.is_reply) == (topic, is_reply)


@given(st.text(alphabet="Re:[] aw回复：fwd()12", max_size=40))
def test_stripping_again_changes_nothing_and_never_leaves_nothing(text: str) -> None:
    found = parse_subject(text)
    assert bool(found.topic) == bool(text.strip())


def test_topics_are_compared_without_regard_to_case_and_width() -> None:
    assert topic_key("ＡＳＥＭ  straße") == topic_key("asem STRASSE")


IDENTIFIERS = [
    ("<a@b>", ("a@b",)),
    ("<a@b> <c@d>\n\t<a@b>", ("a@b", "c@d")),
    ('Your message of "Mon" <a@b>', ("a@b",)),
    ("a@b", ("a@b",)),
    ("<>", ()),
    ("nonsense words", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "found"), IDENTIFIERS)
def test_identifiers_are_found_among_words(text: str, found: tuple[str, ...]) -> None:
    assert identifiers(text) == found


def test_of_endless_references_the_last_are_kept() -> None:
    assert identifiers(" ".join(f"<{n}@x>" for n in range(500)))[0] == "400@x"


def test_a_mail_that_refers_to_itself_does_not() -> None:
    found = one(message_id="<a@b>", in_reply_to="<a@b>", references="<r@x> <a@b>")
    assert (found.in_reply_to, found.references) == (None, ("r@x",))


def test_a_mail_without_identifier_gets_the_same_one_each_time() -> None:
    first, again, other = one(message_id=""), one(message_id="<>"), one("Other", message_id="")
    assert first.message_id == again.message_id != other.message_id
    assert first.problems == {Problem.ID_MISSING}


def test_of_two_identifiers_the_first_usable_one_counts() -> None:
    assert one(message_id="\nMessage-Id: <b@x>\nMessage-Id: <c@x>").message_id == "b@x"


def test_the_digest_does_not_depend_on_where_the_mail_stands_or_on_the_list() -> None:
    first, second = read(mail(subject="[One] Hello") + mail(subject="Hello"))
    assert isinstance(first, Mail)
    assert isinstance(second, Mail)
    assert first.digest == second.digest
