"""Pages and API of notifications, on each database; jobs are done when told."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from forum.core.actor import SYSTEM, Actor
from forum.core.ids import MemberId, PostId, TopicId
from forum.core.permissions import Role, Scope
from forum.discussions import actions as discussions
from forum.discussions.schemas import PostDraft
from forum.jobs.runner import Pace, Runner
from forum.mail.base import Mail
from forum.notifications import queries
from forum.notifications.jobs import kinds
from forum.notifications.rules import Group, post_name, translation_target
from forum.notifications.words import LASTS, PROOF_LASTS, proof_word, unsubscribe_word
from forum.runtime import Runtime
from tests import factories
from tests.client import API, Client
from tests.forum.notifications.stage import Postbox

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@dataclass
class Scene:
    """A topic of `maria`, who is signed in; `linh` writes in it."""

    client: Client
    maria: Actor
    linh: Actor
    topic: TopicId

    def reply(self, body: str = "Yes.", topic: TopicId | None = None) -> PostId:
        async def write(runtime: Runtime) -> PostId:
            async with runtime.unit(self.linh) as unit:
                found = await discussions.reply(unit, topic or self.topic, PostDraft(body=body))
            await Runner(runtime, kinds(Postbox()), pace=Pace(parallel=1)).drain()
            return found.id

        return self.client.do(write)

    def bell(self, path: str = "/") -> str:
        html = self.client.get(path, follow_redirects=True).text
        return html.split('class="bell"', 1)[1].split("</a>", 1)[0]

    def api(self, method: str, path: str, who: Actor | None = None, **more: Any) -> Any:
        headers = self.client.token(who or self.maria)
        return self.client.request(method, f"{API}{path}", headers=headers, **more)

    def word(self, *groups: Group) -> str:
        runtime = self.client.runtime
        return unsubscribe_word(
            runtime.key, self.maria.require_member(), groups or [Group.DIRECT], runtime.clock()
        )

    def mails(self) -> list[Mail]:
        """What goes out when the jobs that are due are done."""

        async def work(runtime: Runtime) -> list[Mail]:
            box = Postbox()
            await Runner(runtime, kinds(box), pace=Pace(parallel=1)).drain()
            return box.mails

        return self.client.do(work)

    def waits_for(self, post: PostId) -> bool:
        """Whether maria waits for the French of a post."""

        async def find(runtime: Runtime) -> bool:
            target = translation_target(post_name(post), "fr")
            async with runtime.database.reading() as db:
                return bool(await queries.said(db, self.maria.require_member(), [target]))

        return self.client.do(find)

    def settings(self) -> dict[str, Any]:
        found: dict[str, Any] = self.api("GET", "/notifications/settings").json()
        return found


@pytest.fixture
def scene(client: Client) -> Scene:
    client.do(factories.space)
    maria, linh = client.member("maria"), client.member("linh")
    client.sign_in(maria)
    return Scene(client, maria, linh, client.do(factories.topic, maria))


def test_the_bell_counts_what_is_unread_on_every_page(scene: Scene) -> None:
    assert "<b>" not in scene.bell()
    scene.reply()
    scene.reply()
    for path in ("/", "/s/general", "/settings"):
        assert "<b>2</b>" in scene.bell(path)
        assert 'aria-label="Notifications: 2 unread"' in scene.bell(path)
    assert "<b>2</b>" in scene.client.get("/notifications/bell").text


def test_visitors_have_no_bell_and_are_asked_to_sign_in(scene: Scene) -> None:
    scene.client.cookies.clear()
    assert 'class="bell"' not in scene.client.get(f"/t/{scene.topic}", follow_redirects=True).text
    for path in ("/notifications", "/notifications/bell", "/settings/notifications"):
        assert scene.client.get(path).status_code == 401
    for path in ("notifications", "subscriptions", "notifications/settings"):
        assert scene.client.get(f"{API}/{path}").status_code == 401


def test_who_opens_a_topic_has_read_what_they_were_told_of_it(scene: Scene) -> None:
    other = scene.client.do(factories.topic, scene.maria)
    scene.reply()
    scene.reply(topic=other)
    assert "<b>2</b>" in scene.bell()
    assert "<b>1</b>" in scene.bell(f"/t/{scene.topic}")
    assert "<b>1</b>" in scene.bell()


def test_a_program_that_reads_a_page_for_somebody_reads_nothing_in_their_place(
    scene: Scene,
) -> None:
    scene.reply()
    scene.client.cookies.clear()
    headers = scene.client.token(scene.maria)
    scene.client.get(f"/t/{scene.topic}", headers=headers, follow_redirects=True)
    assert len(scene.api("GET", "/notifications?unread=true").json()["items"]) == 1


def test_the_list_puts_together_what_happened_in_a_topic(scene: Scene) -> None:
    for _ in range(3):
        scene.reply()
    html = scene.client.get("/notifications").text
    assert html.count("<bdi>3 replies to you, the newest by Linh</bdi>") == 1
    assert "Mark all as read" in html


def test_an_empty_list_says_how_to_begin(scene: Scene) -> None:
    html = scene.client.get("/notifications").text
    assert "Nothing yet" in html
    assert "Mark all as read" not in html


def test_what_is_in_the_list_can_be_marked_as_read(scene: Scene) -> None:
    other = scene.client.do(factories.topic, scene.maria)
    scene.reply()
    scene.reply(topic=other)
    html = scene.client.get("/notifications").text
    assert html.count(">Mark as read</button>") == 2
    answer = scene.client.fill_in(
        "/notifications", {"topic_id": str(other)}, to="/notifications/read"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/notifications")
    assert "<b>1</b>" in scene.bell()
    scene.client.fill_in("/notifications", {}, to="/notifications/read")
    assert "<b>" not in scene.bell()


def test_a_form_that_has_expired_changes_nothing(scene: Scene) -> None:
    scene.reply()
    answer = scene.client.post("/notifications/read", data={})
    assert answer.status_code == 422
    assert "This form has expired." in answer.text
    assert "<b>1</b>" in scene.bell()


def test_a_topic_can_be_watched_and_let_go_from_its_page(scene: Scene) -> None:
    topic = scene.client.do(factories.topic, scene.linh)
    path = f"/t/{topic}/open-courses"
    assert "Follow" in _control(scene, path)
    scene.client.fill_in(path, {"level": "watch"}, to=f"/t/{topic}/follow")
    assert "You watch this" in _control(scene, path)
    (row,) = scene.api("GET", "/subscriptions").json()["items"]
    assert (row["target"], row["level"], row["url"]) == (f"topic:{topic}", "watch", path)
    scene.client.fill_in(path, {"level": ""}, to=f"/t/{topic}/follow")
    assert scene.api("GET", "/subscriptions").json()["items"] == []


def test_a_topic_of_ones_own_is_watched_without_asking(scene: Scene) -> None:
    assert "You watch this" in _control(scene, f"/t/{scene.topic}/open-courses")


def test_a_space_can_be_muted_from_its_page(scene: Scene) -> None:
    answer = scene.client.fill_in("/s/general", {"level": "mute"}, to="/s/general/follow")
    assert answer.headers["location"] == "/s/general"
    assert "You muted this" in _control(scene, "/s/general")


def _control(scene: Scene, path: str) -> str:
    html = scene.client.get(path).text
    return html.split('class="menu follow"', 1)[1].split("</summary>", 1)[0]


def test_tags_are_added_and_everything_is_taken_away_in_the_settings(scene: Scene) -> None:
    page = "/settings/notifications"
    scene.client.fill_in(page, {"tag": "#Water", "level": "watch"}, to=f"{page}/tags")
    scene.api("PUT", f"/topics/{scene.topic}/subscription", json={"level": "follow"})
    html = scene.client.get(page).text
    assert "<bdi>#water</bdi>" in html
    assert "Open courses" in html
    for target in ("tag:water", f"topic:{scene.topic}"):
        scene.client.fill_in(page, {"target": target}, to=f"{page}/drop")
    assert scene.api("GET", "/subscriptions").json()["items"] == []
    assert "Nothing yet." in scene.client.get(page).text


def test_a_tag_can_be_followed_from_a_list_of_its_topics(scene: Scene) -> None:
    tags = "/settings/notifications/tags"
    for page in ("/?tag=Eau+douce", "/s/general?tag=Eau+douce&kind=question"):
        assert "<bdi>#eau douce</bdi> Follow" in _controls(scene, page)[-1]
        answer = scene.client.fill_in(page, {"level": "mute"}, to=tags)
        assert answer.headers["location"] == f"{page.partition('?')[0]}?tag=eau+douce"
        assert "<bdi>#eau douce</bdi> You muted this" in _controls(scene, page)[-1]
        (row,) = scene.api("GET", "/subscriptions").json()["items"]
        assert (row["target"], row["level"]) == ("tag:eau douce", "mute")
        scene.client.fill_in(page, {"level": ""}, to=tags)
    assert 'class="menu follow"' not in scene.client.get("/").text


def _controls(scene: Scene, path: str) -> list[str]:
    parts = scene.client.get(path).text.split('class="menu follow"')[1:]
    return [part.split("</summary>", 1)[0] for part in parts]


def test_a_form_leads_to_no_other_site(scene: Scene) -> None:
    page = "/?tag=water"
    values = {"level": "watch", "next": "//elsewhere.example/"}
    answer = scene.client.fill_in(page, values, to="/settings/notifications/tags")
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("tag", ["", "a, b", "x" * 41])
def test_what_cannot_be_a_tag_is_refused_where_it_was_typed(scene: Scene, tag: str) -> None:
    page = "/settings/notifications"
    answer = scene.client.fill_in(page, {"tag": tag, "level": "watch"}, to=f"{page}/tags")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert scene.api("GET", "/subscriptions").json()["items"] == []


def test_what_one_does_not_see_cannot_be_followed(scene: Scene) -> None:
    ada = scene.client.member("ada", role=Role.ADMIN)
    scene.client.do(factories.space, "closed", access="private")
    topic = scene.client.do(factories.topic, ada, "closed")
    for path in (
        f"/topics/{topic}",
        "/topics/999",
        "/topics/99999999999999999999",
        "/spaces/closed",
    ):
        for method in ("PUT", "DELETE"):
            body = {"level": "watch"} if method == "PUT" else None
            answer = scene.api(method, f"{path}/subscription", json=body)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
    html = scene.client.get("/s/general").text
    form = {"csrf": html.split('name="csrf" value="', 1)[1].split('"', 1)[0], "level": "watch"}
    assert scene.client.post(f"/t/{topic}/follow", data=form).status_code == 404
    assert scene.client.post("/s/closed/follow", data=form).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/topics/1/subscription", {"level": "shout"}),
        ("/topics/1/subscription", {}),
        ("/tags/a%2Cb/subscription", {"level": "watch"}),
        ("/notifications/settings", {"hour": 24}),
        ("/notifications/settings", {"direct": "hourly"}),
        ("/notifications/settings", {"weekday": -1}),
    ],
)
def test_what_does_not_fit_is_refused(scene: Scene, path: str, body: dict[str, Any]) -> None:
    answer = scene.api("PUT", path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_programs_follow_spaces_and_tags_too(scene: Scene) -> None:
    for path in ("/spaces/general", "/tags/water"):
        answer = scene.api("PUT", f"{path}/subscription", json={"level": "watch"})
        assert (answer.status_code, answer.content) == (204, b"")
    found = scene.api("GET", "/subscriptions").json()["items"]
    assert {one["target"] for one in found} == {"space:1", "tag:water"}
    for path in ("/spaces/general", "/tags/water"):
        assert scene.api("DELETE", f"{path}/subscription").status_code == 204
    assert scene.api("GET", "/subscriptions").json()["items"] == []


def test_nobody_follows_without_end(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum.notifications.actions.following.MOST_FOLLOWED", 1)
    assert scene.api("PUT", "/tags/a1/subscription", json={"level": "watch"}).status_code == 204
    assert scene.api("PUT", "/tags/a1/subscription", json={"level": "mute"}).status_code == 204
    answer = scene.api("PUT", "/tags/b1/subscription", json={"level": "watch"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_much_followed")


def test_programs_list_notifications_page_by_page(scene: Scene) -> None:
    posts = [scene.reply() for _ in range(3)]
    first = scene.api("GET", "/notifications?limit=2").json()
    assert [one["post_id"] for one in first["items"]] == [posts[2], posts[1]]
    assert first["items"][0] | {"made_at": "", "member": ""} == {
        "id": 3,
        "kind": "reply",
        "url": f"/p/{posts[2]}",
        "topic": {
            "id": scene.topic,
            "url": f"/t/{scene.topic}/open-courses",
            "title": "Open courses",
            "language": "en",
            "translated_title": None,
        },
        "session": None,
        "space": None,
        "post_id": posts[2],
        "member": "",
        "reason": "",
        "decision_url": "",
        "made_at": "",
        "read_at": None,
    }
    rest = scene.api("GET", f"/notifications?limit=2&cursor={first['next']}").json()
    assert [one["post_id"] for one in rest["items"]] == [posts[0]]
    assert rest["next"] is None


def test_programs_mark_some_or_all_as_read_and_never_those_of_others(scene: Scene) -> None:
    for _ in range(3):
        scene.reply()
    assert (
        scene.api("POST", "/notifications/read", who=scene.linh, json={"ids": [1]}).status_code
        == 204
    )
    assert scene.api("POST", "/notifications/read", json={"ids": [1, 99]}).status_code == 204
    unread = scene.api("GET", "/notifications?unread=true").json()["items"]
    assert [one["id"] for one in unread] == [3, 2]
    assert scene.api("POST", "/notifications/read", json={}).status_code == 204
    assert scene.api("GET", "/notifications?unread=true").json()["items"] == []


def test_a_token_for_reading_changes_nothing(scene: Scene) -> None:
    headers = scene.client.token(scene.maria, Scope.READ)
    answer = scene.client.post(f"{API}/notifications/read", json={}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_too_narrow")
    assert scene.client.get(f"{API}/notifications", headers=headers).status_code == 200


def test_mail_is_chosen_in_the_settings(scene: Scene) -> None:
    page = "/settings/notifications"
    values = {"direct": "weekly", "watched": "never", "hour": "17", "weekday": "4"}
    answer = scene.client.fill_in(page, values, to=page)
    assert answer.headers["location"] == f"{page}?done=saved"
    html = scene.client.get(answer.headers["location"]).text
    assert "Your settings are saved." in html
    assert '<option value="17" selected>' in html
    assert scene.settings() == {**values, "hour": 17, "weekday": 4, "refused": ""}
    refused = scene.client.fill_in(page, {**values, "hour": "25"}, to=page)
    assert refused.status_code == 422
    assert scene.settings()["hour"] == 17


def test_programs_choose_mail(scene: Scene) -> None:
    wanted = {"direct": "daily", "watched": "weekly", "hour": 0, "weekday": 6}
    answer = scene.api("PUT", "/notifications/settings", json=wanted)
    assert answer.json() == scene.settings() == {**wanted, "refused": ""}


async def _refuse(runtime: Runtime) -> None:
    async with runtime.unit(SYSTEM) as unit:
        await queries.note_bounce(unit.db, "maria@example.org", "550 <No such person>", unit.now)


def test_a_refused_address_is_told_and_proven_by_a_link_without_a_sign_in(scene: Scene) -> None:
    scene.client.do(_refuse)
    page = "/settings/notifications"
    assert "550 &lt;No such person&gt;" in scene.client.get(page).text
    assert scene.client.post(f"{page}/prove", data={}).status_code == 422
    sent = scene.client.fill_in(page, {}, to=f"{page}/prove")
    assert sent.headers["location"] == f"{page}?done=sent"
    assert "A mail is on its way" in scene.client.get(f"{page}?done=sent").text
    (mail,) = scene.mails()
    word = mail.text.split("/prove/", 1)[1].split()[0]
    scene.client.cookies.clear()
    shown = scene.client.get(f"/prove/{word}")
    assert "maria@example.org" in shown.text
    assert scene.settings()["refused"] == "550 <No such person>"
    proven = scene.client.fill_in(f"/prove/{word}", {})
    assert proven.headers["location"] == "/sign-in?done=proven"
    assert scene.settings()["refused"] == ""


def test_mail_that_proves_an_address_is_sent_a_few_times_an_hour(scene: Scene) -> None:
    scene.client.do(_refuse)
    page = "/settings/notifications"
    codes = [scene.client.fill_in(page, {}, to=f"{page}/prove").status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]


def test_a_proof_that_is_forged_old_or_of_another_address_is_refused(scene: Scene) -> None:
    scene.client.do(_refuse)
    runtime, maria = scene.client.runtime, scene.maria.require_member()
    now = runtime.clock()
    good = proof_word(runtime.key, maria, "maria@example.org", now)
    bad = [
        proof_word(runtime.key, maria, "old@example.org", now),
        proof_word(runtime.key, maria, "maria@example.org", now - 2 * PROOF_LASTS),
        proof_word(runtime.key, MemberId(999), "maria@example.org", now),
        good.replace(f"{maria}.", f"{scene.linh.member_id}.", 1),
        good[:-1],
        "x",
        "%00",
        "1..",
    ]
    for word in bad:
        for method in ("GET", "POST"):
            assert scene.client.request(method, f"/prove/{word}").status_code == 410, word
    assert scene.settings()["refused"] == "550 <No such person>"
    assert scene.client.get(f"/prove/{good}").status_code == 200


def test_a_mail_program_stops_mail_in_one_step_without_a_sign_in(scene: Scene) -> None:
    word = scene.word(Group.DIRECT, Group.WATCHED)
    scene.client.cookies.clear()
    answer = scene.client.post(f"/unsubscribe/{word}", data=ONE_CLICK)
    assert (answer.status_code, answer.history) == (200, [])
    assert "Mail is stopped" in answer.text
    found = scene.settings()
    assert (found["direct"], found["watched"]) == ("never", "never")


def test_looking_at_the_link_stops_nothing_and_pressing_the_button_does(scene: Scene) -> None:
    path = f"/unsubscribe/{scene.word(Group.WATCHED)}"
    scene.client.cookies.clear()
    shown = scene.client.get(path)
    assert shown.status_code == 200
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert scene.settings()["watched"] == "daily"
    assert "Mail is stopped" in scene.client.fill_in(path, {}).text
    found = scene.settings()
    assert (found["direct"], found["watched"]) == ("at_once", "never")


def test_the_link_can_be_used_again_and_does_the_same(scene: Scene) -> None:
    path = f"/unsubscribe/{scene.word()}"
    for _ in range(2):
        assert scene.client.post(path, data=ONE_CLICK).status_code == 200
    assert scene.settings()["direct"] == "never"


def test_a_link_that_is_forged_or_old_is_refused_and_stops_nothing(scene: Scene) -> None:
    word = scene.word()
    runtime = scene.client.runtime
    old = unsubscribe_word(
        runtime.key, scene.maria.require_member(), [Group.DIRECT], runtime.clock() - LASTS * 2
    )
    someone = word.replace(f"{scene.maria.member_id}.", f"{scene.linh.member_id}.", 1)
    for bad in (old, someone, word[:-1], word + "A", "x", "1.direct.0.", "%00", "....."):
        for answer in (
            scene.client.get(f"/unsubscribe/{bad}"),
            scene.client.post(f"/unsubscribe/{bad}", data=ONE_CLICK),
        ):
            assert answer.status_code == 410, bad
    assert scene.settings()["direct"] == "at_once"


def test_the_link_of_somebody_who_is_gone_is_nothing(scene: Scene) -> None:
    runtime = scene.client.runtime
    nobody = replace(scene.maria, member_id=MemberId(999))
    word = unsubscribe_word(runtime.key, nobody.require_member(), [Group.DIRECT], runtime.clock())
    assert scene.client.post(f"/unsubscribe/{word}", data=ONE_CLICK).status_code == 404


def test_programs_ask_to_be_told_of_a_translation_and_take_that_back(scene: Scene) -> None:
    path = f"/posts/{scene.reply('We know three of them.')}/translations/fr/subscription"
    for method in ("PUT", "PUT", "DELETE", "DELETE"):
        assert scene.api(method, path).status_code == 204
    assert scene.api("GET", "/subscriptions").json()["items"] == []
    assert scene.api("PUT", path.replace("/fr/", "/en/")).status_code == 422
    assert scene.api("PUT", path.replace("/fr/", "/nonsense/")).status_code == 422
    assert scene.api("PUT", "/posts/9999/translations/fr/subscription").status_code == 404


def test_who_reads_a_post_that_is_not_translated_asks_to_be_told_and_takes_it_back(
    scene: Scene,
) -> None:
    post = scene.reply("We know three of them.")
    topic, path = f"/t/{scene.topic}/open-courses?lang=fr", f"/p/{post}/await/fr"
    assert f'href="{path}"' in scene.client.get(topic).text
    assert "Tell me when it is translated" in scene.client.get(path).text
    answer = scene.client.fill_in(path, {})
    assert answer.headers["location"] == f"{topic}&at={post}#p{post}"
    assert "You will be told when" in scene.client.get(path).text
    assert scene.waits_for(post)
    scene.client.fill_in(path, {"forget": "1"})
    assert not scene.waits_for(post)


def test_waiting_for_what_is_there_already_leads_to_it(scene: Scene) -> None:
    post = scene.reply("We know three of them.")
    linh = scene.client.member("linh2", languages=["fr"])

    async def translate(runtime: Runtime) -> None:
        async with runtime.unit(linh) as unit:
            await factories.translate(unit, post, "fr", "Nous en connaissons trois.")

    scene.client.do(translate)
    for language in ("fr", "en"):
        answer = scene.client.get(f"/p/{post}/await/{language}")
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/t/{scene.topic}/open-courses?lang={language}&at={post}#p{post}",
        )


def test_nobody_waits_for_what_they_do_not_see_or_without_a_sign_in(scene: Scene) -> None:
    ada = scene.client.member("ada", role=Role.ADMIN)
    scene.client.do(factories.space, "closed", access="private")
    hidden = scene.client.do(factories.topic, ada, "closed")
    post = scene.reply()
    assert scene.client.get(f"/p/{post + 1}/await/fr").status_code == 404
    assert scene.client.get(f"/p/{hidden}/await/fr").status_code == 404
    assert scene.client.get(f"/p/{post}/await/nonsense").status_code == 422
    assert scene.client.post(f"/p/{post}/await/fr", data={}).status_code == 422
    scene.client.cookies.clear()
    assert scene.client.get(f"/p/{post}/await/fr").status_code == 401
