import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.folding import folded, normalised


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("STRASSE", "straße"), ("ＡＢＣ", "abc"), ("ﾊﾝｶｸ", "ハンカク"), ("café", "cafe\u0301"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"), ("ﬁ", "fi"), ("a\u00adb", "ab"), ("a\u200db\u200cc", "abc"),
        ("كـــتاب", "كتاب"), ("\u202aab\u202c\u2066c\u2069", "abc"), ("l’homme", "l homme"),
        ("ន\u200bល", "ន ល"), ("น้ำ", "น\u0e49\u0e4d\u0e32"), ("ໝັ້ນ", "ຫມັ້ນ"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_word_meet(text, form):
    assert normalised(text) == normalised(form)


def test_thai_and_lao_letters_stay_whole_for_the_dictionaries():
    assert normalised("สำหรับ") == "สำหรับ"
    assert normalised("ກະທຳ ໜ້າ") == "ກະທຳ ໜ້າ"


def test_an_apostrophe_ends_a_word_only_between_letters():
    assert normalised("l'Éducation 'quoted' 5'") == "l éducation 'quoted' 5'"


_MIXED = st.sampled_from("aZßﬁéΑᾳᾒͅ\u0301\u0327\u1abaЙ\u0306가각ﾊﾞＡ")


@given(st.text(st.characters(exclude_categories=["Cs"]) | _MIXED))
def test_texts_of_one_caseless_form_meet(text):
    """Unicode §3.13, D146."""
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
    assert normalised(text) == normalised(unicodedata.normalize("NFKC", once.casefold()))


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("education", "education"), ("éducation", "education"), ("việt", "viet"), ("đà", "da"),
        ("ælærø", "aelaero"), ("ċirku", "cirku"), ("ħobż", "hobz"), ("łódź", "lodz"),
        ("ısı", "isi"), ("i\u0307stanbul", "istanbul"), ("ευχαριστώ", "ευχαριστω"),
        ("ёлка", "елка"),
        ("й", "й"), ("майдан", "майдан"), ("كتابي", "کتابی"), ("أُمّة", "امه"), ("২০২৬", "2026"),
        ("၂၀၂၆", "2026"), ("हिन्दी", "हिन्दी"), ("สิทธิ", "สิทธิ"), ("សិទ្ធិ", "សិទ្ធិ"), ("한국", "한국"),
        ("ガ", "ガ"),
    ],
)  # fmt: skip
def test_marks_go_where_keyboards_lack_them_and_stay_where_they_are_the_word(word, plain):
    assert folded(word) == plain


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    once = folded(normalised(text))
    assert folded(once) == once
