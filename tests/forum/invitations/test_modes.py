"""What each kind of person may do, in each mode of registration."""

import pytest
from httpx2 import Response

from forum.accounts.rules import MemberState
from forum.core.permissions import Role
from forum.site.rules import Mode
from tests import factories
from tests.client import API, Client
from tests.forum.invitations.test_invitations import JOIN, Office, whoever

REPLY = {"body": "We do."}
REGISTER = JOIN | {
    "handle": "other",
    "email": "new@elsewhere.test",
    "organisation": "VNU",
    "about": "I teach.",
}


def registers(client: Client) -> Response:
    """What a form answers that was filled in before the mode changed."""
    word = client.get("/sign-in").text.partition('name="csrf" value="')[2].partition('"')[0]
    return client.post("/register", data={"csrf": word, **REGISTER})


@pytest.mark.parametrize("mode", Mode)
def test_in_every_mode_each_may_do_what_they_may(client: Client, mode: Mode) -> None:
    ada, olga = client.member("ada", Role.ADMIN), client.member("olga", Role.MODERATOR)
    office = Office(client, olga, ada)
    client.do(factories.space, "general")
    linh = client.member("linh")
    topic = client.do(factories.topic, linh)
    url = f"{API}/topics/{topic}/posts"
    path = f"{API}/admin/settings"
    client.patch(path, json={"registration": mode}, headers=client.token(ada))

    answer = registers(client)
    if mode == Mode.INVITATION:
        assert (answer.status_code, "by invitation" in answer.text) == (403, True)
    else:
        waits = "the secretariat looks at your registration" in answer.text
        assert (answer.status_code, waits) == (200, mode == Mode.APPROVAL)
    assert client.get(f"/t/{topic}/open-courses").status_code == 200
    assert client.post(url, json=REPLY).status_code in {401, 403}

    for state in (MemberState.WAITING, MemberState.DECLINED):
        person = client.member(state.value, state=state)
        assert client.post(url, json=REPLY, headers=client.token(person)).status_code == 401
        client.sign_in(person)
        assert whoever(client) == ""
        assert client.get(f"/m/{state}").status_code == 404
        client.cookies.clear()

    assert client.post(url, json=REPLY, headers=client.token(linh)).status_code == 201
    client.fill_in(office.invited(), JOIN)
    assert whoever(client) == "neu"
