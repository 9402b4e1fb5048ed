"""The library, as people and programs find resources in it."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

LICENCES = ["CC-BY-4.0", "CC0-1.0"]
LANGUAGES = ["th", "km", "en"]


def card(number: int, **more: Any) -> dict[str, Any]:
    """Cards that differ from each other in every facet."""
    made = {
        "url": f"https://n{number}.example/",
        "type": ["oer", "course"][number % 2],
        "languages": [LANGUAGES[number % 3], "fr"],
        "licence": LICENCES[number % 2],
        "level": ["school", "higher", None][number % 3],
        "subject": ["ict", None][number % 2],
        "country": ["TH", "KH", ""][number % 3],
        "competences": ["data"] if number % 2 else [],
        "provider": f"Provider {number}",
    }
    return made | more


async def share(runtime: Runtime, who: Actor, space: str, number: int, **more: Any) -> int:
    return await factories.topic(
        runtime,
        who,
        space,
        title=f"Resource {number}",
        kind="resource",
        resource=card(number, **more),
    )


@pytest.fixture
def maria(client: Client) -> Actor:
    client.do(factories.space)
    client.do(factories.space, "network", access="members")
    client.do(factories.space, "board", access="private")
    return client.member("maria")


@pytest.fixture
def boss(client: Client) -> Actor:
    return client.member("boss", Role.MODERATOR)


@pytest.fixture
def shared(client: Client, maria: Actor, boss: Actor) -> list[int]:
    made = [client.do(share, maria, "general", number) for number in range(6)]
    made.append(client.do(share, maria, "network", 6))
    made.append(client.do(share, boss, "board", 7))
    client.do(factories.topic, maria)
    return made


def ask(client: Client, headers: Mapping[str, str] = {}, **chosen: str) -> Any:
    answer = client.get(f"{API}/library", params=chosen, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def counts(found: Any, facet: str) -> dict[str, int]:
    [values] = [one["values"] for one in found["facets"] if one["name"] == facet]
    return {one["value"]: one["count"] for one in values}


def test_the_newest_resource_comes_first(client: Client, shared: list[int]) -> None:
    found = ask(client)
    assert [one["id"] for one in found["items"]] == shared[5::-1]
    assert (found["count"], found["next"]) == (6, None)
    assert found["items"][0]["resource"]["provider"] == "Provider 5"


def test_facets_count_what_the_reader_sees(
    client: Client, maria: Actor, boss: Actor, shared: list[int]
) -> None:
    assert counts(ask(client), "space") == {"general": 6}
    mine = ask(client, client.token(maria))
    assert counts(mine, "space") == {"general": 6, "network": 1}
    assert counts(mine, "type") == {"oer": 4, "course": 3}
    assert counts(mine, "language") == {"fr": 7, "th": 3, "km": 2, "en": 2}
    assert counts(mine, "country") == {"TH": 3, "KH": 2}
    assert counts(mine, "level") == {"school": 3, "higher": 2}
    assert counts(mine, "subject") == {"ict": 4}
    assert counts(mine, "licence") == {"CC-BY-4.0": 4, "CC0-1.0": 3}
    assert counts(ask(client, client.token(boss)), "space") == {
        "board": 1,
        "general": 6,
        "network": 1,
    }


@pytest.fixture
def readers(
    client: Client, maria: Actor, boss: Actor, shared: list[int]
) -> Mapping[str, Mapping[str, str]]:
    """Headers of everybody who sees other resources than the others do."""
    return {"visitor": {}, "maria": client.token(maria), "boss": client.token(boss)}


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["oer", "course", "webinar"]),
        "language": st.sampled_from([*LANGUAGES, "fr", "lo"]),
        "licence": st.sampled_from([*LICENCES, "MIT"]),
        "level": st.sampled_from(["school", "higher"]),
        "subject": st.just("ict"),
        "country": st.sampled_from(["TH", "KH"]),
        "space": st.sampled_from(["general", "network", "board", "nowhere"]),
        "competence": st.sampled_from(["data", "Data", "other"]),
    },
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=CHOICES, seen=st.sampled_from(["visitor", "maria", "boss"]))
def test_every_count_is_what_choosing_it_lists(
    client: Client, readers: Mapping[str, Mapping[str, str]], chosen: dict[str, str], seen: str
) -> None:
    token = readers[seen]
    found = ask(client, token, **chosen)
    assert found["count"] == len(found["items"])
    for facet in found["facets"]:
        for value in facet["values"]:
            then = ask(client, token, **{**chosen, facet["name"]: value["value"]})
            assert then["count"] == value["count"] == len(then["items"])


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_pages_follow_each_other_without_gap(client: Client, shared: list[int], limit: int) -> None:
    seen, cursor = [], None
    for _ in range(10):
        found = ask(client, limit=str(limit), **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in found["items"]]
        if (cursor := found["next"]) is None:
            break
    assert seen == shared[5::-1]


def test_what_is_no_choice_is_refused(client: Client, maria: Actor) -> None:
    for wrong in ("type=film", "language=klingon", "licence=x", "level=x", "subject=x", "page=2"):
        assert client.get(f"{API}/library?{wrong}").status_code == 422
    assert client.get(f"{API}/library?cursor=x").status_code == 422
    assert client.get("/library?after=x").status_code == 422


def test_counts_follow_every_change(client: Client, maria: Actor, boss: Actor) -> None:
    first = client.do(share, maria, "general", 1)
    token = client.token(maria)
    assert ask(client)["count"] == 1
    second = client.do(share, maria, "general", 2)
    assert ask(client)["count"] == 2
    new = card(1, licence="MIT")
    client.patch(f"{API}/topics/{first}", json={"resource": new}, headers=token)
    assert counts(ask(client), "licence") == {"MIT": 1, "CC-BY-4.0": 1}
    client.patch(f"{API}/topics/{first}", json={"title": "Other"}, headers=token)
    assert ask(client)["items"][1]["title"] == "Other"
    client.sign_in(boss)
    sent = client.fill_in(f"/t/{first}/moderate", {"act": "hide_topic", "reason": "spam"})
    assert sent.status_code == 303
    client.cookies.clear()
    assert [one["id"] for one in ask(client)["items"]] == [second]
    client.patch(f"{API}/topics/{second}", json={"kind": "question"}, headers=token)
    assert ask(client)["count"] == 0


def test_the_page_lists_and_counts_the_same(client: Client, shared: list[int]) -> None:
    page = client.get("/library").text
    assert re.findall(r'<h3><a href="/t/(\d+)/', page) == [str(one) for one in shared[5::-1]]
    assert "6 resources" in page
    assert 'href="/library?language=th"' in page
    assert '<option value="th" lang="th">ไทย (2)</option>' in page
    assert 'rect width="100%"' in page
    assert "Provider 5" in page


def test_choosing_on_the_page_goes_by_links(client: Client, shared: list[int]) -> None:
    page = client.get("/library?language=th&type=").text
    assert "2 resources" in page
    assert 'href="/library" aria-current="true"' in page
    assert "/library?language=th&amp;type=oer" in page
    assert "No resource fits" in client.get("/library?language=lo").text
    tag = client.get("/library?competence=data").text
    assert "3 resources" in tag
    assert 'name="competence" value="data"' in tag


def test_an_empty_library_says_how_to_begin(client: Client) -> None:
    assert "Share a resource" in client.get("/library").text


def test_members_find_what_they_alone_see(client: Client, maria: Actor, shared: list[int]) -> None:
    client.sign_in(maria)
    page = client.get("/library").text
    assert "7 resources" in page
    assert "Provider 6" in page
    assert "Provider 7" not in page


def test_pages_of_the_library_lead_on_and_back(client: Client, maria: Actor) -> None:
    for number in range(25):
        client.do(share, maria, "general", number)
    first = client.get("/library").text
    [following] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(following).text
    assert "Provider 4<" in second
    [back] = re.findall(r'rel="prev" href="([^"]+)"', second)
    assert "Provider 24" in client.get(back).text
