"""Archives to read: built, so that every test shows the bytes it is about."""

import io

from forum.interop.mbox.mails import Mail, Unreadable
from forum.interop.mbox.read import read_mails

FROM = b"From jo@example.org Mon Jan  5 10:00:00 2004\n"
SENT = "Mon, 05 Jan 2004 09:00:00 +0000"


def mail(body: bytes | str = "Hello", *, envelope: bytes = FROM, **fields: str | bytes) -> bytes:
    """Write one mail of an archive; a field is given as `content_type=…`, and left out if empty."""
    usual: dict[str, str | bytes] = {
        "from": "Jo Doe <jo@example.org>",
        "date": SENT,
        "subject": "Hello",
        "message_id": "<1@example.org>",
    }
    lines = [_field(name, value) for name, value in (usual | fields).items() if value]
    text = body if isinstance(body, bytes) else body.encode()
    return envelope + b"".join(lines) + b"\n" + text + b"\n\n"


def _field(name: str, value: str | bytes) -> bytes:
    raw = value if isinstance(value, bytes) else value.encode()
    return name.replace("_", "-").title().encode() + b": " + raw + b"\n"


def read(archive: bytes, charset: str = "windows-1252") -> list[Mail | Unreadable]:
    return list(read_mails(io.BytesIO(archive), charset=charset))


def one(
    body: bytes | str = "Hello", *, charset: str = "windows-1252", **fields: str | bytes
) -> Mail:
    """Write one mail, read it again."""
    (found,) = read(mail(body, **fields), charset)
    assert isinstance(found, Mail), found
    return found
