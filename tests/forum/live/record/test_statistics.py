from hypothesis import given
from hypothesis import strategies as st

from forum.live.record.entries import Who
from forum.live.record.statistics import Speaking, statistics
from forum.live.record.turns import turns
from tests.forum.live.record.logs import BEGIN, Log, slot

spans = st.tuples(st.integers(1, 8), st.sampled_from([None, 40, 41, 42]), st.integers(0, 400_000))


@given(st.lists(spans, max_size=12))
def test_delegations_and_regions_have_the_time_of_their_speakers(
    spoken: list[tuple[int, int | None, int]],
) -> None:
    log = Log()
    for number, (member, delegation, spent) in enumerate(spoken, 1):
        log.floor(3, slot(number, "speaking", member, delegation=delegation, running_since=BEGIN))
        log.floor(3, slot(number, "done", member, delegation=delegation, spent=spent))
    found = statistics(log.entries, {40: "Asia", 41: "Europe"}, BEGIN)
    total = sum(spent for _, _, spent in spoken)
    for sums in (found.speakers, found.delegations, found.regions):
        assert sum(one.spent for one in sums.values()) == total
        assert sum(one.turns for one in sums.values()) == len(spoken)


def test_whoever_still_speaks_is_counted_until_now() -> None:
    log = Log()
    log.floor(3, slot(1, "speaking", running_since=BEGIN + 500, spent=2_000))
    found = statistics(log.entries, {}, BEGIN + 3_500)
    assert found.speakers == {Who(1): Speaking(1, 5_000)}


def test_a_request_that_was_taken_back_is_no_turn() -> None:
    log = Log()
    log.floor(3, slot(1, "listed", words=20))
    assert [one.is_undelivered for one in turns(log.entries, BEGIN)] == [True]
    log.floor(3, slot(1, "withdrawn", words=20))
    assert statistics(log.entries, {}, BEGIN).speakers == {}
    assert [one.is_undelivered for one in turns(log.entries, BEGIN)] == [False]


def test_questions_are_counted_by_what_became_of_them() -> None:
    log = Log()
    for number in range(1, 6):
        log.add("question.asked", id=number, language="th")
    log.add("question.voted", id=1, votes=4)
    log.add("question.answered", id=1, state="answered_live")
    log.add("question.merged", id=2, into=1, votes=5)
    log.add("question.dismissed", id=3)
    log.add("question.removed", id=4)
    found = statistics(log.entries, {}, BEGIN)
    assert found.questions == {
        "answered_live": 1,
        "merged": 1,
        "dismissed": 1,
        "removed": 1,
        "open": 1,
    }
    assert found.languages["question"] == {"th": 5}


def test_ballots_are_those_of_the_last_count() -> None:
    log = Log()
    log.add("decision.opened", id=1)
    log.add("decision.closed", id=1, sums={"yes": [3, 3, 0], "no": [1, 1, 0]}, outcome="adopted")
    log.add("decision.opened", id=2)
    log.add("decision.closed", id=2, sums={}, outcome="")
    log.add("decision.opened", id=3)
    log.add("decision.withdrawn", id=3)
    log.add("decision.opened", id=4)
    found = statistics(log.entries, {}, BEGIN)
    assert found.ballots == 4
    assert found.decisions == {"adopted": 1, "undecided": 1, "withdrawn": 1, "open": 1}


def test_pauses_are_no_part_of_the_length() -> None:
    log = Log()
    log.state("in_session", at=BEGIN)
    log.state("suspended", at=BEGIN + 4_000)
    log.state("in_session", at=BEGIN + 9_000)
    assert statistics(log.entries, {}, BEGIN + 10_000).length == 5_000
