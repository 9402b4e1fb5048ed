"""Who the journeys are about."""

from dataclasses import dataclass

import httpx2

from forum.core.actor import Actor
from forum.core.permissions import Role, Scope
from tests.client import API
from tests.journeys.site import Site


@dataclass(frozen=True, slots=True)
class People:
    """Two members of one forum, who share no language, and a moderator's program."""

    ploy: Actor
    """Reads and writes Thai."""
    camille: Actor
    """Reads and writes French."""
    robin: Actor
    """Keeps order."""
    token: dict[str, str]
    """Headers of the moderator's program."""

    @classmethod
    async def join(cls, site: Site) -> "People":
        """Have them all registered."""
        robin = await site.member("robin", Role.MODERATOR)
        return cls(
            await site.member("ploy", name="พลอย", locale="th", languages=["th"]),
            await site.member("camille", locale="fr", languages=["fr"]),
            robin,
            await site.token(robin, Scope.READ, Scope.MODERATE),
        )

    async def decide(self, site: Site, act: str, target: int) -> None:
        """Carry out a moderator's act by program, on process `a`."""
        body = {
            "act": act,
            "target": f"{act.split('_')[1]}:{target}",
            "reason": "It was asked for.",
        }
        async with httpx2.AsyncClient(base_url=site.a.url, headers=self.token) as program:
            answer = await program.post(f"{API}/admin/actions", json=body)
        assert answer.status_code == 200, answer.text

    async def reported(self, site: Site) -> list[int]:
        """Ids of the posts whose reports wait for a decision."""
        async with httpx2.AsyncClient(base_url=site.a.url, headers=self.token) as program:
            answer = await program.get(f"{API}/admin/flags")
        return [case["post"]["id"] for case in answer.json()["items"]]
