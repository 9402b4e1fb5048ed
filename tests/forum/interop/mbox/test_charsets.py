import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.interop.mbox.charsets import codec_of, decode
from forum.interop.mbox.mails import Problem
from tests.forum.interop.mbox.archives import one

SAMPLES = [
    ("iso-2022-jp", "iso2022_jp", "こんにちは世界。ﾃｽﾄ".replace("ﾃｽﾄ", "")),
    ("gb2312", "gb2312", "你好，世界。会议"),
    ("gb18030", "gb18030", "你好，㐀世界"),
    ("gbk", "gbk", "你好，囍世界"),
    ("hz-gb-2312", "hz", "你好，世界"),
    ("big5", "big5", "你好，世界。會議"),
    ("big5-hkscs", "big5hkscs", "你好，嘅世界"),
    ("euc-kr", "euc_kr", "안녕하세요, 회의"),
    ("ks_c_5601-1987", "cp949", "안녕하세요, 똠방각하"),
    ("iso-2022-kr", "iso2022_kr", "안녕하세요"),
    ("euc-jp", "euc_jp", "こんにちは世界"),
    ("shift_jis", "cp932", "こんにちは①世界"),
    ("windows-31j", "cp932", "こんにちは①世界"),
    ("tis-620", "tis_620", "สวัสดีชาวโลก"),
    ("windows-874", "cp874", "สวัสดี “ชาวโลก”"),
    ("iso-8859-11", "iso8859_11", "สวัสดีชาวโลก"),
    ("koi8-r", "koi8_r", "Привет, мир"),
    ("koi8-u", "koi8_u", "Привіт, світе"),
    ("windows-1250", "cp1250", "Příliš žluťoučký kůň"),
    ("windows-1251", "cp1251", "Здравей, свят"),
    ("windows-1252", "cp1252", "“Café” – €"),
    ("windows-1253", "cp1253", "Γειά σου κόσμε"),
    ("windows-1254", "cp1254", "Günaydın, şöyle"),
    ("windows-1256", "cp1256", "سلام"),
    ("windows-1257", "cp1257", "Labas rytas, ačiū"),
    ("windows-1258", "cp1258", "Chào anh"),
    ("iso-8859-1", "latin_1", "Café déjà vu"),
    ("iso-8859-2", "iso8859_2", "Zażółć gęślą jaźń"),
    ("iso-8859-5", "iso8859_5", "Привет"),
    ("iso-8859-9", "iso8859_9", "Günaydın"),
    ("iso-8859-15", "iso8859_15", "10 €"),
    ("utf-8", "utf_8", "Ñandú — ខ្មែរ ລາວ မြန်မာ தமிழ் বাংলা"),
    ("UTF8", "utf_8", "Ünïcödé"),
]


@pytest.mark.parametrize(("declared", "codec", "text"), SAMPLES)
def test_a_text_in_its_declared_charset_is_read_without_a_problem(
    declared: str, codec: str, text: str
) -> None:
    found = one(text.encode(codec), content_type=f"text/plain; charset={declared}")
    assert (found.body, found.problems) == (text, frozenset())


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ('"ISO-8859-1"', "cp1252"),
        ("us-ascii", "cp1252"),
        ("x-gbk", "gb18030"),
        ("cp-1251", "cp1251"),
        ("ibm850", "cp850"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("iso-8859-8-i", "iso8859-8"),
    ],
)
def test_a_name_leads_to_the_codec_that_senders_mean(declared: str, codec: str) -> None:
    assert codec_of(declared) == codec


@pytest.mark.parametrize(
    "name",
    [
        "utf-7",
        "UTF7",
        "x-unknown",
        "",
        "rot13",
        "hex",
        "base64",
        "unicode_escape",
        "idna",
        "undefined",
        "punycode",
        "utf-16",
        "a\0b",
        "é",
        "x" * 80,
        "../os",
        "zlib",
    ],
)
def test_codecs_that_are_no_charsets_of_mail_are_refused(name: str) -> None:
    assert codec_of(name) is None


