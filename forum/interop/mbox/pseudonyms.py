"""Names for people who never agreed to be named here."""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forum.interop.mbox.escape import escape_words

_SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_LEAST_KEY = 16
_ADDRESS = re.compile(
    r"<?(?:mailto:)?(?P<user>(?:[a-z0-9.+%-]|\\?_){1,64})(?P<sign>@| at )"
    r"(?P<host>(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62})(?![\w@-])>?",
    re.IGNORECASE,
)
_MAIL_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.){0,500})\]\(<mailto:[^<>]*>\)", re.IGNORECASE)
_PLACES = re.compile(
    r"look|looking|available|hosted|see|seen|found|find|is|are|was|be|us|it|him|page|pages|site|website|"
    r"read|here|online|register|live|report|published|posted|work|works|meeting|and|or",
    re.IGNORECASE,
)
"""Words that stand before "at example.org" when it is a place and no address."""

_QUOTE = re.compile(r"(?:> ?)*")
_ENDS_IN_COLON = re.compile(r".*[:：]\W*")
_DATED = re.compile(r"\b\d{4}\b|\d{1,2}[:h.]\d\d|\d{4} ?[年년]")
_WROTE = re.compile(
    r"\b(?:wrote|writes|said|écrit|schrieb|escribió|escribio|escreveu|scritto|scrisse|schreef|skrev|"
    r"kirjoitti|napsal|napísal|napisał|írta|a scris|написа|написал|пише|пишет|έγραψε|yazdı|menulis|"
    r"viết|sumulat|เขียน)|写道|寫道|書きました|のメール|작성|썼|ने लिखा|লিখেছেন|எழுதியது|نے لکھا",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Gives each address the same name for ever, which leads back to it only with the key.

    `key` is secret, 16 bytes or more; `title` is the word that stands first.

    Raises:
        ValueError: the key is too short.
    """

    key: bytes = field(repr=False)
    title: str = "Member"

    def __post_init__(self) -> None:
        if len(self.key) < _LEAST_KEY:
            raise ValueError(f"the key has {len(self.key)} bytes; {_LEAST_KEY} are needed")

    def name(self, address: str) -> str:
        """Return the pseudonym, such as "Member 7F3KQ2", of an address in any case.

        Six signs without vowels, so that no words appear: of 5,000 addresses, two share a
        pseudonym with a probability of 3 %.
        """
        digest = hmac.digest(self.key, address.strip().lower().encode(), hashlib.sha256)
        number, signs = int.from_bytes(digest), ""
        for _ in range(_LENGTH):
            number, sign = divmod(number, len(_SIGNS))
            signs += _SIGNS[sign]
        return f"{self.title} {signs}"

    def conceal(self, markdown: str, people: Mapping[str, str]) -> str:
        """Replace addresses and names in the body of a mail.

        Addresses are replaced everywhere, and so are the names of `people` (name → address) that
        have two words or more; one word may mean something else. In the line that introduces a
        quotation every name of `people` is replaced; the line becomes "…:" if it names others.
        """
        lines = markdown.split("\n")
        for place in introductions(lines):
            lines[place] = self._introduction(lines[place], people)
        full = {name: address for name, address in people.items() if len(name.split()) > 1}
        return self._names(self._addresses("\n".join(lines)), full)

    def _introduction(self, line: str, people: Mapping[str, str]) -> str:
        concealed = self._names(self._addresses(line), people)
        if concealed != line:
            return concealed
        marks = _QUOTE.match(line)
        return f"{marks[0] if marks else ''}…:"

    def _addresses(self, text: str) -> str:
        return _ADDRESS.sub(self._address, _MAIL_LINK.sub(r"\1", text))

    def _address(self, found: re.Match[str]) -> str:
        if found["sign"] != "@" and _PLACES.fullmatch(found["user"]):
            return found[0]
        return self.name(f"{found['user']}@{found['host']}".replace("\\", ""))

    def _names(self, text: str, people: Mapping[str, str]) -> str:
        for name in sorted(filter(str.strip, people), key=len, reverse=True):
            # Scripts without spaces have no word boundaries to look for.
            edge = r"\b" if name.isascii() else ""
            pattern = f"{edge}{re.escape(escape_words(name))}{edge}"
            text = re.sub(pattern, self.name(people[name]), text, flags=re.IGNORECASE)
        return text


def introductions(lines: list[str]) -> Iterator[int]:
    """Yield the lines that introduce a quotation: "On …, NAME wrote:" in any language.

    Such a line stands above a deeper quotation, ends in a colon, and tells when, or that somebody
    wrote.
    """
    for place, line in enumerate(lines):
        follower = next((after for after in lines[place + 1 : place + 3] if after.strip("> ")), "")
        told = _ENDS_IN_COLON.fullmatch(line) and (_DATED.search(line) or _WROTE.search(line))
        if told and _depth(follower) > _depth(line):
            yield place


def _depth(line: str) -> int:
    found = _QUOTE.match(line)
    return found[0].count(">") if found else 0
