"""Words in mails, which prove themselves without a sign-in.

One stops mail (RFC 8058), one shows that mail has reached an address, one where a mail was sent.
"""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from forum.core.errors import N_, ForumError
from forum.core.ids import MemberId
from forum.notifications.rules import Group
from forum.web.signing import is_signed, sign

PURPOSE = "unsubscribe"
LASTS = timedelta(days=400)
"""How long the links in a mail are good; longer than anybody leaves a mail unread."""


PROOF_LASTS = timedelta(days=1)
"""How long the link that proves an address is good."""


class UnsubscribeLinkNotGood(ForumError):
    """The link was never ours, or is of a mail from years ago."""

    code, status = "unsubscribe_link_not_good", 410
    text = N_("This link is no longer good. You can choose your mail in your settings.")


def unsubscribe_word(
    key: bytes, member_id: MemberId, groups: Collection[Group], now: datetime
) -> str:
    """The word by which a member stops the mail of some groups."""
    text = f"{member_id}.{'-'.join(groups)}.{int(now.timestamp()):x}"
    return f"{text}.{sign(key, PURPOSE, text)}"


def read_word(key: bytes, word: str, now: datetime) -> tuple[MemberId, Sequence[Group]]:
    """Whose mail a word stops, and of which groups; it can be shown again and again.

    Raises:
        UnsubscribeLinkNotGood: it is not of ours, or too old.
    """
    text, _, proof = word.rpartition(".")
    if not is_signed(key, PURPOSE, text, proof):
        raise UnsubscribeLinkNotGood
    member_id, groups, made = text.split(".")
    if now - datetime.fromtimestamp(int(made, 16), UTC) > LASTS:
        raise UnsubscribeLinkNotGood
    return MemberId(int(member_id)), [Group(group) for group in groups.split("-")]


class ProofNotGood(ForumError):
    """The link was never ours, is too old, or was sent to an address that is no longer in use."""

    code, status = "proof_not_good", 410
    text = N_("This link is no longer good. Please ask for another in your settings.")


def proof_word(key: bytes, member_id: MemberId, email_key: str, now: datetime) -> str:
    """The word by which a member shows that mail to their present address arrives."""
    text = f"{member_id}.{int(now.timestamp()):x}"
    return f"{text}.{sign(key, f'address:{email_key}', text)}"


def whose_proof(word: str) -> MemberId:
    """Who has the address that a word is about, if it is good: see `check_proof`.

    Raises:
        ProofNotGood: it is none of ours.
    """
    if not _PROOF.fullmatch(word):
        raise ProofNotGood
    return MemberId(int(word.split(".", maxsplit=1)[0]))


_PROOF = re.compile(r"[1-9][0-9]{0,17}\.[0-9a-f]{1,10}\.[\w-]{22}", re.ASCII)


def check_proof(key: bytes, word: str, email_key: str, now: datetime) -> None:
    """Refuse a word that does not show that mail to an address arrives.

    Raises:
        ProofNotGood: it was sent elsewhere, too long ago, or not by us.
    """
    text, _, proof = word.rpartition(".")
    if not is_signed(key, f"address:{email_key}", text, proof):
        raise ProofNotGood
    made = datetime.fromtimestamp(int(text.split(".")[1], 16), UTC)
    if now - made > PROOF_LASTS:
        raise ProofNotGood


_MESSAGE = re.compile(r"<[a-z_]+-[0-9]+\.([1-9][0-9]{0,17})\.([\w-]{22})@[^<>\s]+>", re.ASCII)


def message_end(key: bytes, member_id: MemberId, email_key: str, domain: str) -> str:
    """The end of the ids of all messages to a member's address; nobody else can make it."""
    word = sign(key, f"mail:{email_key}", str(member_id))
    return f".{member_id}.{word}@{domain}"


def whose_message(message_id: str) -> MemberId | None:
    """To whom a message claims to have gone; `None` if it is none of ours. See `is_message_to`."""
    found = _MESSAGE.fullmatch(message_id)
    return MemberId(int(found[1])) if found else None


def is_message_to(key: bytes, message_id: str, email_key: str) -> bool:
    """Whether a message went from here to the address that a member has now."""
    found = _MESSAGE.fullmatch(message_id)
    return found is not None and is_signed(key, f"mail:{email_key}", found[1], found[2])