def test_utf_7_is_never_decoded() -> None:
    found = decode(b"+ADw-script+AD4-", "utf-7")
    assert found.text == "+ADw-script+AD4-"
    assert found.problems == {Problem.CHARSET_UNKNOWN}


@pytest.mark.parametrize("declared", ["us-ascii", "iso-8859-1", "gb2312", "koi8-r", "windows-1251"])
def test_utf_8_under_another_name_is_recognised(declared: str) -> None:
    found = decode("Grüße, 世界, สวัสดี".encode(), declared)
    assert found.text == "Grüße, 世界, สวัสดี"
    assert found.problems == {Problem.CHARSET_WRONG}


def test_two_bytes_that_happen_to_be_utf_8_stay_in_their_charset() -> None:
    assert decode("模".encode("gb2312"), "gb2312").text == "模"


def test_an_unknown_charset_is_read_as_utf_8_if_it_is() -> None:
    found = decode("Grüße".encode(), "x-martian")
    assert (found.text, found.problems) == ("Grüße", {Problem.CHARSET_UNKNOWN})


def test_text_without_charset_falls_back_on_that_of_the_archive() -> None:
    found = one("สวัสดี".encode("tis-620"), charset="tis-620")
    assert (found.body, found.problems) == ("สวัสดี", {Problem.CHARSET_MISSING})


def test_text_without_charset_falls_back_on_that_of_its_own_subject() -> None:
    subject = "=?koi8-r?B?8NLJ18XU?="
    found = one("Привет, мир".encode("koi8-r"), subject=subject)
    assert (found.subject, found.body) == ("Привет", "Привет, мир")


def test_japanese_mail_without_charset_is_known_by_its_escape_sequences() -> None:
    found = one("こんにちは".encode("iso2022_jp"))
    assert (found.body, found.problems) == ("こんにちは", {Problem.CHARSET_MISSING})


def test_korean_mail_without_charset_is_known_by_its_escape_sequence() -> None:
    assert one("안녕".encode("iso2022_kr")).body == "안녕"


def test_characters_of_vendors_in_japanese_mail_are_read() -> None:
    raw = b"\x1b$B-!" + "会議".encode("iso2022_jp").removeprefix(b"\x1b$B")
    found = decode(raw, "iso-2022-jp")
    assert found.text == "①会議"
    assert Problem.BYTES_REPLACED not in found.problems


def test_a_charset_declared_wrong_gives_way_to_the_one_of_the_archive() -> None:
    found = decode("Привет, мир".encode("koi8-r"), "utf-8", ["koi8-r"])
    assert (found.text, found.problems) == ("Привет, мир", {Problem.CHARSET_WRONG})


def test_one_broken_byte_does_not_make_another_charset_of_it() -> None:
    found = decode("Сегодня собрание в десять часов".encode()[:-1], "utf-8", ["windows-1252"])
    assert found.text == "Сегодня собрание в десять часо\ufffd"
    assert found.problems == {Problem.CHARSET_WRONG, Problem.BYTES_REPLACED}


def test_bytes_that_fit_nothing_are_replaced() -> None:
    found = decode(b"\x81\x8d", None, ["windows-1252"])
    assert (found.text, Problem.BYTES_REPLACED in found.problems) == ("\ufffd\ufffd", True)


@given(
    st.binary(),
    st.none() | st.text(max_size=20) | st.sampled_from([name for name, _, _ in SAMPLES]),
)
def test_any_bytes_in_any_charset_become_text(data: bytes, declared: str | None) -> None:
    found = decode(data, declared, ["big5", "x-none"])
    assert found.text.encode("utf-8").decode("utf-8") == found.text
    assert "\ufffd" in found.text or Problem.BYTES_REPLACED not in found.problems


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x1b")))
def test_utf_8_is_read_as_written_whatever_is_declared(text: str) -> None:
    assert decode(text.encode(), "utf-8").text == text
    assert decode(text.encode(), None).text == text
