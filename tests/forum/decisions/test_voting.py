"""Votes, from proposing to counting again, on both databases."""

import asyncio
from collections import Counter
from contextlib import suppress
from uuid import uuid4

import pytest
from sqlmodel import select

from forum.accounts.tables import Member
from forum.core.actor import SYSTEM, Actor
from forum.core.ids import DecisionId
from forum.db.unit import Unit
from forum.decisions import actions, queries
from forum.decisions.queries.ballots import keys_of
from forum.decisions.rollcall import is_seed_of, roll_call
from forum.decisions.rules import AlreadyVoted
from forum.decisions.schemas import Closing, DecisionDraft, Vote
from forum.decisions.secrecy import is_counted
from forum.decisions.spaces import SpaceVenues
from forum.decisions.tables import Ballot, BallotSpent, SecretBallot
from forum.decisions.venues import Asked, Body, Entitled, Venue
from forum.decisions.verifying import defects, recounted
from forum.runtime import Runtime
from tests.forum.decisions.board import SPACE, Board, refused

CROWD = 200
"""Voters at once."""


def test_a_vote_is_counted_by_its_ballots_and_the_log_says_the_same(board: Board) -> None:
    poll = board.propose("show_of_hands", weights={"fr": 3}, translations={"fr": "Partageons."})
    assert (poll["state"], poll["count"]["entitled_weight"]) == ("open", 5)
    assert poll["translations"] == {"fr": "Partageons."}
    for who, choice in (("camille", "yes"), ("somchai", "no"), ("linh", "abstain")):
        assert board.vote(poll, who, choice).status_code == 201
    closed = board.close(poll)
    sums = {one["key"]: (one["votes"], one["weight"]) for one in closed["options"]}
    assert sums == {"yes": (1, 3), "no": (1, 1), "abstain": (1, 1)}
    assert (closed["outcome"], closed["count"]["base"], closed["count"]["needed"]) == (
        "adopted",
        4,
        3,
    )
    names = [one["event"] for one in board.events(poll)]
    assert names == ["decision.proposed", "decision.opened", "decision.closed", "decision.decided"]
    told = board.events(poll)[2]
    assert told["sums"] == {"yes": [1, 3, 0], "no": [1, 1, 0], "abstain": [1, 1, 0]}
    assert (told["by"], told["for"]) == (board.people["olga"].member_id, None)
    again = board.get(f"/polls/{poll['id']}/recount")
    assert (again["agrees"], again["sums"]) == (True, told["sums"])
    assert all(one["choice"] is None for one in closed["electors"])  # only sums are recorded


def test_a_vote_is_cast_once_by_who_decides_while_it_is_open(board: Board) -> None:
    poll = board.propose("show_of_hands")
    assert refused(board.vote(poll, "camille", "perhaps")) == (422, "unknown_option")
    assert board.vote(poll, "camille").status_code == 201
    assert refused(board.vote(poll, "camille", "no")) == (409, "already_voted")
    for who in ("paul", "hoa", "olga"):  # an adviser, an observer, and who leads
        assert refused(board.vote(poll, who)) == (403, "not_entitled")
    assert refused(board.vote(poll, "linh", elector=board.elector(poll, "France"))) == (
        403,
        "proxy_not_held",
    )
    assert refused(board.vote(poll, "linh", elector=10**6)) == (403, "not_entitled")
    assert board.ask("POST", f"/polls/{poll['id']}/ballots", json={"choice": "yes"}).status_code
    board.close(poll)
    assert refused(board.vote(poll, "linh")) == (409, "decision_not_open")
    assert refused(board.post(f"/polls/{poll['id']}/close", {})) == (409, "decision_changed")
    assert refused(board.post(f"/polls/{poll['id']}/open")) == (409, "decision_changed")


