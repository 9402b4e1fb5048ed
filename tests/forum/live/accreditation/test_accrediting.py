"""People ask to take part, and the secretariat or a focal point decides."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from httpx2 import Response

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.jobs.runner import Runner
from forum.live.accreditation import actions
from forum.live.accreditation import jobs as accreditation
from forum.live.accreditation.actions import TOLD
from forum.live.accreditation.rules import QuotaReached
from forum.live.accreditation.schemas import RequestDecision
from forum.live.sessions.rules import RequestState
from forum.mail import Mail, Mailer
from forum.moderation import jobs as moderation
from forum.notifications.jobs import tell_of_request
from forum.runtime import Runtime
from tests import factories
from tests.client import running
from tests.factories import prepared
from tests.forum.live.sessions.hall import DRAFT, Hall, Json, build
from tests.services.fixtures import KINDS

DELEGATE = {"part": "delegate", "delegation": "vn"}
SHOUTING = "Shouting while others had the floor."
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


@dataclass
class Office(Hall):
    """With a moderator, and the delegation of Viet Nam, whose focal point `linh` is."""

    olga: Actor

    def waiting(self, url: str) -> list[Json]:
        """What waits for the moderator of requests to take part in a session."""
        found = self.ask("GET", "/admin/queue?kind=accreditation", self.olga)
        session = int(url.rpartition("/")[2])
        return [one for one in found["items"] if one["request"]["session"]["id"] == session]

    def act(self, name: str, request: int, who: Actor | None = None) -> Response:
        body = {"act": name, "target": f"request:{request}", "reason": "The room is full."}
        return self.call("POST", "/admin/actions", who or self.olga, json=body)


@pytest.fixture(scope="module", params=KINDS)
def building(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The application, on each kind of database; each test has a session of its own."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("office")
    with databases.fresh(prepared) as url, running(url, folder) as client:
        hall = Office(**vars(build(client)), olga=client.member("olga", Role.MODERATOR))
        hall.ask("POST", "/delegations", slug="vn", kind="partner", partner="VN")
        hall.ask("POST", "/delegations/vn/mandates", who="hoa", capacity="alternate")
        focal = {"who": "linh", "capacity": "adviser", "is_focal_point": True}
        hall.ask("POST", "/delegations/vn/mandates", **focal)
        yield hall


@pytest.fixture
def hall(building: Office) -> Office:
    """The same, with nothing left to be done."""
    done(building)
    return building


def opened(hall: Hall, **more: object) -> str:
    """The address of a session for accredited people, whose accreditation is open."""
    url = hall.session(access="accredited", **more)
    hall.step(url, "draft", "announced", "accreditation")
    return url


def done(hall: Office) -> KeptMailer:
    """The mails of everything that was left for later."""
    mailer = KeptMailer()

    async def work(runtime: Runtime) -> None:
        kinds = {
            **accreditation.kinds(mailer),
            **moderation.kinds(mailer),
            TOLD: tell_of_request,
        }
        await Runner(runtime, kinds).drain()

    hall.client.do(work)
    return mailer


def test_a_request_is_approved_and_its_sender_follows_the_session(hall: Office) -> None:
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


def test_a_focal_point_decides_about_their_delegation_and_not_themselves(hall: Office) -> None:
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


def test_without_a_mandate_a_letter_is_needed_which_only_deciders_read(hall: Office) -> None:
    url = opened(hall)
    wish = {**DELEGATE, "capacity": "adviser"}
    assert hall.refused("POST", f"{url}/requests", hall.camille, **wish) == "invalid_input"
    files = {"file": ("letter.pdf", LETTER, "application/pdf")}
    letter = hall.call("POST", "/uploads", hall.camille, files=files).json()
    found = hall.ask("POST", f"{url}/requests", hall.camille, **wish, letter=letter["id"])
    read = {
        who.handle: hall.client.get(
            f"/api/v1/uploads/{letter['id']}", headers=hall.client.token(who)
        ).is_success
        for who in (hall.camille, hall.ada, hall.linh, hall.hoa, hall.olga)
    }
    assert read == {"camille": True, "ada": True, "linh": True, "hoa": False, "olga": True}
    assert hall.refused("DELETE", f"/uploads/{letter['id']}", hall.camille) == "upload_in_use"
    stolen = hall.ask("POST", f"{url}/requests", hall.hoa, part="observer", letter=letter["id"])
    assert stolen["id"] != found["id"]
    hall.ask("POST", f"{url}/requests/{found['id']}/withdrawal", hall.camille)
    answer = hall.client.get(f"/api/v1/uploads/{letter['id']}", headers=hall.client.token(hall.hoa))
    assert answer.status_code == 404


@pytest.mark.racing
def test_two_approved_at_once_do_not_pass_the_quota(hall: Office) -> None:
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


def test_the_secretariat_invites_and_takes_back_with_a_reason(hall: Office) -> None:
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


def test_who_takes_part_no_more_in_what_is_private_is_shown_its_title_nowhere(hall: Office) -> None:
    hall.client.do(factories.space, "closed", access="private")
    url = opened(hall, space="closed", title="Behind closed doors")
    done(hall)

    def told() -> list[tuple[str, str]]:
        found = hall.ask("GET", "/notifications?unread=true", hall.camille)["items"]
        shown = [one for one in found if one["session"]]
        return [(one["kind"], one["session"]["title"]) for one in shown]

    before = told()
    made = hall.ask("POST", f"{url}/invitations", who="camille", part="captioner")
    done(hall)
    assert told() == [("request_approved", "Behind closed doors"), *before]
    hall.ask("POST", f"{url}/requests/{made['id']}/withdrawal", reason="The line is bad.")
    done(hall)
    assert told() == before
    client = hall.client
    client.sign_in(hall.camille)
    assert "Behind closed doors" not in client.get("/notifications").text
    client.cookies.clear()
    hall.ask("PATCH", "/spaces/closed", access="public")
    assert [title for _, title in told()[:2]] == ["Behind closed doors"] * 2


def test_a_request_waits_in_the_queue_of_moderators_and_is_decided_there(hall: Office) -> None:
    url = opened(hall)
    asked = hall.ask("POST", f"{url}/requests", hall.hoa, **DELEGATE)["id"]
    assert hall.waiting(url) == []
    done(hall)
    [case] = hall.waiting(url)
    assert (case["subject"], case["request"]["session"]["title"], case["suggested"]) == (
        f"request:{asked}",
        DRAFT["title"],
        ["approve_request", "decline_request"],
    )
    assert hall.act("decline_request", asked, hall.camille).json()["code"] == "forbidden"
    client, page = hall.client, f"/moderation/requests/{asked}"
    client.sign_in(hall.olga)
    assert f'href="{page}' in client.get("/moderation?kind=accreditation").text
    given = {"act": "decline_request", "reason": "The room is full."}
    sent = client.fill_in(page, given)
    assert (sent.status_code, sent.headers["location"]) == (303, "/moderation")
    assert hall.act("approve_request", asked).json()["code"] == "already_done"
    assert hall.waiting(url) == []
    [mail] = done(hall).sent
    assert ("declined" in mail.subject, "The room is full." in mail.text) == (True, True)
    [entry] = hall.ask("GET", f"/admin/audit?target=request:{asked}", hall.olga)["items"]
    assert (entry["act"], entry["reason"]) == ("decline_request", "The room is full.")
    told = hall.ask("GET", "/notifications", hall.hoa)["items"][0]
    assert (told["kind"], told["reason"]) == ("request_declined", "The room is full.")
    assert (told["topic"], told["session"]["url"]) == (None, f"{url}/take-part")
    client.cookies.clear()
    client.sign_in(hall.hoa)
    shown = client.get("/notifications").text
    assert "Your request to take part was declined" in shown
    assert "The room is full." in shown
    client.fill_in("/notifications", {})
    assert not any(
        one["read_at"] is None for one in hall.ask("GET", "/notifications", hall.hoa)["items"]
    )
    undo = f"/admin/audit/{entry['id']}/undo"
    hall.ask("POST", undo, hall.olga, reason="A mistake.")
    assert [one["subject"] for one in hall.waiting(url)] == [f"request:{asked}"]
    assert hall.act("approve_request", asked).status_code == 200
    assert hall.ask("GET", url, hall.hoa)["me"]["parts"] == ["delegate"]


def test_what_the_desk_decides_leaves_the_queue_and_nobody_decides_about_themselves(
    hall: Office,
) -> None:
    url = opened(hall)
    asked = hall.ask("POST", f"{url}/requests", hall.camille, part="observer")["id"]
    own = hall.ask("POST", f"{url}/requests", hall.olga, part="observer")["id"]
    done(hall)
    assert [one["subject"] for one in hall.waiting(url)] == [f"request:{asked}"]
    assert hall.act("approve_request", own).json()["code"] == "not_about_yourself"
    hall.ask("POST", f"{url}/requests/{asked}/decision", state="approved")
    assert hall.act("decline_request", asked).json()["code"] == "already_done"
    done(hall)
    assert hall.waiting(url) == []
    hall.ask("POST", f"{url}/requests/{own}/withdrawal", hall.olga)
    away = f"{url}/requests/{asked}/withdrawal"
    hall.ask("POST", away, reason="The line is bad.")
    done(hall)
    kinds = [one["kind"] for one in hall.ask("GET", "/notifications", hall.camille)["items"]]
    assert kinds[:2] == ["participation_ended", "request_approved"]


def test_somebody_is_muted_for_a_while(hall: Office) -> None:
    url = opened(hall)
    made = hall.ask("POST", f"{url}/invitations", who="hoa", **DELEGATE)
    hall.step(url, "accreditation", "lobby")
    mute = f"{url}/requests/{made['id']}/mute"
    assert hall.refused("POST", mute, hall.hoa, minutes=5) == "not_your_part"
    assert hall.refused("POST", mute, minutes=5) == "invalid_input"
    hall.ask("POST", mute, minutes=5, reason=SHOUTING)
    me = hall.ask("GET", url, hall.hoa)["me"]
    assert (me["is_muted"], "chat" in me["deeds"]) == (True, False)
    hall.ask("POST", mute, minutes=0)
    assert not hall.ask("GET", url, hall.hoa)["me"]["is_muted"]
    until = [one["until"] for one in hall.log(url) if one["event"] == "participant.muted"]
    assert (until[0] is None, until[1]) == (False, None)


def test_whoever_is_muted_is_told_why_and_a_moderator_undoes_it(hall: Office) -> None:
    url = opened(hall)
    made = hall.ask("POST", f"{url}/invitations", who="hoa", **DELEGATE)
    hall.step(url, "accreditation", "lobby")
    done(hall)
    hall.ask("POST", f"{url}/requests/{made['id']}/mute", minutes=5, reason=SHOUTING)
    [mail] = done(hall).sent
    assert (mail.to, SHOUTING in mail.text) == ("hoa@example.org", True)
    told = hall.ask("GET", "/decisions", hall.hoa)["items"][0]
    assert (told["act"], told["target"]) == ("mute_participant", f"participant:{made['id']}")
    assert told["ends_at"] is not None
    hall.ask("POST", f"/decisions/{told['id']}/appeal", hall.hoa, text="I had the floor.")
    undone = {"reason": "She had the floor."}
    hall.ask("POST", f"/admin/audit/{told['id']}/undo", hall.olga, **undone)
    assert not hall.ask("GET", url, hall.hoa)["me"]["is_muted"]


def test_who_leads_a_session_mutes_somebody_on_its_page(hall: Office) -> None:
    url = opened(hall)
    made = hall.ask("POST", f"{url}/invitations", who="hoa", **DELEGATE)
    hall.step(url, "accreditation", "lobby")
    client, number = hall.client, str(made["id"])
    client.sign_in(hall.hoa)
    assert client.get(f"{url}/mute").status_code == 403
    client.sign_in(hall.ada)
    form, sent = f"{url}/mute", {"participant_id": number, "minutes": "7", "reason": ""}
    again = client.fill_in(form, sent)
    assert (again.status_code, "Say why" in again.text) == (422, True)
    assert f'<option value="{number}" selected>' in again.text
    muted = client.fill_in(form, sent | {"reason": SHOUTING})
    assert (muted.status_code, muted.headers["location"]) == (303, f"{url}#present")
    assert hall.ask("GET", url, hall.hoa)["me"]["is_muted"]
    room = client.get(url).text
    assert "Muted until" in room[room.index('id="present-mute"') :]
    assert f'href="{url}/mute"' in room  # of those who are not here
    assert client.fill_in(form, {"minutes": "0"}).status_code == 303
    assert not hall.ask("GET", url, hall.hoa)["me"]["is_muted"]
    client.cookies.clear()
