"""The word in the private address of a member's calendar."""

from forum.core.errors import N_, ForumError
from forum.core.ids import MemberId
from forum.web.signing import is_signed, sign

PURPOSE = "calendar"


class CalendarNotGood(ForumError):
    """The address of a calendar was never ours, or was taken back."""

    code, status = "calendar_not_good", 404
    text = N_("There is no calendar at this address any more.")


def word_for(key: bytes, member_id: MemberId, serial: int) -> str:
    """The word that opens a member's calendar."""
    text = f"{member_id}.{serial}"
    return f"{text}.{sign(key, PURPOSE, text)}"


def read_word(key: bytes, word: str) -> tuple[MemberId, int]:
    """Whose calendar a word opens, and the serial of the address.

    Raises:
        CalendarNotGood: it is not of ours.
    """
    text, _, proof = word.rpartition(".")
    if not is_signed(key, PURPOSE, text, proof):
        raise CalendarNotGood
    member_id, _, serial = text.partition(".")
    return MemberId(int(member_id)), int(serial)
