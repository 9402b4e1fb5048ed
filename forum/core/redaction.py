"""Texts without the secrets in them, for logs."""

import re
from collections.abc import Iterable

HIDDEN = "…"
SHORTEST = 12
"""Characters of a known secret from which on it is looked for: shorter ones are common words."""

_NAMES = (
    "access_token|client_secret|code|code_verifier|csrf|id_token|key|passw(?:or)?d|refresh_token"
)
_NAMES += "|secret|state|token|cf_connect|word"
_LINKS = "address|calendar|decisions/of|invitation|prove|reset|stay|unsubscribe|verify"
_PATTERNS = (
    # a password in an address
    (re.compile(r"(?<=://)([^\s/:@]*):[^\s/]+@"), rf"\1:{HIDDEN}@"),
    # RFC 7617, RFC 6750
    (re.compile(r"(?i)\b(basic|bearer) +[\w.~+/=-]+"), rf"\1 {HIDDEN}"),
    # access tokens and sign-ins, as `accounts.words` writes them
    (re.compile(r"\bsf_(\d+)_[\w-]+"), rf"sf_\1_{HIDDEN}"),
    (re.compile(r"\b(\d{1,18})\.[\w-]{43}(?![\w-])"), rf"\1.{HIDDEN}"),
    # keys of webhooks, as Standard Webhooks writes them
    (re.compile(r"\bwhsec_[\w+/=-]+"), f"whsec_{HIDDEN}"),
    # in a query, a form or a cookie; then in JSON or the text of a dictionary
    (re.compile(rf"(?i)\b({_NAMES}|sign_in|visitor)=[^&;\s\"']+"), rf"\1={HIDDEN}"),
    (re.compile(rf"(?i)([\"'](?:{_NAMES})[\"'] *: *)([\"']).*?\2"), rf"\1\2{HIDDEN}\2"),
    # links from mails
    (re.compile(rf"(/(?:{_LINKS})/)[\w.~%+=-]+"), rf"\1{HIDDEN}"),
    # 256 random bits
    (
        re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{43}(?![\w-])"),
        HIDDEN,
    ),
)


def redacted(text: str, known: Iterable[str] = ()) -> str:
    """`text` without what looks like a secret, and without the secrets in `known`.

    What stays tells where something was: the user of an address, the member of a token.
    """
    for secret in known:
        if len(secret) >= SHORTEST:
            text = text.replace(secret, HIDDEN)
    for pattern, shown in _PATTERNS:
        text = pattern.sub(shown, text)
    return text
