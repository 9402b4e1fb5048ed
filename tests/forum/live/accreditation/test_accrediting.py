"""People ask to take part, and the secretariat or a focal point decides."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.core.permissions import Role
from forum.jobs.runner import Runner
from forum.live.accreditation import actions
from forum.live.accreditation import jobs as accreditation
from forum.live.accreditation.rules import QuotaReached
from forum.live.accreditation.schemas import RequestDecision
from forum.live.sessions.rules import RequestState
from forum.mail import Mail, Mailer
from forum.moderation.jobs import write_down
from forum.runtime import Runtime
from tests.client import running
from tests.factories import prepared
from tests.forum.live.sessions.hall import Hall, build
from tests.services.databases import Databases

DELEGATE = {"part": "delegate", "delegation": "vn"}
LETTER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class KeptMailer(Mailer):
    """A mailer that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.sent.append(mail)

    async def check(self) -> None:
        pass

    async def aclose(self) -> None:
        pass


@pytest.fixture
def hall(databases: Databases, tmp_path: Path) -> Iterator[Hall]:
    """With the delegation of Viet Nam, whose focal point `hoa` is."""
    with databases.fresh(prepared) as url, running(url, tmp_path) as client:
        hall = build(client)
        hall.ask("POST", "/delegations", slug="vn", kind="partner", partner="VN")
        hall.ask("POST", "/delegations/vn/mandates", who="hoa", capacity="alternate")
        focal = {"who": "linh", "capacity": "adviser", "is_focal_point": True}
        hall.ask("POST", "/delegations/vn/mandates", **focal)
        yield hall


def opened(hall: Hall, **more: object) -> str:
    """The address of a session for accredited people, whose accreditation is open."""
    url = hall.session(access="accredited", **more)
    hall.step(url, "draft", "announced", "accreditation")
    return url


def done(hall: Hall) -> KeptMailer:
    """The mails of everything that was left for later."""
    mailer = KeptMailer()

    async def work(runtime: Runtime) -> None:
        kinds = {**accreditation.kinds(mailer), "audit.note": write_down}
        await Runner(runtime, kinds).drain()

    hall.client.do(work)
    return mailer


def test_a_request_is_approved_and_its_sender_follows_the_session(hall: Hall) -> None:
    url = opened(hall)
    asked = hall.ask("POST", f"{url}/requests", hall.hoa, **DELEGATE, capacity="head")
    assert (asked["state"], asked["capacity"]) == ("received", "alternate")
    assert not hall.ask("GET", url, hall.hoa)["me"]["follows"]
    decision = f"{url}/requests/{asked['id']}/decision"
    assert hall.refused("POST", decision, hall.camille, state="approved") == "not_found"
    hall.ask("POST", decision, state="approved", badge="Table 4")
    assert hall.refused("POST", decision, state="approved") == "decided_already"
    me = hall.ask("GET", url, hall.hoa)["me"]
    assert (me["follows"], me["parts"], me["on_behalf"]["name"]) == (True, ["delegate"], "Vietnam")
    assert hall.refused("POST", f"{url}/requests", hall.hoa, **DELEGATE) == "takes_part_already"
    assert "ask_floor" in me["deeds"]
    [mail] = done(hall).sent
    assert (mail.to, "You take part" in mail.subject) == ("hoa@example.org", True)
    acts = [one["act"] for one in hall.ask("GET", "/admin/audit")["items"]]
    assert "approve_participant" in acts
    joined = [one for one in hall.log(url) if one["event"] == "participant.joined"]
    assert [(one["member_id"], one["part"]) for one in joined] == [(hall.hoa.member_id, "delegate")]


def test_a_focal_point_decides_about_their_delegation_and_not_themselves(hall: Hall) -> None:
    url = opened(hall)
    asked = [
        hall.ask("POST", f"{url}/requests", who, **DELEGATE)["id"] for who in (hall.hoa, hall.linh)
    ]
    other = hall.ask("POST", f"{url}/requests", hall.camille, part="observer")["id"]
    shown = hall.call("GET", f"{url}/requests", hall.linh).json()
    assert sorted(one["id"] for one in shown) == sorted(asked)
    first, own, foreign = (f"{url}/requests/{key}/decision" for key in (*asked, other))
    assert hall.refused("POST", first, hall.linh, state="declined") == "invalid_input"
    hall.ask("POST", first, hall.linh, state="declined", reason="Hoa is on leave.")
    assert hall.refused("POST", own, hall.linh, state="approved") == "not_about_yourself"
    assert hall.refused("POST", foreign, hall.linh, state="approved") == "not_found"
    assert "Hoa is on leave." in done(hall).sent[0].text
    again = hall.ask("POST", f"{url}/requests", hall.hoa, **DELEGATE)
    assert (again["id"], again["state"], again["reason"]) == (asked[0], "received", "")


