"""Who wrote a mail, from its From field and what list software made of it."""

import re
from collections.abc import Sequence

from forum.interop.mbox.charsets import Decoded
from forum.interop.mbox.mails import Author
from forum.interop.mbox.words import decode_words, tidy

_ANGLE = re.compile(r"^(?P<name>[^<]*)<(?P<address>[^<>]*)")
_COMMENT = re.compile(r"^(?P<address>[^()]*)\((?P<name>.*)\)")
_HIDDEN = re.compile(r"^(\S+)\s(?:\S{1,5})\s(\S+\.\S+)$")
_VIA = re.compile(r"\s+via\s+\S.*$", re.IGNORECASE)
_QUOTES = "\"' \t"


def plain_address(text: str) -> str:
    """Return the address in lower case; `user at host.example`, as pipermail writes it, too.

    Empty if `text` is no address.
    """
    text = text.strip().lower()
    if hidden := _HIDDEN.match(text):
        text = f"{hidden[1]}@{hidden[2]}"
    return text if "@" in text.strip("@") and not re.search(r"\s", text) else ""


def by_way_of_list(field: str) -> bool:
    """Tell whether a list put its own address in place of the author's ("Jo via Some List")."""
    return _VIA.search(field) is not None


def parse_author(raw: bytes, others: Sequence[str] = ()) -> tuple[Author, Decoded]:
    """Read a From field; with the author comes the decoded field, for its problems.

    "Jo via Some List" becomes "Jo", as lists rewrite the name together with the address.
    """
    whole = tidy(decode_words(raw, others))
    # The structure is that of the raw field: a decoded name may contain brackets of its own.
    text = " ".join(raw.decode("ascii", "surrogateescape").split())
    for shape in (_ANGLE.match(text), _COMMENT.match(text)):
        if shape and (address := plain_address(shape["address"])):
            name = tidy(decode_words(shape["name"].encode("ascii", "surrogateescape"), others))
            return Author(_clean(name.text), address), whole
    return _unstructured(whole.text), whole


def _unstructured(text: str) -> Author:
    """Read a field that is an address, or a name, or both in one encoded word."""
    if (shape := _ANGLE.match(text)) and (address := plain_address(shape["address"])):
        return Author(_clean(shape["name"]), address)
    if address := plain_address(text.strip("<> ")):
        return Author("", address)
    return Author(_clean(text), "")


def _clean(name: str) -> str:
    name = _VIA.sub("", name.replace('\\"', '"').strip(_QUOTES)).strip(_QUOTES)
    return "" if plain_address(name) else name
