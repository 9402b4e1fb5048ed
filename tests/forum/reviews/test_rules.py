from dataclasses import replace
from datetime import date

import pytest

from forum.core.actor import Actor
from forum.core.errors import Forbidden, ForumError, InvalidInput, SignInRequired
from forum.core.ids import MemberId
from forum.core.permissions import Grant, Permission, Role
from forum.reviews.rules import OwnProposal, Reviewing, Sent, TranslationLocked, check_reason
from forum.translations.rules import LanguageNotDeclared, Status, is_reviewed
from tests.factories import actor

GRANT = Grant(frozenset({Permission.TRANSLATION_REVIEW}), language="fr")
REVIEWER = replace(actor(member=7), grants=(GRANT,))
SOMEBODY, MODERATOR = MemberId(9), actor(Role.MODERATOR, 8)


def stands(who: Actor, language: str = "fr", **more: bool) -> Reviewing:
    values = {"self_review": False, "locked": False} | more
    return Reviewing(who, language, declared=("fr", "lo"), **values)


def test_a_role_for_a_language_reviews_that_language_only() -> None:
    assert stands(REVIEWER).is_reviewer
    assert not stands(REVIEWER, "lo").is_reviewer
    assert not stands(actor()).is_reviewer
    assert stands(MODERATOR, "lo").is_reviewer


def test_whoever_does_not_say_that_they_know_a_language_does_not_review_it() -> None:
    assert not stands(MODERATOR, "de").is_reviewer


@pytest.mark.parametrize(
    ("who", "language", "more", "refusal"),
    [
        (Actor(), "fr", {}, SignInRequired),
        (actor(member=3), "fr", {}, Forbidden),
        (REVIEWER, "lo", {}, Forbidden),
        (MODERATOR, "de", {}, LanguageNotDeclared),
        (REVIEWER, "fr", {"locked": True}, TranslationLocked),
    ],
)
def test_who_does_not_decide_is_told_why(
    who: Actor, language: str, more: dict[str, bool], refusal: type[ForumError]
) -> None:
    with pytest.raises(refusal):
        stands(who, language, **more).check_decision(SOMEBODY)


def test_nobody_approves_their_own_words_unless_the_space_says_so() -> None:
    with pytest.raises(OwnProposal):
        stands(REVIEWER).check_decision(MemberId(7))
    assert stands(REVIEWER, self_review=True).check_decision(MemberId(7)) == 7
    assert stands(REVIEWER).check_decision(SOMEBODY) == 7


def test_a_lock_holds_everybody_but_moderators() -> None:
    stands(MODERATOR, locked=True).check_lock()
    assert stands(MODERATOR, locked=True).check_decision(SOMEBODY) == 8


def test_what_a_reviewer_sends_stands_at_once_if_it_only_says_that_it_is_right() -> None:
    assert stands(REVIEWER).puts(same=True)
    assert not stands(REVIEWER).puts(same=False)
    assert stands(REVIEWER, self_review=True).puts(same=False)
    assert not stands(actor(), self_review=True).puts(same=True)


def test_who_declines_says_why() -> None:
    check_reason("Too free.")
    with pytest.raises(InvalidInput):
        check_reason("")


def test_only_what_a_person_stands_by_may_enter_records_and_votes() -> None:
    assert [one for one in Status if is_reviewed(one)] == [Status.REVIEWED, Status.HUMAN]


def test_what_engines_were_sent_costs_what_the_operator_says() -> None:
    one = Sent(date(2026, 11, 22), "deepl", 250_000)
    assert one.cost({"deepl": 20.0}) == 5.0
    assert one.cost({}) is None
