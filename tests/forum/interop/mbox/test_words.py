import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.interop.mbox.words import charsets_of, decode_words, tidy
from tests.forum.interop.mbox.archives import one

CASES = [
    ("=?utf-8?q?Caf=C3=A9?=", "Café"),
    ("=?UTF-8?Q?Caf=c3=a9_noir?=", "Café noir"),
    ("=?iso-8859-1?Q?a?= =?iso-8859-1?Q?b?=", "ab"),
    ("=?iso-8859-1?Q?a?=\n =?utf-8?b?w6k=?=", "aé"),
    ("=?utf-8?b?5rWL?= =?utf-8?b?6K+V?=", "测试"),
    ("=?utf-8?b?5rU=?= =?utf-8?b?i+ivlQ==?=", "测试"),
    ("=?gb2312?B?suLK1A==?= tail", "测试 tail"),
    ("head =?ISO-2022-JP?B?GyRCJDMkcxsoQg==?=", "head こん"),
    ("=?euc-kr?B?vsiz5w?= no padding", "안녕 no padding"),
    ("=?utf-8*en?q?language?=", "language"),
    ("=?utf-8?q?really??=", "really?"),
    ("=?utf-8?q?with space?=", "with space"),
    ("a=?utf-8?q?glued?=b", "agluedb"),
    ("=?x-martian?q?word?=", "word"),
    ("=?utf-8?b?A?=", "=?utf-8?b?A?="),
    ("=?utf-8?x?other?=", "=?utf-8?x?other?="),
    ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
    ("=?utf-8?q??=", ""),
    ("=?koi8-r?B?8NLJ18XU?= =?windows-1251?B?7Ojw?=", "Приветмир"),
    ("=?utf-8?q?tab=09and=0Aline?=", "tab and line"),
    ("plain\n\tfolded", "plain folded"),
]


@pytest.mark.parametrize(("field", "text"), CASES)
def test_encoded_words_are_decoded_right_or_left_alone(field: str, text: str) -> None:
    assert tidy(decode_words(field.encode())).text == text
    assert one(subject=field).subject == text


def test_raw_bytes_in_a_subject_are_decoded() -> None:
    assert one(subject="Grüße 世界".encode()).subject == "Grüße 世界"
    assert one(subject="สวัสดี".encode("tis-620"), charset="tis-620").subject == "สวัสดี"


def test_a_quoted_encoded_word_in_a_name_is_decoded() -> None:
    field = '"=?utf-8?q?J=C3=BCrgen_M=2E?=" <j@example.org>'
    assert one(**{"from": field}).author.name == "Jürgen M."


def test_the_charsets_of_a_field_are_named_in_order() -> None:
    assert charsets_of("=?big5?q?a?= x =?utf-8?q?b?=") == ["big5", "utf-8"]


def test_invisible_marks_go_and_joiners_stay() -> None:
    assert (
        tidy(decode_words("a\u202eb\u00adc می\u200cخواهم\u00a0d".encode())).text
        == "abc می\u200cخواهم d"
    )


@given(st.text(max_size=40), st.integers(1, 20))
def test_base64_words_cut_anywhere_are_joined_again(text: str, size: int) -> None:
    raw = text.encode()
    pieces = [raw[i : i + size] for i in range(0, len(raw), size)]
    words = [f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in pieces]
    assert decode_words("\n ".join(words).encode()).text == text


@given(st.binary(max_size=80))
def test_no_field_raises(raw: bytes) -> None:
    assert tidy(decode_words(raw)).text == tidy(tidy(decode_words(raw))).text
