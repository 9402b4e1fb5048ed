"""What depends on the public address."""

from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from forum.settings import Settings
from forum.web.headers import SafeHeaders


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://forum.example", True),
        ("http://forum.example", False),
        ("https://localhost:8443", False),
        ("https://[::1]", False),
    ],
)
def test_browsers_are_told_to_stay_with_https_except_on_their_own_machine(
    url: str, *, said: bool
) -> None:
    safe = SafeHeaders(PlainTextResponse("x"), Settings(url=url))
    headers = TestClient(safe).get("/").headers
    assert ("strict-transport-security" in headers) == said


def test_an_answer_may_say_itself_how_it_is_to_be_treated() -> None:
    own: dict[str, Any] = {"referrer-policy": "no-referrer"}
    safe = SafeHeaders(PlainTextResponse("x", headers=own), Settings())
    answer = TestClient(safe).get("/")
    assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
    assert answer.headers["x-frame-options"] == "DENY"
