"""A browser that is signed in, and a program with a token, in a filled database."""

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
    now = datetime.now(UTC)
    cookie, token = words.fresh(), words.fresh()
    sign_in = SignIn(member_id=_MEMBER, hash=words.digest(cookie), made_at=now, renewed_at=now)
    access = AccessToken(
        member_id=_MEMBER,
        name="benchmark",
        hash=words.digest(token),
        scopes=[Scope.READ, Scope.WRITE],
        made_at=now,
    )
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        address = address.set(drivername="sqlite")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(insert(SignIn), [sign_in.model_dump(exclude={"id"})])
        connection.execute(insert(AccessToken), [access.model_dump(exclude={"id"})])
    engine.dispose()
    word = words.cookie(_MEMBER, cookie)
    return Keys(f"{SIGN_IN_COOKIE}={word}", f"Bearer {words.token(_MEMBER, token)}")
