"""From the claims of a provider to a person, as far as they fit here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.accounts.partners import PARTNERS
from forum.accounts.rules import ProviderRefused, is_email
from forum.settings import OidcProvider
from forum.text.clean import NotUnicodeText, clean_line

_LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as a provider knows them.

    Attributes:
        subject: what the provider calls them for ever.
        email: "" where the provider has not confirmed that it is theirs.
        partner: code of `partners.PARTNERS`, or "".
    """

    subject: str
    email: str
    name: str
    organisation: str = ""
    partner: str = ""


def person(told: OidcProvider, claims: Mapping[str, Any]) -> Person:
    """Who the claims are about (OIDC Core §5.1).

    Raises:
        ProviderRefused: they name nobody.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise ProviderRefused
    if not (subject.isascii() and subject.isprintable()):
        raise ProviderRefused
    email = _line(claims, "email", 254) if claims.get("email_verified") is True else ""
    said = _line(claims, told.partner_claim, 120)
    partner = told.partners.get(said, said)
    return Person(
        subject,
        email if is_email(email) else "",
        _line(claims, "name", 80),
        _line(claims, told.organisation_claim, 120),
        partner if partner in PARTNERS else "",
    )


def _line(claims: Mapping[str, Any], name: str, most: int) -> str:
    found = claims.get(name, "") if name else ""
    try:
        return clean_line(found.replace("\0", ""))[:most].strip() if isinstance(found, str) else ""
    except NotUnicodeText:
        return ""
