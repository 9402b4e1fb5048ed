"""From a request to a validated value: the only way that anything from outside comes in."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData
from starlette.requests import Request

from forum.core.errors import N_, Fault, InvalidInput, NotFound, UnsupportedMediaType
from forum.core.ids import LARGEST_ID

Input = TypeVar("Input", bound=BaseModel)

SENTENCES: Mapping[str, str] = {
    "missing": N_("This is needed."),
    "string_too_short": N_("At least {min_length} characters are needed."),
    "string_too_long": N_("At most {max_length} characters are allowed."),
    "too_short": N_("At least {min_length} entries are needed."),
    "too_long": N_("At most {max_length} entries are allowed."),
    "string_type": N_("This needs to be text."),
    "string_unicode": N_("This is not valid text."),
    "int_type": N_("This needs to be a whole number."),
    "int_parsing": N_("This needs to be a whole number."),
    "int_from_float": N_("This needs to be a whole number."),
    "bool_parsing": N_("This needs to be yes or no."),
    "bool_type": N_("This needs to be yes or no."),
    "greater_than_equal": N_("This needs to be {ge} or more."),
    "less_than_equal": N_("This needs to be {le} or less."),
    "extra_forbidden": N_("This field is not known here."),
    "json_invalid": N_("The body is not valid JSON."),
    "model_type": N_("This needs to be an object."),
    "dict_type": N_("This needs to be an object."),
    "list_type": N_("This needs to be a list."),
    "enum": N_("This is not one of the choices: {expected}."),
    "literal_error": N_("This is not one of the choices: {expected}."),
    "datetime_from_date_parsing": N_("This needs to be a date and time."),
    "datetime_parsing": N_("This needs to be a date and time."),
}
OTHERWISE = N_("This does not fit.")


def row_id(number: int) -> int:
    """A number of an address that can be a row's.

    Raises:
        NotFound: no row can have it.
    """
    if number > LARGEST_ID:
        raise NotFound
    return number


async def json_body(request: Request[Any], shape: type[Input]) -> Input:
    """Read a JSON object as `shape`.

    Raises:
        UnsupportedMediaType: the body is not declared as JSON.
        InvalidInput: naming every field that does not fit.
    """
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared not in {"application/json", "application/merge-patch+json"}:
        raise UnsupportedMediaType(expected="application/json")
    try:
        return shape.model_validate_json(await request.body())
    except ValidationError as error:
        raise InvalidInput(faults(error)) from error


def query(request: Request[Any], shape: type[Input]) -> Input:
    """Read the query string as `shape`; a name that comes twice counts as a list.

    Raises:
        InvalidInput: naming every parameter that does not fit.
    """
    return validate(shape, _values(request.query_params.multi_items()))


def validate(shape: type[Input], raw: Mapping[str, object]) -> Input:
    """Read a mapping of strings, as a form gives them, as `shape`.

    Raises:
        InvalidInput: naming every field that does not fit.
    """
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        raise InvalidInput(faults(error)) from error


def form_values(form: FormData) -> dict[str, str | list[str]]:
    """The text fields of a form; a name that comes twice counts as a list, files are left out."""
    return _values([(name, value) for name, value in form.multi_items() if isinstance(value, str)])


def _values(items: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name, value in items:
        match found.get(name):
            case None:
                found[name] = value
            case str(first):
                found[name] = [first, value]
            case list(several):
                several.append(value)
    return found


def faults(error: ValidationError) -> list[Fault]:
    """What is wrong, without repeating what was sent."""
    return [_fault(item) for item in error.errors(include_url=False, include_input=False)]


def _fault(item: ErrorDetails) -> Fault:
    field = "/".join(str(part) for part in item["loc"])
    context = {key: value for key, value in (item.get("ctx") or {}).items() if key != "error"}
    cause = (item.get("ctx") or {}).get("error")
    if isinstance(cause, ValueError) and item["type"] == "value_error":
        return Fault(field, str(cause))  # our own validators raise marked sentences
    text = SENTENCES.get(item["type"], OTHERWISE)
    data = tuple((key, _plain(value)) for key, value in context.items())
    return Fault(field, text, data)


def _plain(value: object) -> str | int:
    return value if isinstance(value, str | int) else json.dumps(value, default=str)
