"""The mail of an invitation."""

from dataclasses import dataclass
from datetime import UTC, datetime

from forum.core.errors import N_
from forum.mail.base import Mail
from forum.settings import Settings
from i18n.catalogs import gettext
from i18n.formats import calendar_date

SUBJECT = N_("You are invited: {site}")
TEXT = N_(
    "{name} invites you to {site}. Open this link to accept. "
    "It is good once, until {date}:\n\n{link}\n\n"
    "If you do not want to, you need not do anything."
)
TEXT_SPACE = N_(
    "{name} invites you to the space “{space}” of {site}. Open this link to accept. "
    "It is good once, until {date}:\n\n{link}\n\n"
    "If you do not want to, you need not do anything."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mail says.

    Attributes:
        by: name of who invites.
        space: name of the space; "" for none.
        link: address that accepts the invitation.
        until: when that stops being good.
    """

    by: str
    space: str
    link: str
    until: datetime


def compose(to: str, locale: str, letter: Letter, settings: Settings) -> Mail:
    """Write the mail in the invited person's language.

    Args:
        to: their address.
        locale: BCP 47 tag of their language.
        letter: what it says.
        settings: name and address of the site.
    """
    site = gettext(settings.site_name, locale)
    text = gettext(TEXT_SPACE if letter.space else TEXT, locale).format(
        name=letter.by,
        space=letter.space,
        site=site,
        date=calendar_date(letter.until.astimezone(UTC).date(), locale, "long"),
        link=letter.link,
    )
    foot = f"-- \n{site}\n{settings.public_url}\n"
    subject = gettext(SUBJECT, locale).format(site=site)
    return Mail(to, subject, f"{text}\n\n{foot}", locale)