def test_only_who_leads_proposes_opens_and_closes(board: Board) -> None:
    made = board.post(f"/spaces/{SPACE}/polls", board.draft("straw"), "linh")
    assert refused(made) == (403, "forbidden")
    poll = board.propose("straw", is_open=False)
    assert board.ask("GET", f"/polls/{poll['id']}", "linh").status_code == 404
    assert poll["id"] not in [one["id"] for one in board.get(f"/spaces/{SPACE}/polls")["items"]]
    assert board.get(f"/spaces/{SPACE}/polls", "olga")["items"][0]["id"] == poll["id"]
    for act in ("open", "withdraw"):
        assert board.post(f"/polls/{poll['id']}/{act}", who="linh").status_code == 404
    assert board.post(f"/polls/{poll['id']}/withdraw").json()["state"] == "withdrawn"
    assert refused(board.post(f"/polls/{poll['id']}/open")) == (409, "decision_changed")
    assert board.ask("GET", "/polls/999999").status_code == 404


def test_a_straw_poll_can_be_answered_anew_and_decides_nothing(board: Board) -> None:
    poll = board.propose("straw", options=["Mondays", "Fridays"])
    assert board.vote(poll, "camille", "1").status_code == 201
    assert board.vote(poll, "camille", "2").status_code == 201
    closed = board.close(poll)
    assert {one["key"]: one["votes"] for one in closed["options"]} == {
        "1": 0,
        "2": 1,
        "abstain": 0,
    }
    assert closed["outcome"] is None
    assert "decision.decided" not in [one["event"] for one in board.events(poll)]


def test_a_roll_call_is_drawn_so_that_everybody_can_check_it(board: Board) -> None:
    poll = board.propose("roll_call", is_open=False, proxies={"vn": "th"}, sponsors=["fr"])
    assert (poll["seed"], len(poll["commitment"])) == ("", 64)
    opened = board.post(f"/polls/{poll['id']}/open").json()
    seed = bytes.fromhex(opened["seed"])
    assert is_seed_of(seed, poll["commitment"])

    async def order(runtime: Runtime) -> list[int]:
        async with runtime.database.reading() as db:
            row = await queries.decision(db, DecisionId(poll["id"]))
            electorate = await queries.electorate_of(db, row)
        return [one.id for one in roll_call(electorate.electors, seed)]

    assert [one["id"] for one in opened["electors"]] == board.client.do(order)
    absent = board.elector(poll, "Vietnam")
    assert refused(board.vote(poll, "linh")) == (409, "proxy_given")
    assert board.vote(poll, "somchai", "no", elector=absent).status_code == 201
    assert board.vote(poll, "somchai").status_code == 201
    assert refused(board.remark(poll, "explanations", "camille")) == (409, "no_explanation")
    said = board.remark(poll, "explanations", "somchai").json()["remarks"]
    assert [(one["kind"], one["elector"], one["capacity"]) for one in said] == [
        ("explanation", "Thailand", "alternate")
    ]
    long = board.remark(poll, "explanations", "somchai", words="word " * 1_101)
    assert refused(long) == (422, "explanation_too_long")
    closed = board.close(poll)
    voted = {one["name"]: one["choice"] for one in closed["electors"]}
    assert voted == {"France": None, "Thailand": "yes", "Vietnam": "no"}
    logged = [one for one in board.events(poll) if one["event"] == "decision.voted"]
    assert [(one["elector"], one["choice"]) for one in logged] == [
        (absent, "no"),
        (board.elector(poll, "Thailand"), "yes"),
    ]
    assert logged[1]["for"]["capacity"] == "alternate"


def test_a_tie_is_voted_on_again_or_decided_by_the_chair(board: Board) -> None:
    def tied(tie: str) -> dict[str, object]:
        poll = board.propose("roll_call", tie=tie)
        assert board.vote(poll, "camille").status_code == 201
        assert board.vote(poll, "linh", "no").status_code == 201
        return board.close(poll)

    assert tied("rejected")["outcome"] == "rejected"
    waiting = tied("chair_casts")
    assert waiting["outcome"] == "chair_casts"
    decided = board.post(f"/polls/{waiting['id']}/casting", {"in_favour": True}).json()
    assert (decided["outcome"], decided["casting"]) == ("adopted", True)
    assert board.get(f"/polls/{waiting['id']}/recount")["agrees"]
    twice = board.post(f"/polls/{waiting['id']}/casting", {"in_favour": False})
    assert refused(twice) == (409, "decision_changed")
    first = tied("second_vote")
    assert first["outcome"] == "second_vote"
    second = board.get(f"/spaces/{SPACE}/polls", "olga")["items"][0]
    assert [one["event"] for one in board.events(second)] == ["decision.proposed"]
    again = board.post(f"/polls/{second['id']}/open").json()
    assert again["second_of"] == first["id"]
    assert len(again["electors"]) == 3
    board.vote(again, "camille")
    board.vote(again, "linh", "no")
    assert board.close(again)["outcome"] == "rejected"


