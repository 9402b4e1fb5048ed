from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.mail.base import Mail, Sender
from forum.mail.message import as_bytes, build

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SENDER = Sender("Stakeholders’ Forum", "forum@example.org")


def travelled(mail: Mail) -> EmailMessage:
    raw = as_bytes(build(mail, SENDER, NOON))
    return message_from_bytes(raw, EmailMessage, policy=default)


def test_a_message_says_what_it_is() -> None:
    message = travelled(Mail("maria@example.org", "Hello", "text\n", "pt-PT"))
    assert message["To"] == "maria@example.org"
    assert message["From"].addresses[0].display_name == "Stakeholders’ Forum"
    assert message["Date"].datetime == NOON
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "pt-PT"
    assert message.get_content_type() == "text/plain"


WORDS = st.sampled_from(["Forum", "a", "Grüße", "你好", "สวัสดี", "привет", "मैं", "اردو", "x" * 30])


@settings(max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join))
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    assert travelled(Mail("maria@example.org", subject, "text", "en"))["Subject"] == subject


TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300)


@settings(max_examples=40)
@given(st.lists(TEXTS, max_size=5))
def test_a_text_arrives_as_it_was_written(lines: list[str]) -> None:
    text = "\n".join([*lines, "end"]) + "\n"
    arrived = str(travelled(Mail("maria@example.org", "Hello", text, "en")).get_content())
    assert arrived.replace("\r\n", "\n").split("\n") == text.split("\n")


@settings(max_examples=40)
@given(TEXTS, TEXTS)
def test_messages_are_plain_ascii_in_short_lines(subject: str, text: str) -> None:
    raw = as_bytes(
        build(Mail("maria@example.org", subject.replace("\u2028", ""), text, "en"), SENDER, NOON)
    )
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_an_address_in_another_script_is_written_as_it_is() -> None:
    raw = as_bytes(build(Mail("мария@пример.рф", "x", "x", "ru"), SENDER, NOON))
    assert "To: мария@xn--e1afmkfd.xn--p1ai\r\n".encode() in raw
