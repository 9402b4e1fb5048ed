"""Bytes to text, when what a mail says about its charset may be wrong, unknown or absent."""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.interop.mbox.mails import Problem

_NAMES = """
    utf-8 gb18030 big5hkscs cp950 cp949 johab cp932 euc_jp euc_jis_2004 hz
    iso2022_jp_ext iso2022_jp_2004 iso2022_kr koi8-r koi8-u koi8-t kz1048 ptcp154
    mac-roman mac-cyrillic mac-latin2 cp437 cp737 cp775 cp850 cp852 cp857 cp866 cp874
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
    iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16
"""
_TRUSTED = frozenset(_NAMES.split())
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "iso2022_jp_1": "iso2022_jp_ext",
    "iso2022_jp_2": "iso2022_jp_ext",
    "iso2022_jp_3": "iso2022_jp_2004",
}
"""Charsets that senders name while they use a superset, as the WHATWG Encoding Standard found."""

_MULTIBYTE = {"gb18030", "big5hkscs", "cp950", "cp949", "johab", "cp932", "euc_jp", "euc_jis_2004"}
_SPELLING = [
    (re.compile(r"^x-(?!user)"), ""),
    (re.compile(r"^(?:windows|cp|ibm)[-_ ]?(?=\d)"), "cp"),
    (re.compile(r"^unicode-1-1-"), ""),
    (re.compile(r"^(iso-8859-\d+)-[ei]$"), r"\1"),
    (re.compile(r"^cp31j$"), "cp932"),
]
_LONGEST_NAME = 40
_THREE_BYTES = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
_FEW = 10


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what was wrong with its bytes."""

    text: str
    problems: frozenset[Problem] = frozenset()


def codec_of(name: str) -> str | None:
    """Return the Python codec that reads charset `name`, or `None` if we decode no such thing.

    The codec may know more than the named charset (GB18030 for GB2312, windows-1252 for Latin-1).
    UTF-7 is never decoded: it hides markup from whoever looks at the bytes.
    """
    name = name.strip(" \t\"'").lower()
    for pattern, better in _SPELLING:
        name = pattern.sub(better, name)
    if not name.isascii() or not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME:
        return None
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return found if found in _TRUSTED else _WIDER.get(found)


def decode(data: bytes, declared: str | None, others: Sequence[str] = ()) -> Decoded:
    """Decode text that declares a charset, or none.

    `others` are charsets to try when the declared one fails, the likeliest first: those of the
    same mail's header, and that of the archive. Never raises: at worst, bytes become U+FFFD.
    """
    codec = codec_of(declared) if declared else None
    faults: set[Problem] = {Problem.CHARSET_UNKNOWN} if declared and not codec else set()
    if data.isascii() and b"\x1b" not in data and codec != "hz":
        return Decoded(data.decode("ascii"), frozenset(faults))
    if not declared:
        faults.add(Problem.CHARSET_MISSING)
    for guess in _likely(data, codec):
        if (text := _strictly(data, guess)) is not None:
            if codec and guess != codec:
                faults.add(Problem.CHARSET_WRONG)
            return Decoded(text, frozenset(faults))
    return _forgiving(data, codec, [found for name in others if (found := codec_of(name))], faults)


def _likely(data: bytes, codec: str | None) -> Iterable[str]:
    if data.isascii():
        yield from (codec, _escaped(data)) if codec else (_escaped(data),)
    elif codec is None or codec not in _MULTIBYTE or _THREE_BYTES.search(data):
        # No other charset is likely to form valid UTF-8 by chance; pairs of East Asian ones may.
        yield from ("utf-8", codec) if codec else ("utf-8",)
    else:
        yield from (codec, "utf-8")


def _escaped(data: bytes) -> str:
    """Name the charset that switches by escape sequences (RFC 1468, RFC 1557)."""
    return "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp_ext"


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _forgiving(data: bytes, codec: str | None, others: list[str], faults: set[Problem]) -> Decoded:
    """Decode what is not valid in any likely charset."""
    if codec:
        faults.add(Problem.CHARSET_WRONG)
    if b"\x1b$B" in data:
        # Vendors' characters (①, ㈱) are sent as JIS X 0208; JIS X 0213 has them in the same place.
        text = data.replace(b"\x1b$B", b"\x1b$(Q").decode("iso2022_jp_2004", "replace")
        return _replaced(text, faults)
    nearly = data.decode(codec or "utf-8", "replace")
    if nearly.count("\ufffd") * _FEW <= sum(not char.isascii() for char in nearly):
        return _replaced(nearly, faults)
    for other in others:
        if (whole := _strictly(data, other)) is not None:
            return Decoded(whole, frozenset(faults))
    return _replaced(data.decode(others[0] if others else codec or "cp1252", "replace"), faults)


def _replaced(text: str, faults: set[Problem]) -> Decoded:
    return Decoded(
        text, frozenset(faults | {Problem.BYTES_REPLACED} if "\ufffd" in text else faults)
    )
