"""Topics and posts as programs see them."""

from typing import Any
from urllib.parse import unquote

import pytest

from forum.core.paging import encode_cursor
from forum.core.permissions import Role, Scope
from forum.discussions import actions
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client

Json = dict[str, Any]


@pytest.fixture
def maria(client: Client) -> dict[str, str]:
    client.do(factories.space)
    return client.token(client.member("maria", languages=["en", "fr"], organisation="UPOU"))


def start(client: Client, who: dict[str, str], **more: Any) -> Json:
    body = {"space": "general", "title": "Open courses", "body": "What do **we** know?"} | more
    answer = client.post(f"{API}/topics", json=body, headers=who)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def reply(client: Client, who: dict[str, str], topic: Json, body: str, **more: Any) -> Json:
    url = f"{API}/topics/{topic['id']}/posts"
    answer = client.post(url, json={"body": body} | more, headers=who)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def posts(client: Client, topic: Json, **query: Any) -> Json:
    answer = client.get(f"{API}/topics/{topic['id']}/posts", params=query)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def test_a_topic_is_what_was_sent(client: Client, maria: dict[str, str]) -> None:
    topic = start(client, maria, kind="question", tags=["#OER", "oer", "MOOC"], language="en")
    assert "<strong>we</strong>" in topic["body"]["html"]
    assert topic["tags"] == ["mooc", "oer"]
    assert (topic["kind"], topic["state"], topic["post_count"]) == ("question", "open", 1)
    assert topic["author"]["handle"] == "maria"
    assert topic["author"]["organisation"] == "UPOU"
    assert topic["url"] == f"/t/{topic['id']}/open-courses"
    shown = client.get(f"{API}/topics/{topic['id']}")
    assert shown.json() == topic
    assert shown.headers["etag"] == '"v1"'


def test_where_a_topic_is_stands_in_a_header_in_whatever_script_its_title_is(
    client: Client, maria: dict[str, str]
) -> None:
    for title in ("Ví dụ", "แหล่งเรียนรู้แบบเปิด"):
        body = {"space": "general", "title": title, "body": "What do **we** know?"}
        headers = maria | {"idempotency-key": f"a key for {len(title)}"}
        for _ in ("asked", "asked again"):
            answer = client.post(f"{API}/topics", json=body, headers=headers)
            assert answer.status_code == 201, answer.text
            assert unquote(answer.headers["location"]) == answer.json()["url"]
            assert answer.headers["location"].isascii()


def test_the_answer_to_a_reply_is_the_post_as_it_is_read(
    client: Client, maria: dict[str, str]
) -> None:
    """It is made without reading the post again, and has to say the same."""
    topic = start(client, maria)
    jan = client.token(client.member("jan", name="Jan", partner="CZ"))
    one = reply(client, jan, topic, "**one**", language="cs")
    nested = reply(client, maria, topic, "two", parent_id=one["id"])
    assert nested["in_reply_to"] == {"id": one["id"], "author_name": "Jan"}
    for post, etag in ((one, '"v1"'), (nested, '"v1"')):
        shown = client.get(f"{API}/posts/{post['id']}")
        assert shown.json() == post
        assert shown.headers["etag"] == etag
    listed = posts(client, topic)["items"][1:]
    assert listed == [one, nested]
    counts = client.get(f"{API}/topics/{topic['id']}").json()
    assert (counts["post_count"], counts["people_count"]) == (3, 2)
    assert counts["languages"] == ["en", "cs"]


def test_replies_come_as_a_tree_or_by_time(client: Client, maria: dict[str, str]) -> None:
    topic = start(client, maria)
    one = reply(client, maria, topic, "one")
    two = reply(client, maria, topic, "two")
    deep = reply(client, maria, topic, "under one", parent_id=one["id"])
    first = posts(client, topic)["items"][0]
    beside = reply(client, maria, topic, "to the first post", parent_id=first["id"])
    tree = posts(client, topic)["items"]
    flat = posts(client, topic, view="flat")["items"]
    assert [post["id"] for post in tree] == [
        first["id"],
        one["id"],
        deep["id"],
        two["id"],
        beside["id"],
    ]
    assert [post["number"] for post in flat] == [1, 2, 3, 4, 5]
    assert (deep["depth"], deep["parent_id"]) == (1, one["id"])
    assert (beside["depth"], beside["parent_id"]) == (0, None)
    assert tree[2]["in_reply_to"] == {"id": one["id"], "author_name": "Maria"}


