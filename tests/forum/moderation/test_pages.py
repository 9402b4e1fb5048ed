"""Flagging and deciding with a browser, without any script."""

import pytest

from forum.moderation import queries
from forum.moderation.tables import AuditEntry
from forum.runtime import Runtime
from tests.client import Client, find_form
from tests.forum.moderation.scene import WHY, Scene


@pytest.fixture
def browser(scene: Scene) -> Client:
    """The moderator's."""
    scene.client.sign_in(scene.olga)
    return scene.client


def test_a_member_reports_a_post_and_is_told_that_it_arrived(scene: Scene) -> None:
    scene.client.sign_in(scene.linh)
    page = f"/p/{scene.post}/flag"
    assert "Advertising" in scene.client.get(page).text
    answer = scene.client.fill_in(page, {"reason": "spam", "remark": "Watches."})
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert "You have reported this post" in scene.client.get(page).text
    [case] = scene.queue()
    assert [flag["remark"] for flag in case["flags"]] == ["Watches."]


def test_a_report_without_reason_is_shown_again_with_what_was_typed(scene: Scene) -> None:
    scene.client.sign_in(scene.linh)
    answer = scene.client.fill_in(f"/p/{scene.post}/flag", {"remark": "Watches & more."})
    assert answer.status_code == 422
    assert "Watches &amp; more." in answer.text
    assert "This is needed." in answer.text
    assert scene.rows("flag") == []


def test_a_form_of_another_site_reports_nothing(scene: Scene) -> None:
    scene.client.sign_in(scene.linh)
    answer = scene.client.post(f"/p/{scene.post}/flag", data={"reason": "spam"})
    assert answer.status_code == 422
    assert "This form has expired" in answer.text
    assert scene.rows("flag") == []


def test_the_author_sees_no_form_to_report(scene: Scene) -> None:
    scene.client.sign_in(scene.maria)
    assert scene.client.get(f"/p/{scene.post}/flag").status_code == 409


def test_visitors_are_asked_to_sign_in(scene: Scene) -> None:
    for url in (
        f"/p/{scene.post}/flag",
        f"/p/{scene.post}/moderate",
        f"/t/{scene.topic}/moderate",
    ):
        assert scene.client.get(url).status_code == 401
        assert scene.client.post(url, data={}).status_code == 401


def test_pages_of_moderators_are_for_moderators(scene: Scene) -> None:
    def status() -> int:
        urls = [f"/p/{scene.post}/moderate", f"/t/{scene.topic}/moderate"]
        urls += ["/moderation", "/moderation/audit"]
        [same] = {scene.client.get(url).status_code for url in urls}
        return same

    assert status() == 401
    scene.client.sign_in(scene.linh)
    assert status() == 403
    scene.client.sign_in(scene.olga)
    assert status() == 200


def test_a_member_who_sends_the_form_decides_nothing(scene: Scene) -> None:
    scene.client.sign_in(scene.linh)
    form = scene.client.get(f"/p/{scene.post}/flag").text.split('name="csrf" value="')[1]
    sent = {"csrf": form.partition('"')[0], "act": "hide_post", "reason": WHY}
    assert scene.client.post(f"/p/{scene.post}/moderate", data=sent).status_code == 403
    assert scene.record() == []


def test_a_moderator_hides_a_post_and_shows_it_again(scene: Scene, browser: Client) -> None:
    page = f"/p/{scene.post}/moderate"
    shown = browser.get(page).text
    assert "hide_post" in shown
    assert "dismiss_flags" not in shown
    assert "restore_post" not in shown
    answer = browser.fill_in(page, {"act": "hide_post", "reason": WHY})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{scene.post}")
    assert WHY in browser.get(f"/p/{scene.post}").text
    assert "restore_post" in browser.get(page).text
    assert browser.fill_in(page, {"act": "restore_post", "reason": "Sorry."}).status_code == 303
    assert "Cheap watches!" in browser.get(f"/p/{scene.post}").text


def test_a_moderator_locks_pins_and_hides_a_topic(scene: Scene, browser: Client) -> None:
    page = f"/t/{scene.topic}/moderate"
    for act in ("lock_topic", "pin_topic", "hide_topic"):
        answer = browser.fill_in(page, {"act": act, "reason": WHY})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/t/{scene.topic}")
        assert browser.get(f"/t/{scene.topic}", follow_redirects=True).status_code == 200
    shown = browser.get(page).text
    assert "This topic is hidden." in shown
    assert [act for act in ("unpin_topic", "restore_topic", "lock_topic") if act in shown] == [
        "unpin_topic",
        "restore_topic",
    ]


