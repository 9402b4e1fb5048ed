from typing import Any

import pytest

from forum.accounts.schemas import ProfileChange, Registration, SettingsForm, TokenDraft
from forum.core.errors import InvalidInput
from forum.web.inputs import validate

GOOD = {"name": "Zoë", "email": "zoe@example.org", "password": "correct horse"}


def faulty(shape: Any, raw: dict[str, Any]) -> set[str]:
    with pytest.raises(InvalidInput) as refusal:
        validate(shape, raw)
    return {fault.field.partition("/")[0] for fault in refusal.value.faults}


REFUSED = [
    ({"name": " "}, "name"),
    ({"name": "x" * 81}, "name"),
    ({"email": "zoe"}, "email"),
    ({"password": "short one"}, "password"),
    ({"password": "x" * 201}, "password"),
    ({"password": "correct\0horse"}, "password"),
    ({"handle": "Zoë"}, "handle"),
    ({"country": "US"}, "country"),
    ({"role": "admin"}, "role"),
]


@pytest.mark.parametrize(("changed", "field"), REFUSED)
def test_a_registration_names_what_does_not_fit(changed: dict[str, str], field: str) -> None:
    assert faulty(Registration, GOOD | changed) == {field}


def test_a_registration_is_cleaned() -> None:
    draft = validate(
        Registration,
        GOOD
        | {"name": "  Zoe\u0308  M\u202euller ", "email": " zoe@example.org ", "handle": " ZOE "},
    )
    assert (draft.name, draft.email, draft.handle) == ("Zo\u00eb Muller", "zoe@example.org", "zoe")


def test_a_password_of_ten_characters_is_long_enough_in_any_script() -> None:
    assert validate(Registration, GOOD | {"password": "ระเบียบวาระ"})
    assert faulty(Registration, GOOD | {"password": "ﬃ" * 3}) == {"password"}
    assert validate(Registration, GOOD | {"password": "ﬃ" * 4})


def test_a_password_is_never_shown() -> None:
    assert "horse" not in repr(validate(Registration, GOOD))


def test_settings_take_one_language_or_several_or_none() -> None:
    base = {"name": "Zoë", "locale": "de", "zone": "Europe/Vienna"}
    assert validate(SettingsForm, base).reads == []
    assert validate(SettingsForm, base | {"reads": "de"}).reads == ["de"]
    assert validate(SettingsForm, base | {"reads": ["de", "th", "de"]}).reads == ["de", "th"]
    assert faulty(SettingsForm, base | {"reads": ["de", "tlh"]}) == {"reads"}
    assert faulty(SettingsForm, base | {"zone": "Europe/Atlantis"}) == {"zone"}


def test_a_change_may_leave_everything_out() -> None:
    assert validate(ProfileChange, {}).model_dump(exclude_none=True) == {}


def test_a_token_needs_a_scope_that_there_is() -> None:
    assert faulty(TokenDraft, {"name": "x", "scopes": []}) == {"scopes"}
    assert faulty(TokenDraft, {"name": "x", "scopes": ["root"]}) == {"scopes"}


@pytest.mark.parametrize("moment", ["2027-01-01T00:00", "9999-12-31T23:59:59-10:00", "tomorrow"])
def test_a_token_ends_at_a_moment_that_is_the_same_everywhere(moment: str) -> None:
    raw = {"name": "x", "scopes": ["read"], "expires_at": moment}
    assert faulty(TokenDraft, raw) == {"expires_at"}
