"""Lists stand in the order in which readers of each language look for words."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.collation import ORDER, collated, collation_key
from i18n.languages import LANGUAGES

IN_ORDER = {
    "en": "Äpfel apple banana élan zebra",
    "fr": "côte coteau écrou état Éthiopie zone",
    "de": "Ägypten Albanien Österreich Polen Straße Strassen Zypern",
    "sv": "Albanien Zimbabwe Åland Ärla Österrike",
    "fi": "Albania Zimbabwe Åland Ääni Öljy",
    "da": "Albanien Zimbabwe Ægypten Østrig Aabenraa Åland",
    "nb": "Albania Zimbabwe Ærlig Østerrike Åland",
    "pl": "Albania Ąbc Belgia Cypr Ćma Luksemburg Łotwa Malta Rumunia Zambia Źródło Żyto",
    "cs": "Cuba Čad Dánsko Honduras Chile Indie Rumunsko Řecko Zambie Žatec",
    "sk": "Cuba Čad Honduras Chile India Zambia Žilina",
    "hu": "Ciprus Csád Olaszország Örményország Őrség Spanyolország Szerbia Uganda Üzbég",
    "es": "Nepal Níger Ñandú Omán",
    "fil": "Nepal Ñandu Ngayon Oman",
    "et": "Soome Šveits Zaire Žanr Taani Veneemaa Õun Äädikas Öö Ühend",
    "lt": "Cipras Čekija Ypatinga Ispanija Japonija Švedija Zambija Žemė",
    "lv": "Cipro Čehija Indija Ypsilon Japāna Kanāda Ķīna Luksemburga",
    "hr": "Cipar Čad Ćiro Danska Džibuti Đakovo Luksemburg Ljubljana Mali",
    "ro": "Suedia Șvabia Tunis Țara",
    "tr": "Cibuti Çad Gana Ğ Irak İran Özbek Pakistan Singapur Şili Umman Ürdün",
    "mt": "Belġju Ċina Cuba Franza Ġermanja Greċja Għana Honduras Ħamra Żvezja Zambja",
    "vi": "Anh Ăng-gô-la Ấn Đan Đông Em Ê-cu Ô Ơ Phi Vương",
    "el": "Άγιος Αθήνα Ελλάδα Ωμέγα",
    "ru": "Ёж Ежи Железо Йемен Кения",
    "mn": "Иран Йемен Оман Өрнө Пакистан Уганда Үзбек",
    "kk": "Алжир Әзербайжан Гана Ғана Кения Қазақстан Лаос",
    "th": "กัมพูชา เกาหลี เขมร ไทย ฝรั่งเศส มาเลเซีย เมียนมา เวียดนาม ออสเตรเลีย",
    "lo": "ກຳປູເຈຍ ເກົາຫລີ ຈີນ ໄທ ຝຣັ່ງ",
    "ja": "アイルランド イギリス インド エジプト ガーナ カナダ ギリシャ スイス 日本 Zambia",
    "ko": "가나 네팔 대한민국 일본 필리핀",
    "zh-Hans": "阿富汗 巴西 德国 法国 日本 泰国 越南 中国",
    "ur": "اردن بھارت پاکستان تھائی جاپان چین روس سویڈن فرانس کینیا نیپال ہالینڈ یمن",
    "hi": "अमेरिका ईरान कनाडा चीन जापान भारत",
}
"""Words by language, as its dictionaries and CLDR have them."""


@pytest.mark.parametrize("locale", IN_ORDER)
def test_words_stand_as_in_a_dictionary_of_the_language(locale: str) -> None:
    wanted = IN_ORDER[locale].split()
    mixed = random.Random(7).sample(wanted, len(wanted))
    assert collated(mixed, locale, str) == wanted


WRONG_BY_CODE_POINT = ["sv", "de", "pl", "vi", "th", "lo", "fr", "cs", "et", "tr", "kk", "zh-Hans"]


@pytest.mark.parametrize("locale", WRONG_BY_CODE_POINT)
def test_these_words_would_stand_elsewhere_by_their_code_points(locale: str) -> None:
    words = IN_ORDER[locale].split()
    assert sorted(words, key=str.casefold) != words


def test_every_language_with_an_order_of_its_own_is_one_of_the_forum() -> None:
    assert set(ORDER) <= set(LANGUAGES)


def test_vietnamese_tones_come_after_letters_and_in_their_order() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mang", "mâm"]
    assert collated(reversed(tones), "vi", str) == tones


def test_readers_find_their_own_script_first_and_signs_before_digits() -> None:
    names = ["Zambia", "Ωμέγα", "Япония", "日本", "12", "(a)"]
    assert collated(names, "ru", str)[:3] == ["(a)", "12", "Япония"]
    assert collated(names, "el", str)[2] == "Ωμέγα"
    assert collated(names, "ja", str)[2] == "日本"
    assert collated(names, "", str)[2] == "Zambia"


WORDS = st.text(max_size=12)
LOCALES = st.sampled_from(["", "xx", *LANGUAGES])


@given(WORDS, WORDS, LOCALES)
def test_any_two_texts_have_an_order_and_only_a_text_itself_is_its_equal(
    one: str, other: str, locale: str
) -> None:
    first, second = collation_key(one, locale), collation_key(other, locale)
    assert (first < second) or (second < first) or one == other


@given(WORDS, LOCALES)
def test_how_a_text_is_composed_makes_no_difference_to_its_letters(text: str, locale: str) -> None:
    whole, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert collation_key(whole, locale)[:2] == collation_key(apart, locale)[:2]
