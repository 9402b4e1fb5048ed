"""Addresses of the web: their parts, and when two lead to the same thing (RFC 3986)."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

import idna

LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(?:utm_.*|mtm_.*|pk_(?:campaign|kwd|source|medium)|mc_[ce]id|_hs(?:enc|mi)|_ga|_gl"
    r"|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|li_fat_id|vero_id)",
    re.IGNORECASE,
)
"""Parameters that say how somebody came, not what is shown."""
_SAFE_IN_PATH = "/!$&'()*+,;=:@~"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"


class NotAWebAddress(ValueError):
    """This is no address of the web that everybody could open."""


def split(url: str) -> SplitResult:
    """Take an address apart.

    Raises:
        NotAWebAddress: it is not absolute, of another scheme than http and https, holds a name
            and password, spaces or control characters, or is longer than 2,000 characters.
    """
    if len(url) > LONGEST or not url.isprintable() or " " in url or "\\" in url:
        raise NotAWebAddress
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAWebAddress from error
    if parts.scheme.lower() not in _PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        raise NotAWebAddress
    return parts


def host_of(parts: SplitResult) -> str:
    """The host's name as the DNS knows it: lower case, in ASCII, without the dot at the end.

    Raises:
        NotAWebAddress: no host can have this name.
    """
    name = (parts.hostname or "").rstrip(".")
    try:
        return str(ip_address(name))
    except ValueError:
        pass
    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise NotAWebAddress from error


def target_of(parts: SplitResult) -> str:
    """Path and query as they are asked for, in ASCII."""
    query = f"?{_uniform(parts.query, _SAFE_IN_QUERY)}" if parts.query else ""
    return (_uniform(parts.path, _SAFE_IN_PATH) or "/") + query


def canonical(url: str) -> str:
    """The one address that stands for all that lead to the same thing; doing it again adds nothing.

    Host lower-cased and in ASCII, default port, fragment, tracking parameters and the slash at the
    end dropped, percent-encoding made uniform, dot segments resolved; `http` counts as `https`.
    `www.` stays: it may be another site.

    Raises:
        NotAWebAddress: see `split`.
    """
    parts = split(url)
    host = host_of(parts)
    port = parts.port
    shown = f"[{host}]" if ":" in host else host
    if port is not None and port not in _PORTS.values():
        shown += f":{port}"
    path = "/".join(_resolved(_uniform(parts.path, _SAFE_IN_PATH))).rstrip("/")
    query = "&".join(
        pair
        for pair in _uniform(parts.query, _SAFE_IN_QUERY).split("&")
        if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    return f"https://{shown}{path}" + (f"?{query}" if query else "")


def _uniform(text: str, safe: str) -> str:
    """Percent-encoding as RFC 3986 §6.2.2 has it: only where it is needed, in capitals.

    Escapes of reserved characters stay escapes, as they are data there.
    """
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", text)
    made = []
    for place, piece in enumerate(pieces):
        made.append(_escape(piece) if place % 2 else quote(piece, safe=safe))
    return "".join(made)


_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")


def _escape(piece: str) -> str:
    byte = unquote_to_bytes(piece)
    return byte.decode() if _UNRESERVED.fullmatch(byte) else piece.upper()


def _resolved(path: str) -> list[str]:
    """The segments of a path without `.` and `..` (RFC 3986 §5.2.4)."""
    found: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(found) > 1:
                found.pop()
        elif segment != ".":
            found.append(segment)
    return found
