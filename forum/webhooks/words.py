"""Words for how it is with webhooks."""

from collections.abc import Mapping, Sequence

from forum.core.errors import N_
from forum.webhooks.rules import DeliveryState, DisabledFor
from i18n.catalogs import gettext

EVENTS: Mapping[str, str] = {
    "post.accepted": N_("An answer is accepted, or no longer"),
    "post.added": N_("A post is added"),
    "post.deleted": N_("A post is deleted"),
    "post.edited": N_("A post is edited"),
    "post.hidden": N_("A post is hidden"),
    "post.restored": N_("A hidden post can be read again"),
    "space.changed": N_("A space is made, or its settings change"),
    "topic.added": N_("A topic is started"),
    "topic.changed": N_("A topic gets another title, kind, language, state or place"),
    "topic.hidden": N_("A topic is hidden"),
    "translation.ready": N_("A translation can be read"),
}
DISABLED: Mapping[str, str] = {
    DisabledFor.BY_HAND: N_("Switched off"),
    DisabledFor.FAILING: N_("Switched off: nothing arrived for three days"),
    DisabledFor.GONE: N_("Switched off: its receiver wants nothing more"),
    DisabledFor.OWNER: N_("Switched off: whoever made it may not any more"),
}
STATES: Mapping[str, str] = {
    DeliveryState.PENDING: N_("Waiting"),
    DeliveryState.DELIVERED: N_("Delivered"),
    DeliveryState.FAILED: N_("Given up"),
    DeliveryState.WITHHELD: N_("Not sent: it cannot be seen any more"),
}


def event_choices(locale: str) -> Sequence[tuple[str, str]]:
    """The events that can be asked for, and what they say."""
    return [(name, gettext(text, locale)) for name, text in EVENTS.items()]


def disabled_words(locale: str) -> Mapping[str, str]:
    """Why a webhook is switched off, by word."""
    return {word: gettext(text, locale) for word, text in DISABLED.items()}


def state_words(locale: str) -> Mapping[str, str]:
    """How it is with a delivery, by word."""
    return {word: gettext(text, locale) for word, text in STATES.items()}
