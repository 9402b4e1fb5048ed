import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.exchange.tmx import NotTmx, TmxUnit, read_tmx, write_tmx

HEADER = '<header creationtool="t" srclang="en" datatype="plaintext"/>'


def read(text: str) -> list[TmxUnit]:
    return list(read_tmx(io.BytesIO(text.encode())))


def written(*units: TmxUnit) -> bytes:
    return b"".join(write_tmx(units, tool="forum", version="1"))


TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
).map(lambda text: " ".join(text.split()) or "x")
UNITS = st.builds(
    TmxUnit,
    st.dictionaries(st.sampled_from(["en", "fr", "zh-Hans", "ur"]), TEXTS, min_size=1),
    st.sampled_from(["en", "ur", ""]),
)


@given(st.lists(UNITS))
def test_what_is_written_is_read_again(units: list[TmxUnit]) -> None:
    assert list(read_tmx(io.BytesIO(written(*units)))) == units


def test_files_of_other_tools_are_read() -> None:
    units = read(
        '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'
        f'<tmx version="1.4">{HEADER}<body>'
        '<tu tuid="1"><note>From the charter</note><prop type="x-domain">law</prop>'
        '<tuv xml:lang="EN-GB"><seg>The <bpt i="1">&lt;b&gt;</bpt>council<ept i="1"/> <hi>of</hi>'
        ' ministers</seg></tuv><tuv lang="ZH_tw"><seg>部長理事會</seg></tuv>'
        '<tuv xml:lang="tlh"><seg>yejquv</seg></tuv></tu>'
        '<tu srclang="FR"><tuv xml:lang="fr"><seg>Oui</seg></tuv></tu></body></tmx>'
    )
    assert units == [
        TmxUnit(
            {"en": "The council of ministers", "zh-Hant": "部長理事會"},
            "en",
            "From the charter",
            {"x-domain": "law"},
        ),
        TmxUnit({"fr": "Oui"}, "fr"),
    ]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BAD = [
    "",
    "no xml",
    "<html/>",
    f'<tmx>{HEADER}<body><tu><tuv xml:lang="en"><seg>half',
    f'<!DOCTYPE tmx [<!ENTITY l0 "ha">{LAUGHS}]><tmx><body>&l9;</body></tmx>',
    '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx><body>&x;</body></tmx>',
    f'<tmx><body><tu><tuv xml:lang="en"><seg>{"a" * 100_001}</seg></tuv></tu></body></tmx>',
    f"<tmx><body><tu><tuv><seg>{'<hi>' * 5_000}a{'</hi>' * 5_000}</seg></tuv></tu></body></tmx>",
    '<tmx><tu><tuv xml:lang="en"><seg>No body</seg></tuv></tu></tmx>',
    f"<tmx><header/><body><tu><note>{'a' * 4_100_000}</note></tu></body></tmx>",
    "<tmx><body>" + f'<other a="{"a" * 900_000}"/>' * 5 + "</body></tmx>",
]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_tmx_or_reaches_beyond_itself_is_refused(text: str) -> None:
    with pytest.raises(NotTmx):
        read(text)


class Endless(io.RawIOBase):
    """A file of so many equal units that is nowhere whole."""

    def __init__(self, count: int) -> None:
        self._pieces = self._made(count)
        self._rest = b""

    def _made(self, count: int) -> Iterator[bytes]:
        yield b"<tmx><body>"
        unit = b'<tu><tuv xml:lang="en"><seg>' + b"word " * 200 + b"</seg></tuv></tu>"
        for _ in range(count):
            yield unit
        yield b"</body></tmx>"

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def test_a_large_file_is_read_in_little_memory() -> None:
    tracemalloc.start()
    count = sum(1 for _ in read_tmx(Endless(8_000)))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 8_000
    assert peak < 2_000_000  # of 8 MB
