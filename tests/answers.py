"""Answers of the API, held against what its description says of them."""

import re
from functools import cache

from httpx2 import Response
from starlette.routing import Match

from forum.core.errors import NotAvailable, TooManyRequests
from forum.routes import API
from forum.web.description import refusals_of, statuses
from forum.web.openapi import PREFIX, ApiRoute, Operation
from forum.web.routing import routes_of

ANYWHERE = {TooManyRequests.code, NotAvailable.code}
"""What any operation may answer on a bad day: the document's `default`."""

NUMBER = re.compile(r"\d+")
"""Which number stands in an address makes no difference to where it leads."""

ROUTES = [route for route in routes_of(API) if isinstance(route, ApiRoute)]


def check(answer: Response) -> None:
    """Fail if an operation answered what its description does not say."""
    one = operation_of(answer.request.method, answer.request.url.path)
    if one is None or answer.is_server_error:
        return
    if answer.is_client_error:
        code = answer.json()["code"]
        assert code in refused(one) | ANYWHERE, f"{one.name} does not say that it refuses: {code}"
    else:
        assert answer.status_code in statuses(one), f"{one.name} answered {answer.status_code}"


def operation_of(method: str, path: str) -> Operation | None:
    """The operation that answers a request; `None` for a page, and for what is nowhere."""
    if not path.startswith(PREFIX):
        return None
    return _operation(method, PREFIX + NUMBER.sub("0", path.removeprefix(PREFIX)))


@cache
def _operation(method: str, path: str) -> Operation | None:
    scope = {"type": "http", "method": method, "path": path, "path_params": {}}
    found = (route for route in ROUTES if route.matches(scope)[0] is Match.FULL)
    return next((route.operation for route in found), None)


def refused(one: Operation) -> set[str]:
    """The codes by which an operation says that it refuses."""
    return {refusal.code for refusal in refusals_of(one)}
