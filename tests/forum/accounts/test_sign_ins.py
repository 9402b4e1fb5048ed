"""Coming in and going out."""

from http.cookies import SimpleCookie
from pathlib import Path

import pytest

from forum.accounts import actions, identity, queries, rules
from forum.core.ids import MemberId
from forum.core.permissions import Role
from tests.forum.accounts.site import PASSWORD, WRONG, Site, open_site


async def test_a_member_signs_in_and_out(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    answer = await browser.send(
        "/sign-in", email=" MARIA@example.org ", password=PASSWORD, next="/t/4?after=x"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/t/4?after=x")
    assert await browser.who() == "maria"
    kept = browser.cookie
    assert kept is not None
    answer = await browser.send("/sign-out", form="/settings")
    assert answer.headers["location"] == "/sign-in?done=signed-out"
    assert browser.cookie is None
    browser.cookie = kept
    assert await browser.who() == ""


async def test_the_cookie_is_for_this_site_and_no_script(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    answer = await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
    cookie = SimpleCookie(answer.headers["set-cookie"])["sign_in"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert not cookie["secure"]
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == 30 * 24 * 3600


async def test_the_cookie_travels_encrypted_where_the_site_does(url: str, tmp_path: Path) -> None:
    async with open_site(url, tmp_path, public="https://forum.example") as site:
        await site.member()
        browser = await site.browser()
        answer = await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
        assert SimpleCookie(answer.headers["set-cookie"])["sign_in"]["secure"]


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_nobody_is_led_to_another_site(site: Site, wanted: str) -> None:
    await site.member()
    browser = await site.browser()
    assert "evil" not in (await browser.get("/sign-in", params={"next": wanted})).text
    answer = await browser.send(
        "/sign-in", email="maria@example.org", password=PASSWORD, next=wanted
    )
    assert answer.headers["location"] == "/"
    answer = await browser.get("/sign-in", params={"next": wanted})
    assert answer.headers["location"] == "/"


async def test_an_unknown_address_and_a_wrong_password_look_the_same(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    wrong = await browser.send("/sign-in", email="maria@example.org", password=WRONG)
    unknown = await browser.send("/sign-in", email="nadja@example.org", password=WRONG)
    assert wrong.status_code == unknown.status_code == 403
    assert "do not fit together" in wrong.text
    assert 'value="maria@example.org"' in wrong.text
    assert WRONG not in wrong.text
    assert await browser.who() == ""


async def test_an_account_without_a_password_opens_to_none(site: Site) -> None:
    await site.member(password_hash="")
    browser = await site.browser()
    for password in ("", "nobody has this password", PASSWORD):
        await browser.send("/sign-in", email="maria@example.org", password=password)
        assert await browser.who() == ""


async def test_a_suspended_member_is_told_so_and_nobody_else_is(site: Site) -> None:
    await site.member(state="suspended")
    browser = await site.browser()
    right = await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
    wrong = await browser.send("/sign-in", email="maria@example.org", password=WRONG)
    assert "suspended" in right.text
    assert "suspended" not in wrong.text
    assert await browser.who() == ""


async def test_a_deleted_account_is_like_none(site: Site) -> None:
    await site.member(state="deleted")
    browser = await site.browser()
    answer = await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
    assert "do not fit together" in answer.text


async def test_guessing_at_one_account_stops_and_the_owner_elsewhere_comes_in(site: Site) -> None:
    await site.member()
    guesser, owner = await site.browser("2001:db8::1"), await site.browser("198.51.100.7")
    sent = [
        await guesser.send("/sign-in", email="maria@example.org", password=WRONG) for _ in range(11)
    ]
    assert [answer.status_code for answer in sent] == [403] * 10 + [429]
    assert 0 < int(sent[-1].headers["retry-after"]) <= 900
    neighbour = await site.browser("2001:db8::2")
    answer = await neighbour.send("/sign-in", email="MARIA@example.org", password=PASSWORD)
    assert answer.status_code == 429
    await owner.send("/sign-in", email="maria@example.org", password=PASSWORD)
    assert await owner.who() == "maria"


async def test_who_comes_in_begins_to_count_anew(site: Site) -> None:
    await site.member()
    browser = await site.browser()
    for _ in range(3):
        for _ in range(9):
            await browser.send("/sign-in", email="maria@example.org", password=WRONG)
        answer = await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
        assert answer.status_code == 303
        await browser.send("/sign-out", form="/settings")


async def test_another_sign_in_is_ended_at_once(site: Site) -> None:
    await site.member()
    here = await site.signed_in()
    there = await site.signed_in(**{"user-agent": "Mozilla/5.0 (Android 14) Firefox/145.0"})
    page = (await here.get("/settings")).text
    assert "Firefox, Android" in page
    assert "Unknown device" in page
    number = page.split("/settings/sign-ins/")[1].split("/")[0]
    answer = await here.send(f"/settings/sign-ins/{number}/end", form="/settings")
    assert answer.headers["location"] == "/settings?done=ended#sign-ins"
    assert await there.who() == ""
    assert await here.who() == "maria"
    assert "has ended" in (await here.get("/settings?done=ended")).text


async def test_all_other_sign_ins_are_ended_at_once(site: Site) -> None:
    await site.member()
    here, there, third = [await site.signed_in() for _ in range(3)]
    await here.send("/settings/sign-ins/end-others", form="/settings")
    assert [await browser.who() for browser in (here, there, third)] == ["maria", "", ""]


async def test_nobody_ends_a_sign_in_of_somebody_else(site: Site) -> None:
    await site.member()
    await site.member("nadja")
    maria, nadja = await site.signed_in(), await site.signed_in("nadja")
    number = await identity.signed_in(site.runtime, maria.cookie or "")
    assert number is not None
    await nadja.send(f"/settings/sign-ins/{number.id}/end", form="/settings")
    assert await maria.who() == "maria"


@pytest.mark.parametrize(
    "path", ["/sign-out", "/settings/sign-ins/1/end", "/settings/sign-ins/end-others"]
)
async def test_another_site_cannot_press_our_buttons(site: Site, path: str) -> None:
    await site.member()
    browser = await site.signed_in()
    assert (await browser.client.post(path)).status_code == 403
    assert await browser.who() == "maria"


async def test_suspension_and_a_new_role_take_effect_at_once(site: Site) -> None:
    member = await site.member()
    assert member.id is not None
    browser = await site.signed_in()
    async with site.runtime.unit(identity.actor_for(member)) as unit:
        await actions.set_role(unit, member.id, Role.MODERATOR)
    found = await identity.by_sign_in(site.runtime, browser.cookie or "")
    assert found is not None
    assert found.is_moderator
    async with site.runtime.unit(found) as unit:
        await actions.suspend(unit, member.id)
    assert await browser.who() == ""
    async with site.runtime.unit(found) as unit:
        await actions.restore(unit, member.id)
    assert await browser.who() == ""
    await browser.send("/sign-in", email="maria@example.org", password=PASSWORD)
    assert await browser.who() == "maria"


async def test_a_cookie_names_its_member_and_is_no_good_for_another(site: Site) -> None:
    await site.member()
    nadja = await site.member("nadja")
    browser = await site.signed_in()
    _, _, random = (browser.cookie or "").partition(".")
    assert await identity.by_sign_in(site.runtime, f"{nadja.id}.{random}") is None


async def test_what_is_stored_signs_nobody_in(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    async with site.runtime.database.reading() as db:
        (row,) = await queries.sign_ins(db, MemberId(1), site.clock.now.replace(year=2020))
    assert row.hash not in (browser.cookie or "")
    assert await identity.by_sign_in(site.runtime, f"1.{row.hash[:43]}") is None


STRANGE = [b"maria%00@example.org", b"%ED%A0%80@example.org", b"%FF%FE", b"%F0%9F%98%80", b""]


@pytest.mark.parametrize("email", STRANGE)
async def test_strange_bytes_sign_nobody_in_and_break_nothing(site: Site, email: bytes) -> None:
    browser = await site.browser()
    word = (await browser.get("/sign-in")).text.split('name="csrf" value="')[1].split('"')[0]
    for password in (b"x", b"%00", b"%ED%A0%80"):
        body = b"csrf=" + word.encode() + b"&email=" + email + b"&password=" + password
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = await browser.client.post("/sign-in", content=body, headers=headers)
        assert answer.status_code in {403, 422}


async def test_a_visitor_may_press_sign_out_too(site: Site) -> None:
    browser = await site.browser()
    answer = await browser.send("/sign-out", form="/sign-in")
    assert answer.headers["location"] == "/sign-in?done=signed-out"


@pytest.mark.parametrize("word", ["", "7", "7.x", "sf_7_x"])
async def test_what_cannot_be_a_proof_stands_for_nobody(site: Site, word: str) -> None:
    assert await identity.by_sign_in(site.runtime, word) is None
    assert await identity.by_token(site.runtime, word) is None


async def test_whoever_asks_is_known_for_as_long_as_the_sign_in_lasts(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    found = await identity.by_sign_in(site.runtime, browser.cookie or "")
    assert found is not None
    assert found.good_until == site.clock.now + rules.SIGN_IN_IDLE


async def test_a_program_lists_sign_ins_and_ends_them(site: Site) -> None:
    await site.member()
    here, there, third = [await site.signed_in() for _ in range(3)]
    listed = (await here.get("/api/v1/me/sign-ins")).json()
    assert [one["current"] for one in listed] == [False, False, True]
    page = (await here.get("/settings")).text
    assert "Sign out everywhere else" in page
    word = page.split('name="csrf" value="')[1].split('"')[0]
    headers = {"x-csrf-token": word}
    number = listed[0]["id"]
    gone = await here.client.delete(f"/api/v1/me/sign-ins/{number}", headers=headers)
    assert gone.status_code == 204
    assert [await one.who() for one in (here, there, third)] == ["maria", "maria", ""]
    await here.client.delete("/api/v1/me/sign-ins", headers=headers)
    assert [await one.who() for one in (here, there)] == ["maria", ""]
