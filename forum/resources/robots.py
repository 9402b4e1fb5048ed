"""What sites ask of automatic visitors: `robots.txt` (RFC 9309)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from forum.core.addresses import host_of, split, target_of
from forum.core.late import late
from forum.resources.rules import REFUSED, SERVER_FAILED
from forum.web.outside import Ask, Outside
from forum.web.places import NoAnswer, NotAllowedOutside

if TYPE_CHECKING:
    from urllib import robotparser
else:
    robotparser = late("urllib.robotparser")

NAME = "StakeholdersForum"
"""By which sites can speak to us."""
KEPT = timedelta(days=1)
"""RFC 9309 §2.4."""
LARGEST = 500 * 1024
"""RFC 9309 §2.5."""
MOST_KEPT = 1000
PATIENCE = 10.0
"""Seconds for the answer."""


@dataclass(frozen=True, slots=True)
class _Known:
    rules: "robotparser.RobotFileParser"
    until: datetime


class Robots:
    """What sites ask for, kept for a day.

    Args:
        outside: asks them.
        clock: says when that was.
    """

    def __init__(self, outside: Outside, clock: Callable[[], datetime]) -> None:
        self._outside, self._clock = outside, clock
        self._known: dict[str, _Known] = {}

    async def allow(self, url: str) -> bool:
        """Whether the site of an address lets us visit it."""
        parts = split(url)
        site = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        known = self._known.get(site)
        if known is None or known.until <= self._clock():
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            known = _Known(await self._read(f"{site}/robots.txt"), self._clock() + KEPT)
            self._known[site] = known
        return known.rules.can_fetch(NAME, f"https://{host_of(parts)}{target_of(parts)}")

    async def _read(self, url: str) -> "robotparser.RobotFileParser":
        """The rules of a site: none where it has none; nothing is allowed where it is in trouble.

        A site that cannot be reached at all is asked no less: whether it can is what is checked.
        """
        rules = robotparser.RobotFileParser()
        try:
            answer = await self._outside.ask(Ask(url, most=LARGEST), seconds=PATIENCE)
        except (NoAnswer, NotAllowedOutside):
            rules.parse([])
            return rules
        if answer.status >= SERVER_FAILED:
            rules.parse(["User-agent: *", "Disallow: /"])
        elif answer.status >= REFUSED:
            rules.parse([])
        else:
            rules.parse(answer.body.decode(errors="replace").splitlines())
        return rules
