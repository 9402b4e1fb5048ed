"""Which of the available languages a reader gets."""

import re
from functools import lru_cache

from i18n.languages import LANGUAGES, SOURCE, UnknownLanguage, canonical

_LONGEST_HEADER = 1_000  # characters; browsers send less than 200
_MOST_RANGES = 30

# RFC 9110 §12.5.4 and §12.4.2: a language range, and a weight of at most three decimals.
_RANGE = re.compile(
    r"\s*([A-Za-z0-9-]{1,35})\s*(?:;\s*[qQ]\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*)?"
)


def negotiate(
    available: frozenset[str],
    *,
    choice: str | None = None,
    cookie: str | None = None,
    accept: str | None = None,
) -> str:
    """Return the available language that suits a reader best, English if none does.

    What a reader asks for, now or by an earlier choice, may be answered in a language its readers
    are taken to know. Of `Accept-Language` every language listed comes first, in the order of its
    weights (RFC 4647 §3.4 lookup), and only then the languages taken to be known.

    Args:
        available: canonical tags that have a catalog.
        choice: what this request names, such as `?lang=`; untrusted, like the others.
        cookie: what the reader chose before.
        accept: value of the `Accept-Language` header; unreadable parts are passed over, and of an
            oversized one only the beginning counts.
    """
    for wish in (choice, cookie):
        found = next((tag for tag in _chain(wish) if tag in available), None)
        if found is not None:
            return found
    return _accepted(accept[:_LONGEST_HEADER], available) if accept else SOURCE


def _chain(wish: str | None) -> tuple[str, ...]:
    """The languages that would do for one that is wished: itself and those taken to be known."""
    try:
        tag = canonical(wish or "")
    except UnknownLanguage:
        return ()
    return (tag, *LANGUAGES[tag].fallbacks)


@lru_cache(maxsize=2_048)
def _accepted(header: str, available: frozenset[str]) -> str:
    weights = _weights(header)
    listed = sorted(filter(weights.get, weights), key=lambda tag: -weights[tag])
    known = (near for tag in listed for near in LANGUAGES[tag].fallbacks)
    suiting = (tag for tag in (*listed, *known) if tag in available and weights.get(tag) != 0)
    return next(suiting, SOURCE)


def _weights(header: str) -> dict[str, float]:
    """The languages of a header with the highest weight each has there; 0 refuses one."""
    weights: dict[str, float] = {}
    for match in map(_RANGE.fullmatch, header.split(",")[:_MOST_RANGES]):
        if match is not None and (chain := _chain(match[1])):
            weights[chain[0]] = max(weights.get(chain[0], 0), float(match[2] or 1))
    return weights
