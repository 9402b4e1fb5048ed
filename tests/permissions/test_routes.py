"""Every page and operation, tried by everybody on everything, and held against the rules.

What a request would change is taken back as soon as it is made, so that all are tried in the same
world, in any order.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from jinja2 import Template
from starlette.responses import Response

from forum.core.actor import Actor
from forum.core.permissions import Role, Scope
from forum.db.unit import Unit
from forum.routes import API as API_FEATURES
from forum.routes import PAGES as PAGE_FEATURES
from forum.runtime import Runtime
from forum.web.idempotency import Act
from forum.web.openapi import PREFIX, ApiRoute
from forum.web.routing import routes_of
from tests.client import Client, running
from tests.direct import Direct
from tests.factories import prepared
from tests.permissions.operations import OPERATIONS
from tests.permissions.pages import PAGES
from tests.permissions.pairs import ALONE, OPERATIONS_OF
from tests.permissions.rules import Kind, Rule, Thing, Who, permissions
from tests.permissions.world import NOTHING, SUSPENDED, World, build
from tests.services.databases import SqliteDatabases

API_ROUTES = routes_of(API_FEATURES)
REFUSED = {401, 403, 404}
KINDS = {
    "topic_id": Kind.TOPIC,
    "post_id": Kind.POST,
    "held_id": Kind.HELD,
    "case_id": Kind.CASE,
    "token_id": Kind.TOKEN,
}
AT_A_BROWSER = {"visitor", "maria", "linh", "silas", "keeper", "olga", "ada"}
"""Pages call the actions that the API calls: languages that somebody looks after, and tokens, are
tried there alone."""
SEVERAL_CHANGES = {"create_upload", "POST /uploads/new"}
"""Need what their first change has stored; `tests/forum/uploads` tries who may send files."""
DESCRIPTIONS = {f"{PREFIX}/openapi.json", f"{PREFIX}/docs"}


@dataclass(frozen=True, slots=True)
class Way:
    """A method on a pattern, by its name in the tables."""

    name: str
    method: str
    pattern: str
    rule: Rule
    scope: Scope | None = None
    is_api: bool = False

    @property
    def kind(self) -> Kind | None:
        """What the address is about."""
        for name, kind in KINDS.items():
            if f"{{{name}" in self.pattern:
                return kind
        if re.match(r"/(?:api/v1/spaces|s)/{slug}", self.pattern):
            return Kind.SPACE
        return self.rule.about


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a request."""

    way: Way
    who: Who
    thing: Thing | None
    status: int
    code: str
    changed: bool

    @property
    def is_admitted(self) -> bool:
        """Whether they were let in: not sent away, nor away to sign in."""
        return self.status not in REFUSED

    def __str__(self) -> str:
        about = f" on {self.thing.kind} {self.thing.name}" if self.thing else ""
        changed = ", changed" if self.changed else ""
        return f"{self.way.name} by {self.who.name}{about}: {self.status} {self.code}{changed}"


def page_names() -> Iterator[tuple[str, str, str]]:
    for route in routes_of(PAGE_FEATURES):
        for method in sorted((route.methods or set()) - {"HEAD"}):  # type: ignore[attr-defined]
            path: str = route.path  # type: ignore[attr-defined]
            yield f"{method} {path}", method, path


def ways() -> Iterator[Way]:
    """Everything that has a rule and a route."""
    for name, method, path in page_names():
        if name in PAGES:
            yield Way(name, method, path, PAGES[name])
    for route in API_ROUTES:
        if isinstance(route, ApiRoute) and route.operation.name in OPERATIONS:
            one = route.operation
            rule = OPERATIONS[one.name]
            yield Way(one.name, one.method, PREFIX + one.path, rule, one.scope, is_api=True)


def test_every_page_and_form_has_a_rule_and_every_rule_a_route() -> None:
    assert {name for name, _, _ in page_names()} == set(PAGES)


def test_every_operation_has_a_rule_and_every_rule_an_operation() -> None:
    named = {route.operation.name for route in API_ROUTES if isinstance(route, ApiRoute)}
    assert named == set(OPERATIONS)
    rest = {route.path for route in API_ROUTES if not isinstance(route, ApiRoute)}
    assert rest == DESCRIPTIONS


