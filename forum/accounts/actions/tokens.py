"""Access tokens for programs."""

from forum.accounts import queries, rules, words
from forum.accounts.events import AccessEnded
from forum.accounts.schemas import TokenDraft
from forum.accounts.tables import AccessToken
from forum.core.ids import MemberId, TokenId
from forum.db.unit import Unit


async def make_token(unit: Unit, draft: TokenDraft) -> tuple[AccessToken, str]:
    """Make a token of the actor's own; its word is given out this once.

    Raises:
        SignInRequired: a visitor.
        ScopeTooNarrow: the actor comes with a token that may do less.
        SecondFactorRequired: the actor's role counts only with a second factor.
        TooManyTokens: the actor has as many as anybody needs.
    """
    member_id = rules.check_own(unit.actor)
    rules.check_grant(unit.actor, draft.scopes)
    rules.check_powers(unit.actor, draft.scopes)
    member = await queries.member_for_update(unit.db, member_id)  # tokens are counted in turn
    if len(await queries.tokens(unit.db, member_id)) >= rules.MOST_TOKENS:
        raise rules.TooManyTokens(most=rules.MOST_TOKENS)
    proven = member.second_factor_at is not None
    return await add_token(unit, member_id, draft, proven=proven)


async def add_token(
    unit: Unit, member_id: MemberId, draft: TokenDraft, *, proven: bool = True
) -> tuple[AccessToken, str]:
    """Make a token for a member. Not checked here: only `make_token` and commands call it.

    Args:
        unit: the change that it is part of.
        member_id: whom it acts for.
        draft: what it may do, and until when.
        proven: whether its maker has a second factor; who runs the machine needs none.
    """
    random = words.fresh()
    token = AccessToken(
        member_id=member_id,
        name=draft.name,
        hash=words.digest(random),
        scopes=list(dict.fromkeys(draft.scopes)),
        proven=proven,
        made_at=unit.now,
        expires_at=draft.expires_at,
    )
    await queries.add_token(unit.db, token)
    return token, words.token(member_id, random)


async def revoke_token(unit: Unit, token_id: TokenId) -> None:
    """Make one of the actor's tokens worthless, at once and everywhere.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
        NotFound: the actor has no such token.
    """
    member_id = rules.check_own(unit.actor)
    await queries.drop_token(unit.db, member_id, token_id)
    unit.emit(AccessEnded(member_id))
