"""How fast cases are handled, by language: plain values in, figures out."""

import statistics
from collections.abc import Iterable, Sequence

from forum.moderation.queries import Handled
from forum.moderation.schemas import HandlingOut

MOST_RECKONED = 50_000
"""Cases, the newest, that figures are made of."""


def handling(cases: Iterable[Handled]) -> Sequence[HandlingOut]:
    """Figures for each language, the one with the most cases first."""
    by_language: dict[str, list[Handled]] = {}
    for one in cases:
        by_language.setdefault(one.language, []).append(one)
    most_first = sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [_figures(language, found) for language, found in most_first]


def _figures(language: str, cases: Sequence[Handled]) -> HandlingOut:
    took = [one.closed_at - one.opened_at for one in cases if one.closed_at is not None]
    minutes = sorted(int(one.total_seconds() // 60) for one in took)
    return HandlingOut(
        language=language,
        opened=len(cases),
        closed=len(minutes),
        waiting=len(cases) - len(minutes),
        median_minutes=int(statistics.median(minutes)) if minutes else None,
        slow_minutes=minutes[(len(minutes) * 9 - 1) // 10] if minutes else None,
    )
