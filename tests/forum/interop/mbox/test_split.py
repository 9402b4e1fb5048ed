import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.interop.mbox.archive import open_archive
from forum.interop.mbox.mails import Bookmark, Mail, Unreadable
from forum.interop.mbox.read import read_mails
from forum.interop.mbox.split import split
from tests.forum.interop.mbox.archives import FROM, mail, read

SEPARATORS = [
    b"From jo@example.org Mon Jan  5 10:00:00 2004\n",
    b"From jo at example.org  Mon Jan  5 10:00:00 2004\n",
    b"From jo en example.org  Mon Jan  5 10:00:00 2004\n",
    b"From - Mon Jan 05 10:00:00 2004\n",
    b"From ???@??? Mon Jan 05 10:00:00 2004\r\n",
    b"From MAILER-DAEMON Mon Jan  5 10:00 2004\n",
    b"From jo@example.org Mon Jan  5 10:00:00 EST 2004\n",
    b"From jo@example.org Mon Jan  5 10:00:00 2004 +0200\n",
    b"From 159564233256341@xxx Mon Jan 05 10:00:00 +0000 2004\n",
    b"From jo@example.org Mon, 5 Jan 2004 10:00:00 +0100\n",
    b"From jo Mon Jan  5 10:00:00 2004 remote from gateway\n",
]
WORDS = [
    b"From what I hear, it works.\n",
    b"From: here\n",
    b"From jo@example.org\n",
    b"From Monday on, at 10:00\n",
    b"From jo@example.org Mon Jan  5 2004\n",
    b"From jo@example.org Mon Jan  5 10:00:00\n",
    b"From " + b"x" * 2000 + b" Mon Jan  5 10:00:00 2004\n",
]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_from_line_of_any_software_begins_a_mail(separator: bytes) -> None:
    found = read(mail() + mail("Second", envelope=separator))
    assert [one.body for one in found if isinstance(one, Mail)] == ["Hello", "Second"]


@pytest.mark.parametrize("words", WORDS)
def test_the_word_from_in_a_text_does_not_end_a_mail(words: bytes) -> None:
    (found,) = read(mail(b"One\n\n" + words + b"Subject: two"))
    assert isinstance(found, Mail)
    assert "two" in found.body


def test_a_from_line_that_no_field_follows_is_text() -> None:
    (found,) = read(mail(b"Forwarded:\n\n" + FROM + b"\nno field"))
    assert isinstance(found, Mail)
    assert found.body.endswith("no field")


def test_escaped_from_lines_lose_one_mark() -> None:
    (found,) = read(mail(b">From me\nthe\n>>From you"))
    assert isinstance(found, Mail)
    assert found.body == "From me\\\nthe\n\n> From you"


def test_a_mail_without_an_empty_line_before_it_is_found() -> None:
    assert len(read(mail().rstrip(b"\n") + b"\n" + mail())) == 2


def test_a_byte_order_mark_is_no_obstacle() -> None:
    (found,) = read(b"\xef\xbb\xbf" + mail())
    assert isinstance(found, Mail)
    assert found.offset == 0


def test_what_stands_before_the_first_mail_is_reported() -> None:
    found = read(b"garbage\n" + mail())
    assert found[0] == Unreadable(0, "no mail begins here", Bookmark(8))
    assert isinstance(found[1], Mail)


@pytest.mark.parametrize("archive", [b"", b"\n\n", b" \r\n"])
def test_an_empty_archive_has_no_mails(archive: bytes) -> None:
    assert read(archive) == []


def test_a_mail_over_the_limit_is_skipped_and_the_next_one_read() -> None:
    archive = mail("x\n" * 5_000) + mail("Second")
    found = list(read_mails(io.BytesIO(archive), limit=1_000))
    assert [type(one) for one in found] == [Unreadable, Mail]
    assert isinstance(found[0], Unreadable)
    assert found[0].why == "the mail is too large"


def test_a_line_without_end_is_read_in_pieces() -> None:
    found = read(mail(b"x" * 200_000) + mail("Second"))
    assert [len(one.body) for one in found if isinstance(one, Mail)] == [200_000, 6]


