"""Proposals as rows, for who changes them or tells of them."""

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.translations.rules import ProposalKind, ProposalState
from forum.translations.tables import TranslationProposal as Proposal


async def row_for_update(db: AsyncSession, number: int) -> Proposal:
    """One proposal, locked until the transaction ends: of two reviewers, one waits.

    Raises:
        NotFound: it is gone.
    """
    query = select(Proposal).where(Proposal.id == number).with_for_update()
    found = (await db.exec(query.execution_options(populate_existing=True))).first()
    if found is None:
        raise NotFound
    return found


async def row(db: AsyncSession, number: int) -> Proposal | None:
    """One proposal, for who tells its author of it."""
    return await db.get(Proposal, number)


async def own_waiting(
    db: AsyncSession, author: MemberId, kind: ProposalKind, subject: str, language: str
) -> Proposal | None:
    """What a member has proposed of this kind, and nobody has decided yet."""
    query = (
        select(Proposal)
        .where(
            Proposal.subject == subject,
            Proposal.kind == kind,
            Proposal.author_id == author,
            Proposal.state == ProposalState.WAITING,
            or_(kind == ProposalKind.LANGUAGE, col(Proposal.language) == language),
        )
        .with_for_update()
    )
    return (await db.exec(query)).first()


async def save(db: AsyncSession, proposal: Proposal) -> int:
    """Store a proposal; gives its number."""
    db.add(proposal)
    await db.flush()
    assert proposal.id is not None  # noqa: S101 (set by the flush)
    return proposal.id


async def decider(db: AsyncSession, proposal: Proposal) -> str:
    """The name of who decided about a proposal; its author's where nobody else did."""
    member = await db.get(Member, proposal.decided_by_id or proposal.author_id)
    return "" if member is None else member.name
