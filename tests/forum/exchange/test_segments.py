from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.exchange.segments import Filled, file_of, fill
from forum.text.clean import clean_text
from forum.translations.making import make
from forum.translations.rules import Reach, Status
from forum.translations.schemas import TranslationOut
from forum.translations.subjects import Subject
from i18n.exchange.xliff import State, Xliff, XliffFile, XliffUnit, read_xliff, write_xliff
from i18n.translate.engine import Engine
from i18n.translate.memory import MemoryInProcess
from i18n.translate.pseudo import Pseudo
from i18n.translate.router import Router
from tests.i18n.translate.test_masking import MIXED

TEXT = (
    "# Hello *dear* members\n\nSee [the rules](/rules) at `12:30`.\n\n"
    "| a | b |\n|---|---|\n| c | 5 km |"
)
TEXTS = st.lists(MIXED, max_size=5).map("\n\n".join).map(clean_text)
URL = "https://example.org/p/1"


def subject(text: str, *, markdown: bool = True) -> Subject:
    return Subject("post:1", text, markdown, "en", 1, "topic:1", Reach.ANY)


def translation(text: str, status: Status = Status.MACHINE) -> TranslationOut:
    return TranslationOut(
        language="de", html="", text=text, status=status, engine="deepl", via="fr",
        made_at=datetime(2026, 5, 4, tzinfo=UTC), reviewer=None,
    )  # fmt: skip


async def translated(found: Subject) -> TranslationOut:
    router = Router([Engine(Pseudo({}))])
    made = await make(found, "de", MemoryInProcess(), router)
    assert made.whole is not None
    return translation(made.whole.text)


async def there_and_back(file: XliffFile) -> XliffFile:
    written = b"".join(write_xliff(Xliff("en", "de", [file])))
    (read,) = read_xliff(BytesIO(written)).files
    return read


def with_targets(file: XliffFile, change: str = "Ü ") -> XliffFile:
    """What a translator returns who translates every segment in the same way."""
    return replace(
        file, units=[replace(unit, target=f"{change}{unit.source}") for unit in file.units]
    )


@settings(max_examples=40)
@given(TEXTS, st.booleans())
async def test_what_goes_out_and_comes_back_changes_nothing(text: str, markdown: bool) -> None:
    found = subject(text if markdown else " ".join(text.split()) or "a", markdown=markdown)
    now = await translated(found)
    back = await there_and_back(await file_of(found, URL, now))
    filled = await fill(found, now, back)
    assert (filled.broken, filled.changed) == ((), ())
    assert filled.text in (now.text, None)  # none: words stand only in what masks hide apart


async def test_what_a_translator_writes_takes_the_place_of_each_segment_and_twice_is_once() -> None:
    found = subject(TEXT)
    back = await there_and_back(with_targets(await file_of(found, URL, None)))
    filled = await fill(found, None, back)
    assert filled.text == (
        "# Ü Hello *dear* members\n\nÜ See [the rules](/rules) at `12:30`.\n\n"
        "| Ü a | Ü b |\n|---|---|\n| Ü c | Ü 5 km |"
    )
    assert await fill(found, translation(filled.text, Status.HUMAN), back) == filled


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.MACHINE, State.TRANSLATED), (Status.REVIEWED, State.REVIEWED),
        (Status.HUMAN, State.FINAL), (Status.OUTDATED, State.INITIAL),
    ],
)  # fmt: skip
async def test_each_segment_says_how_far_it_is_and_which_machine_made_it(
    status: Status, state: State
) -> None:
    now = translation("# Hallo *liebe* Mitglieder\n\nWort.", status)
    first, second = (await file_of(subject("# Hello *dear* members\n\nWord."), URL, now)).units
    assert first.state == second.state == state
    assert first.target == (
        "" if state == State.INITIAL else 'Hallo <x id="0"/>liebe<x id="1"/> Mitglieder'
    )
    assert first.notes == (
        {} if state == State.INITIAL else {"machine": "deepl, through fr, 2026-05-04"}
    )


async def test_a_translation_with_other_codes_goes_out_as_not_yet_made() -> None:
    (unit,) = (await file_of(subject("Hello *dear*"), URL, translation("Hallo"))).units
    assert (unit.target, unit.state) == ("", State.INITIAL)


async def filled_with(target: str, source: str = 'See <x id="0"/>the rules<x id="1"/>') -> Filled:
    file = XliffFile("post-1", URL, [XliffUnit("s0", source, target)])
    return await fill(subject("See [the rules](/rules)"), None, file)


@pytest.mark.parametrize(
    "target",
    [
        "Siehe Regeln", '<x id="0"/>Regeln', '<x id="1"/>Regeln<x id="0"/>',
        '<x id="0"/>a<x id="1"/><x id="1"/>', '<x id="0"/>a<x id="1"/><x id="7"/>',
    ],
)  # fmt: skip
async def test_codes_that_came_back_otherwise_are_refused_by_name(target: str) -> None:
    assert await filled_with(target) == Filled(None, [], ["s0"])


async def test_a_segment_of_another_original_is_told() -> None:
    assert await filled_with("a", source="See") == Filled(None, ["s0"], [])
    file = XliffFile("post-1", URL, [XliffUnit("s7", "a", "b")])
    assert (await fill(subject("a"), translation("b"), file)).changed == ["s7"]


async def test_what_is_left_out_stays_as_it_is_translated_or_leaves_the_text_unfinished() -> None:
    found = subject("One.\n\nTwo.")
    file = XliffFile("post-1", URL, [XliffUnit("s1", "Two.", "Zwei!"), XliffUnit("s0", "One.")])
    assert (await fill(found, None, file)).text is None
    assert (await fill(found, translation("Eins.\n\nZwei."), file)).text == "Eins.\n\nZwei!"


async def test_what_a_translator_types_is_text_and_no_markup() -> None:
    filled = await filled_with('Siehe *die* &lt;b&gt; <x id="0"/>Regeln<x id="1"/>')
    assert filled.text == "Siehe \\*die\\* <b> [Regeln](/rules)"
