from pathlib import Path
from typing import Any

import pytest

from forum.mail import mail_folder, open_mailer
from forum.mail.console import ConsoleMailer
from forum.mail.folder import FolderMailer
from forum.mail.smtp import SmtpMailer
from forum.settings import Settings

CHOICES: list[tuple[str, str, type]] = [
    ("console:", "production", ConsoleMailer),
    ("smtp://localhost", "production", SmtpMailer),
    ("smtps://u:p@mail.example:465", "production", SmtpMailer),
    ("folder:/tmp/x", "production", FolderMailer),
    ("console:", "demo", FolderMailer),
    ("smtp://localhost", "demo", FolderMailer),
]


def settings(**values: Any) -> Settings:
    return Settings(data=Path("/data"), **values)


@pytest.mark.parametrize(("address", "mode", "kind"), CHOICES)
def test_the_setting_chooses_and_a_demonstration_never_sends(
    address: str, mode: str, kind: type
) -> None:
    assert isinstance(open_mailer(settings(mail=address, mode=mode)), kind)


def test_mail_of_a_demonstration_lies_in_the_data_folder_or_where_the_setting_says() -> None:
    assert mail_folder(settings(mode="demo")) == Path("/data/mail")
    assert mail_folder(settings(mode="demo", mail="folder:/x")) == Path("/x")
    assert mail_folder(settings(mail="folder:/x")) == Path("/x")
    assert mail_folder(settings(mail="console:")) is None


@pytest.mark.parametrize("address", ["pigeon:coo", "", "folder:", "mailto:x@example.org"])
def test_an_unknown_way_is_a_mistake(address: str) -> None:
    with pytest.raises(ValueError, match="no mailer"):
        open_mailer(settings(mail=address))
