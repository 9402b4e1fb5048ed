import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.interop.mbox.mails import Mail
from forum.interop.mbox.memory import Remembered
from forum.interop.mbox.threads import Placement
from tests.forum.interop.mbox.archives import one


def letter(
    name: str, *, answers: str = "", refers: str = "", subject: str = "Hello", day: int = 1
) -> Mail:
    references = " ".join(f"<{one}@x>" for one in refers)
    return one(
        f"I am {name}",
        message_id=f"<{name}@x>",
        in_reply_to=f"<{answers}@x>" if answers else "",
        references=references,
        subject=subject,
        date=f"{day} Jan 2003 10:00:00 +0000",
    )


def tree(*mails: Mail) -> dict[str, tuple[str, str | None]]:
    known = Remembered()
    places = [known.add(mail) for mail in mails]
    return {
        place.message_id[0]: (place.root[0], (place.parent or "")[:1] or None) for place in places
    }


def test_replies_hang_from_what_they_answer() -> None:
    mails = letter("a"), letter("b", answers="a"), letter("c", answers="b", refers="ab")
    assert tree(*mails) == {"a": ("a", None), "b": ("a", "a"), "c": ("a", "b")}


def test_references_are_enough_and_the_nearest_known_one_counts() -> None:
    mails = letter("a"), letter("b", refers="a"), letter("d", refers="abc")
    assert tree(*mails)["d"] == ("a", "b")


def test_what_a_mail_answers_goes_before_its_references() -> None:
    mails = letter("a"), letter("b", answers="a"), letter("c", answers="a", refers="ab")
    assert tree(*mails)["c"] == ("a", "a")


def test_replies_to_a_missing_mail_share_a_topic() -> None:
    mails = letter("b", answers="a"), letter("c", refers="a"), letter("e", refers="ad")
    assert tree(*mails) == {"b": ("a", None), "c": ("a", None), "e": ("a", None)}


def test_a_missing_mail_that_comes_later_joins_its_topic() -> None:
    mails = letter("c", refers="ab"), letter("b", answers="a"), letter("a")
    assert tree(*mails) == {"c": ("a", None), "b": ("a", None), "a": ("a", None)}


def test_a_reply_without_references_joins_the_topic_of_its_subject() -> None:
    mails = letter("a"), letter("b", subject="AW: [Talk] hello", day=9)
    assert tree(*mails)["b"] == ("a", "a")


def test_a_new_mail_with_an_old_subject_begins_a_topic() -> None:
    mails = letter("a"), letter("b", day=2), letter("c", subject="Fwd: Hello", day=2)
    assert tree(*mails) == {"a": ("a", None), "b": ("b", None), "c": ("c", None)}


@pytest.mark.parametrize(("days", "root"), [(89, "a"), (91, "b")])
def test_a_subject_counts_for_three_months(days: int, root: str) -> None:
    first = letter("a")
    reply = letter("b", subject="Re: Hello")
    later = Mail(
        **{name: getattr(reply, name) for name in Mail.__slots__}
        | {"date": first.date + timedelta(days)}
    )
    assert tree(first, later)["b"][0] == root


def test_a_reply_does_not_join_a_later_mail_by_its_subject() -> None:
    assert tree(letter("a", day=9), letter("b", subject="Re: Hello", day=1))["b"] == ("b", None)


def test_a_reply_that_names_a_missing_mail_is_not_placed_by_subject() -> None:
    assert tree(letter("a"), letter("b", subject="Re: Hello", answers="z"))["b"] == ("z", None)


def test_replies_without_any_subject_stay_apart() -> None:
    assert tree(letter("a", subject=""), letter("b", subject=""))["b"] == ("b", None)


def test_loops_end() -> None:
    mails = letter("a", answers="b"), letter("b", answers="a")
    assert tree(*mails) == {"a": ("b", None), "b": ("b", "a")}


def test_a_mail_found_twice_keeps_its_place() -> None:
    known = Remembered()
    first, second = known.add(letter("a")), known.add(letter("a"))
    assert first == second == Placement("a@x", letter("a").digest, "a@x")


def test_another_mail_with_the_same_identifier_gets_one_of_its_own() -> None:
    known = Remembered()
    known.add(letter("a"))
    other = one("Something else", message_id="<a@x>", subject="Other")
    place = known.add(other)
    assert place.message_id == f"{other.digest}@derived.invalid"
    assert place.root == place.message_id
    assert known.add(other) == place


MAILS = [
    letter("a"),
    letter("b", answers="a"),
    letter("c", refers="ab"),
    letter("d", answers="z"),
    letter("z", answers="b"),
    letter("e", subject="Re: Hello", day=5),
    letter("f", answers="e", refers="ac"),
    letter("g", subject="Other"),
    letter("h", answers="h"),
    letter("i", answers="j"),
    letter("j", answers="i"),
]


@given(st.randoms(use_true_random=False), st.integers(0, len(MAILS)))
def test_importing_again_or_after_a_break_gives_the_same_result(
    order: random.Random, done: int
) -> None:
    mails = order.sample(MAILS, len(MAILS))
    whole = Remembered()
    places = [whole.add(mail) for mail in mails]
    assert [whole.add(mail) for mail in mails] == places
    broken = Remembered()
    for mail in (*mails[:done], *mails):
        broken.add(mail)
    assert [broken.add(mail) for mail in mails] == places


@given(st.randoms(use_true_random=False))
def test_parents_are_in_the_same_topic_and_never_form_a_loop(order: random.Random) -> None:
    known = Remembered()
    for start in [known.add(mail) for mail in order.sample(MAILS, len(MAILS))]:
        place, seen = start, {start.message_id}
        while place.parent:
            parent = known.placement(place.parent)
            assert parent is not None
            assert parent.root == place.root
            assert parent.message_id not in seen
            seen.add(parent.message_id)
            place = parent
