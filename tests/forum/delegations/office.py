"""What tests of delegations work with."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from httpx2 import Response

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.jobs.runner import Runner
from forum.moderation.jobs import write_down
from forum.runtime import Runtime
from tests.client import API, Client

Json = dict[str, Any]
LIST = f"{API}/delegations"


@dataclass
class Office:
    """Viet Nam's delegation; `ada` looks after all of them, `linh` and `hoa` are members."""

    client: Client
    ada: Actor
    linh: Actor
    hoa: Actor
    today: date = field(default_factory=lambda: datetime.now(UTC).date())

    def day(self, offset: int) -> str:
        return (self.today + timedelta(days=offset)).isoformat()

    def post(self, path: str, body: Json, who: Actor | None = None) -> Response:
        headers = self.client.token(who or self.ada)
        return self.client.post(f"{API}{path}", json=body, headers=headers)

    def patch(self, path: str, body: Json, who: Actor | None = None) -> Response:
        headers = self.client.token(who or self.ada)
        return self.client.patch(f"{API}{path}", json=body, headers=headers)

    def get(self, path: str, who: Actor | None = None) -> Json:
        headers = {} if who is None else self.client.token(who)
        answer = self.client.get(f"{API}{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def name(self, who: str, capacity: str = "adviser", **more: Any) -> Response:
        by = more.pop("by", None)
        body = {"who": who, "capacity": capacity, **more}
        return self.post("/delegations/vn/mandates", body, by)

    def end(self, mandate: int, by: Actor | None = None) -> Response:
        return self.post(f"/delegations/vn/mandates/{mandate}/end", {}, by)

    def mandates(self) -> list[Json]:
        items: list[Json] = self.get("/delegations/vn/mandates", self.linh)["items"]
        return items

    def record(self) -> list[tuple[str, str]]:
        """Act and target of everything written down, by act."""

        async def work(runtime: Runtime) -> None:
            await Runner(runtime, {"audit.note": write_down}).drain()

        self.client.do(work)
        found = self.get("/admin/audit", self.ada)["items"]
        return sorted((entry["act"], entry["target"]) for entry in found)


def build(client: Client) -> Office:
    office = Office(
        client, client.member("ada", Role.ADMIN), client.member("linh"), client.member("hoa")
    )
    body = {"slug": "vn", "kind": "partner", "partner": "VN"}
    assert office.post("/delegations", body).status_code == 201
    return office
