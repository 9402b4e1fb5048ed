"""A second factor: set up, asked for, needed, and taken away again."""

import re
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from forum.accounts import identity, recovery, second_step, totp
from forum.accounts.actions.sanctioning import sanction
from forum.accounts.actions.tokens import add_token
from forum.accounts.rules import SanctionKind
from forum.accounts.schemas import TokenDraft
from forum.core.actor import SYSTEM, Actor
from forum.core.errors import Forbidden, SecondFactorRequired
from forum.core.ids import MemberId
from forum.core.permissions import Permission, Role, Scope
from tests.forum.accounts.site import PASSWORD, WRONG, Browser, Site, open_site

SEALED = re.compile(r'name="sealed" value="([^"]+)"')
SECRET = re.compile(r'<code class="token" dir="ltr">([A-Z2-7 ]+)</code>')
CODE = re.compile(r"<code>([a-z2-9-]{19})</code>")


async def set_up(site: Site, browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """Have a member set up an app; gives the app, and the recovery codes."""
    page = (await browser.get("/settings/security/app")).text
    secret, sealed = SECRET.search(page), SEALED.search(page)
    assert secret is not None
    assert sealed is not None
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    answer = await browser.send(
        "/settings/security/app", code=app.at(site.clock()), sealed=sealed[1]
    )
    assert answer.headers["cache-control"] == "no-store"
    return app, CODE.findall(answer.text)


async def first_step(site: Site) -> Browser:
    """A browser in which maria's password was typed."""
    browser = await site.browser()
    answer = await browser.send(
        "/sign-in", email="maria@example.org", password=PASSWORD, next="/t/4"
    )
    assert answer.headers["location"] == "/sign-in/second?next=/t/4"
    assert browser.cookie is None
    return browser


async def test_who_has_an_app_is_let_in_by_password_and_code_only(site: Site) -> None:
    await site.member()
    app, codes = await set_up(site, await site.signed_in())
    assert len(codes) == len(set(codes)) == recovery.COUNT
    site.clock.move(minutes=1)
    browser = await first_step(site)
    assert await browser.who() == ""
    wrong = await browser.send("/sign-in/second", code="000000", next="/t/4")
    assert wrong.status_code == 403
    assert await browser.who() == ""
    answer = await browser.send("/sign-in/second", code=app.at(site.clock()), next="/t/4")
    assert answer.headers["location"] == "/t/4"
    assert await browser.who() == "maria"


async def test_a_code_is_good_once_and_a_step_early_or_late(site: Site) -> None:
    await site.member()
    app, _ = await set_up(site, await site.signed_in())
    used = app.at(site.clock())
    browser = await first_step(site)
    assert (await browser.send("/sign-in/second", code=used)).status_code == 403
    later = app.at(site.clock() + timedelta(seconds=2 * totp.STEP))
    assert (await browser.send("/sign-in/second", code=later)).status_code == 403
    early = app.at(site.clock() + timedelta(seconds=totp.STEP))
    assert (await browser.send("/sign-in/second", code=early)).status_code == 303
    again = await first_step(site)
    assert (await again.send("/sign-in/second", code=early)).status_code == 403


async def test_a_recovery_code_lets_in_once_however_it_is_typed(site: Site) -> None:
    await site.member()
    _, codes = await set_up(site, await site.signed_in())
    typed = f" {codes[3].upper().replace('-', ' ')}"
    browser = await first_step(site)
    assert (await browser.send("/sign-in/second", code=typed)).status_code == 303
    assert await browser.who() == "maria"
    assert "9 recovery codes" in (await browser.get("/settings/security")).text
    again = await first_step(site)
    assert (await again.send("/sign-in/second", code=codes[3])).status_code == 403


async def test_the_first_step_counts_for_five_minutes_and_for_its_password(site: Site) -> None:
    member = await site.member()
    app, _ = await set_up(site, await site.signed_in())
    browser = await first_step(site)
    site.clock.move(minutes=4, seconds=59)
    assert (await browser.get("/sign-in/second")).status_code == 200
    site.clock.move(seconds=1)
    answer = await browser.get("/sign-in/second")
    assert answer.headers["location"] == "/sign-in?done=too-late"
    browser = await first_step(site)
    async with site.runtime.unit(SYSTEM) as unit:
        row = await unit.db.get(type(member), member.id)
        assert row is not None
        row.password_hash = "another"  # noqa: S105
    answer = await browser.get("/sign-in/second")
    assert answer.headers["location"] == "/sign-in?done=too-late"
    assert app.at(site.clock())


async def test_who_is_suspended_between_the_steps_reads_the_moderators_reason(site: Site) -> None:
    member = await site.member()
    olga = await site.member("olga")
    await set_up(site, await site.signed_in())
    browser = await first_step(site)
    async with site.runtime.unit(Actor(MemberId(olga.id or 0), role=Role.MODERATOR)) as unit:
        why, kind = "It sells watches.", SanctionKind.SUSPENSION
        await sanction(unit, MemberId(member.id or 0), kind, why, None)
    refused = await browser.get("/sign-in/second")
    assert refused.status_code == 403
    assert why in refused.text
    assert await browser.who() == ""


async def test_codes_cannot_be_guessed_at_leisure(site: Site) -> None:
    await site.member()
    await set_up(site, await site.signed_in())
    site.clock.move(minutes=1)
    guesser = await first_step(site)
    sent = [(await guesser.send("/sign-in/second", code=f"{n:06}")).status_code for n in range(10)]
    assert sent == [403] * 9 + [429]  # one was spent when the app was set up


async def test_a_link_to_a_new_password_leads_to_the_second_step_too(site: Site) -> None:
    await site.member()
    app, _ = await set_up(site, await site.signed_in())
    site.clock.move(minutes=1)
    browser = await site.browser()
    await browser.send("/reset", email="maria@example.org")
    answer = await browser.send(await site.link(), password=PASSWORD)
    assert answer.headers["location"].startswith("/sign-in/second?next=")
    assert await browser.who() == ""
    await browser.send("/sign-in/second", code=app.at(site.clock()))
    assert await browser.who() == "maria"


async def test_the_first_factor_ends_other_sign_ins_and_is_told_by_mail(site: Site) -> None:
    await site.member()
    here, there = await site.signed_in(), await site.signed_in()
    await set_up(site, here)
    assert [await browser.who() for browser in (here, there)] == ["maria", ""]
    assert (await site.mails())[0].mail.subject == "How you sign in was changed"


async def test_what_changes_how_one_signs_in_asks_again_after_ten_minutes(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    app, _ = await set_up(site, browser)
    site.clock.move(minutes=10)
    answer = await browser.get("/settings/security/app")
    assert answer.headers["location"] == "/confirm?next=/settings/security/app"
    refused = await browser.send("/settings/security/codes", form="/settings/security")
    assert (refused.status_code, "proof_too_old" in refused.text) == (403, True)
    wrong = await browser.send("/confirm", password=PASSWORD)
    assert wrong.status_code == 403
    answer = await browser.send(
        "/confirm", code=app.at(site.clock()), next="/settings/security/app"
    )
    assert answer.headers["location"] == "/settings/security/app"
    assert (await browser.get("/settings/security/app")).status_code == 200
    fresh = await browser.send("/settings/security/codes", form="/settings/security")
    assert len(CODE.findall(fresh.text)) == recovery.COUNT


async def test_who_has_no_factor_confirms_by_password(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    site.clock.move(minutes=10)
    wrong = await browser.send("/confirm", password=WRONG, next="/settings/security/app")
    assert wrong.status_code == 422
    answer = await browser.send("/confirm", password=PASSWORD, next="//evil.example")
    assert answer.headers["location"] == "/"
    assert (await browser.get("/settings/security/app")).status_code == 200


async def test_a_member_may_do_without_a_factor_again(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    await set_up(site, browser)
    await browser.send("/settings/security/app/remove", form="/settings/security")
    other = await site.signed_in()
    assert await other.who() == "maria"


async def test_what_is_stored_shows_nobody_a_code(site: Site) -> None:
    await site.member()
    app, codes = await set_up(site, await site.signed_in())
    text = b"".join(
        path.read_bytes() for path in site.folder.parent.glob("forum.db*") if path.is_file()
    )
    assert app.secret.encode() not in text
    assert codes[0].encode() not in text
    with pytest.raises(second_step.WrongCode):
        await second_step.check_code(site.runtime, MemberId(1), app.secret)


async def test_the_secret_of_one_member_is_no_good_in_the_form_of_another(site: Site) -> None:
    await site.member()
    await site.member("nadja")
    maria, nadja = await site.signed_in(), await site.signed_in("nadja")
    page = (await maria.get("/settings/security/app")).text
    secret, sealed = SECRET.search(page), SEALED.search(page)
    assert secret is not None
    assert sealed is not None
    code = pyotp.TOTP(secret[1].replace(" ", "")).at(site.clock())
    answer = await nadja.send("/settings/security/app", code=code, sealed=sealed[1])
    assert (answer.status_code, "form_expired" in answer.text) == (403, True)


async def test_a_moderator_without_a_factor_is_led_to_one_and_may_do_no_more_than_a_member(
    url: str, tmp_path: Path
) -> None:
    async with open_site(url, tmp_path, require_second_factor=True) as site:
        await site.member("olga", role=Role.MODERATOR)
        browser = await site.browser()
        answer = await browser.send("/sign-in", email="olga@example.org", password=PASSWORD)
        assert answer.headers["location"] == "/settings/security?done=needed"
        before = await identity.by_sign_in(site.runtime, browser.cookie or "")
        assert before is not None
        assert (before.role, before.is_moderator) == (Role.MEMBER, False)
        with pytest.raises(SecondFactorRequired):
            before.require(Permission.POST_HIDE)
        with pytest.raises(Forbidden):
            before.require(Permission.MEMBER_MANAGE)
        await set_up(site, browser)
        after = await identity.by_sign_in(site.runtime, browser.cookie or "")
        assert after is not None
        assert after.is_moderator
        answer = await browser.send("/settings/security/app/remove", form="/settings/security")
        assert (answer.status_code, "last_factor" in answer.text) == (409, True)


async def test_a_token_moderates_only_if_its_maker_had_a_factor_or_runs_the_machine(
    url: str, tmp_path: Path
) -> None:
    async with open_site(url, tmp_path, require_second_factor=True) as site:
        olga = await site.member("olga", role=Role.MODERATOR)
        assert olga.id is not None
        draft = TokenDraft(name="x", scopes=[Scope.READ, Scope.MODERATE])
        made: dict[bool, str] = {}
        for proven in (True, False):
            async with site.runtime.unit(SYSTEM) as unit:
                made[proven] = (await add_token(unit, olga.id, draft, proven=proven))[1]
        found = {how: await identity.by_token(site.runtime, word) for how, word in made.items()}
        assert [actor.is_moderator for actor in found.values() if actor] == [True, False]
        browser = await site.signed_in("olga")
        sent = {"form": "/settings", "label": "x", "scopes": ["read", "moderate"]}
        refused = await browser.send("/settings/tokens", **sent)
        assert refused.status_code == 403
        await set_up(site, browser)
        answer = await browser.send("/settings/tokens", **sent)
        word = re.search(r"sf_\d+_[A-Za-z0-9_-]{43}", answer.text)
        assert word is not None
        actor = await identity.by_token(site.runtime, word[0])
        assert actor is not None
        assert actor.is_moderator


@pytest.mark.parametrize(
    ("mode", "chosen", "required"),
    [("demo", None, False), ("production", None, True), ("demo", True, True)],
)
async def test_a_demonstration_asks_for_no_factor_unless_it_is_told_to(
    url: str, tmp_path: Path, mode: str, chosen: bool | None, required: bool
) -> None:
    async with open_site(url, tmp_path, mode=mode, require_second_factor=chosen) as site:
        assert site.runtime.settings.second_factor_required is required


async def test_a_program_is_told_what_there_is_and_sets_up_nothing(site: Site) -> None:
    await site.member()
    browser = await site.signed_in()
    await set_up(site, browser)
    found = (await browser.get("/api/v1/me/second-factors")).json()
    assert found == {"required": False, "app": True, "passkeys": [], "recovery_codes": 10}
    async with site.runtime.unit(SYSTEM) as unit:
        draft = TokenDraft(name="x", scopes=list(Scope))
        word = (await add_token(unit, MemberId(1), draft))[1]
    program = await site.browser()
    headers = {"authorization": f"Bearer {word}"}
    answer = await program.get("/settings/security/app", headers=headers)
    assert answer.status_code == 403
