"""Who belongs to a private space, by API."""

import pytest

from forum.jobs.runner import Runner
from forum.moderation.jobs import write_down
from forum.runtime import Runtime
from tests.client import API
from tests.forum.spaces.club import Club, Json


def record(club: Club) -> list[Json]:
    async def work(runtime: Runtime) -> None:
        await Runner(runtime, {"audit.note": write_down}).drain()

    club.client.do(work)
    answer = club.client.get(f"{API}/admin/audit", headers=club.client.token(club.olga))
    found = [
        {name: entry[name] for name in ("act", "target", "url", "details")}
        for entry in answer.json()["items"]
    ]
    return sorted(found, key=lambda entry: entry["act"])  # jobs of one moment come in any order


def test_who_is_added_sees_the_space_and_who_is_removed_does_not(club: Club) -> None:
    assert not club.sees(club.linh)
    added = club.put("linh")
    assert added.status_code == 200
    assert added.json()["member"]["handle"] == "linh"
    assert club.handles() == ["linh"]
    assert club.sees(club.linh)
    assert club.remove("linh").status_code == 204
    assert club.handles() == []
    assert not club.sees(club.linh)


def test_lists_that_were_kept_follow_at_once(club: Club) -> None:
    club.client.sign_in(club.linh)
    assert "Club" not in club.client.get("/").text
    club.put("linh")
    assert "Club" in club.client.get("/").text
    club.remove("linh")
    assert "Club" not in club.client.get("/").text


def test_to_add_somebody_twice_changes_nothing(club: Club) -> None:
    first, again = club.put("linh"), club.put("linh")
    assert again.json()["member"] == first.json()["member"]
    assert club.handles() == ["linh"]
    assert [entry["act"] for entry in record(club)] == ["add_to_space"]


def test_somebody_who_does_not_belong_cannot_be_removed(club: Club) -> None:
    assert club.remove("linh").status_code == 404
    assert club.remove("nobody").status_code == 404
    assert record(club) == []


@pytest.mark.parametrize("who", ["nobody", "x", "nobody@example.org", "@@"])
def test_who_is_unknown_is_refused(club: Club, who: str) -> None:
    answer = club.put(who)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["detail"].startswith("Nobody here has")
    assert club.handles() == []


@pytest.mark.parametrize("who", ["@linh", "LINH", "Linh@Example.org"])
def test_members_are_named_by_handle_or_address(club: Club, who: str) -> None:
    assert club.put(who).status_code == 200
    assert club.handles() == ["linh"]


def test_an_address_that_nobody_has_proven_to_read_adds_nobody(club: Club) -> None:
    club.client.member("new", email_verified_at=None)
    assert club.put("new@example.org").status_code == 422


def test_members_add_nobody_whether_they_belong_or_not(club: Club) -> None:
    assert club.put("linh", club.linh).status_code == 404  # the space is not there for them
    club.put("linh")
    refused = club.put("ada", club.linh)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert club.remove("linh", club.linh).status_code == 403
    headers = club.client.token(club.linh)
    assert club.client.get(f"{club.url}/members", headers=headers).status_code == 403
    assert club.handles() == ["linh"]


def test_visitors_are_asked_to_sign_in(club: Club) -> None:
    assert club.client.get(f"{club.url}/members").status_code == 401
    assert club.client.put(f"{club.url}/members/linh").status_code == 401
    assert club.client.delete(f"{club.url}/members/linh").status_code == 401


def test_the_list_comes_in_pages(club: Club) -> None:
    for handle in ("linh", "olga", "ada"):
        club.put(handle)
    first = club.listed(limit=2)
    assert [item["member"]["handle"] for item in first["items"]] == ["linh", "olga"]
    assert club.handles(limit=2, cursor=first["next"]) == ["ada"]


def test_every_change_stands_in_the_record_once(club: Club) -> None:
    club.put("linh")
    club.remove("linh")
    body = {"name": "Round table", "access": "private"}
    headers = club.client.token(club.ada)
    assert club.client.patch(club.url, json=body, headers=headers).status_code == 200
    target = {"target": "space:club", "url": "/s/club"}
    assert record(club) == [
        {"act": "add_to_space", "details": {"member_id": club.linh.member_id}, **target},
        {"act": "change_space", "details": {"was": {"name": "Club"}}, **target},
        {"act": "remove_from_space", "details": {"member_id": club.linh.member_id}, **target},
    ]
    club.client.sign_in(club.olga)
    page = club.client.get("/moderation/audit").text
    assert "Added somebody to a space" in page
    assert '<bdi>Space club</bdi></a> <a href="/m/linh"><bdi>Linh</bdi></a>' in page


def test_a_note_that_comes_twice_is_written_down_once(club: Club) -> None:
    note = {
        "act": "add_to_space",
        "actor_id": club.olga.member_id,
        "made_at": "2026-11-21T12:00:00+00:00",
        "target": "space:club",
        "details": {"member_id": club.linh.member_id},
    }

    async def twice(runtime: Runtime) -> None:
        for _ in range(2):
            await write_down(runtime, note)

    club.client.do(twice)
    assert len(record(club)) == 1
