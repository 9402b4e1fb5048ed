"""Codes of an app, against the examples of RFC 6238 and by law."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts import recovery, totp

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_rfc_6238_appendix_b(second: int, code: str) -> None:
    now = datetime.fromtimestamp(second, UTC)
    assert totp.step_of(RFC_SECRET, code, now) == second // totp.STEP


@given(st.integers(10**6, 10**10), st.integers(-3, 3))
def test_a_code_counts_in_its_own_step_and_in_those_beside_it(second: int, away: int) -> None:
    now = datetime.fromtimestamp(second, UTC)
    made = totp.pyotp.TOTP(RFC_SECRET).at(now + timedelta(seconds=away * totp.STEP))
    here = second // totp.STEP
    near = {totp.pyotp.TOTP(RFC_SECRET).generate_otp(here + one) for one in (-1, 0, 1)}
    assert (totp.step_of(RFC_SECRET, made, now) is not None) == (made in near)


@pytest.mark.parametrize("code", ["", "é", "12345", "1234567", "abcdef", "٠٨١٨٠٤"])
def test_what_is_no_code_is_of_no_step(code: str) -> None:
    assert totp.step_of(RFC_SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_the_picture_is_one_element_without_styles_or_scripts() -> None:
    svg = totp.picture(totp.address(RFC_SECRET, "maria@example.org", "Forum"))
    assert svg.startswith("<svg")
    assert svg.count("<svg") == 1
    assert "style" not in svg
    assert "<?xml" not in svg


@given(st.integers(0, 9), st.booleans())
def test_a_recovery_code_is_the_same_however_it_is_typed(number: int, upper: bool) -> None:
    code = recovery.fresh_codes()[number]
    typed = f" {code.replace('-', ' ')} "
    assert recovery.normal(typed.upper() if upper else typed) == recovery.normal(code)
    assert len(recovery.normal(code)) == 16
