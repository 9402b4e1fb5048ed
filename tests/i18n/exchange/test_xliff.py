import io
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.exchange.xliff import (
    NotXliff,
    State,
    Xliff,
    XliffFile,
    XliffUnit,
    read_xliff,
    write_xliff,
)
from i18n.translate.masking import mask
from tests.i18n.translate.test_masking import MIXED

CORE = "urn:oasis:names:tc:xliff:document:2.0"
START = f'<xliff xmlns="{CORE}" version="2.1" srcLang="en" trgLang="de"><file id="f">'
END = "</file></xliff>"


def read(text: str) -> Xliff:
    return read_xliff(io.BytesIO(text.encode()))


def written(*units: XliffUnit) -> bytes:
    file = XliffFile("post-1", "https://example.org/p/1?a=1&b=2", units)
    return b"".join(write_xliff(Xliff("en", "zh-Hans", [file])))


def unit(text: str, number: int = 0) -> XliffUnit:
    found = mask(text)
    data = [mark.value for mark in found.marks]
    return XliffUnit(f"s{number}", found.text, found.text, data, found.links, State.FINAL)


TEXTS = st.one_of(
    MIXED, st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1)
)


@given(st.lists(TEXTS, max_size=4))
def test_what_is_written_is_read_again(texts: list[str]) -> None:
    units = [unit(text, number) for number, text in enumerate(texts)]
    document = read_xliff(io.BytesIO(written(*units)))
    assert (document.source, document.target) == ("en", "zh-Hans")
    (file,) = document.files
    assert (file.id, file.original) == ("post-1", "https://example.org/p/1?a=1&b=2")
    assert [(one.id, one.source, one.target) for one in file.units] == [
        (one.id, one.source, one.target) for one in units
    ]


def test_another_reader_finds_segments_codes_and_what_they_stand_for() -> None:
    text = "See **the [bus & tram](https://a.example/?x=1)** at `5 < 6`"
    noted = XliffUnit(**{**_fields(unit(text)), "notes": {"translation": "machine: deepl"}})
    root = ElementTree.fromstring(written(noted))  # noqa: S314 (written here)
    names = {"x": CORE}
    (found,) = root.findall("x:file/x:unit", names)
    assert root.get("version") == "2.1"
    data = {one.get("id"): one.text for one in found.findall("x:originalData/x:data", names)}
    assert list(data.values()) == ["**", "[", "](https://a.example/?x=1)", "**", "`5 < 6`"]
    source = found.find("x:segment/x:source", names)
    assert source is not None
    assert "".join(source.itertext()) == "See the bus & tram at "
    assert [data[one.get("dataRef")] for one in source.iter(f"{{{CORE}}}ph")] == [
        "**", "**", "`5 < 6`",
    ]  # fmt: skip
    (link,) = source.iter(f"{{{CORE}}}pc")
    assert (link.text, data[link.get("dataRefEnd")]) == ("bus & tram", "](https://a.example/?x=1)")
    assert found.findtext("x:notes/x:note", None, names) == "machine: deepl"
    (segment,) = found.findall("x:segment", names)
    assert segment.get("state") == "final"


def _fields(one: XliffUnit) -> dict[str, object]:
    return {name: getattr(one, name) for name in XliffUnit.__slots__}


def test_what_tools_make_of_a_unit_is_taken_together() -> None:
    document = read(
        f'{START}<unit id="s0"><segment><source>A <pc id="1" dataRefStart="d0" dataRefEnd="d1">'
        '<mrk id="m1" type="term">b</mrk></pc>.</source><target state="x"><sc id="1" dataRef="d0"/>'
        '<mrk id="m1">B</mrk><ec startRef="1" dataRef="d1"/>&lt;<cp hex="001A"/>.</target>'
        "</segment>"
        "<ignorable><source> </source></ignorable><segment><source>C</source><target>D</target>"
        '</segment></unit><unit id="s1"><segment><source>E</source></segment></unit>'
        '<unit id="s2"><segment><source>F</source><target/></segment></unit>'
        f'<group id="g"><unit id="s3"><segment><source>G</source></segment></unit></group>{END}'
    )
    assert [(one.id, one.source, one.target) for one in document.files[0].units] == [
        ("s0", 'A <x id="0"/>b<x id="1"/>. C', '<x id="0"/>B<x id="1"/>&lt;\x1a. D'),
        ("s1", "E", ""),
        ("s2", "F", ""),
        ("s3", "G", ""),
    ]


def one(inner: str) -> str:
    return f'{START}<unit id="s0"><segment><source>{inner}</source></segment></unit>{END}'


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BAD = [
    "",
    "no xml",
    "<html/>",
    f'<xliff xmlns="{CORE}" version="1.2" srcLang="en" trgLang="de"/>',
    '<xliff version="2.1" srcLang="en" trgLang="de"/>',
    f'<xliff xmlns="{CORE}" version="2.1" srcLang="en" trgLang="tlh"/>',
    f'<xliff xmlns="{CORE}" version="2.1" srcLang="en"/>',
    START,
    f'<!DOCTYPE xliff [<!ENTITY l0 "ha">{LAUGHS}]>{one("&l9;")}',
    f'<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>{one("&x;")}',
    f'<!DOCTYPE xliff SYSTEM "http://a.example/x.dtd">{one("a")}',
    one('<ph id="1"/>'),
    one('<ph id="1" dataRef="elsewhere"/>'),
    one('<b xmlns="http://www.w3.org/1999/xhtml">a</b>'),
    one('<cp hex="zz"/>'),
    one('<cp hex="FFFFFFFF"/>'),
    one('<cp hex="D800"/>'),
    one('<mrk id="1">' * 40 + "</mrk>" * 40),
    one("a" * 200_001),
    one("a").replace(END, '<unit id="s0"><segment><source>b</source></segment></unit>' + END),
    one("a").replace(END, f'</file><file id="f">{END}'),
]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_xliff_or_reaches_beyond_itself_is_refused(text: str) -> None:
    with pytest.raises(NotXliff):
        read(text)
