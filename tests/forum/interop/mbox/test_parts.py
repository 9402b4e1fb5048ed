import base64

import pytest

from forum.interop.mbox.mails import Mail, Problem
from tests.forum.interop.mbox.archives import FROM, mail, one, read

PLAIN = "text/plain; charset=utf-8"
PNG = 'Content-Type: image/png; name="a.png"\nContent-Transfer-Encoding: base64\n\niVBORw0K'


def parts(kind: str, *bodies: str, outer: str = "") -> Mail:
    """Read a multipart mail; a body begins with its own header fields."""
    text = "".join(f"--cut\n{body}\n" for body in bodies)
    return one(f"{outer}{text}--cut--\nafter", content_type=f"multipart/{kind}; boundary=cut")


def part(kind: str, text: str, more: str = "") -> str:
    return f"Content-Type: {kind}\n{more}\n{text}"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", b"Caf=C3=A9 with a soft=\n break=20"),
        ("Quoted-Printable ; wrong", b"Caf=C3=A9 with a soft=\n break=20"),
        ("base64", base64.b64encode("Café with a soft break".encode())),
        ("BASE64", base64.encodebytes("Café with a soft break".encode())),
        ("8bit", "Café with a soft break".encode()),
        ("8-bit", "Café with a soft break".encode()),
        ("", "Café with a soft break".encode()),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, body: bytes) -> None:
    found = one(body, content_transfer_encoding=encoding, content_type=PLAIN)
    assert found.body == "Café with a soft break"


def test_uuencoded_text_is_read() -> None:
    body = b"begin 644 x\n+2&5L;&\\@=V]R;&0 \n \nend\n"
    assert one(body, content_transfer_encoding="x-uuencode").body == "Hello world"


def test_broken_quoted_printable_is_read_as_far_as_it_goes() -> None:
    found = one("a=ZZ b=C3=A9 =", content_transfer_encoding="quoted-printable", content_type=PLAIN)
    assert found.body == "a=ZZ bé"


def test_broken_base64_is_no_reason_to_lose_a_mail() -> None:
    assert isinstance(one("SGVsbG8*****", content_transfer_encoding="base64"), Mail)


def test_quoted_printable_that_an_archive_left_unsaid_is_undone() -> None:
    assert one("Caf=E9, d=E9j=E0 vu, na=\n=EFf").body == "Café, déjà vu, naïf"


@pytest.mark.parametrize("text", ["a=b, c==d", "x=E9 and y=E0 only", "=41 =42 =4"])
def test_equals_signs_alone_are_no_quoted_printable(text: str) -> None:
    assert one(text).body == text


def test_of_alternatives_the_plain_text_is_taken() -> None:
    found = parts("alternative", part(PLAIN, "plain"), part("text/html", "<b>rich</b>"))
    assert (found.body, found.attachments) == ("plain", ())


def test_of_alternatives_the_html_is_taken_if_the_plain_text_is_blank() -> None:
    found = parts("alternative", part(PLAIN, "  \n"), part("text/html", "<b>rich</b>"))
    assert found.body == "rich"


def test_alternatives_keep_attachments_beside_the_html() -> None:
    related = (
        f"Content-Type: multipart/related; boundary=in\n\n--in\n{part('text/html', 'rich')}\n"
        f"--in\n{PNG}\n--in--"
    )
    found = parts("alternative", part(PLAIN, "plain"), related)
    assert (found.body, found.attachments) == ("plain", ("a.png",))


def test_alternatives_without_text_say_so() -> None:
    found = parts("alternative", PNG)
    assert (found.body, found.attachments) == ("", ("a.png",))
    assert found.problems == {Problem.TEXT_MISSING}


def test_mixed_parts_are_read_one_after_the_other() -> None:
    found = parts("mixed", part(PLAIN, "one"), PNG, part(PLAIN, "two"), part(PLAIN, ""))
    assert (found.body, found.attachments) == ("one\n\ntwo", ("a.png",))


def test_text_that_is_attached_is_named_only() -> None:
    attached = part(
        PLAIN, "log", "Content-Disposition: attachment; filename*=utf-8''gr%C3%BCn.txt\n"
    )
    found = parts("mixed", part(PLAIN, "one"), attached)
    assert (found.body, found.attachments) == ("one", ("grün.txt",))


