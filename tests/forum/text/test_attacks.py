from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.text.markdown import render
from forum.text.sanitize import first_wall, sanitize, second_wall
from tests.forum.text import attacks
from tests.forum.text.judge import browser_tree, faults

# Joined by odds and ends of both languages, so that one attack begins inside of another.
soup = st.lists(
    st.sampled_from([*attacks.ALL, "<p>", "<", ">", '"', "'", "`", "\n\n", "    ", "|", "&", "]("]),
    max_size=6,
).map("".join)

every_class = pytest.mark.parametrize(
    "attacks_of_class", attacks.CLASSES.values(), ids=attacks.CLASSES
)


def test_there_are_hundreds_of_different_attacks() -> None:
    assert len(set(attacks.ALL)) > 500


def test_the_judge_convicts_what_no_sanitiser_touched() -> None:
    guilty = (*attacks.ELEMENTS, *attacks.ATTRIBUTES, *attacks.FOREIGN)
    assert [attack for attack in guilty if not faults(attack)] == []


@every_class
def test_an_attack_in_a_post_leaves_only_allowed_html(attacks_of_class: list[str]) -> None:
    assert [attack for attack in attacks_of_class if faults(render(attack).html)] == []


@every_class
@pytest.mark.parametrize("wall", [sanitize, first_wall, second_wall])
def test_an_attack_in_html_is_stopped_by_both_walls_and_by_each(
    attacks_of_class: list[str], wall: Callable[[str], str]
) -> None:
    assert [attack for attack in attacks_of_class if _is_dangerous(wall(attack))] == []


def _is_dangerous(html: str) -> bool:
    """Whether anything is wrong but a missing `rel`, which only the second wall adds."""
    return bool(set(faults(html)) - {"<a> without rel"})


@given(soup)
def test_attacks_within_attacks_leave_only_allowed_html(source: str) -> None:
    assert faults(render(source).html) == []
    assert faults(sanitize(source)) == []


@given(soup)
def test_a_browser_builds_what_was_sanitised_and_nothing_else(source: str) -> None:
    once = sanitize(source)
    assert sanitize(browser_tree(once)) == once
