"""Translations, what they were before, and the memory that they are made from.

A subject is any text of the product, named by its kind and number: `post:12`, `topic:3`.
"""

from datetime import date, datetime

from sqlmodel import BigInteger, Column, Field, Index, SQLModel, UniqueConstraint, text

from forum.core.ids import MemberId
from forum.db.base import Choice, Id, UtcDateTime, partial_index
from forum.translations.rules import Deed, Origin, ProposalKind, ProposalState, Status


class Translation(SQLModel, table=True):
    """One subject in one other language."""

    __tablename__ = "translation"
    __table_args__ = (
        partial_index(
            "ix_translation_outdated_at",
            *("outdated_at", "subject", "language"),
            where=text("outdated_at IS NOT NULL"),
        ),
        partial_index(
            "ix_translation_stale_at",
            *("stale_at", "subject", "language"),
            where=text("stale_at IS NOT NULL"),
        ),
    )

    subject: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    source: str
    """BCP 47 tag of the original."""
    source_version: int
    """Version of the original that it was made from."""
    status: Status = Field(sa_column=Column(Choice(Status), nullable=False))
    """Never `outdated`: that is for `outdated_at` to say."""
    text: str
    html: str
    engine: str = ""
    """Engines that had part in it; empty where a person wrote all of it."""
    via: str | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    reviewer_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    """Who approved it."""
    author_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    """Who wrote it, where that is known; it may be who approved it."""
    outdated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the original became another."""
    stale_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when the glossary says otherwise."""
    locked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when only moderators change it."""


class TranslationRevision(SQLModel, table=True):
    """What a translation was before a person, or an engine after a person, changed it."""

    __tablename__ = "translation_revision"
    __table_args__ = (Index("ix_translation_revision_of", "subject", "language", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    subject: str
    language: str
    source_version: int
    status: Status = Field(sa_column=Column(Choice(Status), nullable=False))
    text: str
    engine: str
    via: str | None
    made_at: datetime = Field(sa_type=UtcDateTime)
    reviewer_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    author_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )


class TranslationProposal(SQLModel, table=True):
    """What a member says about a text, or its translation; a reviewer decides about it."""

    __tablename__ = "translation_proposal"
    __table_args__ = (
        Index("ix_translation_proposal_of", "subject", "language", "id"),
        partial_index(
            "ix_translation_proposal_waiting",
            "language",
            "id",
            where=text("state = 'waiting'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    subject: str
    number: int = Field(sa_type=Id)
    """The number in the subject's name."""
    kind: ProposalKind = Field(sa_column=Column(Choice(ProposalKind), nullable=False))
    language: str
    """BCP 47 tag: of the translation, or of what the text is said to be written in."""
    version: int
    """Of the original that it was made from."""
    text: str = ""
    note: str = ""
    """Why, in its author's words."""
    author_id: MemberId = Field(foreign_key="member.id", index=True, sa_type=Id)
    made_at: datetime = Field(sa_type=UtcDateTime)
    state: ProposalState = Field(
        default=ProposalState.WAITING, sa_column=Column(Choice(ProposalState), nullable=False)
    )
    decided_by_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = ""
    """Why it was declined."""
    replaced_id: int | None = Field(default=None, sa_type=Id)
    """Revision that keeps what its approval replaced; none where there was nothing."""


class TranslationDeed(SQLModel, table=True):
    """One step in the history of a translation."""

    __tablename__ = "translation_deed"
    __table_args__ = (Index("ix_translation_deed_of", "subject", "language", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    subject: str
    language: str
    deed: Deed = Field(sa_column=Column(Choice(Deed), nullable=False))
    member_id: MemberId | None = Field(
        default=None, foreign_key="member.id", index=True, sa_type=Id
    )
    at: datetime = Field(sa_type=UtcDateTime)
    text: str = ""
    """The translation that it is about, as far as it brought one."""
    note: str = ""


class TranslationRequest(SQLModel, table=True):
    """A translation that is being made, or that could not be made."""

    __tablename__ = "translation_request"

    subject: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    again_after: datetime = Field(sa_type=UtcDateTime)
    """Until then, nobody who asks for it sets off more work."""
    failure: str = ""
    """Why it could not be made; empty while it is being made."""


class TranslationUnit(SQLModel, table=True):
    """One segment in two languages: the translation memory."""

    __tablename__ = "translation_unit"
    __table_args__ = (Index("ix_translation_unit_key", "key"),)

    memory: str = Field(primary_key=True)
    """Which memory it is in: empty for the common one; closed spaces have their own."""
    source: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    """`i18n.translate.memory.segment_key` of `original`."""
    original: str
    text: str
    origin: Origin = Field(sa_column=Column(Choice(Origin), nullable=False))
    engine: str | None = None
    via: str | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)


class TranslationSegment(SQLModel, table=True):
    """A segment that a subject has or had, so that its units can go with the subject."""

    __tablename__ = "translation_segment"
    __table_args__ = (Index("ix_translation_segment_key", "key", "memory"),)

    subject: str = Field(primary_key=True)
    memory: str = Field(primary_key=True)
    key: str = Field(primary_key=True)


class TranslationSpending(SQLModel, table=True):
    """How many characters were sent to engines on one day, by what has a budget."""

    __tablename__ = "translation_spending"

    day: date = Field(primary_key=True)
    """By UTC."""
    payer: str = Field(primary_key=True)
    """An engine, as `engine:deepl`, or a space, as `space:3`."""
    characters: int = Field(sa_type=BigInteger)


class TranslationCalls(SQLModel, table=True):
    """How calls to one engine went in ten minutes, by what came of them."""

    __tablename__ = "translation_calls"

    began: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    """When the ten minutes did."""
    engine: str = Field(primary_key=True)
    failure: str = Field(primary_key=True)
    """Code of what came in place of answers (`i18n.translate.refusals`); empty for answers."""
    calls: int = Field(sa_type=BigInteger)
    milliseconds: int = Field(sa_type=BigInteger)
    """That all of them took."""
    slowest: int = Field(sa_type=BigInteger)
    """Milliseconds that one of them took."""


class TranslationEngine(SQLModel, table=True):
    """How an engine is: it rests as long as any process lets it rest."""

    __tablename__ = "translation_engine"

    engine: str = Field(primary_key=True)
    rests_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when it is asked nothing, after failures in a row; none while it is well."""
    rests_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it is tried again."""
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure: str = ""
    """Code of its last failure."""


class GlossaryTerm(SQLModel, table=True):
    """A word that must be translated in one way, or not at all."""

    __tablename__ = "glossary_term"
    __table_args__ = (
        UniqueConstraint("space_id", "source", "target", "key", name="uq_glossary_term"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    space_id: int = Field(default=0, sa_type=Id)
    """The space that it counts in; 0: everywhere."""
    source: str
    """BCP 47 tag of the texts that it stands in; empty for any."""
    target: str
    """BCP 47 tag of the translations; empty for any."""
    key: str
    """`term` without case: there is one of it for each space and pair."""
    term: str
    translation: str = ""
    """Empty where the term is not translated."""
    note: str = ""
    """For people."""
    changed_at: datetime = Field(sa_type=UtcDateTime)
