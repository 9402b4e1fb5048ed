"""Refusals: the ways the product says no. A feature's own stand in its `rules.py`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, TypeAlias


def N_(text: str) -> str:  # noqa: N802 (gettext's own name)
    """Mark `text` for extraction; it is translated at the edge, where the reader is known."""
    return text


Datum: TypeAlias = str | int | datetime | timedelta
"""What fills a placeholder of a refusal's text."""


class ForumError(Exception):
    """A refusal the caller can act on. Any other exception is a bug and becomes a 500.

    A subclass is the whole contract: its `code` on the wire, its `status` over HTTP, and its
    `text` for people. A raise site adds data only, as keywords that fill `text`.
    """

    code: ClassVar[str] = "bad_request"
    status: ClassVar[int] = 400
    text: ClassVar[str] = N_("The request could not be understood.")

    def __init__(self, **data: Datum) -> None:
        super().__init__(self.code)
        self.data = data


class SignInRequired(ForumError):
    """Nobody is known behind this request, and the act needs somebody."""

    code, status, text = "sign_in_required", 401, N_("Please sign in first.")


class InvalidToken(ForumError):
    """The `Authorization` header carries no token of ours that is still good."""

    code, status, text = "invalid_token", 401, N_("This access token is not valid.")


class Forbidden(ForumError):
    """The actor is known and the answer is still no."""

    code, status, text = "forbidden", 403, N_("You are not allowed to do this.")


class SecondFactorRequired(ForumError):
    """The actor's role counts only once they have set up a second factor."""

    code, status = "second_factor_required", 403
    text = N_("Your role needs a second factor to sign in. Please set one up in your settings.")


class ScopeTooNarrow(ForumError):
    """The token was made for less than this."""

    code, status = "scope_too_narrow", 403
    text = N_("This access token lacks the scope “{scope}”.")


class FormExpired(ForumError):
    """The form's token is missing, of another sign-in, or too old."""

    code, status = "form_expired", 403
    text = N_("This form has expired. Nothing was changed: please send it again.")


class Silenced(ForumError):
    """A moderator's decision lets the actor read and not write, until it is lifted."""

    code, status = "silenced", 403
    text = N_(
        "A moderator decided that you can read here, and not write: {reason} "
        "You can answer this decision on the page {appeal}."
    )


class SilencedUntil(Silenced):
    """The same, until a time."""

    code = "silenced_until"
    text = N_(
        "A moderator decided that you can read here, and not write until {until}: {reason} "
        "You can answer this decision on the page {appeal}."
    )


class NotFound(ForumError):
    """Absent, or hidden from this actor: the two look the same from outside."""

    code, status, text = "not_found", 404, N_("Nothing is here.")


class MethodNotAllowed(ForumError):
    """The address exists, the method on it does not."""

    code, status, text = "method_not_allowed", 405, N_("This address does not take that method.")


class EditedMeanwhile(ForumError):
    """`If-Match`, or the version a form was made from, is no longer the newest (RFC 9110 §13)."""

    code, status = "edited_meanwhile", 412
    text = N_("Somebody changed this while you were writing. Compare both versions.")


class TooLarge(ForumError):
    """The body is over the limit."""

    code, status, text = "too_large", 413, N_("This is too large: the limit is {limit}.")


class UnsupportedMediaType(ForumError):
    """The body is of a type that the operation does not read."""

    code, status = "unsupported_media_type", 415
    text = N_("This operation reads {expected}.")


class TooManyRequests(ForumError):
    """A limit was reached; `seconds` says when to try again."""

    code, status = "too_many_requests", 429
    text = N_("Too many attempts. Seconds to wait: {seconds}.")


class NotAvailable(ForumError):
    """A part of the service is away for the moment."""

    code, status = "not_available", 503
    text = N_("This is not available at the moment. Please try again in a minute.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input.

    Attributes:
        field: name of the field, or a path of names and indices joined by `/`.
        text: an English sentence, marked for translation.
        data: what fills the placeholders of `text`.
    """

    field: str
    text: str
    data: tuple[tuple[str, Datum], ...] = ()


class InvalidInput(ForumError):
    """The input does not have the expected shape; nothing was changed."""

    code, status, text = "invalid_input", 422, N_("Please correct what is marked.")

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        super().__init__()
        self.faults = tuple(faults)


class InvalidCursor(ForumError):
    """The `cursor` is not one that this list gave out."""

    code, status, text = "invalid_cursor", 422, N_("This position in the list is not known.")


class IdempotencyKeyReused(ForumError):
    """The key came before with another body."""

    code, status = "idempotency_key_reused", 422
    text = N_("This idempotency key was used for a different request.")


class RequestInProgress(ForumError):
    """The first request with this key is still running."""

    code, status = "request_in_progress", 409
    text = N_("The same request is still being carried out.")


def refusals(of: type[ForumError] = ForumError) -> Iterator[type[ForumError]]:
    """Every refusal known to the process, `of` included."""
    yield of
    for kind in of.__subclasses__():
        yield from refusals(kind)
