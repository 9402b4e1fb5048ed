import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.classifiers import NOTHING, by_cld2, by_fasttext
from i18n.detect import Detection, detect
from i18n.languages import LANGUAGES
from tests.i18n.udhr import TAGS, declaration

INTERFACE = sorted(tag for tag, language in LANGUAGES.items() if language.interface)


@pytest.fixture(scope="module")
def answers() -> dict[str, list[Detection]]:
    return {tag: [detect(sentence) for sentence in declaration(tag)] for tag in TAGS}


def test_the_declaration_is_there_in_every_language_of_the_interface():
    assert TAGS == INTERFACE


def test_98_of_100_sentences_are_recognised(answers):
    right = [found.language == tag for tag, all_found in answers.items() for found in all_found]
    assert sum(right) / len(right) >= 0.98


def test_what_is_called_reliable_is_right_in_995_of_1000(answers):
    reliable = [
        found.language == tag
        for tag, all_found in answers.items()
        for found in all_found
        if found.reliable
    ]
    assert len(reliable) >= 0.9 * sum(map(len, answers.values()))
    assert sum(reliable) / len(reliable) >= 0.995


@pytest.mark.parametrize("tag", TAGS)
def test_no_language_is_left_behind(answers, tag):
    right = [found.language == tag for found in answers[tag]]
    assert sum(right) / len(right) >= (0.75 if tag == "id" else 0.85)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ขอบคุณครับ", "th"), ("ຂອບໃຈ", "lo"), ("អរគុណ", "km"), ("ကျေးဇူးတင်ပါတယ်", "my"),
        ("감사합니다", "ko"), ("ありがとう", "ja"), ("東京で会議があります", "ja"),
        ("ευχαριστώ", "el"), ("நன்றி", "ta"), ("ధన్యవాదాలు", "te"), ("ਧੰਨਵਾਦ", "pa"),
        ("ᠮᠣᠩᠭᠣᠯ", "mn-Mong"), ("སྤྱི་ལོ", "bo"), ("هروءا مڽاتاکن بهاوا", "ms-Arab"),
    ],
)  # fmt: skip
def test_a_script_of_its_own_needs_no_statistics(text, language):
    found = detect(text)
    assert (found.language, found.reliable) == (language, True)


def test_a_sentence_in_thai_may_be_full_of_english_terms():
    assert detect("ผมเขียนโปรแกรม JavaScript กับ framework ครับ").language == "th"
    assert detect("The Thai word for thanks is ขอบคุณ, isn't it?").language == "en"


def test_chinese_is_told_by_its_characters():
    assert detect("我们明天开会讨论教育问题").language == "zh-Hans"
    assert detect("我們明天開會討論教育問題").language == "zh-Hant"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "12 + 30 = 42", "🎉🎉🎉", "\x00\x01", "\ud800\udfff", "https://example.org/hallo",
     "@kaja #learning", "someone@example.org"],
)  # fmt: skip
def test_where_nothing_is_said_nothing_is_detected(text):
    assert detect(text) == NOTHING


def test_links_addresses_and_mentions_do_not_sway():
    noise = "@jean.dupont www.exemple.fr/les-droits-de-l-homme jean@education.gouv.fr #apprendre "
    text = "Thank you all for the good questions about the course."
    assert detect(noise * 5 + text) == detect(text)
    assert detect(text).language == "en"


def test_few_letters_are_never_reliable():
    assert not detect("Ok, nu").reliable
    assert detect("Gracias") == Detection("es", pytest.approx(0.86, abs=0.05), reliable=False)


def test_a_language_of_nobody_here_is_not_mistaken_for_one():
    assert detect("שלום לכולם, תודה רבה על השאלות הטובות").language is None
    assert detect("Вітаю всіх учасників нашої конференції та дякую за запитання").language != "hr"


def test_the_authors_language_decides_where_the_text_does_not():
    assert detect("terima kasih", hint="id").language == "id"
    assert detect("terima kasih", hint="ms").language == "ms"
    assert detect("terima kasih", hint="zsm").language == "ms"


@pytest.mark.parametrize("hint", [None, "", "xx", "not a tag", "tet", "zh-Hans", "pt-PT", "ur"])
def test_no_hint_bends_a_clear_text(hint):
    text = "Jeder Mensch hat das Recht auf Bildung, und der Unterricht ist unentgeltlich."
    assert detect(text, hint=hint) == Detection("de", pytest.approx(0.98, abs=0.03), reliable=True)


def test_control_characters_in_a_text_change_nothing():
    assert detect("Todas las\x00 personas\x1b tienen\ud83d los mismos derechos.").language == "es"


def test_a_decomposed_text_is_recognised_like_a_composed_one():
    composed = "Mọi người đều có quyền được học tập và được tôn trọng."
    assert detect(composed.replace("ọ", "ọ")) == detect(composed)
    assert detect(composed).language == "vi"


def test_only_the_beginning_of_a_long_text_is_read():
    assert (
        detect("Toute personne a droit à l'éducation. " * 120 + "ไทย " * 100_000).language == "fr"
    )


@pytest.mark.parametrize("text", ["a" * 4_000, "#a" * 2_000, "http://" * 600, "a@" * 2_000])
def test_hostile_texts_take_no_more_time_than_others(text):
    seconds = timeit.repeat(lambda: detect(text), number=1, repeat=5)
    assert min(seconds) < 0.03  # a thirtieth of it is usual


@given(st.text(), st.none() | st.sampled_from(INTERFACE) | st.text(max_size=5))
def test_any_text_gets_an_answer_of_the_table(text, hint):
    found = detect(text, hint=hint)
    assert found.language is None or found.language in LANGUAGES
    assert 0 <= found.confidence <= 1
    assert found.language is not None or not found.reliable


def test_the_detectors_answer_in_tags_of_the_table():
    assert by_cld2("Dette er en prøve på teksten som vi skal lese", None).language == "nb"
    assert by_cld2("לכל אדם יש זכות לחינוך ולכבוד", None) == NOTHING
    assert by_fasttext("Merci beaucoup").language == "fr"
    assert by_fasttext("לכל אדם יש זכות לחינוך") == NOTHING