def test_without_a_quorum_nothing_is_decided(board: Board) -> None:
    poll = board.propose("show_of_hands", quorum="majority")
    board.vote(poll, "linh")
    assert board.close(poll)["outcome"] == "inquorate"
    poll = board.propose("show_of_hands", quorum="majority")
    board.vote(poll, "linh")
    closed = board.close(poll, present=2)
    assert (closed["outcome"], closed["count"]["quorum"]) == ("adopted", 2)
    poll = board.propose("show_of_hands")
    refusal = board.post(f"/polls/{poll['id']}/close", {"present": 4})
    assert refused(refusal) == (422, "invalid_input")


def test_one_option_is_elected_by_more_than_half(board: Board) -> None:
    poll = board.propose("secret", options=["Amina", "Bo"], text="")
    for who, choice in (("camille", "2"), ("somchai", "2"), ("linh", "1")):
        assert board.vote(poll, who, choice).status_code == 201
    closed = board.close(poll)
    assert (closed["outcome"], closed["chosen"]) == ("adopted", "2")


def test_a_qualified_majority_counts_people(board: Board) -> None:
    people = {"fr": 68, "th": 66, "vn": 100}
    poll = board.propose("roll_call", majority="qualified", populations=people)
    board.vote(poll, "camille")
    board.vote(poll, "linh")
    closed = board.close(poll)
    assert closed["terms"]["population"] == [13, 20]
    assert (closed["outcome"], closed["count"]["needed"]) == ("adopted", 2)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"options": ["One"]}, "options"),
        ({"options": ["One", "One"]}, "options"),
        ({"electors": ["xx"]}, "electors"),
        ({"proxies": {"fr": "xx"}}, "proxies"),
        ({"majority": "qualified"}, "populations"),
        ({"options": ["A", "B"], "majority": "qualified"}, "majority"),
        ({"deadline": "2030-01-01T00:00:00Z"}, "deadline"),
        ({"method": "consensus", "text": ""}, "text"),
        ({"voters": "members", "electors": []}, "electors"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_what_does_not_fit_is_not_proposed(
    board: Board, more: dict[str, object], field: str
) -> None:
    before = len(board.get(f"/spaces/{SPACE}/polls", "olga")["items"])
    answer = board.post(f"/spaces/{SPACE}/polls", board.draft("show_of_hands") | more)
    assert refused(answer) == (422, "invalid_input")
    assert answer.json()["errors"][0]["pointer"].endswith(field), answer.text
    assert len(board.get(f"/spaces/{SPACE}/polls", "olga")["items"]) == before


def test_weights_and_proxies_fit_together_or_nothing_is_proposed(board: Board) -> None:
    for more, code in (
        ({"proxies": {"fr": "fr"}}, "proxy_to_stranger"),
        ({"proxies": {"fr": "th", "th": "vn"}}, "proxy_chain"),
        ({"proxies": {"fr": "th", "vn": "th"}}, "too_many_proxies"),
        ({"method": "secret", "weights": {"fr": 2}}, "secret_needs_equal_votes"),
        ({"members": 1}, "invalid_electorate"),
    ):
        answer = board.post(f"/spaces/{SPACE}/polls", board.draft("show_of_hands") | more)
        assert refused(answer) == (422, code)


def test_a_repeated_request_casts_one_ballot_and_a_receipt_is_kept_nowhere(board: Board) -> None:
    poll = board.propose("secret")
    path, headers = f"/api/v1/polls/{poll['id']}/ballots", board.client.token(board.people["linh"])
    headers |= {"idempotency-key": "once"}
    first = board.client.post(path, json={"choice": "no"}, headers=headers)
    assert (first.status_code, first.headers["cache-control"]) == (201, "no-store")
    again = board.client.post(path, json={"choice": "no"}, headers=headers)
    assert refused(again) == (409, "already_voted")
    assert board.get(f"/polls/{poll['id']}")["count"] is None  # nothing is told before the end
    assert board.get(f"/polls/{poll['id']}/receipts") == []
    receipts = [first.json()["receipt"]]
    receipts += [board.vote(poll, who).json()["receipt"] for who in ("camille", "somchai")]
    board.close(poll)
    hashes = board.get(f"/polls/{poll['id']}/receipts")
    assert all(is_counted(one, hashes) for one in receipts)
    assert not is_counted("AAAA-" * 6 + "AA", hashes)
    assert board.get(f"/polls/{poll['id']}/recount")["agrees"]
    assert [one["event"] for one in board.events(poll)].count("decision.voted") == 0


def test_no_row_of_a_secret_ballot_joins_who_voted_and_what() -> None:
    assert {*BallotSpent.model_fields} == {"decision_id", "elector_id"}
    assert {*SecretBallot.model_fields} == {"decision_id", "order_key", "choice", "receipt_hash"}


async def _crowd(runtime: Runtime, method: str, many: int) -> tuple[Venue, DecisionId, list[int]]:
    """A decision of many members, each of whom has a number."""
    async with runtime.unit(SYSTEM) as unit:
        members = [await _stored(unit, number) for number in range(many)]
    lead = members[0]
    venue = Venue(f"space:{SPACE}", "Board", "en", "/", Body())
    entitled = [Entitled(str(one), str(one), member_id=one) for one in members]  # type: ignore[arg-type]
    draft = DecisionDraft(
        title="All at once",
        language="en",
        method=method,
        voters="members",
        is_open=True,  # type: ignore[arg-type]
    )
    async with runtime.unit(Actor(member_id=lead)) as unit:  # type: ignore[arg-type]
        row = await actions.propose(unit, venue, entitled, draft)
    assert row.id is not None
    return venue, row.id, members


async def _stored(unit: Unit, number: int) -> int:
    handle = f"v{number}-{uuid4().hex[:12]}"
    row = Member(
        handle=handle,
        email=f"{handle}@example.org",
        email_key=f"{handle}@example.org",
        name=handle,
        created_at=unit.now,
    )
    unit.db.add(row)
    await unit.db.flush()
    assert row.id is not None
    return int(row.id)


@pytest.mark.parametrize("method", ["show_of_hands", "roll_call", "secret"])
def test_two_hundred_voters_at_once_each_from_two_tabs_have_one_ballot_each(
    board: Board, method: str
) -> None:
    async def storm(runtime: Runtime) -> tuple[Counter[str], int, bool, list[str]]:
        venue, decision_id, members = await _crowd(runtime, method, CROWD)

        async def vote(member: int) -> str:
            choice = "yes" if member % 3 else "no"
            try:
                async with runtime.unit(Actor(member_id=member)) as unit:  # type: ignore[arg-type]
                    await actions.cast(unit, venue, decision_id, Vote(choice=choice))
            except AlreadyVoted:
                return "refused"
            return "taken"

        done = Counter(await asyncio.gather(*(vote(one) for one in members * 2)))
        async with runtime.unit(Actor(member_id=members[0])) as unit:  # type: ignore[arg-type]
            await actions.close(unit, venue, decision_id, Closing())
        async with runtime.database.reading() as db:
            row = await queries.decision(db, decision_id)
            again = await recounted(db, row)
            assert again.sums["no"][0] == sum(one % 3 == 0 for one in members)
            wrong = [one async for one in defects(db)]
        return done, sum(again.sums[key][0] for key in keys_of(row)), again.agrees, wrong

    done, counted, agrees, wrong = board.client.do(storm)
    assert done == {"taken": CROWD, "refused": CROWD}
    assert (counted, agrees, wrong) == (CROWD, True, [])


@pytest.mark.parametrize("method", ["show_of_hands", "secret", "straw"])
def test_ballots_in_one_transaction_are_refused_each_by_itself(board: Board, method: str) -> None:
    async def storm(runtime: Runtime) -> tuple[list[str], int, bool]:
        venue, decision_id, members = await _crowd(runtime, method, 6)

        async def vote(member: int, choice: str) -> str | None:
            actor = Actor(member_id=member)  # type: ignore[arg-type]

            async def act(unit: Unit) -> str | None:
                return await actions.cast(unit, venue, decision_id, Vote(choice=choice))

            return await runtime.change("ballots", actor, act)

        asked = [(one, "yes") for one in members] + [(members[0], "no"), (10**9, "yes")]
        asked[1] = (members[1], "perhaps")
        found = await asyncio.gather(*(vote(*one) for one in asked), return_exceptions=True)
        async with runtime.unit(Actor(member_id=members[0])) as unit:  # type: ignore[arg-type]
            await actions.close(unit, venue, decision_id, Closing())
        async with runtime.database.reading() as db:
            again = await recounted(db, await queries.decision(db, decision_id))
        receipts = {one for one in found if not isinstance(one, BaseException)}
        assert len(receipts) == (5 if method == "secret" else 1)
        outcomes = [type(one).__name__ if isinstance(one, Exception) else "" for one in found]
        return outcomes, sum(one[0] for one in again.sums.values()), again.agrees

    outcomes, counted, agrees = board.client.do(storm)
    anew = "" if method == "straw" else "AlreadyVoted"
    assert outcomes == ["", "UnknownOption", "", "", "", "", anew, "NotEntitled"]
    assert (counted, agrees) == (5, True)


def test_many_ballots_at_once_share_transactions_and_each_counts(board: Board) -> None:
    async def storm(runtime: Runtime) -> tuple[int, int]:
        venue, decision_id, members = await _crowd(runtime, "show_of_hands", 40)
        begun = set()

        async def vote(member: int) -> None:
            async def act(unit: Unit) -> None:
                begun.add(unit.db)
                await actions.cast(unit, venue, decision_id, Vote(choice="yes"))

            await runtime.change("ballots", Actor(member_id=member), act)  # type: ignore[arg-type]

        await asyncio.gather(*map(vote, members))
        async with runtime.database.reading() as db:
            row = await queries.decision(db, decision_id)
            return len(begun), (await queries.count(db, row)).cast.votes

    assert board.client.do(storm) == (2, 40)


def test_a_ballot_whose_change_breaks_off_is_not_there(board: Board) -> None:
    poll = board.propose("secret")

    async def break_off(runtime: Runtime) -> tuple[int, int]:
        key = DecisionId(poll["id"])
        with suppress(ConnectionError):
            async with runtime.unit(board.people["linh"]) as unit:
                asked = Asked(board.people["linh"], SPACE, unit.now)
                venue = await SpaceVenues().enter(unit.db, asked)
                await actions.cast(unit, venue, key, Vote(choice="yes"))
                raise ConnectionError  # the process dies, or the database does
        async with runtime.database.reading() as db:
            who = (await db.exec(select(BallotSpent).where(BallotSpent.decision_id == key))).all()
            what = await db.exec(select(SecretBallot).where(SecretBallot.decision_id == key))
            return len(who), len(what.all())

    assert board.client.do(break_off) == (0, 0)
    assert board.vote(poll, "linh").status_code == 201


def test_what_was_changed_behind_the_back_of_the_house_is_found(board: Board) -> None:
    poll = board.propose("show_of_hands")
    board.vote(poll, "linh", "no")
    board.close(poll)

    async def forge(runtime: Runtime) -> list[str]:
        key = DecisionId(poll["id"])
        async with runtime.database.writer() as db, db.begin():
            query = select(Ballot).where(Ballot.decision_id == key)
            (await db.exec(query)).one().choice = "yes"
            (await queries.texts_of(db, key))[0].words = "Something else."
        async with runtime.database.reading() as db:
            return [one async for one in defects(db)]

    found = board.client.do(forge)
    assert [one for one in found if f"decision {poll['id']}:" in one] == [
        f"decision {poll['id']}: version 1 of the text is not what was adopted",
        f"decision {poll['id']}: its ballots do not come to the stored result",
    ]
    assert not board.get(f"/polls/{poll['id']}/recount")["agrees"]
