"""What accounts do later: mails with links, and forgetting."""

from collections.abc import Mapping
from datetime import timedelta

from forum.accounts import actions, queries, words
from forum.accounts.actions.sanctioning import OVER
from forum.accounts.mails import MAIL, Purpose, Said, compose
from forum.accounts.rules import LinkPurpose, MemberState, link_lasts
from forum.accounts.tables import MailLink, Member
from forum.core.actor import SYSTEM
from forum.core.ids import MemberId, SanctionId
from forum.jobs.kinds import Handler
from forum.mail.base import Mailer
from forum.mail.jobs import deliver
from forum.runtime import Runtime

FORGET = "account.forget"
RECURRING: Mapping[str, timedelta] = {FORGET: timedelta(days=1)}


def kinds(mailer: Mailer) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""

    async def send(runtime: Runtime, data: Mapping[str, object]) -> None:
        await send_mail(runtime, mailer, data)

    return {MAIL: send, FORGET: forget, OVER: end_sanction}


async def send_mail(runtime: Runtime, mailer: Mailer, data: Mapping[str, object]) -> None:
    """Send one of `mails`; its link is made now, so that its word is written nowhere but in it.

    Raises:
        MailNotSent: to be tried again later, with a link of its own.
    """
    purpose = Purpose(str(data["purpose"]))
    member = await _reader(runtime, data)
    if member is None or member.state not in _STATES.get(purpose, _IN_USE):
        return
    path = await _path(runtime, member, purpose, data)
    to, link = str(data.get("to", member.email)), f"{runtime.settings.public_url}{path}"
    settings, said = await runtime.named_settings(), Said(link, str(data.get("reason", "")))
    await deliver(mailer, compose(purpose, to, member.locale, said, settings))


_IN_USE = {MemberState.ACTIVE}
_NEW = {MemberState.ACTIVE, MemberState.WAITING}
_STATES = {
    Purpose.STAY: {MemberState.LEAVING},
    Purpose.CLOSED: {MemberState.LEAVING},
    Purpose.DECLINED: {MemberState.DECLINED},
    **dict.fromkeys((Purpose.VERIFY, Purpose.RESET, Purpose.KNOWN), _NEW),
}
"""In which an account may be for a mail; all others go to those that are in use."""


async def forget(runtime: Runtime, _data: Mapping[str, object]) -> None:
    """Forget sign-ins, tokens, links and registrations that have run out."""
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_old(unit.db, unit.now)


async def end_sanction(runtime: Runtime, data: Mapping[str, object]) -> None:
    """End a sanction at its time."""
    async with runtime.unit(SYSTEM) as unit:
        await actions.end_in_time(unit, SanctionId(int(str(data["sanction_id"]))))


async def _reader(runtime: Runtime, data: Mapping[str, object]) -> Member | None:
    async with runtime.database.reading() as db:
        if "email" in data:
            return await queries.find_by_email(db, str(data["email"]))
        return await queries.find_by_id(db, MemberId(int(str(data["member_id"]))))


async def _path(
    runtime: Runtime, member: Member, purpose: Purpose, data: Mapping[str, object]
) -> str:
    if purpose in _PAGES:
        return _PAGES[purpose]
    link = LinkPurpose(_LINKS.get(purpose, purpose))
    word = await _make_link(runtime, member, link, data)
    return f"/{link}/{word}"


_LINKS = {Purpose.CLOSED: LinkPurpose.STAY}
"""What the link of a mail is for, where it has another name."""


_PAGES = {
    Purpose.KNOWN: "/reset",
    Purpose.MOVED: "/",
    Purpose.FACTORS: "/settings/security",
    Purpose.APPROVED: "/sign-in",
    Purpose.DECLINED: "/register",
    Purpose.ASKED: "/admin/registrations",
}
"""Where mails lead that bring no link of their own."""


async def _make_link(
    runtime: Runtime, member: Member, purpose: LinkPurpose, data: Mapping[str, object]
) -> str:
    """Store a link in place of earlier ones, and give its word."""
    assert member.id is not None  # noqa: S101 (it was read)
    word = words.fresh()
    async with runtime.unit(SYSTEM) as unit:
        await queries.drop_links(unit.db, member.id, purpose)
        link = MailLink(
            member_id=member.id,
            purpose=purpose,
            hash=words.digest(word),
            browser=str(data.get("browser", "")),
            address=str(data["to"]) if "to" in data else None,
            expires_at=unit.now + link_lasts(purpose),
        )
        queries.add_link(unit.db, link)
    return word
