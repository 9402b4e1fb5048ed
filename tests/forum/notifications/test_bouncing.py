"""Reports of mail servers, about mails that went out and about others, on each database."""

import pytest

from forum.core.actor import SYSTEM, Actor
from forum.mail.reports import read_report
from forum.notifications import actions, queries, reading
from forum.notifications.bouncing import note_report
from tests.forum.mail.reports import report
from tests.forum.notifications.stage import Stage


async def mailed(stage: Stage, to: Actor) -> str:
    """The id of a mail that went to a member."""
    linh = await stage.member("linh")
    await stage.reply(linh, await stage.topic(to))
    await stage.mail()
    return stage.box.mails[-1].message_id


async def refused(stage: Stage, who: Actor) -> str:
    async with stage.runtime.database.reading() as db:
        return (await reading.mail_settings(db, who.require_member())).refused


async def test_a_reported_address_gets_no_more_until_it_is_proven(stage: Stage) -> None:
    maria = await stage.member("maria")
    told = read_report(report(await mailed(stage, maria)))
    assert await note_report(stage.runtime, told) == maria.member_id
    assert "User unknown" in await refused(stage, maria)
    assert await note_report(stage.runtime, told) == maria.member_id  # handed over again
    await stage.reply(await stage.member("timo"), await stage.topic(maria))
    await stage.mail()
    assert len(stage.box.mails) == 1
    async with stage.runtime.unit(maria) as unit:
        await actions.ask_for_proof(unit)
    await stage.work()
    proof = stage.box.mails[-1]
    assert "/prove/" in proof.text
    async with stage.runtime.unit(SYSTEM) as unit:
        await actions.take_proof(unit, "maria@example.org")
    told = read_report(report(proof.message_id))
    assert await note_report(stage.runtime, told) == maria.member_id
    assert "User unknown" in await refused(stage, maria)


async def test_a_delay_changes_nothing(stage: Stage) -> None:
    maria = await stage.member("maria")
    sent = await mailed(stage, maria)
    told = read_report(report(sent, action="delayed", status="4.4.1"))
    assert await note_report(stage.runtime, told) is None
    assert await refused(stage, maria) == ""


@pytest.mark.parametrize(
    "forge",
    [
        lambda sent: "",
        lambda sent: "<maria@example.org>",
        lambda sent: sent.replace(".1.", ".2."),
        lambda sent: sent.replace(".1.", ".999999999999999999."),
        lambda sent: f"{sent} {sent}",
        lambda sent: sent[:-25] + ("A" if sent[-25] != "A" else "B") + sent[-24:],
    ],
    ids=["none", "address", "another", "nobody", "twice", "letter"],
)
async def test_a_report_of_what_never_went_from_here_changes_nothing(
    stage: Stage, forge: object
) -> None:
    assert callable(forge)
    maria = await stage.member("maria")
    sent = await mailed(stage, maria)
    told = read_report(report(forge(sent)))
    assert await note_report(stage.runtime, told) is None
    async with stage.runtime.database.reading() as db:
        for handle in ("maria", "linh"):
            assert await queries.bounce(db, f"{handle}@example.org") is None


async def test_a_report_of_an_address_that_was_given_up_changes_nothing(stage: Stage) -> None:
    maria = await stage.member("maria")
    sent = await mailed(stage, maria)
    async with stage.runtime.unit(SYSTEM) as unit:
        row = await queries.recipient(unit.db, maria.require_member())
        assert row is not None
        row.member.email = row.member.email_key = "new@example.org"
    assert await note_report(stage.runtime, read_report(report(sent))) is None
    assert await refused(stage, maria) == ""
