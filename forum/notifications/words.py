"""The word in links that stop mail (RFC 8058): it proves itself, without a sign-in."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from forum.core.errors import N_, ForumError
from forum.core.ids import MemberId
from forum.notifications.rules import Group
from forum.web.signing import is_signed, sign

PURPOSE = "unsubscribe"
LASTS = timedelta(days=400)
"""How long the links in a mail are good; longer than anybody leaves a mail unread."""


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
