import datetime as dt
import unicodedata
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from i18n import formats
from i18n.languages import LANGUAGES, UnknownLanguage
from i18n.locales import cldr

INTERFACE = [tag for tag, language in LANGUAGES.items() if language.interface]
NUMBERS = [0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 1_000_000, 1.5]

THEN = dt.datetime(2026, 11, 21, 22, 45, tzinfo=dt.UTC)
YANGON = ZoneInfo("Asia/Yangon")  # six and a half hours ahead: the next day there
LISBON = ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize(
    ("locale", "medium", "full"),
    [
        ("en", "22 Nov 2026, 05:15", "Sunday, 22 November 2026, 05:15"),
        ("de", "22.11.2026, 05:15", "Sonntag, 22. November 2026, 05:15"),
        ("fr", "22 nov. 2026, 05:15", "dimanche 22 novembre 2026, 05:15"),
        ("ja", "2026/11/22 5:15", "2026年11月22日日曜日 5:15"),
        ("ko", "2026. 11. 22. 오전 5:15", "2026년 11월 22일 일요일 오전 5:15"),
        ("th", "22 พ.ย. 2026 05:15", "วันอาทิตย์ที่ 22 พฤศจิกายน ค.ศ. 2026 05:15"),
        ("bn", "২২ নভে, ২০২৬ ৫:১৫ AM", "রবিবার, ২২ নভেম্বর, ২০২৬ ৫:১৫ AM"),
        ("my", "၂၀၂၆ နို ၂၂ ၅:၁၅", "၂၀၂၆ နိုဝင်ဘာ ၂၂ တနင်္ဂနွေ ၅:၁၅"),
        ("vi", "05:15 22 thg 11, 2026", "05:15 Chủ Nhật, 22 tháng 11, 2026"),
        ("hu", "2026. nov. 22. 5:15", "2026. november 22., vasárnap 5:15"),
        ("tet", "22/11/2026, 05:15", "domingo, 22 de novembro de 2026, 05:15"),
    ],
)
def test_a_moment_is_written_in_the_readers_language_and_zone(locale, medium, full):
    assert formats.moment(THEN, locale, YANGON) == medium
    assert formats.moment(THEN, locale, YANGON, "full") == full


def test_a_date_is_the_day_in_the_readers_zone():
    assert formats.date(THEN, "en", YANGON) == "22 Nov 2026"
    assert formats.date(THEN, "en", LISBON, "long") == "21 November 2026"
    assert formats.calendar_date(dt.date(2026, 2, 1), "pt-PT", "short") == "01/02/26"


def test_a_time_has_no_seconds():
    assert formats.time(THEN, "fi", LISBON) == "22.45"
    assert formats.time(THEN, "ko", LISBON) == "오후 10:45"
    assert formats.time(THEN, "ms", LISBON) == "10:45\u202fPTG"


@pytest.mark.parametrize(
    ("locale", "zone", "words"),
    [
        ("en", "Asia/Yangon", "GMT+06:30"), ("fr", "Pacific/Chatham", "UTC+13:45"),
        ("bn", "Asia/Dhaka", "GMT +০৬:০০"), ("en", "Europe/Lisbon", "GMT+00:00"),
        ("en", "Atlantic/Azores", "GMT-01:00"), ("ga", "Europe/Dublin", "MAG+00:00"),
    ],
)  # fmt: skip
def test_a_zone_is_told_by_its_offset_at_that_instant(locale, zone, words):
    assert formats.offset(THEN, locale, ZoneInfo(zone)) == words


def test_summer_time_is_in_the_offset():
    july = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    assert formats.offset(july, "en", LISBON) == "GMT+01:00"
    assert formats.time(july, "en", LISBON) == "01:00"


@pytest.mark.parametrize(
    ("delta", "locale", "words"),
    [
        (dt.timedelta(hours=-3), "en", "3 hours ago"),
        (dt.timedelta(hours=-3), "ru", "3 часа назад"),
        (dt.timedelta(hours=-5), "ru", "5 часов назад"),
        (dt.timedelta(days=2), "pl", "za 2 dni"),
        (dt.timedelta(days=-1), "my", "ပြီးခဲ့သည့် ၁ ရက်"),
        (dt.timedelta(minutes=20), "ja", "20 分後"),
        (dt.timedelta(seconds=-20), "fr", "il y a 20 secondes"),
        (dt.timedelta(), "en", "1 second ago"),
        (dt.timedelta(milliseconds=900), "en", "1 second ago"),
        (dt.timedelta(seconds=1), "en", "in 1 second"),
        (dt.timedelta(hours=-3), "rm", "21-11-2026 22:45"),
        (dt.timedelta(hours=-3), "tet", "há 3 horas"),
    ],
)
def test_a_relative_time_has_words_or_is_absolute(delta, locale, words):
    assert formats.relative(THEN, THEN - delta, locale, LISBON) == words


