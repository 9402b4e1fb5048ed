"""Signatures, attempts and what follows from them: pure."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forum.webhooks import words
from forum.webhooks.rules import (
    DELAYS,
    EVENTS,
    MOST_ATTEMPTS,
    STEADY,
    DeliveryState,
    DisabledFor,
    delay,
    path_of,
    verdict,
)
from forum.webhooks.schemas import ReplayForm, WebhookDraft
from forum.webhooks.signing import secret_of, secret_text, signed
from tests.forum.webhooks.receiver import NotSigned, verify

KEY = b"k" * 32
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SHORT = timedelta(minutes=1)


@given(st.binary(max_size=200), st.text("abcdef0123456789", min_size=1, max_size=40))
def test_what_is_signed_is_verified_by_the_published_algorithm(body: bytes, word: str) -> None:
    body = b'{"type":"x","data":"' + body.hex().encode() + b'"}'
    secret = secret_of(KEY, word)
    headers = signed([secret], f"msg_{word}", NOW, body)
    assert verify(secret_text(secret), headers, body, NOW.timestamp())["type"] == "x"
    with pytest.raises(NotSigned):
        verify(secret_text(secret), headers, body + b" ", NOW.timestamp())
    with pytest.raises(NotSigned):
        verify(secret_text(secret_of(KEY, word + "x")), headers, body, NOW.timestamp())
    with pytest.raises(NotSigned):
        verify(secret_text(secret), {**headers, "webhook-id": "msg_other"}, body, NOW.timestamp())


def test_a_known_message_has_a_known_signature() -> None:
    # The example that is published with the receivers' libraries.
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    sent = datetime.fromtimestamp(1614265330, UTC)
    headers = signed([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", sent, b'{"test": 2432232314}')
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_is_replaced_either_one_verifies() -> None:
    new, former = secret_of(KEY, "new"), secret_of(KEY, "former")
    headers = signed([new, former], "msg_1", NOW, b"{}")
    for secret in (new, former):
        assert verify(secret_text(secret), headers, b"{}", NOW.timestamp()) == {}
    with pytest.raises(NotSigned):
        verify(secret_text(secret_of(KEY, "other")), headers, b"{}", NOW.timestamp())


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_answer_of_success_means_that_it_arrived(status: int) -> None:
    found = verdict(status, MOST_ATTEMPTS, STEADY, 0)
    assert (found.state, found.wait, found.off) == (DeliveryState.DELIVERED, None, None)


@pytest.mark.parametrize("status", [None, 100, 199, 300, 302, 400, 401, 404, 429, 500, 503])
def test_every_other_answer_means_that_it_is_tried_again(status: int | None) -> None:
    found = verdict(status, 1, SHORT, 0)
    assert (found.state, found.off) == (DeliveryState.PENDING, None)
    assert found.wait == delay(1, 0)


def test_410_ends_a_webhook_at_once() -> None:
    assert verdict(410, 1, timedelta(), 0).off == DisabledFor.GONE


def test_it_is_given_up_after_three_days_and_the_webhook_too_if_nothing_else_arrived() -> None:
    assert sum(DELAYS, timedelta()) > STEADY
    last = verdict(500, MOST_ATTEMPTS, SHORT, 0)
    assert (last.state, last.wait, last.off) == (DeliveryState.FAILED, None, None)
    assert verdict(500, 2, STEADY, 0).off == DisabledFor.FAILING
    assert verdict(500, 2, STEADY - timedelta(seconds=1), 0).off is None


@given(st.integers(1, 40), st.floats(0, 1, exclude_max=True))
def test_waits_grow_and_are_spread_by_a_tenth(attempts: int, chance: float) -> None:
    middle = DELAYS[min(attempts, len(DELAYS)) - 1]
    assert middle * 0.9 <= delay(attempts, chance) <= middle * 1.1
    assert delay(attempts, chance) <= delay(attempts + 1, chance)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"topic_id": 3, "space": "general", "id": 12}, "/p/12"),
        ({"topic_id": 3, "space": "general"}, "/t/3"),
        ({"slug": "general"}, "/s/general"),
        ({"subject": "post:12", "id": 12, "language": "fr"}, "/p/12"),
        ({"subject": "topic:3", "id": 3, "language": "fr"}, "/t/3"),
        ({"webhook": "Mirror"}, "/"),
    ],
)
def test_an_event_leads_to_the_page_of_what_it_is_about(data: dict[str, object], path: str) -> None:
    assert path_of(data) == path


def test_every_event_state_and_reason_has_words() -> None:
    assert words.EVENTS.keys() == EVENTS.keys()
    assert words.DISABLED.keys() == set(DisabledFor)
    assert words.STATES.keys() == set(DeliveryState)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://example.org/"},
        {"url": "https://user:word@example.org/"},
        {"url": "https://a b/"},
        {"events": []},
        {"events": ["post.flagged"]},
        {"events": ["member.changed"]},
        {"name": ""},
    ],
)
def test_what_is_no_webhook_is_refused(wrong: dict[str, object]) -> None:
    values = {"name": "Mirror", "url": "https://example.org/", "events": ["post.added"]}
    with pytest.raises(ValidationError):
        WebhookDraft.model_validate(values | wrong)


def test_days_of_a_form_hold_their_last_moment() -> None:
    draft = ReplayForm.model_validate({"since": "2026-11-20", "until": "2026-11-21"}).draft()
    assert draft.since == datetime(2026, 11, 20, tzinfo=UTC)
    assert draft.until is not None
    assert draft.until > datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)
    assert ReplayForm.model_validate({"since": "2026-11-20", "until": ""}).draft().until is None
