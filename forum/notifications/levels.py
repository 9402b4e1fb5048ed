"""How levels are called on pages."""

from collections.abc import Mapping

from forum.core.errors import N_
from forum.notifications.rules import Level
from i18n.catalogs import gettext

STANDING: Mapping[Level | None, str] = {
    Level.WATCH: N_("You watch this"),
    Level.FOLLOW: N_("You follow this"),
    Level.MUTE: N_("You muted this"),
    None: N_("Follow"),
}
"""What is said of how things stand."""

CHOICES: Mapping[Level, tuple[str, str]] = {
    Level.WATCH: (N_("Watch"), N_("Be told of every new post.")),
    Level.FOLLOW: (N_("Follow"), N_("Be told of replies to you and of mentions.")),
    Level.MUTE: (N_("Mute"), N_("Be told of nothing.")),
}
DEFAULT = (N_("As usual"), N_("Take back your choice."))


def shown(locale: str, said: Level | None, level: Level | None) -> dict[str, object]:
    """What `notifications/_follow.html` takes: how it stands, and what can be chosen instead.

    Args:
        locale: BCP 47 tag of the reader's language.
        said: what the reader chose for this very thing.
        level: how much of it they hear, where that follows from more than their choice.
    """
    stands = said or (level if level == Level.WATCH else None)
    choices = [
        (one.value, gettext(text, locale), gettext(remark, locale), one == stands)
        for one, (text, remark) in CHOICES.items()
    ]
    if said is not None:
        text, remark = DEFAULT
        choices.append(("", gettext(text, locale), gettext(remark, locale), False))
    return {"stands": gettext(STANDING[stands], locale), "choices": choices}
