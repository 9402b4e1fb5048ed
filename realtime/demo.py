"""Open channels to try the protocol with: `python -m realtime.demo --port 9000`.

Any channel name; anyone may publish, also by `POST /api/publish`; presence, joins and leaves are
on; the last 100 publications are kept, 2 under `smallhistory:`. A token is optional: a JWT (HS256,
secret `secret`) with the claims `sub`, `exp`, `info`, `channel` (for one subscription) and
`channels` (that the server subscribes to).
"""

import argparse
import warnings
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError, SecurityWarning
from joserfc.jwk import OctKey
from pydantic import BaseModel, Field, JsonValue, ValidationError
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from realtime.broker.memory import MemoryBroker
from realtime.channel import Admission, TokenChannel
from realtime.identity import ConnectCommand, Identity
from realtime.limits import Limits
from realtime.log import MemoryLog
from realtime.protocol.codes import InvalidToken, PermissionDenied, TokenExpired
from realtime.protocol.replies import ClientInfo, dumps
from realtime.server import Server
from realtime.tasks import Tasks
from realtime.wires.uvicorn import DrainingServer

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SecurityWarning)  # a secret that everybody knows has no length
    _KEY = OctKey.import_key("secret")
_CLAIMS = jwt.JWTClaimsRegistry(leeway=0)
# It is also what load programs are pointed at, and those seldom answer pings.
_LIMITS = Limits(
    rate=100_000, burst=100_000, connections_per_user=10_000, waiting=10_000, answer_within=600
)


class Claims(BaseModel):
    """What a token says."""

    sub: str = ""
    exp: float | None = None
    info: JsonValue = None
    channel: str = ""
    channels: list[str] = []


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody, perhaps with a name."""

    user: str
    client: str
    info: JsonValue = None


def read_token(token: str) -> Claims:
    """Check a token.

    Raises:
        InvalidToken: it was not signed with our secret, or does not say what it should.
        TokenExpired: its time is over.
    """
    try:
        decoded = jwt.decode(token, _KEY, algorithms=["HS256"])
        _CLAIMS.validate(decoded.claims)
        return Claims.model_validate(decoded.claims)
    except ExpiredTokenError as error:
        raise TokenExpired from error
    except (JoseError, ValueError) as error:
        raise InvalidToken from error


async def authenticate(_http: HTTPConnection, said: ConnectCommand) -> Identity[Visitor]:
    """Take everybody in; a token, if there is one, must be good."""
    claims = read_token(said.token) if said.token else Claims()
    return _identity(claims, said.client)


async def refresh(identity: Identity[Visitor], token: str) -> Identity[Visitor]:
    """Take a new token."""
    return _identity(read_token(token), identity.who.client)


def _identity(claims: Claims, client: str) -> Identity[Visitor]:
    return Identity(
        user=claims.sub,
        who=Visitor(claims.sub, client, claims.info),
        expires_at=claims.exp,
        info=claims.info,
        subs=claims.channels,
    )


class OpenChannel(TokenChannel[Visitor]):
    """Every channel of one kind."""

    def __init__(self, kind: str, demo: "Demo") -> None:
        self._kind, self._demo = kind, demo

    async def admit(self, who: Visitor, key: str) -> Admission:  # noqa: ARG002 (open to all)
        """See `Channel`."""
        return Admission(presence=True, join_leave=True, may_publish=True)

    async def admit_token(self, who: Visitor, key: str, token: str) -> Admission:
        """See `TokenChannel`. The token must name this person and this channel."""
        try:
            claims = read_token(token)
        except InvalidToken as error:
            raise PermissionDenied from error
        if (claims.sub, claims.channel) != (who.user, self._name(key)):
            raise PermissionDenied
        return Admission(presence=True, join_leave=True, may_publish=True, expires_at=claims.exp)

    async def receive(self, who: Visitor, key: str, data: object) -> None:
        """See `Channel`."""
        info = ClientInfo(who.user, who.client, who.info).encode()
        await self._demo.write(self._name(key), data, info)

    async def rpc(self, who: Visitor, method: str, data: object) -> object:  # noqa: ARG002
        """Give back what came."""
        return data

    def _name(self, key: str) -> str:
        return f"{self._kind}:{key}" if key else self._kind


class OpenChannels(Mapping[str, OpenChannel]):
    """A channel of every kind that is asked for."""

    def __init__(self, demo: "Demo") -> None:
        self._demo = demo

    def __getitem__(self, kind: str) -> OpenChannel:
        return OpenChannel(kind, self._demo)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Publication(BaseModel):
    """The body of `POST /api/publish`."""

    channel: str = Field(min_length=1, max_length=255)
    data: JsonValue


class Demo:
    """The application.

    Attributes:
        app: to be served, with `ws="realtime.wires.uvicorn:SharedFrames"` or any other.
    """

    def __init__(self, limits: Limits = _LIMITS) -> None:
        self.log = MemoryLog()
        self.server = Server(
            channels=OpenChannels(self),
            log=self.log,
            broker=MemoryBroker(),
            authenticate=authenticate,
            explain=lambda _error, _who: None,
            refresh=refresh,
            limits=limits,
        )
        publish = Route("/api/publish", self.publish, methods=["POST"], max_body_size=1 << 20)
        self.app = Starlette(routes=[publish, *self.server.routes], lifespan=self._lifespan)

    async def write(self, channel: str, data: object, info: str | None = None) -> int:
        """Number a publication and deliver it; gives its offset."""
        keep = 2 if channel.startswith("smallhistory:") else None
        entry = self.log.append(channel, dumps(data), info=info, keep=keep)
        await self.server.hub.announce(channel, self.log.epoch, [entry])
        return entry.offset

    async def publish(self, request: Request) -> Response:
        """Answer `POST /api/publish`."""
        try:
            wanted = Publication.model_validate_json(await request.body())
            offset = await self.write(wanted.channel, wanted.data)
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_context=False, include_input=False)
            return JSONResponse({"errors": wrong}, 400)
        return JSONResponse({"offset": offset, "epoch": self.log.epoch})

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        tasks = Tasks()
        tasks.start(self.server.run())
        yield
        await tasks.aclose()


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m realtime.demo")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000)
    chosen = parser.parse_args()
    demo = Demo()
    config = uvicorn.Config(
        demo.app,
        host=chosen.host,
        port=chosen.port,
        ws="realtime.wires.uvicorn:SharedFrames",
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    DrainingServer(config, lambda: demo.server.drain(1)).run(sockets=[config.bind_socket()])


if __name__ == "__main__":
    main()
