"""Forms of pages: read, checked, and shown again with what was typed."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from forum.core.errors import Forbidden, ForumError, InvalidInput, NotFound, SignInRequired
from forum.web import csrf
from forum.web.failures import say, say_fault
from forum.web.idempotency import FORM_FIELD, Act, change
from forum.web.identity import actor_of
from forum.web.inputs import form_values, validate
from forum.web.limits import try_later

REFUSED = "form_refused"
"""Where in the scope a part of the form that was taken out before says why it was refused."""

PRESS = "press"
"""Name of the buttons which ask for something else than what the form is for."""

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(slots=True)
class Form:
    """What a template fills a form with.

    Attributes:
        data: text of each field as typed, or as it stands when first shown.
        errors: sentence about each field that does not fit; "" is the form as a whole.
        beside: what a template shows with the fields, such as a preview, by name.
    """

    data: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent(Generic[Shape]):
    """A form as it came: what was typed, and the value it makes (`None` if it does not fit)."""

    form: Form
    value: Shape | None
    once: str | None
    """The form's idempotency key, where it carries one."""
    press: str = ""
    """Which button beside the form's own was pressed, if one was; then nothing was checked."""

    @property
    def status(self) -> int:
        """HTTP status of the form when it is shown again."""
        return 422 if self.form.errors else 200


async def read_form(request: Request[Any], shape: type[Shape]) -> Sent[Shape]:
    """Read a form of ours; what does not fit is said in `form.errors`, in the reader's language.

    A form that has expired comes back as one that does not fit, so that nothing typed is lost.
    """
    await request.body()  # kept by the request, to tell a repeated form from another one
    sent = await request.form(max_files=0, max_fields=200)
    values = form_values(sent)
    word, once = values.pop(csrf.FIELD, ""), values.pop(FORM_FIELD, None)
    press = str(values.pop(PRESS, ""))
    form = Form(dict(values))
    key = once if isinstance(once, str) else None
    try:
        csrf.check(request, word if isinstance(word, str) else "")
        if (refusal := request.scope.get(REFUSED)) is not None:
            raise refusal
        return Sent(form, None if press else validate(shape, values), key, press)
    except ForumError as error:
        explain(request, form, error)
        return Sent(form, None, key, press)


async def attempt(
    request: Request[Any], sent: Sent[Shape], act: Act, *, together: str = ""
) -> Response | None:
    """Carry out what a form asks for; `None` if it is refused, with the reason in the form.

    `together`: see `idempotency.change`.

    Raises:
        NotFound, SignInRequired, Forbidden: what the form is about is not there, or not for the
            actor to change; showing the form again would not help.
    """
    if sent.value is None:
        return None
    try:
        return await change(request, act, key=sent.once, together=together)
    except (NotFound, SignInRequired, Forbidden):
        raise
    except ForumError as error:
        explain(request, sent.form, error)
        return None


def explain(request: Request[Any], form: Form, error: ForumError) -> Form:
    """Put a refusal beside the fields it is about."""
    locale = actor_of(request).locale
    try_later(request, error)
    if isinstance(error, InvalidInput) and error.faults:
        form.errors |= {
            fault.field.partition("/")[0]: say_fault(fault, locale) for fault in error.faults
        }
    else:
        form.errors[""] = say(error, locale)
    return form
