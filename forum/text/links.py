"""Where members' links may lead, and addresses typed as plain text."""

import re

from markdown_it.rules_inline import StateInline

#: Schemes a link may have.
SCHEMES = frozenset({"http", "https", "mailto"})

#: Longest address that becomes a link, in characters.
MAX_LENGTH = 2_000

_ALLOWED = re.compile(
    r"""(?: https?://[A-Za-z0-9%\[] | mailto:[^?] | /(?!/) | \# )
        [!\#-;=?-\[\]_a-z~]*""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SEGMENT = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_UPLOAD = re.compile(rf"/u/{_SEGMENT}(?:/{_SEGMENT})*")
_BARE = re.compile(
    rf"(?<![a-z0-9])https?://[a-z0-9][!#$%&'()*+,\-./0-9:;=?@_a-z~]{{0,{MAX_LENGTH}}}",
    re.IGNORECASE | re.ASCII,
)
_TRAILING = frozenset("!'*,.:;?_~")


def is_allowed(url: str) -> bool:
    """Whether a link may lead to `url`: by `http`, `https` or `mailto`, or within this site.

    Within the site means a path from its root or a fragment. The address is a URI (RFC 3986): other
    characters than ASCII come percent-encoded. Network-path references (`//host`), and backslashes,
    which browsers read as slashes, are refused.
    """
    return len(url) <= MAX_LENGTH and _ALLOWED.fullmatch(url) is not None


def is_upload(url: str) -> bool:
    """Whether `url` is a file uploaded here, which may be shown inside a post."""
    return len(url) <= MAX_LENGTH and _UPLOAD.fullmatch(url) is not None


def bare_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (its own)
    """Inline rule of markdown-it: `https://…` typed as plain text becomes a link.

    Takes ASCII alone, so Thai, Chinese or Japanese text that follows without a space stays text; an
    address in another script is typed as `<https://…>`. Leaves out the punctuation of the sentence.
    """
    if state.linkLevel or state.src[state.pos] != ":":
        return False
    url = _address_around(state.src, state.pos, state.posMax)
    if not is_allowed(url):
        return False
    before = url.index(":")
    if not silent:
        if not state.pending.endswith(url[:before]):
            return False
        state.pending = state.pending[:-before]
        _push_link(state, url)
    state.pos += len(url) - before
    return True


def _address_around(source: str, colon: int, end: int) -> str:
    """The address whose scheme ends at `colon`, or an empty string."""
    for start in (colon - len("https"), colon - len("http")):
        if start >= 0 and (match := _BARE.match(source, start, end)):
            url = match.group()
            return _without_trailing(url) if len(url) <= MAX_LENGTH else ""
    return ""


def _without_trailing(url: str) -> str:
    while url[-1] in _TRAILING or (url[-1] == ")" and url.count(")") > url.count("(")):
        url = url[:-1]
    return url


def _push_link(state: StateInline, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(url)}
    opening.markup, opening.info = "bare", "auto"
    state.push("text", "", 0).content = url
    closing = state.push("link_close", "a", -1)
    closing.markup, closing.info = "bare", "auto"
