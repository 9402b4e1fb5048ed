"""How levels are called on pages."""

from collections.abc import Mapping

from forum.core.errors import N_
from forum.notifications.rules import NotificationLevel
from i18n.catalogs import gettext

STANDING: Mapping[NotificationLevel | None, str] = {
    NotificationLevel.WATCH: N_("You watch this"),
    NotificationLevel.FOLLOW: N_("You follow this"),
    NotificationLevel.MUTE: N_("You muted this"),
    None: N_("Follow"),
}
"""What is said of how things stand."""

CHOICES: Mapping[NotificationLevel, tuple[str, str]] = {
    NotificationLevel.WATCH: (N_("Watch"), N_("Be told of every new post.")),
    NotificationLevel.FOLLOW: (N_("Follow"), N_("Be told of replies to you and of mentions.")),
    NotificationLevel.MUTE: (N_("Mute"), N_("Be told of nothing.")),
}
DEFAULT = (N_("As usual"), N_("Take back your choice."))


def shown(
    locale: str, said: NotificationLevel | None, level: NotificationLevel | None
) -> dict[str, object]:
    """What `notifications/_follow.html` takes: how it stands, and what can be chosen instead.

    Args:
        locale: BCP 47 tag of the reader's language.
        said: what the reader chose for this very thing.
        level: how much of it they hear, where that follows from more than their choice.
    """
    stands = said or (level if level == NotificationLevel.WATCH else None)
    choices = [
        (one.value, gettext(text, locale), gettext(remark, locale), one == stands)
        for one, (text, remark) in CHOICES.items()
    ]
    if said is not None:
        text, remark = DEFAULT
        choices.append(("", gettext(text, locale), gettext(remark, locale), False))
    return {"stands": gettext(STANDING[stands], locale), "choices": choices}
