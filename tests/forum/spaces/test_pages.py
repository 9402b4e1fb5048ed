"""Looking after spaces with a browser, without any script."""

import pytest

from forum.core.permissions import Role
from forum.runtime import Runtime
from forum.spaces import actions
from tests.client import Client
from tests.forum.spaces.club import Club

MEMBERS, SETTINGS = "/s/club/members", "/s/club/settings"


def test_a_moderator_adds_and_removes_somebody(club: Club) -> None:
    club.client.sign_in(club.olga)
    assert "Nobody yet." in club.client.get(MEMBERS).text
    answer = club.client.fill_in(MEMBERS, {"who": "@linh"})
    assert (answer.status_code, answer.headers["location"]) == (303, MEMBERS)
    assert club.handles() == ["linh"]
    assert "Remove Linh" in club.client.get(MEMBERS).text
    answer = club.client.fill_in(MEMBERS, {}, to=f"{MEMBERS}/remove")
    assert (answer.status_code, answer.headers["location"]) == (303, MEMBERS)
    assert club.handles() == []


def test_who_is_unknown_is_said_beside_the_field(club: Club) -> None:
    club.client.sign_in(club.olga)
    answer = club.client.fill_in(MEMBERS, {"who": "<nobody>"})
    assert answer.status_code == 422
    assert "Nobody here has this handle or e-mail address." in answer.text
    assert "&lt;nobody&gt;" in answer.text


def test_somebody_else_has_removed_them_meanwhile(club: Club) -> None:
    club.put("linh")
    club.client.sign_in(club.olga)
    page = club.client.get(MEMBERS).text
    word = page.split('name="csrf" value="')[1].partition('"')[0]
    club.remove("linh")
    sent = {"csrf": word, "who": "linh"}
    assert club.client.post(f"{MEMBERS}/remove", data=sent).status_code == 404


def test_a_form_of_another_site_changes_nothing(club: Club) -> None:
    club.put("linh")
    club.client.sign_in(club.ada)
    for url, data in (
        (MEMBERS, {"who": "ada"}),
        (f"{MEMBERS}/remove", {"who": "linh"}),
        (SETTINGS, {"name": "Other", "language": "en", "access": "public"}),
        ("/spaces/new", {"name": "Other", "slug": "other", "language": "en", "access": "public"}),
    ):
        assert club.client.post(url, data=data).status_code == 422
    assert club.handles() == ["linh"]
    assert club.client.get("/s/other").status_code == 404


def test_the_list_comes_in_pages(club: Club) -> None:
    async def fill(runtime: Runtime) -> None:
        for number in range(51):
            async with runtime.unit(club.olga) as unit:
                await actions.admit(unit, "club", f"reader{number}")

    for number in range(51):
        club.client.member(f"reader{number}")
    club.client.do(fill)
    club.client.sign_in(club.olga)
    first = club.client.get(MEMBERS).text
    assert "51 members" in first
    assert ("@reader49<" in first, "@reader50<" in first) == (True, False)
    following = first.split('rel="next" href="')[1].partition('"')[0]
    second = club.client.get(following).text
    assert ("@reader49<" in second, "@reader50<" in second) == (False, True)
    before = second.split('rel="prev" href="')[1].partition('"')[0].replace("&amp;", "&")
    assert "@reader0<" in club.client.get(before).text


def test_pages_are_for_those_who_look_after_the_space(club: Club) -> None:
    pages = [MEMBERS, SETTINGS, "/spaces/new"]

    def statuses() -> list[int]:
        return [club.client.get(page).status_code for page in pages]

    assert statuses() == [404, 404, 401]
    club.client.sign_in(club.linh)
    assert statuses() == [404, 404, 403]
    club.put("linh")
    assert statuses() == [403, 403, 403]
    club.client.sign_in(club.olga)
    assert statuses() == [200, 403, 403]
    club.client.sign_in(club.ada)
    assert statuses() == [200, 200, 200]


@pytest.fixture
def admin(client: Client) -> Client:
    """The administrator's browser."""
    client.sign_in(client.member("ada", Role.ADMIN))
    return client


NEW = {
    "name": "Réseau",
    "slug": "reseau",
    "language": "fr",
    "access": "private",
    "engines": "inside",
    "place": "7",
}


def test_an_administrator_opens_a_space(admin: Client) -> None:
    answer = admin.fill_in("/spaces/new", NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/s/reseau")
    assert '<bdi lang="fr">Réseau</bdi>' in admin.get("/s/reseau").text
    again = admin.fill_in("/spaces/new", NEW)
    assert again.status_code == 422
    assert "Another space has this address already." in again.text


@pytest.mark.parametrize(
    "wrong",
    [{"slug": "Two Words"}, {"name": " "}, {"language": "xx-no"}, {"access": "open"}]
    + [{"place": place} for place in ("-1", "10000", "first", str(10**30))],
)
def test_what_does_not_fit_opens_no_space(admin: Client, wrong: dict[str, str]) -> None:
    answer = admin.fill_in("/spaces/new", NEW | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert admin.get("/api/v1/spaces", headers={}).json()["items"] == []


def test_an_administrator_changes_a_space_and_sees_it_at_once(club: Club) -> None:
    club.client.sign_in(club.ada)
    assert "Club" in club.client.get("/").text
    answer = club.client.fill_in(SETTINGS, {"name": "Round table", "access": "members"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/s/club")
    assert "Round table" in club.client.get("/").text
    assert club.sees(club.linh)
    form = club.client.get(SETTINGS).text
    assert 'value="Round table"' in form
    assert '<option value="false" selected>' in form  # as it was made: private texts stay inside
    refused = club.client.fill_in(SETTINGS, {"access": "members", "name": ""})
    assert refused.status_code == 422