@pytest.mark.parametrize("view", ["tree", "flat"])
def test_pages_give_every_post_once(client: Client, maria: dict[str, str], view: str) -> None:
    topic = start(client, maria)
    parents = [None]
    for number in range(12):
        parent = parents[number // 3]
        made = reply(client, maria, topic, f"reply {number}", parent_id=parent)
        parents.append(made["id"])
    whole = [post["id"] for post in posts(client, topic, view=view, limit=100)["items"]]
    found: list[int] = []
    cursor = None
    while True:
        page = posts(client, topic, view=view, limit=5, **({"cursor": cursor} if cursor else {}))
        found += [post["id"] for post in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole
    assert len(whole) == 13


def test_the_language_is_recognised_unless_it_is_said(
    client: Client, maria: dict[str, str]
) -> None:
    topic = start(client, maria)
    thai = reply(client, maria, topic, "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ")
    said = reply(client, maria, topic, "Hallo zusammen", language="de")
    assert (thai["language"], said["language"]) == ("th", "de")
    found = client.get(f"{API}/topics/{topic['id']}").json()
    assert found["languages"] == [topic["language"], "th", "de"]


def test_topics_are_listed_by_the_newest_post(client: Client, maria: dict[str, str]) -> None:
    old, new = start(client, maria, title="Old"), start(client, maria, title="New", kind="question")
    reply(client, maria, old, "up again")

    def titles(**query: str) -> list[str]:
        answer = client.get(f"{API}/topics", params=query)
        return [one["title"] for one in answer.json()["items"]]

    assert titles() == titles(space="general") == ["Old", "New"]
    assert titles(sort="new") == ["New", "Old"]
    assert titles(kind="question") == ["New"]
    assert titles(language="de") == titles(tag="x") == titles(space="nowhere") == []
    first = client.get(f"{API}/topics", params={"limit": 1, "space": "general"})
    assert first.headers["link"].startswith(f"<{API}/topics?limit=1&space=general&cursor=")
    following = client.get(
        f"{API}/topics", params={"limit": 1, "cursor": first.json()["next"], "space": "general"}
    )
    assert [one["id"] for one in following.json()["items"]] == [new["id"]]


def test_an_edit_keeps_what_was_there(client: Client, maria: dict[str, str]) -> None:
    topic = start(client, maria)
    post = reply(client, maria, topic, "first words")
    url = f"{API}/posts/{post['id']}"
    edited = client.patch(url, json={"body": "better words"}, headers=maria | {"if-match": '"v1"'})
    assert edited.json()["body"]["source"] == "better words"
    assert edited.json()["version"] == 2
    late = client.patch(url, json={"body": "too late"}, headers=maria | {"if-match": '"v1"'})
    assert (late.status_code, late.json()["code"]) == (412, "edited_meanwhile")
    assert client.get(url).json()["body"]["source"] == "better words"
    earlier = client.get(f"{url}/revisions").json()["items"]
    assert [(one["number"], one["body"]["source"]) for one in earlier] == [(1, "first words")]


def test_an_edit_that_changes_nothing_is_none(client: Client, maria: dict[str, str]) -> None:
    topic = start(client, maria)
    post = reply(client, maria, topic, "same", language="en")
    again = client.patch(
        f"{API}/posts/{post['id']}", json={"body": "same", "language": "en"}, headers=maria
    )
    assert again.json()["version"] == 1


def test_a_deleted_post_leaves_its_place_where_replies_hang(
    client: Client, maria: dict[str, str]
) -> None:
    topic = start(client, maria)
    one = reply(client, maria, topic, "has an answer")
    reply(client, maria, topic, "the answer", parent_id=one["id"])
    alone = reply(client, maria, topic, "alone")
    for post in (one, alone):
        assert client.delete(f"{API}/posts/{post['id']}", headers=maria).status_code == 204
        assert client.get(f"{API}/posts/{post['id']}").status_code == 404
    left = posts(client, topic)["items"]
    assert [post["state"] for post in left] == ["visible", "deleted", "visible"]
    assert left[1]["body"] == {"source": "", "html": ""}
    assert client.get(f"{API}/topics/{topic['id']}").json()["post_count"] == 2
    again = client.delete(f"{API}/posts/{one['id']}", headers=maria)
    assert (again.status_code, again.json()["code"]) == (409, "post_gone")


REFUSED: list[tuple[Json, int, str]] = [
    ({"body": ""}, 422, "invalid_input"),
    ({"body": "x" * 20_001}, 422, "invalid_input"),
    ({"body": "a\0b"}, 422, "invalid_input"),
    ({"body": 7}, 422, "invalid_input"),
    ({"body": "x", "language": "xx"}, 422, "invalid_input"),
    ({"body": "x", "parent_id": 999_999}, 422, "parent_elsewhere"),
    ({"body": "x", "parent_id": 2**63}, 422, "invalid_input"),
    ({"body": "x", "colour": "red"}, 422, "invalid_input"),
    ({}, 422, "invalid_input"),
]


@pytest.mark.parametrize(("body", "status", "code"), REFUSED)
def test_a_reply_that_does_not_fit_changes_nothing(
    client: Client, maria: dict[str, str], body: Json, status: int, code: str
) -> None:
    topic = start(client, maria)
    answer = client.post(f"{API}/topics/{topic['id']}/posts", json=body, headers=maria)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(posts(client, topic)["items"]) == 1


RAW = [
    (b"{", "application/json", 422),
    (b'{"body": "\\ud800"}', "application/json", 422),
    (b'{"body": "\xff"}', "application/json; charset=utf-8", 422),
    (b"[1]", "application/json", 422),
    (b"body=x", "application/x-www-form-urlencoded", 415),
    (b'{"body": "' + b"x" * 1_000_001 + b'"}', "application/json", 413),
]


@pytest.mark.parametrize(("raw", "kind", "status"), RAW, ids=[str(i) for i in range(len(RAW))])
def test_a_body_that_cannot_be_read_is_refused(
    client: Client, maria: dict[str, str], raw: bytes, kind: str, status: int
) -> None:
    topic = start(client, maria)
    url = f"{API}/topics/{topic['id']}/posts"
    answer = client.post(url, content=raw, headers=maria | {"content-type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(posts(client, topic)["items"]) == 1


def test_a_problem_is_told_in_the_language_of_the_reader(
    client: Client, maria: dict[str, str]
) -> None:
    answer = client.post(f"{API}/topics", json={"space": "general", "title": ""}, headers=maria)
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"#/title", "#/body"}
    assert answer.headers["content-language"] == "en"


UNKNOWN = [
    f"{API}/topics/999",
    f"{API}/topics/{2**63}",
    f"{API}/topics/{10**30}/posts",
    f"{API}/posts/999",
    f"{API}/posts/abc",
    f"{API}/spaces/nowhere",
    f"{API}/spaces/a%00b",
    "/s/a%00b",
    "/s/a%00b/feed.atom",
    "/t/999/x",
    "/p/999",
    "/s/nowhere",
]


@pytest.mark.parametrize("url", UNKNOWN)
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd", "🙂", "WyJ6eiJd", "W10="])
def test_an_unknown_cursor_is_refused(client: Client, maria: dict[str, str], cursor: str) -> None:
    topic = start(client, maria)
    answer = client.get(f"{API}/topics/{topic['id']}/posts", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")
    listed = client.get(f"{API}/topics", params={"cursor": cursor})
    assert (listed.status_code, listed.json()["code"]) == (422, "invalid_cursor")


def test_a_reply_to_a_post_of_another_topic_is_refused(
    client: Client, maria: dict[str, str]
) -> None:
    one, other = start(client, maria), start(client, maria)
    elsewhere = reply(client, maria, other, "elsewhere")
    answer = client.post(
        f"{API}/topics/{one['id']}/posts",
        json={"body": "x", "parent_id": elsewhere["id"]},
        headers=maria,
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "parent_elsewhere")


def test_a_reply_to_what_is_out_of_sight_is_refused_as_one_to_nothing(
    client: Client, maria: dict[str, str]
) -> None:
    topic, olga = start(client, maria), client.member("olga", Role.MODERATOR)
    jan = client.token(client.member("jan"))
    bare, answered = (reply(client, maria, topic, text)["id"] for text in ("bare", "answered"))
    reply(client, jan, topic, "an answer", parent_id=answered)

    async def hide(runtime: Runtime) -> None:
        async with runtime.unit(olga) as unit:
            for post_id in (bare, answered):
                await actions.hide_post(unit, post_id, "Not here.")

    client.do(hide)
    url = f"{API}/topics/{topic['id']}/posts"
    for parent, who, code in (
        (bare, jan, "parent_elsewhere"),
        (bare, maria, "post_gone"),
        (bare, client.token(olga), "post_gone"),
        (answered, jan, "post_gone"),  # its place can be seen
    ):
        answer = client.post(url, json={"body": "x", "parent_id": parent}, headers=who)
        assert answer.json()["code"] == code, parent
    assert client.get(f"{API}/posts/{bare}", headers=jan).status_code == 404


def test_a_repeated_request_gives_the_first_answer_again(
    client: Client, maria: dict[str, str]
) -> None:
    topic = start(client, maria)
    url, keyed = f"{API}/topics/{topic['id']}/posts", maria | {"idempotency-key": "k1"}
    first = client.post(url, json={"body": "once"}, headers=keyed)
    second = client.post(url, json={"body": "once"}, headers=keyed)
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["idempotency-replayed"] == "true"
    assert second.headers["location"] == first.headers["location"]
    other = client.post(url, json={"body": "another"}, headers=keyed)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(posts(client, topic)["items"]) == 2


def test_whose_token_is_too_narrow_or_missing_changes_nothing(
    client: Client, maria: dict[str, str]
) -> None:
    topic = start(client, maria)
    url = f"{API}/topics/{topic['id']}/posts"
    reader = client.token(client.member("li"), Scope.READ)
    for headers, status, code in [
        (reader, 403, "scope_too_narrow"),
        ({"authorization": "Bearer nonsense"}, 401, "invalid_token"),
        ({"authorization": "Basic x"}, 401, "invalid_token"),
        ({}, 401, "sign_in_required"),
    ]:
        answer = client.post(url, json={"body": "x"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(posts(client, topic)["items"]) == 1


def test_only_the_author_or_a_moderator_edits(client: Client, maria: dict[str, str]) -> None:
    topic = start(client, maria)
    post = reply(client, maria, topic, "mine")
    url = f"{API}/posts/{post['id']}"
    other = client.token(client.member("li"))
    assert client.patch(url, json={"body": "yours"}, headers=other).json()["code"] == "forbidden"
    assert client.delete(url, headers=other).status_code == 403
    moderator = client.token(client.member("mod", Role.MODERATOR))
    assert client.patch(url, json={"body": "ours"}, headers=moderator).status_code == 200


def test_a_private_space_looks_absent_to_those_outside(
    client: Client, maria: dict[str, str]
) -> None:
    client.do(factories.space, "closed", access="private")
    client.do(factories.space, "inside", access="members")
    moderator = client.token(client.member("mod", Role.MODERATOR))
    hidden = start(client, moderator, space="closed", title="Secret")
    start(client, moderator, space="inside", title="For members")
    url = f"{API}/topics/{hidden['id']}"

    def seen(headers: dict[str, str]) -> tuple[list[str], int, int]:
        listed = client.get(f"{API}/topics", headers=headers).json()["items"]
        titles = sorted(one["title"] for one in listed)
        return (
            titles,
            client.get(url, headers=headers).status_code,
            client.get(f"{url}/posts", headers=headers).status_code,
        )

    assert seen({}) == ([], 404, 404)
    assert seen(maria) == (["For members"], 404, 404)
    assert seen(moderator) == (["For members", "Secret"], 200, 200)
    refused = client.post(f"{url}/posts", json={"body": "x"}, headers=maria)
    assert refused.status_code == 404


def test_a_number_that_no_post_can_have_is_no_cursor(client: Client, maria: dict[str, str]) -> None:
    topic = start(client, maria)
    for number in (2**31, -(2**31), 2**62):
        cursor = encode_cursor((number,))
        answer = client.get(
            f"{API}/topics/{topic['id']}/posts", params={"cursor": cursor, "view": "flat"}
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")
        listed = client.get(f"{API}/topics", params={"cursor": cursor, "sort": "new"})
        assert listed.status_code == 200
    huge = client.get(f"{API}/topics", params={"cursor": encode_cursor((0, 2**62, 1))})
    assert huge.status_code == 422


@pytest.mark.parametrize(
    "query", ["space=%00", "tag=a%00b", "kind=poll", "sort=best", "limit=0", "limit=101"]
)
def test_a_filter_that_does_not_fit_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"{API}/topics?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert answer.json()["errors"][0]["pointer"] == f"#/{query.partition('=')[0]}"


def test_what_each_edit_changed_is_told_by_words(client: Client, maria: dict[str, str]) -> None:
    post = posts(client, start(client, maria))["items"][0]
    url = f"{API}/posts/{post['id']}"
    for body in ("The cat sat.", "The dog sat."):
        assert client.patch(url, json={"body": body}, headers=maria).status_code == 200
    newest, _ = client.get(f"{url}/revisions?diff=true").json()["items"]
    assert [(one["kind"], one["text"]) for one in newest["changes"]] == [
        ("same", "The "),
        ("removed", "cat"),
        ("added", "dog"),
        ("same", " sat."),
    ]
    assert client.get(f"{url}/revisions").json()["items"][0]["changes"] is None
    assert client.get(f"{url}/revisions?diff=maybe").status_code == 422
    page = client.get(f"/p/{post['id']}/revisions").text
    assert ("<del>" in page, "<ins>" in page) == (True, True)