REFUSED = [
    ({"reason": WHY}, "This is needed."),
    ({"act": "hide_post", "reason": " "}, "This is needed."),
    ({"act": "burn_post", "reason": WHY}, "This is not one of the choices"),
    ({"act": "lock_topic", "reason": WHY}, "This act is not for such a thing."),
    ({"act": "restore_post", "reason": WHY}, "Somebody did this already"),
]


def test_a_decision_that_cannot_be_is_shown_again(scene: Scene, browser: Client) -> None:
    for sent, said in REFUSED:
        answer = browser.fill_in(f"/p/{scene.post}/moderate", sent)
        assert answer.status_code == 422
        assert said in answer.text
        assert sent["reason"].strip() in answer.text
    assert scene.record() == []


def test_there_is_nothing_to_decide_about_what_is_not_there(browser: Client) -> None:
    for path in ("/p/999999", "/t/999999", f"/p/{2**63}", f"/t/{2**63}"):
        assert browser.get(f"{path}/moderate").status_code == 404


def test_sending_a_decision_twice_decides_once(scene: Scene, browser: Client) -> None:
    page = f"/p/{scene.post}/moderate"
    fields = find_form(browser.get(page).text).fields | {"act": "hide_post", "reason": WHY}
    first, again = (browser.post(page, data=fields) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert len(scene.record()) == 1


def test_the_queue_shows_what_was_reported_and_why(scene: Scene, browser: Client) -> None:
    assert "Nothing to decide" in browser.get("/moderation").text
    scene.flag(scene.linh, remark="<b>Watches</b>", reason="off_topic")
    shown = browser.get("/moderation").text
    for text in (
        "Cheap watches!",
        "Off topic",
        "&lt;b&gt;Watches&lt;/b&gt;",
        "Linh",
        f"/p/{scene.post}/moderate",
        "1 case",
    ):
        assert text in shown


def test_the_queue_counts_flags_it_does_not_show(scene: Scene, browser: Client) -> None:
    for number in range(23):
        scene.flag(scene.client.member(f"m{number}"))
    assert "and 3 more" in browser.get("/moderation").text


def test_the_queue_is_read_page_by_page_both_ways(scene: Scene, browser: Client) -> None:
    for number in range(21):
        scene.flag(scene.linh, scene.reply(f"post number {number};"))
    first = browser.get("/moderation").text
    assert "post number 20;" not in first
    second = browser.get(_link(first, "next")).text
    assert "post number 20;" in second
    assert "post number 0;" not in second
    assert "post number 0;" in browser.get(_link(second, "prev")).text


def _link(html: str, rel: str) -> str:
    address = html.rsplit(f'rel="{rel}" href="', 1)[-1].partition('"')[0]
    return address.replace("&amp;", "&")


def test_the_record_says_who_did_what_and_what_was_undone(scene: Scene, browser: Client) -> None:
    assert "Nothing on record" in browser.get("/moderation/audit").text
    scene.act("hide_post", f"post:{scene.post}")
    scene.act("restore_post", f"post:{scene.post}", reason="Sorry.")
    shown = browser.get("/moderation/audit").text
    for text in ("Hid a post", "Showed a post again", "(undone)", WHY, "Sorry.", "Olga", "2 acts"):
        assert text in shown
    assert shown.count("(undone)") == 1
    assert f'href="/p/{scene.post}"' in shown


def test_the_record_is_read_page_by_page_with_its_filter(scene: Scene, browser: Client) -> None:
    for number in range(11):
        scene.act("pin_topic", f"topic:{scene.topic}", reason=f"pin number {number};")
        scene.act("unpin_topic", f"topic:{scene.topic}")
    query = f"?act=pin_topic&actor={scene.olga.member_id}&target="
    assert "11 acts" in browser.get(f"/moderation/audit{query}").text
    first = browser.get("/moderation/audit?actor=").text
    second = browser.get(_link(first, "next")).text
    assert "pin number 10;" in first
    assert "pin number 0;" in second
    assert "pin number 10;" in browser.get(_link(second, "prev")).text


def test_what_later_versions_wrote_down_is_still_shown(scene: Scene, browser: Client) -> None:
    async def write(runtime: Runtime) -> None:
        async with runtime.unit(scene.olga) as unit:
            entry = AuditEntry(
                made_at=unit.now,
                actor_id=scene.olga.require_member(),
                act="move_planet",
                target="planet:9",
                reason="Why not.",
                details={},
            )
            await queries.add_entry(unit.db, entry)

    scene.client.do(write)
    shown = browser.get("/moderation/audit").text
    assert "move_planet" in shown
    assert "planet:9" in shown
