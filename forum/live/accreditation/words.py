"""What pages about accreditation call things."""

from collections.abc import Mapping, Sequence

from forum.core.errors import N_
from forum.delegations.words import capacity_names
from forum.live.parts import PART_NAMES, Part
from forum.live.sessions.rules import RequestState
from i18n.catalogs import gettext

STATES: Mapping[RequestState, str] = {
    RequestState.RECEIVED: N_("Waits for a decision"),
    RequestState.APPROVED: N_("Approved"),
    RequestState.DECLINED: N_("Declined"),
    RequestState.WITHDRAWN: N_("Withdrawn"),
}
REMARKS: Mapping[Part, str] = {
    Part.DELEGATE: N_("Speaks for a delegation; heads and alternates decide for it."),
    Part.OBSERVER: N_("Follows, and speaks when the chair consents."),
    Part.STAKEHOLDER: N_("Gives input for an organisation, or for themselves."),
    Part.INTERPRETER: N_("Puts what is said into another language."),
    Part.CAPTIONER: N_("Writes down what is said."),
}


def part_choices(locale: str, offered: Sequence[Part]) -> Sequence[tuple[str, str, str]]:
    """As what somebody can take part: value, text and remark."""
    return [(one.value, gettext(PART_NAMES[one], locale), _remark(one, locale)) for one in offered]


def _remark(part: Part, locale: str) -> str:
    return gettext(REMARKS[part], locale) if part in REMARKS else ""


def request_words(locale: str) -> Mapping[str, object]:
    """What parts and capacities are called, for a template that shows requests."""
    return {
        "parts": {one.value: gettext(PART_NAMES[one], locale) for one in Part},
        "capacities": capacity_names(locale),
    }


def state_names(locale: str) -> Mapping[str, str]:
    """How it is with a request, by word."""
    return {one.value: gettext(text, locale) for one, text in STATES.items()}
