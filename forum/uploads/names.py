"""What files are called: by their members, in addresses, and where they are saved."""

import re
import unicodedata
from urllib.parse import quote

from forum.text.clean import clean_line
from forum.uploads.kinds import Kind, extensions

LONGEST = 120
"""Characters of a name, its extension included."""
UNNAMED = "file"

_FOLDERS = re.compile(r"[/\\]")
# What file systems refuse or read as something else (Windows: naming files, paths and namespaces).
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u2028\u2029]')
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_NOT_IN_ADDRESS = re.compile(r"[^A-Za-z0-9]+")


def extension(name: str) -> str:
    """The extension of a name in lower case, "" without one."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem and last.isascii() and last.isalnum() else ""


def clean_name(given: str, kind: Kind) -> str:
    """A name that is safe to show and to save under, with an extension that tells the truth.

    Folders, controls, direction overrides and what file systems refuse are taken out.
    """
    last = _FOLDERS.split(given[-10 * LONGEST :])[-1]
    scalar = last.encode("utf-8", "replace").decode("utf-8")
    line = clean_line(_UNSEEN.sub("", _UNFIT.sub(" ", scalar))).strip(". ")
    own = extension(line)
    if own in extensions(kind):
        line = line[: -len(own) - 1].rstrip(". ")
    stem = line[: LONGEST - len(kind.value) - 1].rstrip(". ") or UNNAMED
    return f"{'_' if _RESERVED.match(stem) else ''}{stem}.{kind.value}"


def in_address(name: str) -> str:
    """A name as the last part of an address: ASCII letters and digits, `-`, and its extension."""
    stem, _, last = name.rpartition(".")
    folded = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    words = _NOT_IN_ADDRESS.sub("-", folded).strip("-").lower()
    return f"{words[:60].rstrip('-') or UNNAMED}.{last}"


def disposition(name: str, *, shown: bool) -> str:
    """`Content-Disposition` (RFC 6266): the name in ASCII, and as it is (RFC 8187).

    Args:
        name: as `clean_name` leaves it.
        shown: whether a browser may show the file rather than save it.
    """
    plain = in_address(name)
    kind = "inline" if shown else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='!#$&+-.^_`|~')}"
