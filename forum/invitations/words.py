"""The words of links, and words for what lists and forms show."""

from collections.abc import Mapping

from forum.accounts import words
from forum.core.errors import N_
from forum.invitations.rules import Outcome, State
from forum.web.signing import is_signed, sign

_PURPOSE = "invitation"

STATES: Mapping[State, str] = {
    State.OPEN: N_("Open"),
    State.USED: N_("Accepted"),
    State.EXPIRED: N_("Expired"),
    State.REVOKED: N_("Revoked"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.INVITED: N_("Invited: a mail is on its way."),
    Outcome.REPEATED: N_("Left out: this address stands in the list before."),
    Outcome.OPEN_ALREADY: N_("Left out: an invitation to this address is open already."),
    Outcome.NO_ADDRESS: N_("Left out: this is not an e-mail address."),
    Outcome.NO_LANGUAGE: N_("Left out: this language is not known here."),
}


def fresh(key: bytes) -> str:
    """A word for a link: 256 random bits and our signature, so that no other is looked up."""
    random = words.fresh()
    return f"{random}.{sign(key, _PURPOSE, random)}"


def hash_of(key: bytes, word: str) -> str | None:
    """The hash to look for; `None` for a word that is not ours."""
    random, _, signature = word.partition(".")
    return words.digest(word) if is_signed(key, _PURPOSE, random, signature) else None
