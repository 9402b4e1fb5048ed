"""Which units of the memory a change of the glossary makes stale."""

import time
from dataclasses import replace

import pytest

from forum.glossaries.staling import Change, Changes, Touch
from i18n.translate.memory import Unit, segment_key

GROUP = Change(0, "en", "de", "working group", "Arbeitsgruppe")


def unit(original: str, text: str, target: str = "de") -> Unit:
    return Unit(segment_key(original), "en", target, original, text)


def touch(change: Change, original: str, text: str, target: str = "de") -> Touch | None:
    return Changes([change]).touch(unit(original, text, target))


@pytest.mark.parametrize(
    ("change", "original", "text", "stale"),
    [
        (GROUP, "The working groups met.", "Die Gruppe traf sich.", True),
        (GROUP, "The working groups met.", "Die Arbeitsgruppen trafen sich.", False),
        (GROUP, "The group met.", "Die Gruppe traf sich.", False),
        (replace(GROUP, gone=True), "The working group", "Die Arbeitsgruppe", True),
        (replace(GROUP, gone=True), "The working group", "Die Gruppe", False),
        (replace(GROUP, translation=""), "The working group", "Die working group", False),
        (replace(GROUP, translation=""), "The working group", "Die Arbeitsgruppe", True),
        (replace(GROUP, source="", target=""), "A working group", "Eine Gruppe", True),
    ],
)
def test_what_does_not_say_what_the_glossary_says_is_stale(
    change: Change, original: str, text: str, stale: bool
) -> None:
    found = touch(change, original, text)
    assert found == (Touch(frozenset({0}), change.gone) if stale else None)


def test_other_languages_are_not_touched_and_spaces_are_told_apart() -> None:
    assert touch(GROUP, "The working group", "Le groupe", "fr") is None
    of_both = Changes([replace(GROUP, space_id=7), replace(GROUP, term="hub", translation="Netz")])
    assert of_both.touch(unit("The working group", "Die Gruppe")) == Touch(frozenset({7}), False)
    found = of_both.touch(unit("A hub of a working group", "Ein Hub"))
    assert found == Touch(frozenset({0, 7}), False)


def test_fifty_thousand_changes_are_looked_for_in_a_thousand_segments_within_seconds() -> None:
    every = [replace(GROUP, term=f"{chr(97 + n % 26)}{n:x} session") for n in range(50_000)]
    changes = Changes(every)
    units = [
        unit(f"The {chr(97 + n % 26)}{n:x} sessions of a forum, {n}.", "x") for n in range(1_000)
    ]
    changes.touch(units[0])
    begin = time.thread_time()
    assert sum(changes.touch(one) is not None for one in units) == 1_000
    assert time.thread_time() - begin < 5
