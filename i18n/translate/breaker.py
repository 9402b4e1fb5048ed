"""A circuit breaker: stops asking an engine that fails, and tries it again after a rest."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["closed", "open", "half-open"]


@dataclass(slots=True)
class Breaker:
    """Closed while the engine is well; opens after failures in a row; half-open for one trial.

    Every `now` is in seconds of one monotonic clock. After M. Nygard, "Release It!", ch. 5.

    Attributes:
        failures_allowed: failures in a row that open it, >= 1.
        rest: seconds it stays open before one call may try, > 0.
    """

    failures_allowed: int = 3
    rest: float = 30.0
    _failures: int = 0
    _until: float | None = None
    _trial: bool = False

    def state(self, now: float) -> State:
        """Where it stands at `now`."""
        if self._until is None:
            return "closed"
        return "open" if now < self._until else "half-open"

    def rest_left(self, now: float) -> float:
        """Seconds until the engine may be tried again; 0 where nothing keeps it from that."""
        return 0.0 if self._until is None else max(0.0, self._until - now)

    def admit(self, now: float) -> bool:
        """Whether a call may go out; if half-open, the one that may is the trial.

        Whoever is admitted must report by `succeed`, `fail` or `withdraw`.
        """
        state = self.state(now)
        if state == "half-open" and not self._trial:
            self._trial = True
            return True
        return state == "closed"

    def succeed(self) -> None:
        """The call went well: closed again, all failures forgiven."""
        self._failures, self._until, self._trial = 0, None, False

    def fail(self, now: float) -> None:
        """The call failed through the engine's fault."""
        self._failures += 1
        if self._trial or self._failures >= self.failures_allowed:
            self._until = now + self.rest
        self._trial = False

    def withdraw(self) -> None:
        """The call says nothing on the engine's health: it was cancelled, or refused for itself."""
        self._trial = False
