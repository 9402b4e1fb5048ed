"""Questions: asked in one's own language, voted for, merged, and settled by whom and when."""

from forum.live.questions.rules import QuestionState
from tests.forum.live.talk.room import Json, Room


def ask(room: Room, text: str = "Who pays?", who: str = "linh") -> int:
    answer = room.post("/questions", {"text": text, "language": "en"}, who)
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["id"]
    return number


def vote(room: Room, question: int, who: str, method: str = "PUT") -> tuple[int, Json]:
    answer = room.ask(method, f"/questions/{question}/vote", who)
    return answer.status_code, answer.json()


def order(room: Room) -> list[tuple[int, int]]:
    return [(one["id"], one["votes"]) for one in room.items("/questions")]


def test_one_vote_a_person_and_most_votes_first(room: Room) -> None:
    first, second = ask(room), ask(room, "When?", "chair")
    assert order(room) == [(first, 0), (second, 0)]
    for _ in range(2):
        assert vote(room, second, "nadja")[1]["votes"] == 1
    assert vote(room, second, "linh")[1]["votes"] == 2
    assert order(room) == [(second, 2), (first, 0)]
    assert [one["voted"] for one in room.items("/questions", "nadja")] == [True, False]
    assert vote(room, second, "nadja", "DELETE")[1]["votes"] == 1
    own = vote(room, first, "linh")
    assert (own[0], own[1]["code"]) == (409, "own_question")
    assert vote(room, first, "stranger")[0] == 403
    voted = [one for one in room.log() if one["event"] == "question.voted"]
    assert [(one["votes"], one["by"], one["for"]) for one in voted] == [
        (1, None, None),
        (2, None, None),
        (1, None, None),
    ]


def test_pages_follow_the_votes(room: Room) -> None:
    asked = [ask(room, f"Question {number}") for number in range(3)]
    vote(room, asked[2], "chair")
    first = room.ask("GET", "/questions?limit=2").json()
    rest = room.ask("GET", f"/questions?limit=2&cursor={first['next']}").json()
    ids = [one["id"] for one in first["items"] + rest["items"]]
    assert ids == [asked[2], asked[0], asked[1]]


def test_a_merged_question_gives_its_votes_and_nobody_counts_twice(room: Room) -> None:
    first, second = ask(room, "Who pays?", "linh"), ask(room, "Who pays it?", "nadja")
    vote(room, first, "chair")
    vote(room, second, "chair")
    vote(room, second, "linh")
    vote(room, second, "ines")
    merged = room.post(f"/questions/{second}/merge", {"into": first}, "chair")
    # Of the second: chair and ines, and nadja who asked it; linh asked the first.
    assert (merged.json()["id"], merged.json()["votes"]) == (first, 3)
    assert order(room) == [(first, 3)]
    found = room.ask("GET", f"/questions/{second}").json()
    assert (found["state"], found["settled_by"]["handle"]) == ("merged", "chair")
    assert vote(room, second, "somchai")[1]["code"] == "question_settled"
    again = room.post(f"/questions/{second}/merge", {"into": first}, "chair")
    assert again.json()["code"] == "question_settled"
    same = room.post(f"/questions/{first}/merge", {"into": first}, "chair")
    assert (same.status_code, same.json()["code"]) == (422, "same_question")
    assert room.post(f"/questions/{first}/merge", {"into": 10**9}, "chair").status_code == 404
    told = [one for one in room.log() if one["event"] == "question.merged"]
    assert [(one["id"], one["into"], one["votes"]) for one in told] == [(second, first, 3)]


def test_a_question_is_settled_once_by_somebody_at_some_time(room: Room) -> None:
    live, written, dismissed = (ask(room, text) for text in ("One?", "Two?", "Three?"))
    room.post(f"/questions/{live}/answer", {}, "chair")
    text = {"text": "The **host** pays.", "language": "en"}
    answered = room.post(f"/questions/{written}/answer", text, "chair").json()
    assert answered["answer"]["html"] == '<p dir="ltr">The <strong>host</strong> pays.</p>\n'
    room.post(f"/questions/{dismissed}/dismiss", {"reason": "Not on the agenda"}, "chair")
    found = {one["id"]: one for one in room.items("/questions")}
    assert [found[one]["state"] for one in (live, written, dismissed)] == [
        "answered_live",
        "answered_in_writing",
        "dismissed",
    ]
    assert {one["settled_by"]["handle"] for one in found.values()} == {"chair"}
    assert all(one["settled_at"] for one in found.values())
    assert found[dismissed]["reason"] == "Not on the agenda"
    refused = room.post(f"/questions/{live}/dismiss", {"reason": "Again"}, "chair")
    assert (refused.status_code, refused.json()["code"]) == (409, "question_settled")
    assert room.post(f"/questions/{ask(room)}/answer", {}, "nadja").status_code == 403
    open_ones = room.ask("GET", f"/questions?state={QuestionState.OPEN}").json()["items"]
    assert [one["state"] for one in open_ones] == ["open"]


def test_question_and_answer_come_in_the_readers_language(room: Room) -> None:
    room.read_in("fr")
    question = ask(room)
    room.settle()
    room.post(f"/questions/{question}/answer", {"text": "The host.", "language": "en"}, "chair")
    room.settle()
    _, last = room.sent("question.text")[-1]
    assert last["translation"]["language"] == "fr"
    assert last["answer"]["translation"]["language"] == "fr"
    [shown] = room.items("/questions?lang=fr")
    assert shown["answer"]["translation"]["html"].startswith("<p ")


def test_a_removed_question_is_in_no_list(room: Room) -> None:
    question = ask(room)
    assert room.ask("DELETE", f"/questions/{question}", "nadja").status_code == 403
    assert room.ask("DELETE", f"/questions/{question}", "linh").status_code == 204
    assert room.items("/questions") == []
    assert room.ask("GET", f"/questions/{question}").status_code == 404
    assert room.ask("GET", "/questions?state=removed").json()["items"] == []


def test_the_forms_work_without_script(room: Room) -> None:
    client, url = room.client, f"/sessions/{room.id}/questions"
    client.sign_in(room.people.actors["chair"])
    assert client.fill_in(url, {"text": "From a form?"}, url).status_code == 303
    question = ask(room)
    back = client.fill_in(url, {}, f"{url}/{question}/vote")
    assert back.headers["location"] == f"/sessions/{room.id}#questions"
    assert "Take my vote back" in client.get(url).text
    assert client.fill_in(url, {"reason": ""}, f"{url}/{question}/dismiss").status_code == 422
    assert client.fill_in(url, {"reason": "Later"}, f"{url}/{question}/dismiss").status_code == 303
    assert "Later" in client.get(url).text
