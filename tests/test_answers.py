"""Whether an answer that the description does not know of is met."""

import pytest
from httpx2 import Request, Response

from tests.answers import check
from tests.client import API

FLAGS = f"{API}/posts/7/flags"


def answer(method: str, path: str, status: int, code: str | None = None) -> Response:
    request = Request(method, f"http://testserver{path}")
    return Response(status, json={"code": code} if code else None, request=request)


@pytest.mark.parametrize(
    "given",
    [
        answer("POST", FLAGS, 201),
        answer("POST", FLAGS, 200),
        answer("POST", FLAGS, 403, "forbidden"),
        answer("POST", FLAGS, 429, "too_many_requests"),
        answer("GET", f"{API}/topics/7", 304),
        answer("GET", "/topics/7", 303),
        answer("GET", f"{API}/nowhere", 404, "not_found"),
    ],
    ids=str,
)
def test_what_the_description_says_passes(given: Response) -> None:
    check(given)


@pytest.mark.parametrize(
    "given",
    [
        answer("POST", FLAGS, 202),
        answer("POST", FLAGS, 409, "topic_locked"),
        answer("GET", f"{API}/spaces", 304),
    ],
    ids=str,
)
def test_what_the_description_does_not_say_is_met(given: Response) -> None:
    with pytest.raises(AssertionError, match=r"flag_post|list_spaces"):
        check(given)
