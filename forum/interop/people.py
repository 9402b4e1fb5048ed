"""Who took part in which topic, to be hidden where others name them."""

from collections import OrderedDict
from collections.abc import Mapping

from forum.interop.mbox.mails import Author, Mail

_TOPICS = 1_000
_NAMES = 100


def known_as(author: Author) -> str:
    """What an author is told from others by: the address, or else the name.

    Never the same for an address and for a name, as no address contains a blank.
    """
    return author.address or f"name {author.name}"


class People:
    """Names of those who wrote in the latest topics; a bounded number of both."""

    def __init__(self) -> None:
        self._topics: OrderedDict[str, dict[str, str]] = OrderedDict()

    def of(self, root: str, mail: Mail) -> Mapping[str, str]:
        """Who wrote in a topic up to and with `mail`: names, and what each is known as."""
        found = self._topics.setdefault(root, {})
        self._topics.move_to_end(root)
        if len(self._topics) > _TOPICS:
            self._topics.popitem(last=False)
        if mail.author.name and len(found) < _NAMES:
            found[mail.author.name] = known_as(mail.author)
        return found
