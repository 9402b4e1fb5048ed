"""What a log must not show, and what it must not lose."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.redaction import HIDDEN, redacted

WORD = "Zk3" + "a" * 40
SECRETS = [
    ("postgresql://forum:open%20sesame@db/forum", "sesame"),
    ("redis+sentinel://user:p%40ss:w@a:1,b:2/x", "ss:w"),
    ("redis://:hidden@cache:6379/0", "hidden"),
    ("smtp://mail:s3cr3t@mail.example.org:587", "s3cr3t"),
    ("Authorization: Bearer sf_7_abc", "abc"),
    ("(b'authorization', b'Basic dXNlcjpwYXNz')", "dXNlcjpwYXNz"),
    (f"sf_12_{WORD}", WORD),
    (f"sign_in={WORD}", WORD),
    (f"cookie 7.{WORD} is old", WORD),
    ("GET /sign-in/with/thai/back?code=abcdef&state=ghi", "abcdef"),
    ("GET /sign-in/with/thai/back?code=abcdef&state=ghi", "ghi"),
    ("grant_type=authorization_code&client_secret=hush&x=1", "hush"),
    ('{"password": "correct horse", "name": "x"}', "correct horse"),
    ("{'client_secret': 'hush hush', 'name': 'x'}", "hush hush"),
    (f"failed on GET /reset/{WORD}", WORD),
    ("failed on POST /unsubscribe/7.1.abcdefg", "abcdefg"),
    ("failed on GET /invitation/abcdefg.hijklm", "hijklm"),
    ("failed on GET /decisions/of/7.42.qwertz", "qwertz"),
    ("failed on GET /calendar/7.1.asdfgh.ics", "asdfgh"),
    ("whsec_bm90IGEgc2VjcmV0IQ== is old", "bm90IGEgc2VjcmV0IQ"),
    (f"wss://forum.example/connection/sse?cf_connect={WORD}", WORD),
]


@pytest.mark.parametrize(("text", "secret"), SECRETS)
def test_a_secret_is_not_in_what_is_left(text: str, secret: str) -> None:
    left = redacted(text)
    assert secret not in left
    assert HIDDEN in left


@pytest.mark.parametrize(
    "text",
    [
        "job 7 (mail) failed, again in 0:00:05: MailNotSent: 450 try later",
        "failed on GET /t/42/open-courses",
        "failed on POST /reset",
        "connect to postgresql://db.example.org:5432/forum",
        'File "forum/accounts/actions/tokens.py", line 12, in add_token',
        "0e4ace8f0e4ace8f0e4ace8f0e4ace8f0e4ace8f",
        "the token is not valid",
        "https://forum.example/search?q=state",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


def test_what_stays_tells_where_it_was() -> None:
    assert redacted("smtp://mail:x@y.example") == f"smtp://mail:{HIDDEN}@y.example"
    assert redacted("sf_12_abc") == f"sf_12_{HIDDEN}"


def test_a_known_secret_is_found_wherever_it_stands() -> None:
    known = ["an unlikely phrase", "db"]
    assert redacted("db said an unlikely phrase", known) == f"db said {HIDDEN}"


@given(st.text(max_size=50), st.text(max_size=50))
def test_random_words_of_ours_never_stay(before: str, after: str) -> None:
    word = secrets.token_urlsafe(32)
    assert f"/reset/{word}" not in redacted(f"{before} /reset/{word} {after}")
    assert word not in redacted(f"{before} sf_7_{word} {after}")


@given(st.text(max_size=200))
def test_hiding_twice_is_hiding_once(text: str) -> None:
    once = redacted(text)
    assert redacted(once) == once