def test_without_a_mandate_a_letter_is_needed_which_only_deciders_read(hall: Hall) -> None:
    url = opened(hall)
    wish = {**DELEGATE, "capacity": "adviser"}
    assert hall.refused("POST", f"{url}/requests", hall.camille, **wish) == "invalid_input"
    files = {"file": ("letter.pdf", LETTER, "application/pdf")}
    letter = hall.call("POST", "/uploads", hall.camille, files=files).json()
    found = hall.ask("POST", f"{url}/requests", hall.camille, **wish, letter=letter["id"])
    olga = hall.client.member("olga", Role.MODERATOR)
    read = {
        who.handle: hall.client.get(
            f"/api/v1/uploads/{letter['id']}", headers=hall.client.token(who)
        ).is_success
        for who in (hall.camille, hall.ada, hall.linh, hall.hoa, olga)
    }
    assert read == {"camille": True, "ada": True, "linh": True, "hoa": False, "olga": False}
    assert hall.refused("DELETE", f"/uploads/{letter['id']}", hall.camille) == "upload_in_use"
    stolen = hall.ask("POST", f"{url}/requests", hall.hoa, part="observer", letter=letter["id"])
    assert stolen["id"] != found["id"]
    hall.ask("POST", f"{url}/requests/{found['id']}/withdrawal", hall.camille)
    answer = hall.client.get(f"/api/v1/uploads/{letter['id']}", headers=hall.client.token(hall.hoa))
    assert answer.status_code == 404


def test_two_approved_at_once_do_not_pass_the_quota(hall: Hall) -> None:
    url = opened(hall, quotas={"delegate": 1})
    asked = [
        hall.ask("POST", f"{url}/requests", who, **DELEGATE)["id"] for who in (hall.hoa, hall.linh)
    ]
    session = int(url.rpartition("/")[2])

    async def approve(runtime: Runtime, key: int) -> bool:
        try:
            async with runtime.unit(hall.ada) as unit:
                given = RequestDecision(state=RequestState.APPROVED)
                await actions.decide(unit, session, key, given)  # type: ignore[arg-type]
        except QuotaReached:
            return False
        return True

    async def both(runtime: Runtime) -> list[bool]:
        return await asyncio.gather(*(approve(runtime, key) for key in asked))

    assert sorted(hall.client.do(both)) == [False, True]


def test_the_secretariat_invites_and_takes_back_with_a_reason(hall: Hall) -> None:
    url = opened(hall)
    made = hall.ask("POST", f"{url}/invitations", who="@camille", part="captioner", badge="ฟ้า")
    assert hall.ask("GET", url, hall.camille)["me"]["parts"] == ["captioner"]
    people = hall.call("GET", f"{url}/participants", hall.camille).json()
    assert [(one["badge"], one["member"]["handle"]) for one in people] == [("ฟ้า", "camille")]
    away = f"{url}/requests/{made['id']}/withdrawal"
    assert hall.refused("POST", away) == "invalid_input"
    assert hall.refused("POST", away, hall.hoa, reason="I want to.") == "not_found"
    hall.ask("POST", away, reason="The line is bad.")
    assert hall.refused("GET", f"{url}/participants", hall.camille) == "not_found"
    subjects = [mail.subject for mail in done(hall).sent]
    assert len(subjects) == 2
    assert "no more" in subjects[-1]


def test_somebody_is_muted_for_a_while(hall: Hall) -> None:
    url = opened(hall)
    made = hall.ask("POST", f"{url}/invitations", who="hoa", **DELEGATE)
    hall.step(url, "accreditation", "lobby")
    mute = f"{url}/requests/{made['id']}/mute"
    assert hall.refused("POST", mute, hall.hoa, minutes=5) == "not_your_part"
    hall.ask("POST", mute, minutes=5)
    me = hall.ask("GET", url, hall.hoa)["me"]
    assert (me["is_muted"], "chat" in me["deeds"]) == (True, False)
    hall.ask("POST", mute, minutes=0)
    assert not hall.ask("GET", url, hall.hoa)["me"]["is_muted"]
    until = [one["until"] for one in hall.log(url) if one["event"] == "participant.muted"]
    assert (until[0] is None, until[1]) == (False, None)
