"""The whole application, as a test talks to it."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from starlette.testclient import TestClient

from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.app import Parts, create_app
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Role, Scope
from forum.runtime import Runtime
from tests import factories

Result = TypeVar("Result")
API = "/api/v1"


class Client(TestClient):
    """A test client that can also reach behind the application it talks to."""

    @property
    def runtime(self) -> Runtime:
        """What the running application holds open."""
        found: Runtime = self.app_state["runtime"]
        return found

    def do(self, act: Callable[..., Awaitable[Result]], *values: Any, **more: Any) -> Result:
        """Carry out `act(runtime, …)` where the application runs."""
        assert self.portal is not None

        async def run() -> Result:
            return await act(self.runtime, *values, **more)

        return self.portal.call(run)

    def member(self, handle: str = "maria", role: Role = Role.MEMBER, **more: Any) -> Actor:
        """A member whose row is stored."""
        return self.do(factories.member, handle, role, **more)

    def token(self, who: Actor, *scopes: Scope) -> dict[str, str]:
        """Headers by which a program acts for `who`; with every scope where none is named."""
        draft = TokenDraft(name="test", scopes=list(scopes or Scope))

        async def make(runtime: Runtime) -> str:
            async with runtime.unit(SYSTEM) as unit:
                return (await add_token(unit, who.require_member(), draft))[1]

        return {"authorization": f"Bearer {self.do(make)}"}


@contextmanager
def running(url: str, folder: Path, **more: Any) -> Iterator[Client]:
    """The application on a database that has its tables; jobs are left undone."""
    app = create_app(factories.settings(url, folder, **more), Parts(worker=False))
    with Client(app, follow_redirects=False) as client:
        yield client
