"""Words for what forms offer."""

from collections.abc import Mapping, Sequence

from forum.core.errors import N_
from forum.site.rules import Mode, TextKind
from i18n.catalogs import gettext

MODES: Mapping[Mode, tuple[str, str]] = {
    Mode.OPEN: (N_("Everybody"), N_("An account can be used once its address is confirmed.")),
    Mode.APPROVAL: (
        N_("Everybody, after approval"),
        N_("The secretariat looks at each registration before the account can be used."),
    ),
    Mode.INVITATION: (N_("Only who was invited"), N_("By the link of an invitation.")),
}
TEXTS: Mapping[TextKind, tuple[str, str]] = {
    TextKind.TAGLINE: (N_("Tagline"), N_("One line over the front page.")),
    TextKind.WELCOME: (N_("Welcome"), N_("On the front page, below the tagline.")),
    TextKind.NEWCOMERS: (
        N_("Welcome to new members"),
        N_("On the front page, in the first two weeks of an account."),
    ),
    TextKind.CONDUCT: (N_("Code of conduct"), N_("A page of its own, linked at the foot.")),
    TextKind.PRIVACY: (N_("Privacy notice"), N_("A page of its own, linked at the foot.")),
}


def modes(locale: str) -> Sequence[tuple[str, str, str]]:
    """Who may register: value, text and remark."""
    return [
        (mode.value, gettext(text, locale), gettext(remark, locale))
        for mode, (text, remark) in MODES.items()
    ]


def text_name(kind: TextKind, locale: str) -> str:
    """What a kind of text is called."""
    return gettext(TEXTS[kind][0], locale)


def text_remark(kind: TextKind, locale: str) -> str:
    """Where a kind of text stands."""
    return gettext(TEXTS[kind][1], locale)
