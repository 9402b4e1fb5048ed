"""Decisions, who votes in them, and what was voted, said and adopted.

No row joins the voter and the choice of a secret ballot: `ballot_spent` knows who, `secret_ballot`
what. Neither holds a time, and both are kept in the order of their keys, not of their coming.
"""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, Index, SQLModel, UniqueConstraint

from forum.core.ids import DecisionId, DelegationId, ElectorId, MemberId, RemarkId
from forum.db.base import Choice, Id, UtcDateTime
from forum.decisions.majorities import Outcome
from forum.decisions.rules import DecisionState, Method, RemarkKind, VoterKind
from forum.delegations.rules import Capacity


class Decision(SQLModel, table=True):
    """Something that is, or was, decided somewhere."""

    __tablename__ = "poll"  # what moderators decide is in the table `decision`
    __table_args__ = (Index("ix_poll_place", "place", "id"),)

    id: DecisionId | None = Field(default=None, primary_key=True, sa_type=Id)
    place: str
    """Where, by the name of its channel: `session:12`, `space:open-courses`."""
    title: str
    language: str
    """BCP 47 tag of title, text and options: the words that are voted on."""
    method: Method = Field(sa_column=Column(Choice(Method), nullable=False))
    options: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    """Words of each, chosen by `1`, `2`, …; none: it is voted `yes` or `no`."""
    voters: VoterKind = Field(sa_column=Column(Choice(VoterKind), nullable=False))
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """As `terms.read` reads them; they do not change any more."""
    members: int = 0
    """Weight of all members of the body; 0: that of the electors."""
    least_hours: int = 0
    """Of silence."""
    explanation_words: int = 0
    """Most words of an explanation of vote."""
    state: DecisionState = Field(
        default=DecisionState.PROPOSED, sa_column=Column(Choice(DecisionState), nullable=False)
    )
    version: int = 1
    """Of its text."""
    seed: str = ""
    """Of the draw, in hexadecimal; shown once it is opened."""
    commitment: str = ""
    """SHA-256 of the seed, shown from the beginning."""
    second_of_id: DecisionId | None = Field(
        default=None, foreign_key="poll.id", unique=True, sa_type=Id
    )
    """The vote that ended in a tie, which this one is held for."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deadline: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Of silence: the first instant at which nothing is taken any more."""
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    present: int = 0
    """Voters who counted as present, where somebody counted them."""
    casting: bool | None = None
    """Whether the chair's casting vote was for it."""
    outcome: Outcome | None = Field(default=None, sa_column=Column(Choice(Outcome), nullable=True))
    chosen: str = ""
    """The option that was elected."""
    sums: dict[str, list[int]] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    """Votes, weight and population for each option, as counted when it was closed."""


class DecisionText(SQLModel, table=True):
    """A version of a decision's text; it is stored once and never changed."""

    __tablename__ = "decision_text"

    decision_id: DecisionId = Field(foreign_key="poll.id", primary_key=True, sa_type=Id)
    version: int = Field(primary_key=True)
    words: str
    digest: str
    """SHA-256 of the words in UTF-8, in hexadecimal."""
    translations: dict[str, str] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """By people, by BCP 47 tag: they help readers and are not what is decided on."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)


class DecisionElector(SQLModel, table=True):
    """One vote in a decision, as it was when the decision was proposed."""

    __tablename__ = "elector"
    __table_args__ = (
        UniqueConstraint(
            "decision_id", "delegation_id", name="uq_elector_decision_id_delegation_id"
        ),
        UniqueConstraint("decision_id", "member_id", name="uq_elector_decision_id_member_id"),
    )

    id: ElectorId | None = Field(default=None, primary_key=True, sa_type=Id)
    decision_id: DecisionId = Field(foreign_key="poll.id", sa_type=Id)
    delegation_id: DelegationId | None = Field(
        default=None, foreign_key="delegation.id", index=True, sa_type=Id
    )
    member_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    name: str
    """In English for a delegation."""
    weight: int = 1
    population: int = Field(default=0, sa_type=Id)
    proxy_id: ElectorId | None = Field(
        default=None, foreign_key="elector.id", index=True, sa_type=Id
    )
    """Who casts it instead."""
    is_sponsor: bool = False
    """Whether the proposal is the voter's own."""
    place: int = 0
    """In the order of a roll-call, from 1; 0: not drawn."""


class Ballot(SQLModel, table=True):
    """A vote that is not secret."""

    decision_id: DecisionId = Field(foreign_key="poll.id", primary_key=True, sa_type=Id)
    elector_id: ElectorId = Field(foreign_key="elector.id", primary_key=True, sa_type=Id)
    choice: str
    cast_by_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    cast_at: datetime = Field(sa_type=UtcDateTime)


class BallotSpent(SQLModel, table=True):
    """That somebody has voted in a secret ballot."""

    __tablename__ = "ballot_spent"
    __table_args__ = {"info": {"sqlite_with_rowid": False}}

    decision_id: DecisionId = Field(foreign_key="poll.id", primary_key=True, sa_type=Id)
    elector_id: ElectorId = Field(foreign_key="elector.id", primary_key=True, sa_type=Id)


class SecretBallot(SQLModel, table=True):
    """What somebody has voted."""

    __tablename__ = "secret_ballot"
    __table_args__ = {"info": {"sqlite_with_rowid": False}}

    decision_id: DecisionId = Field(foreign_key="poll.id", primary_key=True, sa_type=Id)
    order_key: str = Field(primary_key=True)
    """Random; ballots are kept and read in its order."""
    choice: str
    receipt_hash: str


class DecisionRemark(SQLModel, table=True):
    """An objection, a reservation or an explanation of vote, in writing."""

    __tablename__ = "decision_remark"
    __table_args__ = (Index("ix_decision_remark_decision_id", "decision_id", "id"),)

    id: RemarkId | None = Field(default=None, primary_key=True, sa_type=Id)
    decision_id: DecisionId = Field(foreign_key="poll.id", sa_type=Id)
    elector_id: ElectorId = Field(foreign_key="elector.id", index=True, sa_type=Id)
    kind: RemarkKind = Field(sa_column=Column(Choice(RemarkKind), nullable=False))
    version: int
    """Of the text that it is about."""
    words: str
    language: str
    """BCP 47 tag of the words."""
    member_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    """Who handed it in."""
    capacity: Capacity | None = Field(
        default=None, sa_column=Column(Choice(Capacity), nullable=True)
    )
    at: datetime = Field(sa_type=UtcDateTime)
