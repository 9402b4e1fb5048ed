"""The law of ballots in a meeting, as a state machine over the API, on both databases.

`FORUM_TEST_BALLOTS` says how many votes are held; the suite holds a few, others each time.
"""

import asyncio
import json
import os
from collections import Counter
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, func, select

from forum.decisions.secrecy import is_counted
from forum.decisions.tables import Ballot, BallotSpent, SecretBallot
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import LiveSession
from forum.runtime import Runtime
from tests.direct import Answer, Direct
from tests.forum.live.deciding.world import World, assembly

VOTES = int(os.environ.get("FORUM_TEST_BALLOTS", "5"))
VOICES = {"linh": "vn", "camille": "fr", "somchai": "th"}
"""Who decides for which delegation; `paul` advises one, `gaspard` observes, `chanda` presides."""
PEOPLE = st.sampled_from([*VOICES, *VOICES, "paul", "gaspard", "chanda"])
CHOICES = st.sampled_from(["yes", "no", "abstain", "yes", "no", "perhaps"])
SLUGS = st.none() | st.sampled_from([*VOICES.values()])
METHODS = st.sampled_from(["show_of_hands", "roll_call", "secret", "straw"])
PROXIES = st.none() | st.sampled_from([*permutations(VOICES.values(), 2)])
WEIGHTS = st.fixed_dictionaries({slug: st.integers(1, 3) for slug in VOICES.values()})
TAKEN = "taken"
Request = tuple[str, str, dict[str, Any], str]
"""Who, the end of the address, the body, and the idempotency key."""


