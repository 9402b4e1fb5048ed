"""A browser that is signed in, and a program with a token, in a filled database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import create_engine, insert, make_url

from forum.accounts import words
from forum.accounts.tables import AccessToken, SignIn
from forum.core.ids import MemberId
from forum.core.permissions import Scope
from forum.web.identity import SIGN_IN_COOKIE

_MEMBER = MemberId(1)


@dataclass(frozen=True, slots=True)
class Keys:
    """Headers that make requests the first member's."""

    cookie: str
    authorization: str


def let_in(url: str) -> Keys:
    """Sign the first member in, and give them a token that may read and write."""
    return let_all_in(url, [_MEMBER])[0]


def let_all_in(url: str, members: Sequence[MemberId]) -> Sequence[Keys]:
    """The same of several members, in their order."""
    now = datetime.now(UTC)
    signs, tokens, found = [], [], []
    for one in members:
        cookie, token = words.fresh(), words.fresh()
        signs.append(_sign_in(one, cookie, now))
        tokens.append(_token(one, token, now))
        word = words.cookie(one, cookie)
        found.append(Keys(f"{SIGN_IN_COOKIE}={word}", f"Bearer {words.token(one, token)}"))
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        address = address.set(drivername="sqlite")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(insert(SignIn), [one.model_dump(exclude={"id"}) for one in signs])
        connection.execute(insert(AccessToken), [one.model_dump(exclude={"id"}) for one in tokens])
    engine.dispose()
    return found


def _sign_in(member: MemberId, cookie: str, now: datetime) -> SignIn:
    return SignIn(member_id=member, hash=words.digest(cookie), made_at=now, renewed_at=now)


def _token(member: MemberId, token: str, now: datetime) -> AccessToken:
    return AccessToken(
        member_id=member,
        name="benchmark",
        hash=words.digest(token),
        scopes=[Scope.READ, Scope.WRITE],
        made_at=now,
    )
