"""Mailers, chosen by address."""

from pathlib import Path
from typing import Literal, Protocol

from forum.mail.base import Mail, Mailer, MailNotSent, MailRefused, Sender

__all__ = ["Mail", "MailNotSent", "MailRefused", "Mailer", "Sender", "mail_folder", "open_mailer"]


class MailSettings(Protocol):
    """The settings that mail depends on; see `forum.settings`."""

    @property
    def mail(self) -> str: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def site_name(self) -> str: ...
    @property
    def data(self) -> Path: ...
    @property
    def mode(self) -> Literal["production", "demo"]: ...


def open_mailer(settings: MailSettings) -> Mailer:
    """Choose by scheme: `smtp://`, `smtps://` (TLS from the start), `folder:` or `console:`.

    A demonstration never sends: its mail goes to a folder whatever the setting says.

    Raises:
        ValueError: no mailer has this scheme, or the address is not complete.
    """
    sender = Sender(settings.site_name, settings.mail_from)
    if (folder := mail_folder(settings)) is not None:
        from forum.mail.folder import FolderMailer  # noqa: PLC0415

        return FolderMailer(folder, sender)
    match settings.mail.partition(":")[0]:
        case "smtp" | "smtps":
            from forum.mail.smtp import SmtpMailer  # noqa: PLC0415

            return SmtpMailer(settings.mail, sender)
        case "console":
            from forum.mail.console import ConsoleMailer  # noqa: PLC0415

            return ConsoleMailer(sender)
        case scheme:
            raise ValueError(f"no mailer for {scheme!r}")


def mail_folder(settings: MailSettings) -> Path | None:
    """The folder that mail is put into, if it is put into one."""
    scheme, _, path = settings.mail.partition(":")
    if scheme == "folder" and path:
        return Path(path)
    return settings.data / "mail" if settings.mode == "demo" else None
