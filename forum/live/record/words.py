"""What readers are told for the words of a session's log."""

from collections.abc import Mapping

from forum.core.errors import N_
from forum.decisions.words import CHOICES, OUTCOMES
from forum.delegations.words import CAPACITIES
from forum.live.captions.rules import VIA_NAMES
from forum.live.floor.words import KINDS
from forum.live.parts import PART_NAMES
from forum.live.questions.rules import STATE_NAMES as QUESTION_STATES
from forum.live.record.files import KIND_NAMES
from forum.live.sessions.states import STATE_NAMES
from i18n.catalogs import gettext

_DECISIONS: Mapping[str, str] = {
    "proposed": N_("Proposed"),
    "opened": N_("Opened"),
    "objected": N_("Objection"),
    "reserved": N_("Reservation"),
    "explained": N_("Explanation of vote"),
    "amended": N_("Text amended"),
    "decided": N_("Decided"),
    "undecided": N_("Nothing was decided"),
    "withdrawn": N_("Withdrawn"),
}
_DRAFTED: Mapping[str, str] = {
    **{key.value: text for key, text in STATE_NAMES.items()},
    **{key.value: text for key, text in QUESTION_STATES.items()},
    **{key.value: text for key, text in VIA_NAMES.items()},
    **{key.value: text for key, text in KINDS.items()},
    **{key.value: text for key, text in PART_NAMES.items()},
    **{key.value: text for key, (text, _) in CAPACITIES.items()},
    **_DECISIONS,
    **CHOICES,
    **{key.value: text for key, text in OUTCOMES.items()},
}


def log_words(locale: str) -> Mapping[str, str]:
    """By the word of a log: what readers of `locale` are told."""
    return {word: gettext(text, locale) for word, text in _DRAFTED.items()}


def kind_names(locale: str) -> Mapping[str, str]:
    """What the kinds of moments are called."""
    return {kind.value: gettext(text, locale) for kind, text in KIND_NAMES.items()}
