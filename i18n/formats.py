"""Dates, times, numbers, lists and sizes as each language writes them (CLDR, by Babel).

Every function takes a tag of the table of languages and raises `UnknownLanguage` for others.
Instants are aware datetimes; `zone` is the reader's.
"""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Literal

from babel.dates import DateTimePattern, format_timedelta, get_timezone_gmt, parse_pattern
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from i18n.locales import cldr

Width = Literal["short", "medium", "long", "full"]

# The digit for zero where CLDR gives a language other digits than 0-9 by default.
_ZEROS = {"beng": "০", "deva": "०", "mymr": "၀", "arab": "٠", "arabext": "۰", "olck": "᱐"}

_SECOND = dt.timedelta(seconds=1)
_SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")

# A day period outside of quotes. Browsers write the wide form, which differs in Korean.
_DAY_PERIOD = re.compile(r"('[^']*')|a+")

# Explicit directional formatting characters of UAX 9, which would reach beyond an isolate.
_DIRECTIONAL = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class NoZone(ValueError):
    """An instant came without a time zone."""


def date(value: dt.datetime, locale: str, zone: dt.tzinfo, width: Width = "medium") -> str:
    """Write the day on which an instant falls in `zone`: "21 Nov 2026".

    Raises:
        NoZone: `value` is naive.
    """
    return calendar_date(_there(value, zone), locale, width)


def calendar_date(value: dt.date, locale: str, width: Width = "medium") -> str:
    """Write a day of the calendar, of no zone: "21 Nov 2026"."""
    return _digits(_date_pattern(locale, width).apply(value, cldr(locale)), locale)


def time(value: dt.datetime, locale: str, zone: dt.tzinfo) -> str:
    """Write the hour and minute of an instant in `zone`: "17:15".

    Raises:
        NoZone: `value` is naive.
    """
    return _digits(_time_pattern(locale).apply(_there(value, zone), cldr(locale)), locale)


def moment(value: dt.datetime, locale: str, zone: dt.tzinfo, width: Width = "medium") -> str:
    """Write day, hour and minute of an instant in `zone`: "21 Nov 2026, 17:15".

    Raises:
        NoZone: `value` is naive.
    """
    return _digits(_moment_pattern(locale, width).apply(_there(value, zone), cldr(locale)), locale)


def offset(value: dt.datetime, locale: str, zone: dt.tzinfo) -> str:
    """Write how far `zone` is from Greenwich at an instant: "GMT+06:30".

    Raises:
        NoZone: `value` is naive.
    """
    return _digits(get_timezone_gmt(_there(value, zone), "long", cldr(locale)), locale)


def relative(value: dt.datetime, now: dt.datetime, locale: str, zone: dt.tzinfo) -> str:
    """Write how long ago or in what time an instant is: "3 hours ago".

    What is less than a second away counts as a second ago. Languages for which CLDR has no such
    words get day, hour and minute.

    Raises:
        NoZone: `value` or `now` is naive.
    """
    delta = _there(value, zone) - _there(now, zone)
    if abs(delta) < _SECOND:
        delta = -_SECOND
    words = format_timedelta(delta, add_direction=True, locale=cldr(locale))
    return moment(value, locale, zone) if words[0] in "+-" else _digits(words, locale)


def duration(value: dt.timedelta, locale: str) -> str:
    """Write how long something takes in one unit, of which there are three or more if possible."""
    return _digits(format_timedelta(value, threshold=3, locale=cldr(locale)), locale)


def number(value: float | Decimal, locale: str) -> str:
    """Write a number with its groups and at most three decimals: "1,234,567.5"."""
    return _digits(format_decimal(value, locale=cldr(locale), numbering_system="default"), locale)


def percent(share: float | Decimal, locale: str) -> str:
    """Write a share of 1 in whole percent: 0.256 is "26%"."""
    return _digits(format_percent(share, locale=cldr(locale), numbering_system="default"), locale)


def listing(
    items: Sequence[str], locale: str, style: Literal["standard", "or"] = "standard"
) -> str:
    """Join items as a sentence does: "A, B and C", or "A, B or C"."""
    return format_list(items, style=style, locale=cldr(locale))


def file_size(count: int, locale: str) -> str:
    """Write a number of bytes in decimal units with at most one decimal: 1536 is "1.5 kB".

    Raises:
        ValueError: `count` is negative.
    """
    if count < 0:
        raise ValueError(f"a size of {count} bytes")
    step = min((len(str(count)) - 1) // 3, len(_SIZES) - 1)
    words = format_unit(
        Decimal(count) / 1000**step,
        f"digital-{_SIZES[step]}",
        "short",
        format="#,##0.#",
        locale=cldr(locale),
        numbering_system="default",
    )
    return _digits(words, locale)


def isolate(text: str) -> str:
    """Wrap a name so that its direction does not reorder the sentence around it (UAX 9, §2.4).

    For plain text such as mail and notifications; pages use `<bdi>`. Directional characters in
    `text` are taken out, because one of them could end the isolation.
    """
    return f"\u2068{text.translate(_DIRECTIONAL)}\u2069"


def _there(value: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    if value.utcoffset() is None:
        raise NoZone(f"an instant without a zone: {value.isoformat()}")
    return value.astimezone(zone)


@cache
def _date_pattern(locale: str, width: Width) -> DateTimePattern:
    return parse_pattern(cldr(locale).date_formats[width].pattern)


@cache
def _time_pattern(locale: str) -> DateTimePattern:
    pattern: str = cldr(locale).time_formats["short"].pattern
    if "pm" in cldr(locale).day_periods["format"].get("wide", ()):
        pattern = _DAY_PERIOD.sub(lambda match: match[1] or "aaaa", pattern)
    return parse_pattern(pattern)


@cache
def _moment_pattern(locale: str, width: Width) -> DateTimePattern:
    joined: str = cldr(locale).datetime_formats[width]
    day, clock = _date_pattern(locale, width).pattern, _time_pattern(locale).pattern
    return parse_pattern(joined.replace("{1}", day).replace("{0}", clock))


def _digits(text: str, locale: str) -> str:
    own = _own_digits(locale)
    return text.translate(own) if own else text


@cache
def _own_digits(locale: str) -> dict[int, str]:
    zero = _ZEROS.get(cldr(locale).default_numbering_system)
    return {ord("0") + digit: chr(ord(zero) + digit) for digit in range(10)} if zero else {}
