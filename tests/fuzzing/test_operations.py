"""Every operation of the API, asked what its own description makes up: schemathesis.

`make test` asks a few things of each, always the same; `make fuzz` asks more, and others each time.
"""

import os
import random
import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, seed, settings

from forum.core.permissions import Role
from forum.discussions.rules import Kind
from forum.routes import API as API_FEATURES
from forum.web import description
from forum.web.openapi import PREFIX, ApiRoute
from forum.web.routing import routes_of
from tests import factories
from tests.client import Client, running
from tests.services.databases import Databases

MANY = int(os.environ.get("FORUM_TEST_FUZZ", "0"))
EXAMPLES = MANY or 3
API_ROUTES = routes_of(API_FEATURES)
OPERATIONS = [route.operation for route in API_ROUTES if isinstance(route, ApiRoute)]
LEFT_OUT = {"request_export": "makes files of its own", "export_audit": "streams without end"}
"""Operations that need more than an answer; why."""


@pytest.fixture(scope="module")
def documented() -> Any:
    """The operations as schemathesis reads them from the document."""
    import schemathesis  # two seconds, which no other module has to wait for

    return schemathesis.openapi.from_dict(
        description.document(API_ROUTES, server="http://testserver")
    )


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.services)]
)
def forum(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Client, dict[str, str]]]:
    """The application with one of everything, and an administrator's token."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with ExitStack() as stack:
        url = stack.enter_context(databases.fresh(factories.prepared))
        client = stack.enter_context(running(url, tmp_path_factory.mktemp("fuzz")))
        for handle in ("nadja", "linh", "olga"):  # what happens to these three matters to nobody
            client.token(client.member(handle))
        ada = client.member("ada", Role.ADMIN, languages=["en", "de"])
        for slug in ("general", "another"):
            client.do(factories.space, slug)
            client.do(factories.topic, ada, slug, kind=Kind.QUESTION, replies=["Courses."])
        yield client, client.token(ada)


def asked(client: Client, token: dict[str, str], case: Any) -> Response:
    """Send what was made up; the client itself holds the answer against the document."""
    case.path_parameters = {name: _near(name, one) for name, one in case.path_parameters.items()}
    made = case.as_transport_kwargs(base_url="http://testserver")
    parts = urlsplit(made["url"])
    sent = {name: made[name] for name in ("params", "json", "data", "files") if made.get(name)}
    if isinstance(sent.get("data"), bytes | str):
        sent["content"] = sent.pop("data")
    if "files" in sent:
        sent["files"] = [(name, _part(value)) for name, value in sent["files"]]
    given = (made.get("headers") or {}).items()
    headers = {name: str(one) for name, one in given if name.lower() != "authorization"}
    answer = client.request(made["method"], parts.path, headers={**headers, **token}, **sent)
    answer.request.read()
    return answer


def _part(value: Any) -> Any:
    """One part of a form, of which the client sends texts, bytes and files."""
    if isinstance(value, tuple):
        return tuple(_part(one) for one in value)
    return value if isinstance(value, str | bytes | None) else str(value)


def _near(name: str, value: Any) -> Any:
    """What stands in an address, led to something that is there more often than chance would."""
    if isinstance(value, int) and value > 0:
        return value % 4 or value
    return "general" if name == "slug" and len(str(value)) % 2 else value


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_answers_what_its_description_says(
    one: Any, forum: tuple[Client, dict[str, str]], documented: Any
) -> None:
    if one.name in LEFT_OUT:
        return
    client, token = forum
    path = re.sub(r":\w+}", "}", f"{PREFIX}{one.path}")
    operation = documented[path][one.method.lower()]

    @seed(random.randrange(1 << 30) if MANY else 1)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        answer = asked(client, token, case)
        assert answer.status_code < 500, answer.text
        assert answer.status_code != 401, "what was asked before has taken the token away"
        operation.validate_response(answer)

    ask()
