import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.mail.reports import MOST, NotAReport, read_report
from tests.forum.mail.reports import report


def test_a_report_tells_which_mail_was_refused_and_why() -> None:
    found = read_report(report("<post-7.2.abc@example.org>"))
    assert found.message_id == "<post-7.2.abc@example.org>"
    assert found.refusal == "550 5.1.1 <maria@example.org>: User unknown"


def test_lines_may_end_as_they_travel_and_the_envelope_may_stand_before() -> None:
    wire = b"From MAILER-DAEMON Sat Nov 21 08:00:00 2026\r\n" + report().replace(b"\n", b"\r\n")
    assert read_report(wire) == read_report(report())


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("failed", "4.4.7"),
        ("delayed", "4.4.1"),
        ("delayed", "5.1.1"),
        ("delivered", "2.0.0"),
        ("relayed", "2.0.0"),
        ("failed", "5.2.3"),
        ("failed", "5.3.4"),
        ("failed", "5.6.1"),
        ("failed", ""),
        ("failed", "55.1.1"),
    ],
)
def test_what_may_change_or_is_of_one_mail_alone_is_no_refusal(action: str, status: str) -> None:
    assert read_report(report(action=action, status=status)).refusal is None


@pytest.mark.parametrize("status", ["5.0.0", "5.1.1", "5.2.1", "5.4.4", "5.7.1", "5.1.10 (bad)"])
def test_the_rest_of_what_fails_for_good_is_a_refusal(status: str) -> None:
    assert read_report(report(status=status, action="Failed")).refusal is not None


def test_of_several_recipients_all_must_be_refused() -> None:
    one = b"\nFinal-Recipient: rfc822; more@example.org\nAction: delivered\nStatus: 2.0.0\n"
    both = report().replace(
        b"\n\n--4F3+/1\nContent-Description: Und",
        one.join([b"\n"] * 2) + b"\n--4F3+/1\nContent-Description: Und",
    )
    assert len(read_report(both).recipients) == 2
    assert read_report(both).refusal is None


def test_a_reason_is_one_line_of_printable_characters_and_not_long() -> None:
    said = "smtp; 550 \x1b[31m\x00Nobody\x07 " + "x" * 5000
    refusal = read_report(report(said=said)).refusal
    assert refusal is not None
    assert refusal.startswith("550 [31m Nobody xxx")
    assert refusal.isprintable()
    assert len(refusal) == 300


def test_without_words_of_a_server_its_status_is_the_reason() -> None:
    assert read_report(report(said="")).refusal == "5.1.1"


def test_fields_of_another_script_may_be_encoded() -> None:
    """RFC 6533 §3: such a report has a type of its own, and may be encoded."""
    begin, fields, rest = _cut(report(said="smtp; 550 Не существует"))
    head = b"Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: base64\n\n"
    encoded = begin + head + base64.encodebytes(fields) + rest
    assert read_report(encoded).refusal == "550 Не существует"


def test_the_whole_mail_may_come_back() -> None:
    whole = report().replace(b"text/rfc822-headers", b"message/rfc822")
    assert read_report(whole) == read_report(report())


def test_a_report_without_the_mail_names_none() -> None:
    cut = report()[: report().index(b"Content-Description: Undelivered")]
    assert read_report(cut).message_id == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Subject: Hello\n\nIs anybody there?\n",
        b"Content-Type: multipart/report\n\n--x\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--x--\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: text/plain\n\n--x--\n",
        report().replace(b"Final-Recipient", b"Recipient"),
        report().replace(b"multipart/report", b"multipart/mixed"),
        report().replace(b"message/delivery-status", b"text/plain"),
    ],
)
def test_what_is_no_report_is_told_apart(data: bytes) -> None:
    with pytest.raises(NotAReport):
        read_report(data)


def test_nothing_beyond_the_first_million_octets_is_looked_at() -> None:
    long = report().replace(b"I'm sorry", b"x" * MOST)
    with pytest.raises(NotAReport):
        read_report(long)


def test_parts_within_parts_cost_no_more_than_their_length() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(20_000)
    )
    begin, _, rest = _cut(report())
    began = time.process_time()
    with pytest.raises(NotAReport):
        read_report(begin + nested + rest)
    assert time.process_time() - began < 2


@given(st.binary(max_size=400), st.integers(0, 1500), st.integers(0, 400))
def test_damaged_reports_are_read_or_refused(noise: bytes, at: int, gone: int) -> None:
    data = report()
    try:
        found = read_report(data[:at] + noise + data[at + gone :])
    except NotAReport:
        return
    assert found.recipients
    assert "\n" not in found.message_id
    assert found.refusal is None or found.refusal.isprintable()


def _cut(data: bytes) -> tuple[bytes, bytes, bytes]:
    """What is before the part of the fields, the fields, and what follows them."""
    begin, _, rest = data.partition(b"Content-Description: Delivery report\n")
    fields, divider, more = rest.partition(b"--4F3")
    return begin, fields.partition(b"\n\n")[2], divider + more
