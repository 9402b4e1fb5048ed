"""What tests of private spaces work with."""

from dataclasses import dataclass
from typing import Any

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.permissions import Role
from forum.spaces.rules import Access
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]


@dataclass
class Club:
    """A private space with a topic by its moderator `olga`; `linh` belongs to no space."""

    client: Client
    linh: Actor
    olga: Actor
    ada: Actor
    topic: TopicId

    @property
    def url(self) -> str:
        return f"{API}/spaces/club"

    def put(self, handle: str, who: Actor | None = None) -> Any:
        headers = self.client.token(who or self.olga)
        return self.client.put(f"{self.url}/members/{handle}", headers=headers)

    def remove(self, handle: str, who: Actor | None = None) -> Any:
        headers = self.client.token(who or self.olga)
        return self.client.delete(f"{self.url}/members/{handle}", headers=headers)

    def handles(self, **query: Any) -> list[str]:
        return [item["member"]["handle"] for item in self.listed(**query)["items"]]

    def listed(self, **query: Any) -> Json:
        headers = self.client.token(self.olga)
        answer = self.client.get(f"{self.url}/members", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def sees(self, who: Actor) -> bool:
        status = self.client.get(f"/t/{self.topic}/open-courses", headers=self.client.token(who))
        return status.status_code == 200


def build(client: Client) -> Club:
    client.do(factories.space, "club", access=Access.PRIVATE)
    client.do(factories.space, "general")
    linh, olga = client.member("linh"), client.member("olga", Role.MODERATOR)
    ada = client.member("ada", Role.ADMIN)
    return Club(client, linh, olga, ada, client.do(factories.topic, olga, "club"))
