"""A member's own account, and members as others see them, for programs."""

from typing import Any

from starlette.requests import Request

from forum.accounts import actions, cookies, queries
from forum.accounts.reading import second_factors, sign_ins
from forum.accounts.rules import TooManyTokens
from forum.accounts.schemas import (
    MeOut,
    NewTokenOut,
    ProfileChange,
    ProfileOut,
    SecondFactorsOut,
    SignInOut,
    TokenDraft,
    TokenOut,
)
from forum.accounts.tables import Member
from forum.core.errors import (
    EditedMeanwhile,
    InvalidInput,
    NotFound,
    ScopeTooNarrow,
    SecondFactorRequired,
)
from forum.core.ids import SignInId, TokenId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.web.conditions import etag, version_asked
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.openapi import Reply, operation


@operation("GET", "/me", answer=MeOut, scope=Scope.READ, also={304: None})
async def show_me(request: Request[Any]) -> Reply:
    """Show the member who asks."""
    async with runtime(request).database.reading() as db:
        return _me(await queries.member_by_id(db, actor_of(request).require_member()))


@operation(
    "PATCH",
    "/me",
    body=ProfileChange,
    answer=MeOut,
    scope=Scope.WRITE,
    refuses=[EditedMeanwhile, InvalidInput],
)
async def change_me(request: Request[Any], unit: Unit, *, body: ProfileChange) -> Reply:
    """Change what the member who asks says about themselves."""
    return _me(await actions.change_profile(unit, body, version=version_asked(request)))


def _me(member: Member) -> Reply:
    return Reply(queries.me_out(member), headers={"etag": etag(member.version)})


@operation("GET", "/members/{handle}", answer=ProfileOut, refuses=[NotFound])
async def show_member(request: Request[Any]) -> ProfileOut:
    """Show one member."""
    handle = request.path_params["handle"]
    async with runtime(request).database.reading() as db:
        member = await queries.member_by_handle(db, actor_of(request), handle)
    return queries.profile_out(member)


@operation("GET", "/me/second-factors", answer=SecondFactorsOut, scope=Scope.READ)
async def show_second_factors(request: Request[Any]) -> SecondFactorsOut:
    """Show what the member who asks can prove themself with beside the password."""
    return await second_factors(runtime(request), actor_of(request))


@operation("GET", "/me/sign-ins", answer=list[SignInOut], scope=Scope.READ)
async def list_sign_ins(request: Request[Any]) -> list[SignInOut]:
    """List where the member who asks is signed in, the latest first."""
    return await sign_ins(runtime(request), actor_of(request), await cookies.this_sign_in(request))


@operation(
    "DELETE",
    "/me/sign-ins/{sign_in_id:int}",
    status=204,
    scope=Scope.WRITE,
    refuses=[NotFound],
)
async def end_sign_in(request: Request[Any], unit: Unit) -> None:
    """Sign out one browser of the member who asks; one that is signed out stays so."""
    await actions.end_sign_in(unit, SignInId(row_id(request.path_params["sign_in_id"])))


@operation("DELETE", "/me/sign-ins", status=204, scope=Scope.WRITE)
async def end_sign_ins(request: Request[Any], unit: Unit) -> None:
    """Sign out all browsers of the member who asks, but the one that asks."""
    here = await cookies.this_sign_in(request)
    await actions.end_others(unit, here.id if here else None)


@operation("GET", "/me/tokens", answer=list[TokenOut], scope=Scope.READ)
async def list_tokens(request: Request[Any]) -> list[TokenOut]:
    """List the access tokens of the member who asks, without their words."""
    async with runtime(request).database.reading() as db:
        rows = await queries.tokens(db, actor_of(request).require_member())
    return [queries.token_out(row) for row in rows]


@operation(
    "POST",
    "/me/tokens",
    body=TokenDraft,
    answer=NewTokenOut,
    status=201,
    scope=Scope.WRITE,
    refuses=[ScopeTooNarrow, SecondFactorRequired, TooManyTokens, InvalidInput],
)
async def make_token(_request: Request[Any], unit: Unit, *, body: TokenDraft) -> Reply:
    """Make an access token; its word is in this answer only."""
    row, word = await actions.make_token(unit, body)
    made = NewTokenOut(**queries.token_out(row).model_dump(), token=word)
    return Reply(made, headers={"cache-control": "no-store"})


@operation("DELETE", "/me/tokens/{token_id:int}", status=204, scope=Scope.WRITE, refuses=[NotFound])
async def revoke_token(request: Request[Any], unit: Unit) -> None:
    """Make one of the member's access tokens worthless."""
    await actions.revoke_token(unit, TokenId(row_id(request.path_params["token_id"])))


ROUTES = [
    show_me,
    change_me,
    show_member,
    show_second_factors,
    list_sign_ins,
    end_sign_in,
    end_sign_ins,
    list_tokens,
    make_token,
    revoke_token,
]
