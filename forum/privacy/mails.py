"""The mail that says that a copy is ready."""

from forum.core.errors import N_
from forum.mail.base import Mail
from forum.settings import Settings
from i18n.catalogs import gettext

SUBJECT = N_("The copy of your data is ready")
TEXT = N_(
    "The copy of your data that you asked for is ready. Sign in and download it within a week:"
    "\n\n{link}\n\nIf you did not ask for it, please set a new password."
)


def compose(to: str, locale: str, settings: Settings) -> Mail:
    """Write the mail in the reader's language.

    Args:
        to: address of the reader.
        locale: BCP 47 tag of the reader's language.
        settings: name and address of the site.
    """
    text = gettext(TEXT, locale).format(link=f"{settings.public_url}/settings/data")
    foot = f"-- \n{settings.site_name}\n{settings.public_url}\n"
    return Mail(to, gettext(SUBJECT, locale), f"{text}\n\n{foot}", locale)