def test_every_form_has_its_operations_or_a_reason_why_programs_do_not_need_one() -> None:
    forms = {path for _, method, path in page_names() if method != "GET"}
    alone = [path for paths in ALONE.values() for path in paths]
    assert {*OPERATIONS_OF, *alone} == forms, "see tests/permissions/pairs.py"
    assert len(alone) + len(OPERATIONS_OF) == len(forms)
    assert {name for names in OPERATIONS_OF.values() for name in names} <= set(OPERATIONS)


def test_a_form_and_its_operations_are_for_the_same_people() -> None:
    faults = [
        f"{path}: {PAGES[f'POST {path}'].needs}, {name}: {OPERATIONS[name].needs}"
        for path, names in OPERATIONS_OF.items()
        for name in names
        if OPERATIONS[name].needs != PAGES[f"POST {path}"].needs
        and OPERATIONS[name].author != PAGES[f"POST {path}"].author
    ]
    assert faults == []


@dataclass
class Trial:
    """Asks the application directly; a change is noted, and taken back."""

    world: World
    direct: Direct
    changed: list[bool] = field(default_factory=list)

    async def all(self) -> list[Answered]:
        return [
            await self.one(way, who, thing)
            for way in ways()
            if way.name not in SEVERAL_CHANGES
            for who in self.world.whos.values()
            if _differs(way, who)
            for thing in (self.world.things[way.kind] if way.kind else [None])
            if thing is None or thing.name != "thai" or (way.is_api and way.rule.needs)
        ]

    async def with_nothing(self) -> list[Answered]:
        """Every form of a page, sent empty by those whom none is for."""
        return [
            await self.one(
                replace(way, rule=replace(way.rule, send={})), self.world.whos[who], thing
            )
            for way in ways()
            if way.method != "GET" and not way.is_api and way.rule.needs is not None
            for who in ("visitor", "linh")
            for thing in (self.world.things[way.kind][:1] if way.kind else [None])
            if not way.rule.permits(self.world.whos[who], thing)
        ]

    async def one(self, way: Way, who: Who, thing: Thing | None) -> Answered:
        self.changed.clear()
        headers, body = self._sent(way, who, thing)
        got = await self.direct.ask(way.method, self._path(way, thing), headers, body)
        code = json.loads(got.text)["code"] if way.is_api and got.status >= 400 else ""
        changed = way.method != "GET" and bool(self.changed)
        return Answered(way, who, thing, got.status, code, changed)

    def _path(self, way: Way, thing: Thing | None) -> str:
        names = dict(self.world.names)
        if thing is not None:
            names |= {name: thing.key for name, kind in KINDS.items() if kind == thing.kind}
            names |= {"slug": thing.key} if thing.kind == Kind.SPACE else {}
        return re.sub(
            r"{(\w+)(?::\w+)?}", lambda found: str(names.get(found[1], NOTHING)), way.pattern
        )

    def _sent(self, way: Way, who: Who, thing: Thing | None) -> tuple[dict[str, str], bytes]:
        fill = {**self.world.names, "key": thing.key if thing else ""}
        sent = {name: _filled(value, fill) for name, value in way.rule.send.items()}
        if way.is_api:
            token = self.world.tokens.get(who.name, {})
            return {**token, "content-type": "application/json"}, json.dumps(sent).encode()
        cookie = {"cookie": self.world.cookie(who.name)}
        if way.method == "GET":
            return cookie, b""
        form = urlencode({**sent, "csrf": self.world.csrf(who.name)}).encode()
        return {**cookie, "content-type": "application/x-www-form-urlencoded"}, form


def _differs(way: Way, who: Who) -> bool:
    """Whether trying it says more than another one's trial does."""
    if not way.is_api and who.name not in AT_A_BROWSER:
        return False
    if who.name in {"pari", SUSPENDED}:  # they read as others do
        return way.method != "GET"
    if who.name == "ada":  # elsewhere as olga
        return way.rule.needs is not None and permissions()[way.rule.needs][0] == Role.ADMIN
    return way.is_api or way.method != "GET" or not who.silenced


