"""Which text an address is about."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput, NotFound
from forum.site.rules import TextKind
from forum.web.fields import LanguageTag
from forum.web.inputs import validate
from forum.web.shapes import Output


class Place(Output):
    """Which text an address names."""

    kind: TextKind
    language: LanguageTag


def place(request: Request[Any]) -> Place:
    """Which text the address names.

    Raises:
        NotFound: it names no kind of text, or no language.
    """
    try:
        return validate(Place, dict(request.path_params))
    except InvalidInput as error:
        raise NotFound from error
