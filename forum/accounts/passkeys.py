"""Passkeys (W3C Web Authentication, level 3): what browsers are asked, and their answers."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forum.accounts import queries
from forum.accounts.rules import CHALLENGE_LASTS, PasskeyNotGood
from forum.accounts.schemas import NewPasskey, ShownPasskey
from forum.accounts.tables import Member, Passkey
from forum.core.actor import SYSTEM
from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.settings import Settings
from forum.web import csrf
from forum.web.signing import is_signed, sign

_PURPOSE = "passkey"
_VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks a browser for.

    Attributes:
        options: JSON for `navigator.credentials`.
        challenge: the word in it, to be sent back beside the answer.
    """

    options: str
    challenge: str


def ask_for_new(request: Request[Any], member: Member, known: list[Passkey]) -> Asked:
    """Ask for a new passkey of a member, on a device that holds none of theirs yet."""
    word, settings = _challenge(request), runtime(request).settings
    options = generate_registration_options(
        rp_id=_host(settings),
        rp_name=settings.site_name,
        user_id=_handle_of(member.id),
        user_name=member.email,
        user_display_name=member.name,
        challenge=word.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=_described(known),
    )
    return Asked(options_to_json(options), word)


def ask_for_one(request: Request[Any], known: list[Passkey] | None = None) -> Asked:
    """Ask for one of `known`, or for any that the device holds for this site."""
    word = _challenge(request)
    options = generate_authentication_options(
        rp_id=_host(runtime(request).settings),
        challenge=word.encode(),
        user_verification=_VERIFIED,
        allow_credentials=_described(known or []),
    )
    return Asked(options_to_json(options), word)


def made(request: Request[Any], sent: NewPasskey, member_id: MemberId) -> Passkey:
    """The row of a passkey that a browser has made.

    Raises:
        PasskeyNotGood: it was not made for this page, or not by the person at the device.
    """
    issued, settings = _issued(request, sent.challenge), runtime(request).settings
    try:
        found = verify_registration_response(
            credential=sent.credential,
            expected_challenge=sent.challenge.encode(),
            expected_rp_id=_host(settings),
            expected_origin=_origin(settings),
            require_user_verification=True,
        )
        transports = json.loads(sent.credential)["response"].get("transports", [])
    except (WebAuthnException, ValueError, LookupError, TypeError) as error:
        raise PasskeyNotGood from error
    return Passkey(
        member_id=member_id,
        credential=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
        transports=[one for one in transports if isinstance(one, str)][:10],
        name=sent.label,
        made_at=issued,
    )


async def used(
    request: Request[Any], sent: ShownPasskey, *, of: MemberId | None = None
) -> MemberId:
    """Whose passkey a browser has shown; notes the use, so that the answer is good once.

    Args:
        request: that of the page which asked.
        sent: the browser's answer.
        of: the only member whose passkey will do.

    Raises:
        PasskeyNotGood: it is not known here, of somebody else, or the answer is not good.
    """
    issued, resources = _issued(request, sent.challenge), runtime(request)
    async with resources.database.reading() as db:
        row = await queries.passkey(db, _credential_id(sent.credential))
    if row is None or of not in {None, row.member_id}:
        raise PasskeyNotGood
    count = _verified(resources.settings, sent, row)
    async with resources.unit(SYSTEM) as unit:
        if not await queries.note_passkey(
            unit.db, row, queries.PasskeyUse(count, issued, unit.now)
        ):
            raise PasskeyNotGood
    return row.member_id


def _verified(settings: Settings, sent: ShownPasskey, row: Passkey) -> int:
    """The count of an answer that is good: authenticators which count never count back."""
    try:
        found = verify_authentication_response(
            credential=sent.credential,
            expected_challenge=sent.challenge.encode(),
            expected_rp_id=_host(settings),
            expected_origin=_origin(settings),
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
        handle = json.loads(sent.credential)["response"].get("userHandle")
    except (WebAuthnException, ValueError, LookupError, TypeError, AttributeError) as error:
        raise PasskeyNotGood from error
    if handle is not None and handle != bytes_to_base64url(_handle_of(row.member_id)):
        raise PasskeyNotGood
    return found.new_sign_count


def _credential_id(credential: str) -> str:
    try:
        found = json.loads(credential)["id"]
    except (ValueError, LookupError, TypeError) as error:
        raise PasskeyNotGood from error
    if not isinstance(found, str) or not found.isascii() or not found.isprintable():
        raise PasskeyNotGood
    return found


def _challenge(request: Request[Any]) -> str:
    """A word that only this site can have made, for this browser, now."""
    resources = runtime(request)
    now = f"{int(resources.clock().timestamp() * 1_000_000)}"
    return f"{now}.{sign(resources.key, _PURPOSE, f'{now}.{csrf.browser(request)}')}"


def _issued(request: Request[Any], word: str) -> datetime:
    """When a challenge of ours was given to this browser."""
    resources, (digits, _, proof) = runtime(request), word.partition(".")
    said = f"{digits}.{csrf.browser(request)}"
    if not is_signed(resources.key, _PURPOSE, said, proof):
        raise PasskeyNotGood
    issued = datetime.fromtimestamp(int(digits) / 1_000_000, UTC)
    if resources.clock() - issued > CHALLENGE_LASTS:
        raise PasskeyNotGood
    return issued


def _described(known: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in known]


def _handle_of(member_id: MemberId | None) -> bytes:
    return f"member {member_id}".encode()


def _host(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or ""


def _origin(settings: Settings) -> str:
    parts = urlsplit(settings.public_url)
    return f"{parts.scheme}://{parts.netloc}"