def test_text_of_another_kind_is_read_and_data_of_programs_is_named() -> None:
    found = parts("mixed", part("text/x-diff", "@@ -1 +1 @@\n-a\n+b"), part("text/calendar", "x"))
    assert (found.body, found.attachments) == ("```\n@@ -1 +1 @@\n-a\n+b\n```", ("text/calendar",))


def test_an_attachment_without_name_is_called_by_its_kind() -> None:
    assert parts("mixed", part("application/pdf", "x")).attachments == ("application/pdf",)


def test_names_of_attachments_in_encoded_words_are_decoded() -> None:
    attached = part(
        "application/pdf",
        "x",
        'Content-Disposition: attachment; filename="=?utf-8?q?gr=C3=BCn?="\n',
    )
    assert parts("mixed", attached).attachments == ("grün",)


def test_detached_signatures_are_left_out() -> None:
    found = parts("signed", part(PLAIN, "text"), part("application/pgp-signature", "x"))
    assert (found.body, found.attachments) == ("text", ())


def test_a_mail_within_a_mail_is_quoted_under_its_author_and_subject() -> None:
    inner = "From: =?utf-8?q?Z=C3=BC?= <z@x>\nSubject: Inner\n\nWords\n> deeper"
    found = parts("mixed", part(PLAIN, "See:"), part("message/rfc822", inner))
    assert found.body == (
        "See:\n\n> From: Zü \\<z@x>\\\n> Subject: Inner\n>\n> Words\n>\n> > deeper"
    )


def test_a_digest_quotes_each_mail() -> None:
    found = parts("digest", "\nSubject: A\n\none", "\nSubject: B\n\ntwo")
    assert found.body == "> Subject: A\n>\n> one\n>\n> Subject: B\n>\n> two"


def test_a_multipart_that_never_ends_is_read() -> None:
    body = f"--cut\n{part(PLAIN, 'one')}\n--cut\n{part(PLAIN, 'two')}"
    assert one(body, content_type="multipart/mixed; boundary=cut").body == "one\n\ntwo"


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=other",
        "nonsense",
        "text/plain; charset",
        "/;=;",
        "text",
    ],
)
def test_a_broken_content_type_leaves_the_text(kind: str) -> None:
    assert "Hello" in one("Hello", content_type=kind).body


def test_a_charset_given_the_long_way_is_understood() -> None:
    assert (
        one("é".encode("latin_1"), content_type="text/plain; charset*=us-ascii'en'iso-8859-1").body
        == "é"
    )


def test_flowed_text_is_joined_and_unstuffed() -> None:
    text = "A long \nparagraph. \n From stuffed\n> quoted \n> words\n>> deeper\n-- \nJo \nDoe"
    found = one(text, content_type="text/plain; format=flowed")
    assert found.body == "A long paragraph. From stuffed\n\n> quoted words\n>\n> > deeper"
    assert found.signature == "Jo Doe"


def test_flowed_text_may_drop_the_joining_space() -> None:
    found = one(
        "这是 \n一段 ".encode(), content_type="text/plain; charset=utf-8; format=Flowed; delsp=yes"
    )
    assert found.body == "这是一段"


def test_a_flowed_paragraph_does_not_reach_into_another_depth() -> None:
    found = one("> quoted \nown", content_type="text/plain; format=flowed")
    assert found.body == "> quoted\n\nown"


def test_an_empty_line_ends_a_flowed_paragraph() -> None:
    found = one("> one \n>\n> two \n>", content_type="text/plain; format=flowed")
    assert found.body == "> one\n>\n> two"


def test_line_ends_of_any_system_are_read() -> None:
    archive = mail("one\n\ntwo").replace(b"\n", b"\r\n")
    (found,) = read(archive)
    assert isinstance(found, Mail)
    assert (found.subject, found.body) == ("Hello", "one\n\ntwo")


def test_a_mail_without_header_is_read() -> None:
    (found,) = read(FROM + b"Subject: only\n")
    assert isinstance(found, Mail)
    assert (found.subject, found.body) == ("only", "")
