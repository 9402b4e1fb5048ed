import sqlite3
import unicodedata
from contextlib import closing
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.segment import grapheme_length, graphemes, sentences, tokens, truncate, words
from tests.i18n.udhr import declaration

FAMILY = "👩\u200d👩\u200d👧"


documents = lru_cache(tokens)


def found_in(query: str, document: str) -> bool:
    """What the index does: all tokens side by side, the last one as a beginning."""
    wanted, there = tokens(query, query=True), documents(document)
    *whole, last = wanted
    return any(
        there[at : at + len(whole)] == whole and there[at + len(whole)].startswith(last)
        for at in range(len(there) - len(whole))
    )


def test_readers_count_what_they_see():
    assert list(graphemes(f"é{FAMILY}กำ\r\n한")) == ["é", FAMILY, "กำ", "\r\n", "한"]
    assert grapheme_length("नमस्ते") == 3
    assert grapheme_length("") == 0


@given(st.text())
def test_graphemes_lose_nothing(text):
    assert "".join(graphemes(text)) == text


def test_halves_of_characters_become_replacement_characters():
    assert list(graphemes("a\ud800")) == ["a", "\ufffd"]
    assert words("a\udfff b") == ["a", "b"]
    assert sentences("\ud800 Yes.") == ["\ufffd Yes."]
    assert truncate("\ud800", 5) == "\ufffd"
    assert tokens("a\ud800b") == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("", 1, ""), ("ab cd", 4, "ab…"),
        (FAMILY * 3, 3, FAMILY * 3), (FAMILY * 3, 2, f"{FAMILY}…"), ("नमस्ते", 2, "न…"),
    ],
)  # fmt: skip
def test_a_text_is_cut_between_graphemes(text, limit, short):
    assert truncate(text, limit) == short


@given(st.text(), st.integers(1, 20))
def test_a_cut_text_is_no_longer_than_asked(text, limit):
    short = truncate(text, limit)
    assert grapheme_length(short) <= limit
    assert short == text or short.endswith("…")


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="0 graphemes"):
        truncate("abc", 0)


def test_words_come_as_written_without_what_stands_between():
    assert words("L'école, c'est 3.5 km!") == ["L'école", "c'est", "3.5", "km"]
    assert words("สวัสดีครับ") == ["สวัสดี", "ครับ"]
    assert words("…! ") == []


def test_sentences_end_as_each_script_ends_them():
    assert sentences("Hello. How?  你好。再见！ សួស្តី។ नमस्ते। ") == [
        "Hello.", "How?", "你好。", "再见！", "សួស្តី។", "नमस्ते।",
    ]  # fmt: skip
    assert sentences(" \n ") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße, CAFÉ & l’Été!", ["strasse", "cafe", "l", "ete"]),
        (
            "foo_bar U.S.A. 3.14 example.com",
            ["foo", "bar", "u", "s", "a", "3", "14", "example", "com"],
        ),
        ("সাল ২০২৬", ["সাল", "2026"]),
        ("人人生而自由", ["人人", "人生", "生而", "而自", "自由", "由"]),
        ("学", ["学"]),
        ("第3回", ["第", "3", "回"]),
        ("한국 교육", ["한국", "교육"]),
        ("สิทธิมนุษยชน", ["สิทธิ", "มนุษย", "ชน"]),
        ("សិទ្ធិ អ្នក", ["សិទ្ធិ", "អ្នក"]),
        ("ສິດທິ", ["ສິດທິ"]),
        ("လူ့အခွင့်အရေး", ["လူ့", "အခွင့်အရေး"]),
        ("अधिकार", ["अधिकार"]),
        ("🎉 -- !", []),
        ("", []),
    ],
)
def test_a_document_is_indexed_under_its_words(text, expected):
    assert tokens(text) == expected


def test_a_query_leaves_the_last_pair_open():
    assert tokens("自由", query=True) == ["自由"]
    assert tokens("自由!", query=True) == ["自由"]
    assert tokens("由", query=True) == ["由"]
    assert tokens("自由 abc", query=True) == ["自由", "由", "abc"]
    assert tokens("学 学", query=True) == ["学", "学"]


