"""How engines do: what is counted of calls to them, and what moderators are told of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from i18n.translate.engine import Call
from i18n.translate.refusals import QuotaSpent, Throttled, TooLate

PERIODS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
SLOT = timedelta(minutes=10)
KEPT = timedelta(days=2)

_QUOTA = frozenset({QuotaSpent.code, Throttled.code})


class State(StrEnum):
    """Whether an engine is asked for translations."""

    WORKS = "works"
    """The breaker is closed."""
    RESTS = "rests"
    """The breaker is open: nothing is sent for a while."""
    TRIED_NEXT = "tried_next"
    """The breaker is half-open: the next text shows how the engine does."""


@dataclass(slots=True)
class Counted:
    """Calls to one engine of which the same came.

    Attributes:
        failure: code of what came in place of answers; empty for answers.
        milliseconds: that all of them took.
        slowest: milliseconds that one of them took.
    """

    failure: str
    calls: int = 0
    milliseconds: int = 0
    slowest: int = 0

    def add(self, call: Call) -> None:
        """Count one more."""
        took = round(call.seconds * 1000)
        self.calls += 1
        self.milliseconds += took
        self.slowest = max(self.slowest, took)


@dataclass(frozen=True, slots=True)
class Period:
    """How calls to an engine went for some time.

    Attributes:
        calls: all of them.
        failed: those that brought no answer.
        late: those of them that took longer than anybody waits.
        quota: those that the engine refused as too many, or as more than is paid for.
        average: milliseconds that a call took; 0 where there was none.
        slowest: milliseconds of the longest.
    """

    calls: int = 0
    failed: int = 0
    late: int = 0
    quota: int = 0
    average: int = 0
    slowest: int = 0

    @property
    def error_rate(self) -> float:
        """The part of calls that brought no answer, 0 to 1."""
        return self.failed / self.calls if self.calls else 0.0

    @classmethod
    def of(cls, counted: Iterable[Counted]) -> "Period":
        """Sum up what was counted."""
        rows = list(counted)
        calls = sum(one.calls for one in rows)
        return cls(
            calls,
            sum(one.calls for one in rows if one.failure),
            sum(one.calls for one in rows if one.failure == TooLate.code),
            sum(one.calls for one in rows if one.failure in _QUOTA),
            round(sum(one.milliseconds for one in rows) / calls) if calls else 0,
            max((one.slowest for one in rows), default=0),
        )


@dataclass(slots=True)
class Condition:
    """How an engine is.

    Attributes:
        rests_since: since when it is asked nothing, after failures in a row.
        rests_until: when it is tried again.
        failed_at: when it failed last.
        failure: code of that.
    """

    rests_since: datetime | None = None
    rests_until: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""

    def after(self, call: Call, now: datetime) -> None:
        """Take note of how a call went."""
        if call.failure:
            self.failed_at, self.failure = now, call.failure
        if not call.rest:
            self.rests_since = self.rests_until = None
            return
        self.rests_since = self.rests_since or now
        self.rests_until = now + timedelta(seconds=call.rest)

    def state(self, now: datetime) -> State:
        """Whether the engine is asked."""
        if self.rests_until is None:
            return State.WORKS
        return State.RESTS if now < self.rests_until else State.TRIED_NEXT


@dataclass(frozen=True, slots=True)
class Health:
    """How one engine does.

    Attributes:
        engine: its name.
        condition: how it is.
        periods: how calls to it went, by the names of `PERIODS`.
    """

    engine: str
    condition: Condition = field(default_factory=Condition)
    periods: dict[str, Period] = field(default_factory=lambda: dict.fromkeys(PERIODS, Period()))


def slot_of(now: datetime) -> datetime:
    """When the ten minutes began that `now` is in."""
    return now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)


def since(now: datetime, period: timedelta) -> datetime:
    """From which ten minutes on calls are of a period that ends now."""
    return slot_of(now - period) + SLOT


def names_of(asked: Sequence[str], known: Iterable[str]) -> Sequence[str]:
    """The engines to tell of: those that the settings name, then those with figures."""
    return list(dict.fromkeys([*asked, *sorted(known)]))