def test_mails_nested_without_end_are_reported_and_the_next_one_read() -> None:
    nested = b"Content-Type: message/rfc822\n\n" * 3_000
    found = read(FROM + nested + b"\n" + mail("Second"))
    assert [type(one) for one in found] == [Unreadable, Mail]
    assert "RecursionError" in found[0].why if isinstance(found[0], Unreadable) else False


def test_reading_goes_on_from_a_bookmark_with_the_same_result() -> None:
    archive = b"".join(mail(f"Mail {n}", message_id=f"<{n}@x>", date="") for n in range(5))
    whole = read(archive)
    for count, item in enumerate(whole, 1):
        rest = list(read_mails(io.BytesIO(archive), after=item.bookmark))
        assert rest == whole[count:]


def test_the_bookmark_carries_the_date_for_mails_without_one() -> None:
    broken = FROM.replace(b"2004", b"1970")
    archive = mail() + mail(envelope=broken, date="")
    first, second = read(archive)
    (resumed,) = read_mails(io.BytesIO(archive), after=first.bookmark)
    assert resumed == second
    assert isinstance(second, Mail)
    assert second.date.year == 2004


def test_a_compressed_archive_reads_like_a_plain_one(tmp_path: Path) -> None:
    archive = mail() + mail("Second")
    (tmp_path / "plain.txt").write_bytes(archive)
    (tmp_path / "packed").write_bytes(gzip.compress(archive[:300]) + gzip.compress(archive[300:]))
    results = []
    for name in ("plain.txt", "packed"):
        with open_archive(tmp_path / name) as opened:
            results.append(list(read_mails(opened.stream)))
            assert opened.taken == opened.size == (tmp_path / name).stat().st_size
    assert results[0] == results[1]
    with open_archive(tmp_path / "packed") as opened:
        assert list(read_mails(opened.stream, after=results[0][0].bookmark)) == results[0][1:]


def test_a_compressed_archive_that_is_cut_off_gives_the_mails_before() -> None:
    packed = gzip.compress(b"".join(mail(f"{n} " + "x" * n) for n in range(50)))
    with gzip.open(io.BytesIO(packed[:-200])) as stream:
        found = list(read_mails(stream))
    assert all(isinstance(one, Mail) for one in found[:-1])
    assert isinstance(found[-1], Unreadable)
    assert found[-1].why == "the archive is damaged here"
    assert found[-1].bookmark.offset == found[-1].offset


def test_a_bookmark_beyond_the_damage_reports_it() -> None:
    packed = gzip.compress(mail() * 20)
    with gzip.open(io.BytesIO(packed[:-30])) as stream:
        (found,) = read_mails(stream, after=Bookmark(10_000_000))
    assert isinstance(found, Unreadable)


FRAGMENTS = st.sampled_from(
    [
        FROM,
        b"Subject: x\n",
        b"\n",
        b"text\n",
        b">From a\n",
        b"From x\n",
        b"\r\n",
        b"\xff\xfe",
        b"=?x?q?",
        mail(),
    ]
)
ARCHIVES = st.one_of(st.binary(max_size=300), st.lists(FRAGMENTS, max_size=12).map(b"".join))


@given(ARCHIVES, st.integers(0, 400))
def test_pieces_cover_the_archive_without_gap(archive: bytes, limit: int) -> None:
    place = 0
    for piece in split(io.BytesIO(archive), limit=limit):
        assert piece.offset == place
        assert piece.end > piece.offset
        place = piece.end
    assert place == len(archive)


@given(ARCHIVES)
def test_no_bytes_raise_and_order_is_that_of_the_archive(archive: bytes) -> None:
    found = read(archive)
    offsets = [one.offset for one in found]
    assert offsets == sorted(set(offsets))
    assert not [one for one in found if isinstance(one, Unreadable) and "apart" in one.why]


BODIES = st.lists(
    st.binary(max_size=60).map(lambda raw: mail(raw.replace(b"From ", b""))), max_size=4
)


@given(BODIES, BODIES)
def test_two_archives_in_one_file_give_the_mails_of_both(
    one: list[bytes], two: list[bytes]
) -> None:
    def texts(archive: bytes) -> list[str]:
        return [found.digest for found in read(archive) if isinstance(found, Mail)]

    first, second = b"".join(one), b"".join(two)
    assert texts(first + second) == texts(first) + texts(second)
    assert len(texts(first)) == len(one)