def _filled(value: Any, names: Mapping[str, Any]) -> Any:
    if value == "{member_id}":
        return names["member_id"]
    return value.format_map(names) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def client(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("permissions")
    with sqlite_databases.fresh(prepared) as url, running(url, folder) as found:
        yield found


def filled_once(render: Callable[..., str]) -> Callable[..., str]:
    """Fill each template once: who was let in is told by the status, whatever the page says."""
    filled: dict[str, str] = {}

    def again(template: Template, *values: Any, **more: Any) -> str:
        name = template.name or ""
        if name not in filled:
            filled[name] = render(template, *values, **more)
        return filled[name]

    return again


@pytest.fixture(scope="module")
def tried(client: Client) -> Iterator[tuple[list[Answered], list[Answered]]]:
    """Everything, tried once; and the forms that are not for who sends them, sent empty."""
    trial = Trial(build(client), Direct(client.app, client.app_state))

    @asynccontextmanager
    async def taken_back(runtime: Runtime, actor: Actor) -> AsyncIterator[Unit]:
        async with runtime.database.writer() as db:
            transaction = await db.begin()
            try:
                unit = Unit(db, actor, runtime.clock())
                yield unit
                await db.flush()
                for step in unit.last_steps:
                    await step()
                trial.changed.append(True)
            finally:
                await transaction.rollback()

    async def by_itself(runtime: Runtime, _thing: str, actor: Actor, act: Act) -> Response:
        async with runtime.unit(actor) as unit:
            return await act(unit)

    async def run(_runtime: Runtime) -> tuple[list[Answered], list[Answered]]:
        return await trial.all(), await trial.with_nothing()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Runtime, "unit", taken_back)
        patch.setattr(Runtime, "change", by_itself)
        patch.setattr(Template, "render", filled_once(Template.render))
        yield client.do(run)


@pytest.fixture(scope="module")
def answers(tried: tuple[list[Answered], list[Answered]]) -> list[Answered]:
    """Everything, tried once."""
    return tried[0]


def test_nobody_is_told_how_to_fill_in_a_form_that_is_not_for_them(
    tried: tuple[list[Answered], list[Answered]],
) -> None:
    faults = [str(one) for one in tried[1] if one.is_admitted and one.status != 303]
    assert len(tried[1]) > 100
    assert faults == []


def test_nothing_breaks(answers: list[Answered]) -> None:
    assert [str(one) for one in answers if one.status >= 500] == []


def expected(one: Answered) -> bool:
    """Whether the rule lets somebody in who sees the thing."""
    needed = one.way.scope or Scope.READ
    if one.way.is_api and one.who.scopes is not None and needed not in one.who.scopes:
        return False
    return one.way.rule.permits(one.who, one.thing)


def seen(answers: list[Answered]) -> Iterator[Answered]:
    for one in answers:
        if one.thing is None or one.who.sees(one.thing):
            yield one


def test_everybody_may_do_what_the_rules_say(answers: list[Answered]) -> None:
    faults = [
        str(one)
        for one in seen(answers)
        if expected(one) and not one.is_admitted and not _is_away(one)
    ]
    assert faults == []


def _is_away(one: Answered) -> bool:
    """Whether something else that the act needs is not there: a proof, a term, a readable text.

    Changes of what others read already cannot wait, so that nobody under approval makes any.
    """
    if one.code == "under_approval":
        return one.who.name == "pari"
    out_of_sight = one.thing is not None and one.thing.state in {"hidden", "buried"}
    return not one.way.rule.done or (out_of_sight and one.status == 404)


def test_nobody_may_do_more(answers: list[Answered]) -> None:
    faults = [
        str(one)
        for one in seen(answers)
        if not expected(one) and (one.changed or (one.is_admitted and _tells(one)))
    ]
    assert faults == []


def _tells(one: Answered) -> bool:
    """Whether being let in says something: being led away does not, nor what one knows of oneself.

    Who is silenced reads why above the form, which so keeps what they typed.
    """
    is_form = not one.way.is_api and one.way.method != "GET"
    return not (is_form and (one.status == 303 or (one.who.silenced and one.status in {409, 422})))


def test_what_may_not_be_seen_looks_like_what_does_not_exist(answers: list[Answered]) -> None:
    nothing = {
        (one.way.name, one.who.name): (one.status, one.code, one.changed)
        for one in answers
        if one.thing is not None and not one.thing.is_there
    }
    faults = [
        f"{one}, and for nothing: {nothing[one.way.name, one.who.name]}"
        for one in answers
        if one.thing is not None
        and not one.who.sees(one.thing)
        and (one.status, one.code, one.changed) != nothing[one.way.name, one.who.name]
    ]
    assert faults == []


def test_each_act_is_done_by_somebody(answers: list[Answered]) -> None:
    done = {one.way.name for one in answers if one.changed}
    acts = {way.name for way in ways() if way.method != "GET" and way.rule.done}
    assert acts - done == set()


def test_enough_was_tried(answers: list[Answered]) -> None:
    assert len(answers) > 3_000
