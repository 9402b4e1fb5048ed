"""What can be asked about, and how it is written."""

from dataclasses import dataclass

from forum.core.errors import N_, Fault, InvalidInput

KINDS = ("post", "topic", "space")


@dataclass(frozen=True, slots=True)
class About:
    """Something that permissions are asked about: `post:12`, `topic:3`, `space:general`.

    Attributes:
        kind: one of `KINDS`; "" for the site as a whole.
        name: its number, or the space's address part.
    """

    kind: str = ""
    name: str = ""


def parse_about(text: str) -> About:
    """Read what is asked about.

    Raises:
        InvalidInput: it is not written like this.
    """
    if not text:
        return About()
    kind, _, name = text.partition(":")
    is_number = name.isascii() and name.isdecimal() and len(name) < 19  # noqa: PLR2004 (64 bits)
    if kind not in KINDS or not name or (kind != "space" and not is_number):
        fault = Fault("about", N_("Name what it is about like post:12, topic:3 or space:general."))
        raise InvalidInput([fault])
    return About(kind, name)