@pytest.mark.parametrize("function", [formats.date, formats.time, formats.moment, formats.offset])
def test_an_instant_without_a_zone_is_refused(function):
    with pytest.raises(formats.NoZone):
        function(dt.datetime(2026, 11, 21), "en", LISBON)  # noqa: DTZ001 - the point of the test


def test_a_relative_time_needs_two_instants_with_zones():
    with pytest.raises(formats.NoZone):
        formats.relative(THEN, dt.datetime(2026, 11, 21), "en", LISBON)  # noqa: DTZ001


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownLanguage):
        formats.number(1, "xx")


@pytest.mark.parametrize(
    ("locale", "written"),
    [("en", "1,234,567.5"), ("de", "1.234.567,5"), ("fr", "1\u202f234\u202f567,5"),
     ("hi", "12,34,567.5"), ("bn", "১২,৩৪,৫৬৭.৫"), ("my", "၁,၂၃၄,၅၆၇.၅"), ("rm", "1’234’567.5"),
     ("pt-PT", "1\xa0234\xa0567,5"), ("mr", "१२,३४,५६७.५"), ("sd", "١٬٢٣٤٬٥٦٧٫٥")],
)  # fmt: skip
def test_a_number_has_the_groups_and_digits_of_its_language(locale, written):
    assert formats.number(Decimal("1234567.5"), locale) == written


@pytest.mark.parametrize("locale", INTERFACE)
def test_a_number_can_be_read_back(locale):
    for value in NUMBERS:
        written = formats.number(value, locale)
        plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in written)
        assert parse_decimal(plain, locale=cldr(locale)) == Decimal(str(value))


def test_a_share_is_written_in_percent():
    assert formats.percent(0.256, "en") == "26%"
    assert formats.percent(1, "tr") == "%100"
    assert formats.percent(0.5, "bn") == "৫০%"


@pytest.mark.parametrize(
    ("locale", "standard", "either"),
    [("en", "A, B and C", "A, B or C"), ("zh-Hans", "A、B和C", "A、B或C"),
     ("ur", "A، B، اور C", "A، B، یا C"), ("tet", "A, B e C", "A, B ou C")],
)  # fmt: skip
def test_a_list_is_joined_as_a_sentence_does(locale, standard, either):
    assert formats.listing(["A", "B", "C"], locale) == standard
    assert formats.listing(["A", "B", "C"], locale, "or") == either


def test_short_lists_are_lists_too():
    assert formats.listing([], "en") == ""
    assert formats.listing(["A"], "en") == "A"


@pytest.mark.parametrize(
    ("count", "locale", "size"),
    [(0, "en", "0 byte"), (1, "de", "1 Byte"), (999, "fr", "999\u202fo"), (1_000, "en", "1 kB"),
     (1_536, "de", "1,5 kB"), (20_000_000, "fr", "20\u202fMo"), (3 * 10**9, "ru", "3 ГБ"),
     (7 * 10**15, "en", "7,000 TB"), (1_536, "my", "၁.၅ kB")],
)  # fmt: skip
def test_a_size_is_written_in_decimal_units(count, locale, size):
    assert formats.file_size(count, locale).replace("\xa0", " ") == size


def test_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="-1"):
        formats.file_size(-1, "en")


@pytest.mark.parametrize(
    ("seconds", "locale", "written"),
    [(1, "en", "1 second"), (61, "en", "61 seconds"), (600, "fr", "10 minutes"),
     (5_000, "en", "83 minutes"), (14_400, "th", "4 ชั่วโมง"), (40, "my", "၄၀ စက္ကန့်")],
)  # fmt: skip
def test_a_duration_is_written_in_one_unit(seconds, locale, written):
    assert formats.duration(dt.timedelta(seconds=seconds), locale) == written


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_of_the_table_writes_everything(locale):
    written = [
        formats.moment(THEN, locale, YANGON, "long"),
        formats.relative(THEN, THEN + dt.timedelta(days=3), locale, YANGON),
        formats.offset(THEN, locale, YANGON),
        formats.number(12_345.678, locale),
        formats.percent(0.5, locale),
        formats.listing(["A", "B"], locale),
        formats.file_size(123_456, locale),
        formats.duration(dt.timedelta(minutes=5), locale),
    ]
    assert all(written)
    assert not any("{" in text for text in written)


def test_a_name_is_isolated_from_the_direction_of_the_sentence():
    assert formats.isolate("Ali") == "\u2068Ali\u2069"
    assert formats.isolate("a\u2069\u202eb\u2066") == "\u2068ab\u2069"


@given(st.text())
def test_nothing_in_a_name_ends_its_isolation(name):
    inside = formats.isolate(name)[1:-1]
    assert not {"\u2066", "\u2067", "\u2068", "\u2069", "\u202a", "\u202e"} & set(inside)
