"""The mails of accounts: what they say. They name nobody, as anybody can type any name."""

from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import N_
from forum.mail.base import Mail
from forum.settings import Settings
from i18n.catalogs import gettext

MAIL = "account.mail"
"""Kind of the job that sends them."""


class Purpose(StrEnum):
    """Why a mail is sent."""

    VERIFY = "verify"
    RESET = "reset"
    KNOWN = "known"
    ADDRESS = "address"
    MOVED = "moved"
    STAY = "stay"
    FACTORS = "factors"
    CLOSED = "closed"
    APPROVED = "approved"
    DECLINED = "declined"
    ASKED = "asked"


SUBJECTS = {
    Purpose.VERIFY: N_("Confirm your e-mail address"),
    Purpose.RESET: N_("Set a new password"),
    Purpose.KNOWN: N_("You have an account already"),
    Purpose.ADDRESS: N_("Confirm your new e-mail address"),
    Purpose.MOVED: N_("Your e-mail address was changed"),
    Purpose.STAY: N_("Your account is closed"),
    Purpose.CLOSED: N_("Your account is closed"),
    Purpose.FACTORS: N_("How you sign in was changed"),
    Purpose.APPROVED: N_("Your registration was approved"),
    Purpose.DECLINED: N_("Your registration was declined"),
    Purpose.ASKED: N_("A registration waits for the secretariat"),
}
TEXTS = {
    Purpose.VERIFY: N_(
        "Please open this link to confirm your e-mail address. "
        "It is good for one day:\n\n{link}\n\n"
        "If you did not register here, you need not do anything."
    ),
    Purpose.RESET: N_(
        "Please open this link to set a new password. It is good for one hour:\n\n{link}\n\n"
        "If you did not ask for it, you need not do anything: your password stays as it is."
    ),
    Purpose.KNOWN: N_(
        "Somebody has just registered with this e-mail address, which has an account already. "
        "If that was you, sign in, or set a new password if you forgot yours:\n\n{link}\n\n"
        "If it was not you, you need not do anything."
    ),
    Purpose.ADDRESS: N_(
        "Please open this link to make this the e-mail address of your account. "
        "It is good for one day:\n\n{link}\n\n"
        "If you did not ask for it, you need not do anything."
    ),
    Purpose.MOVED: N_(
        "Your account has another e-mail address now; mail no longer comes to this one. "
        "If it was not you who changed it, please tell those who run the site:\n\n{link}"
    ),
    Purpose.STAY: N_(
        "Your account is closed, as you asked, and will be deleted in a week. "
        "If you want to keep it, open this link before then:\n\n{link}\n\n"
        "If it was not you who asked, open the link and set a new password."
    ),
    Purpose.CLOSED: N_(
        "An administrator has closed your account, which will be deleted in a week. "
        "If you want to keep it, open this link before then:\n\n{link}"
    ),
    Purpose.FACTORS: N_(
        "A way to sign in to your account was added, changed or removed. You see all of them "
        "here:\n\n{link}\n\n"
        "If it was not you who did this, set a new password and look at your sign-ins."
    ),
    Purpose.APPROVED: N_(
        "The secretariat has approved your registration. You can sign in now:\n\n{link}"
    ),
    Purpose.DECLINED: N_(
        "The secretariat has declined your registration. It says why:\n\n{reason}\n\n"
        "What you wrote is forgotten in a month. You can register again here:\n\n{link}"
    ),
    Purpose.ASKED: N_(
        "Somebody has registered and waits for you to approve or decline it:\n\n{link}\n\n"
        "No other mail comes about registrations until none waits any more."
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a mail says beside its text.

    Attributes:
        link: address of the page to open.
        reason: why something was decided, where somebody decided.
    """

    link: str
    reason: str = ""


def compose(purpose: Purpose, to: str, locale: str, said: Said, settings: Settings) -> Mail:
    """Write a mail in the reader's language.

    Args:
        purpose: chooses the text.
        to: address of the reader.
        locale: BCP 47 tag of the reader's language.
        said: what fills the text in.
        settings: name and address of the site, which stand below the text.
    """
    text = gettext(TEXTS[purpose], locale).format(link=said.link, reason=said.reason)
    foot = f"-- \n{settings.site_name}\n{settings.public_url}\n"
    return Mail(to, gettext(SUBJECTS[purpose], locale), f"{text}\n\n{foot}", locale)
