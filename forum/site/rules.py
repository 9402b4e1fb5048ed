"""Who may register, and in which language a text of the site is shown: plain values only."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

import idna

from forum.core.errors import N_, ForumError
from i18n.languages import chain

MOST_DOMAINS = 200
BELOW = "*."
"""Stands before a domain whose sub-domains count too."""

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+")
_LONGEST_DOMAIN = 253

Value = TypeVar("Value")


class Mode(StrEnum):
    """Who may register, apart from those whose address is of a domain that always may."""

    OPEN = "open"
    """Everybody."""
    APPROVAL = "approval"
    """Everybody; the account can be used once the secretariat has approved it."""
    INVITATION = "invitation"
    """Only who was invited."""


class Admission(StrEnum):
    """What becomes of one registration."""

    AT_ONCE = "at_once"
    WAITS = "waits"
    REFUSED = "refused"


class TextKind(StrEnum):
    """What the secretariat can write for all readers, in every language."""

    TAGLINE = "tagline"
    """One line over the front page."""
    WELCOME = "welcome"
    """On the front page, for visitors."""
    NEWCOMERS = "newcomers"
    """On the front page, for those who joined lately."""
    CONDUCT = "conduct"
    """The code of conduct, a page of its own."""
    PRIVACY = "privacy"
    """The privacy notice, a page of its own."""


class RegistrationByInvitation(ForumError):
    """Nobody registers here without an invitation, or an address of a listed domain."""

    code, status = "registration_by_invitation", 403
    text = N_("New accounts are by invitation here. Please open the link in your invitation.")


NOTICES = (TextKind.CONDUCT, TextKind.PRIVACY)
"""Texts that are pages of their own; each stands at its kind's address, as `/conduct`."""


def domain_rule(text: str) -> str:
    """A rule about domains of addresses, as it is stored.

    `example.org` counts for addresses at that domain alone, `*.example.org` for those at its
    sub-domains too. Domains are kept in ASCII (RFC 5891, mapped by UTS 46).

    Raises:
        ValueError: it names no domain, or one that is too wide, such as `org`.
    """
    wide = text.startswith(BELOW)
    domain = ascii_domain(text.removeprefix(BELOW))
    if not domain:
        raise ValueError(N_("Write domains such as example.org or *.example.org."))
    return f"{BELOW}{domain}" if wide else domain


def ascii_domain(text: str) -> str:
    """A domain in ASCII and small letters; "" if it is none, or if readings of it differ.

    The standards of 2003 and 2008 lead to two domains where one has a letter such as ß: mail may
    then go to another place than was meant, so such a name counts only as it stands in ASCII.
    """
    try:
        found = idna.encode(text.strip(), uts46=True).decode()
        earlier = text.strip().encode("idna").decode().lower()
    except UnicodeError:
        return ""
    fits = found == earlier and len(found) <= _LONGEST_DOMAIN
    return found if fits and _DOMAIN.fullmatch(found) else ""


def is_within(email: str, domains: Collection[str]) -> bool:
    """Whether an address is at one of `domains`, which are as `domain_rule` gives them."""
    domain = ascii_domain(email.rpartition("@")[2])
    if not domain:
        return False
    labels = domain.split(".")
    above = {BELOW + ".".join(labels[at:]) for at in range(len(labels))}
    return not above.isdisjoint(domains) or domain in domains


def admission(mode: Mode, domains: Collection[str], email: str) -> Admission:
    """What becomes of a registration with `email`, which is still to be confirmed."""
    if mode == Mode.OPEN or is_within(email, domains):
        return Admission.AT_ONCE
    return Admission.WAITS if mode == Mode.APPROVAL else Admission.REFUSED


def in_language(written: Mapping[str, Value], locale: str) -> Value | None:
    """The one of several versions that suits a reader; `None` if there are none.

    Args:
        written: versions by the BCP 47 tag of their language.
        locale: BCP 47 tag of the reader's; what its readers read too comes next, then English,
            then whatever there is.
    """
    for tag in (*chain(locale), *sorted(written)):
        if tag in written:
            return written[tag]
    return None