def test_a_token_never_outgrows_an_index():
    assert [len(token) for token in tokens("a" * 10_000)] == [100]


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("educ", "L'éducation pour tous"), ("生而", "人人生而自由"), ("由", "人人生而自由"),
        ("東京2020大会", "第32回 東京2020大会について"), ("việt n", "Chào Việt Nam"),
        ("viet", "Việt"), ("มนุษย", "สิทธิมนุษยชน"), ("ISTANBUL", "İstanbul'da"),
        ("istanbul", "ISTANBUL"),
        ("ハンカク", "ﾊﾝｶｸ文字"), ("2026", "সাল ২০২৬"), ("교육", "교육의 목적"), ("کتاب", "كتاب"),
    ],
)  # fmt: skip
def test_a_search_finds(query, document):
    assert found_in(query, document)


@pytest.mark.parametrize(
    ("query", "document"), [("由人", "自由 人人"), ("ab", "cab"), ("a c", "a b c")]
)
def test_a_search_does_not_find_what_is_not_there(query, document):
    assert not found_in(query, document)


LETTERS = st.text("abcéßİıœĐжйёΣςώ한국東京人学のカ0१２", min_size=1, max_size=5)


@given(st.lists(LETTERS, min_size=1, max_size=6), st.data())
def test_a_document_is_found_by_any_stretch_of_its_words(parts, data):
    first = data.draw(st.integers(0, len(parts) - 1))
    last = data.draw(st.integers(first + 1, len(parts)))
    assert found_in(" ".join(parts[first:last]), " ".join(parts))


@given(st.text("東京人学のカ自由", min_size=1, max_size=12), st.data())
def test_any_stretch_of_han_is_found(document, data):
    first = data.draw(st.integers(0, len(document) - 1))
    last = data.draw(st.integers(first + 1, len(document)))
    assert found_in(document[first:last], f"abc {document} xyz")


@pytest.mark.parametrize(
    ("tag", "least"),
    [("th", 0.99), ("lo", 0.99), ("km", 0.99), ("my", 0.97), ("zh-Hans", 1), ("ja", 1), ("ko", 1),
     ("hi", 1), ("ta", 1), ("bn", 1), ("ur", 1), ("vi", 1), ("el", 1), ("ru", 1), ("fr", 1),
     ("tr", 1), ("mt", 1)],
)  # fmt: skip
def test_sentences_are_found_by_their_own_words(tag, least):
    """Where dictionaries cut words, the surroundings of a word sway them a little."""
    pairs = [(word, sentence) for sentence in declaration(tag)[:20] for word in words(sentence)]
    assert sum(found_in(*pair) for pair in pairs) / len(pairs) >= least


@pytest.mark.parametrize("tag", ["th", "lo", "km", "my", "hi", "ta", "bn"])
def test_vowels_and_tones_are_never_cut_off(tag):
    for sentence in declaration(tag)[:10]:
        letters = [char for char in sentence if char.isalnum() or not char.isascii()]
        assert len("".join(tokens(sentence))) >= 0.9 * len(letters)


@given(st.text(st.characters(exclude_categories=["Cn", "Cs"])))
def test_tokens_are_fit_for_an_index(text):
    found = tokens(text)
    assert all(0 < len(token) <= 100 for token in found)
    assert {unicodedata.category(char)[0] for token in found for char in token} <= set("LNM")


@pytest.mark.parametrize("tag", ["th", "lo", "km", "my", "hi", "ta", "bn", "ur", "ja", "ko", "vi"])
def test_the_index_of_sqlite_keeps_tokens_whole(tag):
    expected = {token for sentence in declaration(tag) for token in tokens(sentence)}
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE VIRTUAL TABLE found USING fts5(words,"
            " tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
        )
        database.execute("CREATE VIRTUAL TABLE kept USING fts5vocab(found, 'row')")
        database.executemany(
            "INSERT INTO found VALUES (?)", [(" ".join(tokens(each)),) for each in declaration(tag)]
        )
        assert {term for (term,) in database.execute("SELECT term FROM kept")} == expected
