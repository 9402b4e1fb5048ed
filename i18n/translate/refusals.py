"""Why there is no translation: each way an engine can fail, by its plain name."""

from typing import ClassVar


class TranslationFailed(Exception):
    """No translation came of a call. The original stands; what to do next is in the subclass.

    Attributes:
        code: names the kind wherever a machine reads it (a status, a log, a metric).
        blames_engine: whether it speaks against the engine's health (the circuit breaker counts it)
            or only against this one call.
    """

    code: ClassVar[str] = "failed"
    blames_engine: ClassVar[bool] = True


class QuotaSpent(TranslationFailed):
    """The engine's paid or free allowance is used up; trying again soon does not help."""

    code = "quota"


class Throttled(TranslationFailed):
    """Too many calls in too short a time.

    Attributes:
        retry_after: seconds the engine asks to wait, if it says.
    """

    code = "throttled"

    def __init__(self, message: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class EngineUnavailable(TranslationFailed):
    """The engine cannot be reached, says that it is broken, or rests after several failures."""

    code = "unavailable"


class TooLate(TranslationFailed):
    """The deadline passed before the answer came."""

    code = "late"


class WrongAnswer(TranslationFailed):
    """An answer came, and it is not one: another count of texts, another shape, broken bytes."""

    code = "wrong_answer"


class CallRefused(TranslationFailed):
    """The engine will not take this call as it is: wrong key, unknown pair, too long a text."""

    code = "refused"
    blames_engine = False


class NoTranslation(TranslationFailed):
    """No engine, and no two engines through a pivot language, translate this pair."""

    code = "no_translation"
    blames_engine = False


class Vetoed(TranslationFailed):
    """An operator's hook does not let this call out of the house."""

    code = "vetoed"
    blames_engine = False


class BudgetSpent(TranslationFailed):
    """What the operator lets the house spend is used up for today."""

    code = "budget"
    blames_engine = False
