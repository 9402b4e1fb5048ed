"""Decisions at a browser without scripts."""

import re

import pytest

from forum.core.errors import InvalidInput
from forum.decisions.pages.making import lines, pairs
from tests.forum.decisions.board import SPACE, Board, hours


def sign_in(board: Board, who: str) -> None:
    board.client.cookies.clear()
    board.client.sign_in(board.people[who])


def send(board: Board, poll: int, deed: str, **values: str) -> str:
    """Send a form of a decision's page; the address that it leads to."""
    page, to = f"/polls/{poll}", f"/polls/{poll}/{deed}"
    answer = board.client.fill_in(page, values, to)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_decision_is_proposed_voted_on_and_closed_by_forms(board: Board) -> None:
    sign_in(board, "olga")
    form = {
        "title": "Share courses",
        "language": "en",
        "method": "roll_call",
        "electors": "fr\nth\nvn\n",
        "weights": "fr: 2",
        "quorum": "majority",
    }
    answer = board.client.fill_in(f"/s/{SPACE}/polls/new", form)
    assert answer.status_code == 303, answer.text
    poll = int(answer.headers["location"].rpartition("/")[2])
    assert send(board, poll, "open") == f"/polls/{poll}"
    sign_in(board, "linh")
    shown = board.client.get(f"/polls/{poll}").text
    assert "In the name of Vietnam" in shown
    assert f'action="/polls/{poll}/close"' not in shown
    assert send(board, poll, "vote", choice="yes") == f"/polls/{poll}"
    assert "Vietnam has voted." in board.client.get(f"/polls/{poll}").text
    send(board, poll, "explain", words="Vì các em.", language="vi")
    sign_in(board, "camille")
    send(board, poll, "vote", choice="no", room="1")
    sign_in(board, "olga")
    send(board, poll, "close", present="3")
    shown = board.client.get(f"/polls/{poll}").text
    assert "Rejected" in shown
    assert "Needed: more than 1/2 of the votes for and against, that is 2 of 3." in shown
    assert "Quorum: 2 have to be present; 3 count as present." in shown
    assert re.search(r'<p class="note" lang="vi"[^>]*>Vì các em.</p>', shown)
    board.client.cookies.clear()
    assert "Share courses" in board.client.get(f"/s/{SPACE}/polls").text


def test_a_receipt_is_shown_once_and_a_second_ballot_is_refused(board: Board) -> None:
    poll = int(board.propose("secret")["id"])
    sign_in(board, "linh")
    shown = board.client.fill_in(f"/polls/{poll}", {"choice": "yes"}, f"/polls/{poll}/vote")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
    assert re.search(r"(?:[A-Z2-7]{4}-){6}[A-Z2-7]{2}", shown.text)
    page = board.client.get(f"/polls/{poll}").text
    assert f'action="/polls/{poll}/vote"' not in page
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf is not None
    again = board.client.post(f"/polls/{poll}/vote", data={"choice": "no", "csrf": csrf[1]})
    assert again.status_code == 422
    assert "This vote is cast already. Nothing was changed." in again.text
    board.close({"id": poll})
    written = re.search(r"(?:[A-Z2-7]{4}-){6}[A-Z2-7]{2}", shown.text)
    assert written is not None
    board.client.cookies.clear()
    for receipt, said in ((written[0].lower(), "A ballot with"), ("AAAA", "No ballot that was")):
        answer = board.client.fill_in(f"/polls/{poll}", {"receipt": receipt})
        assert (answer.status_code, said in answer.text) == (200, True)


def test_a_refused_text_is_shown_again(board: Board) -> None:
    poll = int(board.propose("silence", deadline=hours(73))["id"])
    sign_in(board, "olga")
    values = {"text": "Partners may share.", "deadline": "2026-01-01T00:00"}
    answer = board.client.fill_in(f"/polls/{poll}", values, f"/polls/{poll}/amend")
    assert answer.status_code == 422
    assert "Partners may share." in answer.text
    assert "The deadline needs to be 72 hours away at least" in answer.text
    new = board.client.fill_in(
        f"/s/{SPACE}/polls/new", {"title": "x", "method": "straw", "proxies": "fr th"}
    )
    assert new.status_code == 422
    assert "Write each line as in the example" in new.text


def test_lists_are_read_line_by_line() -> None:
    assert lines(" a \n\n b") == ["a", "b"]
    assert pairs("weights", "fr: 2\n th :3") == {"fr": "2", "th": "3"}
    for text in ("fr", "fr:", ":2", "fr: 1\nfr: 2"):
        with pytest.raises(InvalidInput):
            pairs("weights", text)
