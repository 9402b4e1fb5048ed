"""Uploads as programs send and get them."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from forum.core.actor import Actor
from forum.core.permissions import Scope
from tests.client import API, Client
from tests.forum.uploads import samples
from tests.forum.uploads.sending import Headers, bytes_stored, send, sent


def test_a_picture_comes_back_with_its_size_and_markdown(client: Client, hers: Headers) -> None:
    made = sent(client, hers, samples.picture(size=(400, 200)), "My  Map.PNG")
    number = made["id"]
    assert made["url"] == f"/u/{number}/400x200/my-map.png"
    assert made["markdown"] == f"![My Map](/u/{number}/400x200/my-map.png)"
    assert (made["name"], made["media_type"]) == ("My Map.png", "image/png")
    assert (made["width"], made["height"]) == (400, 200)
    got = client.get(made["url"], headers=hers)
    assert Image.open(io.BytesIO(got.content)).size == (400, 200)
    assert len(got.content) == made["size"]


def test_the_same_is_sent_as_a_form(client: Client, hers: Headers) -> None:
    files = {"file": ("notes.txt", b"hello", "text/html")}
    made = client.post(f"{API}/uploads", files=files, headers=hers).json()
    assert made["media_type"] == "text/plain"
    assert made["markdown"] == f"[notes.txt](/u/{made['id']}/notes.txt)"


def test_a_form_without_a_file_is_refused(client: Client, hers: Headers) -> None:
    empty = client.post(f"{API}/uploads", files={"file": ("", b"")}, headers=hers)
    other = client.post(f"{API}/uploads", files={"other": ("a.txt", b"a")}, headers=hers)
    assert [empty.json()["code"], other.json()["code"]] == ["empty_file", "empty_file"]


def test_a_small_copy_of_a_picture_is_sent_where_it_is_asked_for(
    client: Client, hers: Headers
) -> None:
    made = sent(client, hers, samples.picture("JPEG", size=(1200, 600)), "wide.jpg")
    small = client.get(made["url"] + "?w=320", headers=hers)
    assert small.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(small.content)).size == (320, 160)
    assert 'filename="wide.webp"' in small.headers["content-disposition"]
    whole = client.get(made["url"] + "?w=321", headers=hers)
    assert whole.headers["content-type"] == "image/jpeg"


def test_what_is_sent_cannot_run_as_a_page(client: Client, hers: Headers) -> None:
    made = sent(client, hers, samples.PDF, "Protokoll «ä».pdf")
    got = client.get(made["url"], headers=hers)
    assert got.content == samples.PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["cross-origin-resource-policy"] == "same-origin"
    assert got.headers["content-disposition"] == (
        'attachment; filename="protokoll-a.pdf"; '
        "filename*=UTF-8''Protokoll%20%C2%AB%C3%A4%C2%BB.pdf"
    )
    assert got.headers["cache-control"] == "private, no-cache"


def test_pictures_are_shown_and_not_downloaded(client: Client, hers: Headers) -> None:
    made = sent(client, hers, samples.picture())
    shown = client.get(made["url"], headers=hers).headers["content-disposition"]
    assert shown.startswith("inline; ")


def test_the_same_bytes_are_stored_once(
    client: Client, maria: Actor, hers: Headers, tmp_path: Path
) -> None:
    first = sent(client, hers, b"the same words", "one.txt")
    second = sent(client, client.token(client.member("jun")), b"the same words", "two.txt")
    assert first["id"] != second["id"]
    assert bytes_stored(tmp_path) == [hashlib.sha256(b"the same words").hexdigest()]


def test_the_same_file_sent_again_keeps_its_address(client: Client, hers: Headers) -> None:
    assert (
        sent(client, hers, b"words", "a.txt")["id"] == sent(client, hers, b"words", "a.txt")["id"]
    )


def test_a_repeated_request_gives_the_first_answer(client: Client, hers: Headers) -> None:
    with_key = hers | {"idempotency-key": "once"}
    first = send(client, with_key, b"words", "a.txt")
    again = send(client, with_key, b"words", "a.txt")
    other = send(client, with_key, b"other words", "a.txt")
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert other.json()["code"] == "idempotency_key_reused"


def test_a_part_of_a_file_is_sent(client: Client, hers: Headers) -> None:
    made = sent(client, hers, b"0123456789", "ten.txt")
    whole = client.get(made["url"], headers=hers)
    assert whole.headers["accept-ranges"] == "bytes"
    part = client.get(made["url"], headers=hers | {"range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert part.headers["content-range"] == "bytes 2-4/10"
    assert part.headers["content-length"] == "3"
    stale = client.get(made["url"], headers=hers | {"range": "bytes=2-4", "if-range": '"other"'})
    assert (stale.status_code, stale.content) == (200, b"0123456789")
    none = client.get(made["url"], headers=hers | {"range": "bytes=10-"})
    assert (none.status_code, none.headers["content-range"]) == (416, "bytes */10")


def test_who_has_a_file_is_not_sent_it_again(client: Client, hers: Headers) -> None:
    made = sent(client, hers, b"words", "a.txt")
    etag = client.get(made["url"], headers=hers).headers["etag"]
    again = client.get(made["url"], headers=hers | {"if-none-match": f'"x", {etag}'})
    assert (again.status_code, again.content) == (304, b"")


def test_head_tells_of_a_file_without_sending_it(client: Client, hers: Headers) -> None:
    made = sent(client, hers, b"words", "a.txt")
    told = client.head(made["url"], headers=hers)
    assert (told.status_code, told.headers["content-length"], told.content) == (200, "5", b"")


def test_who_is_not_signed_in_cannot_upload(client: Client, hers: Headers) -> None:
    narrow = client.token(client.member("jun"), Scope.READ)
    assert send(client, {}, b"words", "a.txt").status_code == 401
    assert send(client, narrow, b"words", "a.txt").json()["code"] == "scope_too_narrow"


def test_what_nobody_refers_to_is_seen_by_its_uploader_alone(client: Client, hers: Headers) -> None:
    made = sent(client, hers, b"words", "a.txt")
    jun = client.token(client.member("jun"))
    for who in ({}, jun):
        assert client.get(made["url"], headers=who).status_code == 404
        assert client.get(f"{API}/uploads/{made['id']}", headers=who).status_code == 404
    assert client.get(f"{API}/uploads/{made['id']}", headers=hers).json() == made


def test_an_unused_upload_can_be_removed_by_its_uploader(client: Client, hers: Headers) -> None:
    made = sent(client, hers, b"words", "a.txt")
    jun = client.token(client.member("jun"))
    url = f"{API}/uploads/{made['id']}"
    assert client.delete(url, headers=jun).status_code == 404
    assert client.delete(url, headers=hers).status_code == 204
    assert client.get(made["url"], headers=hers).status_code == 404


@pytest.mark.parametrize(
    "case",
    [
        (b"", "a.png", "empty_file"),
        (samples.SVG, "a.svg", "file_type_refused"),
        (samples.SVG, "a.txt", "file_type_refused"),
        (b"<!DOCTYPE html><p>x", "a.txt", "file_type_refused"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "file_type_refused"),
        (b"alert(1)", "a.js", "file_type_refused"),
        (b"\x7fELF\x02\x01\x01\0", "a", "file_type_refused"),
        (samples.PDF, "a.png", "file_type_mismatch"),
        (samples.picture(), "a.pdf", "file_type_mismatch"),
        (samples.picture("JPEG")[:300], "a.jpg", "file_damaged"),
        (samples.png_header(100_000, 100_000), "a.png", "picture_too_large"),
        (samples.archive({"a.txt": "a"}), "a.zip", "file_type_refused"),
    ],
)
def test_what_is_not_taken_is_refused_and_leaves_nothing(
    client: Client, hers: Headers, tmp_path: Path, case: tuple[bytes, str, str]
) -> None:
    *file, code = case
    answer = send(client, hers, *file)
    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500
    assert bytes_stored(tmp_path) == []