class Meeting:
    """A session of three delegations that vote, asked where the application runs."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.session = world.client.do(assembly, world)
        self._direct = Direct(world.client.app, world.client.app_state)
        self._tokens = {who: world.client.token(one) for who, one in world.people.items()}

    def ask(self, *asked: Request) -> list[Answer]:
        """What is answered to requests that are sent at the same moment."""

        async def one(who: str, path: str, body: dict[str, Any], key: str) -> Answer:
            headers = {"content-type": "application/json", "idempotency-key": key}
            headers |= self._tokens[who]
            text = json.dumps(body).encode()
            return await self._direct.ask("POST", f"/api/v1{path}", headers, text)

        async def everybody(_runtime: Runtime) -> list[Answer]:
            return await asyncio.gather(*(one(*each) for each in asked))

        return self.world.client.do(everybody)

    def chair(self, path: str, **body: Any) -> Any:
        [answer] = self.ask(("chanda", path, body, uuid4().hex))
        assert answer.status in {200, 201}, answer.text
        return json.loads(answer.text)

    def step(self, was: SessionState, to: SessionState) -> None:
        self.chair(f"/sessions/{self.session}/steps", expected=was, to=to)

    def begin(self) -> None:
        """Let the session meet, whatever became of it."""

        async def reset(runtime: Runtime) -> None:
            async with runtime.unit(self.world.people["chanda"]) as unit:
                query = select(LiveSession).where(LiveSession.id == self.session)
                (await unit.db.exec(query)).one().state = SessionState.IN_SESSION

        self.world.client.do(reset)

    def stored(self, poll: int) -> tuple[Counter[str], int]:
        """The ballots of a poll by their choices, and how many have voted in it."""

        async def read(runtime: Runtime) -> tuple[Counter[str], int]:
            async with runtime.database.reading() as db:
                open_ones = select(Ballot.choice).where(Ballot.decision_id == poll)
                secret = select(SecretBallot.choice).where(SecretBallot.decision_id == poll)
                found = [*await db.exec(open_ones), *await db.exec(secret)]
                spent = select(func.count(col(BallotSpent.elector_id)))
                used = (await db.exec(spent.where(BallotSpent.decision_id == poll))).one()
            return Counter(found), used

        return self.world.client.do(read)

    def get(self, path: str) -> Any:
        return self.world.client.get(f"/api/v1{path}").json()


def said(answer: Answer) -> str:
    """`taken`, or the code of the refusal."""
    return TAKEN if answer.status == 201 else str(json.loads(answer.text)["code"])


class Votes(RuleBasedStateMachine):
    """One vote in a meeting: what is stored, and what was answered to everybody."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting

    @initialize(method=METHODS, given=PROXIES, weights=WEIGHTS)
    def propose(self, method: str, given: tuple[str, str] | None, weights: dict[str, int]) -> None:
        self.meeting.begin()
        self.state, self.is_over = SessionState.IN_SESSION, False
        self.method, self.proxies = method, dict([given] if given else [])
        self.weights = weights if method != "secret" else dict.fromkeys(weights, 1)
        poll = self.meeting.chair(
            f"/sessions/{self.meeting.session}/polls",
            title="Share", language="en", method=method, text="Words.", is_open=True,
            proxies=self.proxies, weights=self.weights,
        )  # fmt: skip
        names = {"Vietnam": "vn", "France": "fr", "Thailand": "th"}
        self.poll, self.at = poll["id"], f"/polls/{poll['id']}"
        self.electors = {names[one["name"]]: one["id"] for one in poll["electors"]}
        self.ballots: dict[str, str] = {}
        self.receipts: list[str] = []
        self.calls: list[tuple[str, str]] = []

    def request(self, who: str, choice: str, slug: str | None, key: str = "") -> Request:
        body = {"choice": choice} | ({"elector": self.electors[slug]} if slug else {})
        return who, f"{self.at}/ballots", body, key or uuid4().hex

    def verdict(self, who: str, choice: str, slug: str | None) -> str:
        """What has to be answered."""
        own = VOICES.get(who)
        wanted = slug or own
        if self.is_over:
            return "decision_not_open"
        if self.state is not SessionState.IN_SESSION:
            return "not_in_meeting"
        if own is None or wanted is None:
            return "not_entitled"
        if self.proxies.get(wanted, wanted) != own:
            return "proxy_given" if wanted == own else "proxy_not_held"
        if choice == "perhaps":
            return "unknown_option"
        return "already_voted" if wanted in self.ballots and self.method != "straw" else TAKEN

    def note(self, answer: Answer, who: str, choice: str, slug: str | None) -> None:
        """Keep what was acknowledged."""
        if said(answer) == TAKEN:
            wanted = slug or VOICES[who]
            self.ballots[wanted] = choice
            self.calls.append((wanted, choice))
            if self.method == "secret":
                self.receipts.append(json.loads(answer.text)["receipt"])

    @rule(who=PEOPLE, choice=CHOICES, slug=SLUGS)
    def cast(self, who: str, choice: str, slug: str | None) -> None:
        expected = self.verdict(who, choice, slug)
        [answer] = self.meeting.ask(self.request(who, choice, slug))
        assert said(answer) == expected
        self.note(answer, who, choice, slug)

    @rule(who=PEOPLE, choice=CHOICES, slug=SLUGS)
    def send_again(self, who: str, choice: str, slug: str | None) -> None:
        """The line drops before the answer: the same request comes again, with its key."""
        expected, request = self.verdict(who, choice, slug), self.request(who, choice, slug)
        [first], [again] = self.meeting.ask(request), self.meeting.ask(request)
        self.note(first, who, choice, slug)
        assert said(first) == expected
        is_kept = expected != TAKEN or self.method != "secret"  # a receipt is kept nowhere
        assert said(again) == (expected if is_kept else "already_voted")

    @rule(who=st.sampled_from([*VOICES]), slug=SLUGS, one_key=st.booleans())
    def cast_from_two_tabs(self, who: str, slug: str | None, *, one_key: bool) -> None:
        expected, choices = self.verdict(who, "yes", slug), ("yes", "yes" if one_key else "no")
        key = uuid4().hex if one_key else ""
        sent = [self.request(who, choice, slug, key) for choice in choices]
        answers = self.meeting.ask(*sent)
        codes = {said(one) for one in answers}
        for answer, choice in zip(answers, choices, strict=True):
            self.note(answer, who, choice, slug)
        if expected != TAKEN:
            assert codes <= {expected, "request_in_progress"}
        else:
            assert TAKEN in codes
            assert codes <= {TAKEN, "already_voted", "request_in_progress"}
            is_one = self.method != "straw" and not one_key
            assert not is_one or codes == {TAKEN, "already_voted"}
            self.settle(slug or VOICES[who], {*choices})

    def settle(self, slug: str, choices: set[str]) -> None:
        """Of two answers to a straw poll that are given at once, either may be the later one."""
        if self.method == "straw":
            kept, _ = self.meeting.stored(self.poll)
            others = Counter(one for key, one in self.ballots.items() if key != slug)
            [self.ballots[slug]] = (kept - others).elements()
            assert self.ballots[slug] in choices

    @rule(who=st.sampled_from([*VOICES, "gaspard"]))
    def somebody_else_closes(self, who: str) -> None:
        [answer] = self.meeting.ask((who, f"{self.at}/close", {}, uuid4().hex))
        assert (answer.status, said(answer)) == (403, "not_leading")

    @precondition(lambda self: self.state is not SessionState.CLOSED)
    @rule()
    def suspend_or_resume(self) -> None:
        meeting, suspended = SessionState.IN_SESSION, SessionState.SUSPENDED
        to = suspended if self.state is meeting else meeting
        self.meeting.step(self.state, to)
        self.state = to

    @precondition(lambda self: self.state is SessionState.IN_SESSION and self.ballots)
    @rule()
    def end_the_meeting(self) -> None:
        self.meeting.step(self.state, SessionState.CLOSED)
        self.state = SessionState.CLOSED

    @precondition(lambda self: not self.is_over and self.ballots)
    @rule(who=st.sampled_from([*VOICES]), choice=st.sampled_from(["yes", "no"]))
    def close_while_somebody_votes(self, who: str, choice: str) -> None:
        expected = self.verdict(who, choice, None)
        closing = ("chanda", f"{self.at}/close", {}, uuid4().hex)
        answer, closed = self.meeting.ask(self.request(who, choice, None), closing)
        assert closed.status == 200, closed.text
        assert said(answer) in {expected, "decision_not_open"}
        self.note(answer, who, choice, None)
        self.is_over = True

    def teardown(self) -> None:
        """However it went: the result, its recount and the log say what was acknowledged."""
        if not hasattr(self, "ballots"):
            return
        if not self.is_over:
            self.meeting.chair(f"{self.at}/close")
        ballots, used = self.meeting.stored(self.poll)
        assert ballots == Counter(self.ballots.values())
        assert used == (len(self.ballots) if self.method == "secret" else 0)
        sums = {
            choice: [len(slugs), sum(self.weights[one] for one in slugs), 0]
            for choice in ("yes", "no", "abstain")
            for slugs in [[key for key, one in self.ballots.items() if one == choice]]
        }
        recount = self.meeting.get(f"{self.at}/recount")
        assert (recount["agrees"], recount["sums"]) == (True, sums)
        self.check_log(sums)
        hashes = self.meeting.get(f"{self.at}/receipts") if self.receipts else []
        assert len(hashes) == len(self.receipts)
        assert all(is_counted(one, hashes) for one in self.receipts)

    def check_log(self, sums: dict[str, list[int]]) -> None:
        log = [one for one in self.meeting.world.heard(self.meeting.session)
               if one["event"].startswith("decision.") and one["id"] == self.poll]  # fmt: skip
        [closed] = [one for one in log if one["event"] == "decision.closed"]
        assert closed["sums"] == sums
        told = [(one["elector"], one["choice"]) for one in log if one["event"] == "decision.voted"]
        calls = [(self.electors[slug], choice) for slug, choice in self.calls]
        assert sorted(told) == sorted(calls if self.method == "roll_call" else [])


@pytest.mark.racing
def test_whatever_comes_one_ballot_is_kept_for_each_that_was_acknowledged(world: World) -> None:
    meeting = Meeting(world)
    run_state_machine_as_test(
        lambda: Votes(meeting),
        settings=settings(
            max_examples=VOTES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
