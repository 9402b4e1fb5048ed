"""The kinds of schemas."""

import pytest
from pydantic import ValidationError

from forum.web.shapes import Input, Output, QueryString


class _Sent(Input):
    name: str


class _Found(QueryString):
    name: str


class _Shown(Output):
    name: str


def test_what_is_sent_may_hold_nothing_unknown() -> None:
    with pytest.raises(ValidationError):
        _Sent.model_validate({"name": "a", "more": 1})


def test_what_others_add_to_an_address_is_passed_over() -> None:
    assert _Found.model_validate({"name": "a", "utm": "b"}).model_dump() == {"name": "a"}


@pytest.mark.parametrize("kind", [_Sent, _Found, _Shown])
def test_nobody_changes_one_that_was_checked(kind: type[_Sent | _Found | _Shown]) -> None:
    one = kind(name="a")
    with pytest.raises(ValidationError):
        setattr(one, "name", "b")  # noqa: B010 (the type checker refuses it, too)
