"""The whole application, as a test talks to it."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from bleach._vendor import html5lib
from httpx2 import Request, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from forum.accounts import actions
from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.app import Parts, create_app
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Role, Scope
from forum.runtime import Runtime
from forum.web.identity import SIGN_IN_COOKIE
from tests import answers, factories
from tests.transport import OneCall

Result = TypeVar("Result")
API = "/api/v1"
HAS_UVLOOP = find_spec("uvloop") is not None
"""Whether the application runs on the loop that it is served on, as everywhere but on Windows."""


class Client(TestClient):
    """A test client that can also reach behind the application it talks to."""

    def __init__(self, app: ASGIApp, **more: Any) -> None:
        super().__init__(app, backend_options={"use_uvloop": HAS_UVLOOP}, **more)
        self._transport = OneCall(self)

    def send(self, request: Request, **more: Any) -> Response:
        """Send a request; fails if the API answers what its description does not say."""
        answer = super().send(request, **more)
        answers.check(answer)
        return answer

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

    def sign_in(self, who: Actor) -> None:
        """Give the browser that this client stands for the cookie of `who`."""

        async def make(runtime: Runtime) -> str:
            async with runtime.unit(who) as unit:
                return await actions.sign_in(unit, who.require_member(), "test")

        self.cookies.set(SIGN_IN_COOKIE, self.do(make))

    def fill_in(self, page: str, values: dict[str, str], to: str | None = None) -> Response:
        """Open `page`, fill in its form (the one sent to `to`, if there are several), send it."""
        shown = self.get(page)
        assert shown.status_code == 200, shown.text
        form = find_form(shown.text, to)
        return self.post(form.action or page, data={**form.fields, **values})


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form as a browser would send it back untouched."""

    action: str
    fields: dict[str, str]


def find_form(html: str, to: str | None = None) -> FoundForm:
    """The first form of a page that is sent by POST, in its content, or the one sent to `to`."""
    main = html[html.index("<main") : html.index("</main>")]
    for found in _FORM.finditer(main):  # parsing a whole page takes longer than making it
        begun = _parsed(found[1])
        action = begun.get("action", "")
        if begun.get("method", "get").lower() == "post" and to in (None, action):
            form = _parsed(_OTHERS.sub("", found[0]))
            inputs = [one for one in form.iter("input") if one.get("type") not in _BUTTONS]
            areas = {one.get("name"): one.text or "" for one in form.iter("textarea")}
            fields = {one.get("name"): one.get("value", "") for one in inputs}
            return FoundForm(action, fields | areas | _selected(form))
    raise AssertionError(f"no form to {to} on the page")


_FORM = re.compile("(<form[^>]*>).*?</form>", re.DOTALL)
"""Forms are never within each other, and no attribute of theirs has a `>`, which is escaped."""
_OTHERS = re.compile(r"(?<=</option>)\s*<option(?![^>]*\sselected)[^>]*>[^<]*</option>")
"""Neither the first of a list nor chosen: most of a form are names of languages."""
_BUTTONS = {"checkbox", "radio", "submit", "button", "file"}


def _parsed(html: str) -> Any:
    return next(html5lib.parse(html, namespaceHTMLElements=False).iter("form"))


def _selected(form: Any) -> dict[str, str]:
    found = {}
    for one in form.iter("select"):
        options = list(one.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        found[one.get("name")] = (chosen or options)[0].get("value", "")
    return found


@contextmanager
def running(url: str, folder: Path, /, **more: Any) -> Iterator[Client]:
    """The application on a database that has its tables; jobs are left undone."""
    app = create_app(factories.settings(url, folder, **more), Parts(worker=False))
    with Client(app, follow_redirects=False) as client:
        yield client
