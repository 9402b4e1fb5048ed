"""Archives come into the forum as they were, once, and without their authors' names."""

import gzip
import io
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from forum.accounts import queries as accounts
from forum.accounts.credentials import proven
from forum.accounts.rules import WrongCredentials
from forum.accounts.schemas import Credentials
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.permissions import Role
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.discussions.tables import Post, Topic
from forum.interop import authors, imports
from forum.interop.imports import Imported, import_mbox
from forum.interop.mbox.mails import Mail
from forum.interop.mbox.memory import Remembered
from forum.interop.mbox.read import read_mails
from forum.runtime import Runtime
from tests.factories import member, prepared, product, space
from tests.forum.interop.lists import generated
from tests.forum.interop.mbox.archives import mail
from tests.services.databases import Databases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh(prepared) as found:
        yield found


@pytest.fixture
async def runtime(url: str, tmp_path: Path) -> AsyncIterator[Runtime]:
    async with product(url, tmp_path) as found:
        await space(found.runtime, "lists")
        yield found.runtime


@dataclass(frozen=True)
class Seen:
    """A post as its readers see it."""

    topic: str
    number: int
    depth: int
    answers: int | None
    author: str
    text: str
    language: str
    at: datetime


async def run(
    runtime: Runtime, folder: Path, *mails: bytes, into: str = "lists", keep_names: bool = False
) -> Imported:
    file = folder / "archive.mbox"
    file.write_bytes(b"".join(mails))
    return await import_mbox(
        runtime, [file], into, keep_names=keep_names, report=lambda _bytes: None
    )


async def seen(runtime: Runtime) -> list[Seen]:
    query = (
        select(Post, Topic.title, Member.name)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Member, col(Member.id) == Post.author_id)
        .order_by(col(Topic.created_at), col(Topic.title), col(Post.path))
    )
    async with runtime.database.reading() as db:
        rows = (await db.exec(query)).all()
    numbers = {post.id: post.number for post, _, _ in rows}
    return [
        Seen(
            title,
            post.number,
            post.depth,
            numbers.get(post.parent_id),
            name,
            post.source,
            post.language,
            post.created_at,
        )
        for post, title, name in rows
    ]


def at(hour: int, minute: int = 0, day: int = 5) -> str:
    return f"Mon, {day:02} Jan 2004 {hour:02}:{minute:02}:00 +0000"


def sent(number: int, text: str = "Hello", **fields: str) -> bytes:
    usual = {"message_id": f"<{number}@example.org>", "date": at(9, number)}
    return mail(text, **usual | fields)


async def test_a_thread_becomes_a_topic_with_its_replies(runtime: Runtime, tmp_path: Path) -> None:
    done = await run(
        runtime,
        tmp_path,
        sent(1, "Which course do you recommend?", subject="[list] Courses"),
        sent(2, "The one about statistics.", subject="Re: Courses", in_reply_to="<1@example.org>"),
        sent(3, "Why that one?", subject="Re: Courses", in_reply_to="<2@example.org>"),
        sent(4, "Because it is short.", subject="Re: Courses", in_reply_to="<3@example.org>"),
    )
    assert (done.brought.topics, done.brought.posts, done.brought.known) == (1, 4, 0)
    found = await seen(runtime)
    assert [(one.topic, one.number, one.depth, one.answers) for one in found] == [
        ("Courses", 1, 0, None),
        ("Courses", 2, 0, None),
        ("Courses", 3, 1, 2),
        ("Courses", 4, 2, 3),
    ]
    assert found[3].text == "Because it is short."
    assert found[3].at == datetime(2004, 1, 5, 9, 4, tzinfo=UTC)
    async with runtime.database.reading() as db:
        topic = (await db.exec(select(Topic))).one()
    assert topic.created_at == found[0].at
    assert topic.last_post_at == found[3].at


@pytest.mark.parametrize("portion", [1, 7, 200])
async def test_how_many_mails_go_into_one_change_makes_no_difference(
    runtime: Runtime, tmp_path: Path, portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "_MAILS", portion)
    await run(runtime, tmp_path, *generated(40))
    expected = rehearsed(generated(40))
    assert len(expected) == 40
    assert await answered(runtime) == expected


def rehearsed(mails: Iterable[bytes]) -> dict[datetime, tuple[datetime, datetime | None]]:
    """When each mail was sent → when its topic began, and when what it answers was sent.

    Nothing, where it answers the beginning: such replies stand beside those to the topic itself.
    """
    known, dates = Remembered(), {}
    found: dict[datetime, tuple[datetime, datetime | None]] = {}
    for one in read_mails(io.BytesIO(b"".join(mails))):
        assert isinstance(one, Mail)
        dates[one.message_id] = one.date
        place = known.add(one)
        parent = None if place.parent in (None, place.root) else dates[place.parent or ""]
        found[one.date] = (dates[place.root], parent)
    return found


async def answered(runtime: Runtime) -> dict[datetime, tuple[datetime, datetime | None]]:
    """The same of the posts that were made."""
    async with runtime.database.reading() as db:
        posts = {post.id: post for post in await db.exec(select(Post))}
        topics = {topic.id: topic.created_at for topic in await db.exec(select(Topic))}
    return {
        post.created_at: (
            topics[post.topic_id],
            posts[post.parent_id].created_at if post.parent_id else None,
        )
        for post in posts.values()
    }


async def test_doing_it_again_changes_nothing(runtime: Runtime, tmp_path: Path) -> None:
    await run(runtime, tmp_path, *generated(30))
    before = await seen(runtime)
    done = await run(runtime, tmp_path, *generated(30))
    assert (done.brought.topics, done.brought.posts, done.brought.known) == (0, 0, 30)
    assert await seen(runtime) == before


async def test_an_archive_that_has_grown_brings_what_is_new(
    runtime: Runtime, tmp_path: Path
) -> None:
    await run(runtime, tmp_path, *generated(20))
    done = await run(runtime, tmp_path, *generated(30))
    assert (done.brought.posts, done.brought.known) == (10, 20)
    grown = await seen(runtime)
    await space(runtime, "other")
    await run(runtime, tmp_path, *generated(30), into="other")
    assert (await seen(runtime))[::2] == grown  # each topic twice, post by post
    assert len(await seen(runtime)) == 60


async def test_each_space_has_its_own_import(runtime: Runtime, tmp_path: Path) -> None:
    await space(runtime, "other")
    await run(runtime, tmp_path, sent(1))
    done = await run(runtime, tmp_path, sent(1), into="other")
    assert done.brought.posts == 1


async def test_one_mail_found_twice_is_one_post(runtime: Runtime, tmp_path: Path) -> None:
    done = await run(runtime, tmp_path, sent(1), sent(1))
    assert (done.brought.posts, done.brought.known) == (1, 1)


async def test_two_mails_with_one_identifier_are_two_posts(
    runtime: Runtime, tmp_path: Path
) -> None:
    both = sent(1, "First"), sent(1, "Second", subject="Other")
    done = await run(runtime, tmp_path, *both)
    assert (done.brought.topics, done.brought.posts) == (2, 2)
    again = await run(runtime, tmp_path, *both)
    assert (again.brought.posts, again.brought.known) == (0, 2)


async def test_an_answer_that_comes_first_waits_for_its_question(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "_MAILS", 1)
    await run(
        runtime,
        tmp_path,
        sent(2, "Answer", subject="Re: Q", in_reply_to="<1@example.org>"),
        sent(3, "More", subject="Re: Q", in_reply_to="<2@example.org>"),
        sent(1, "Question", subject="Q"),
        sent(4, "Late", subject="Re: Q", in_reply_to="<1@example.org>"),
    )
    found = await seen(runtime)
    assert {one.topic for one in found} == {"Q"}
    assert [one.text for one in sorted(found, key=lambda one: one.number)] == [
        "Answer",
        "More",
        "Question",
        "Late",
    ]
    async with runtime.database.reading() as db:
        topic = (await db.exec(select(Topic))).one()
    assert topic.last_post_at == datetime(2004, 1, 5, 9, 4, tzinfo=UTC)


async def test_a_reply_without_references_joins_the_last_mail_of_its_subject(
    runtime: Runtime, tmp_path: Path
) -> None:
    await run(
        runtime,
        tmp_path,
        sent(1, "Question", subject="Courses"),
        sent(2, "Answer", subject="Re: courses"),
        sent(3, "More", subject="Re: Courses"),
        sent(4, "Nobody asked", subject="Re: Elsewhere"),
        sent(5, "Silent", subject="Re:"),
    )
    found = {one.text: one for one in await seen(runtime)}
    assert [found[text].topic for text in ("Question", "Answer", "More")] == ["Courses"] * 3
    assert found["More"].answers == found["Answer"].number
    assert found["Nobody asked"].topic == "Elsewhere"
    assert found["Silent"].number == 1


async def test_the_last_post_of_a_topic_is_the_newest_by_its_date(
    runtime: Runtime, tmp_path: Path
) -> None:
    await run(
        runtime,
        tmp_path,
        sent(1, date=at(9)),
        sent(2, date=at(18), in_reply_to="<1@example.org>"),
        sent(3, date=at(12), in_reply_to="<1@example.org>"),
    )
    async with runtime.database.reading() as db:
        topic = (await db.exec(select(Topic))).one()
    assert topic.last_post_at == datetime(2004, 1, 5, 18, 0, tzinfo=UTC)
    assert (topic.post_count, topic.people_count) == (3, 1)


async def everything(runtime: Runtime) -> str:
    """Every value of every row."""
    told = []
    async with runtime.database.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            told += [str(row) for row in await db.exec(select(table))]
    return "\n".join(told)


async def test_neither_names_nor_addresses_nor_identifiers_are_kept(
    runtime: Runtime, tmp_path: Path
) -> None:
    jo = {"from": "Jo Doe <jo@example.org>", "subject": "Jo Doe asks jo@example.org"}
    await run(
        runtime,
        tmp_path,
        sent(1, "Write to jo@example.org\n\n-- \nJo Doe, Some Street", **jo),
        sent(
            2,
            "On Monday, Jo Doe wrote:\n> Write to jo@example.org\n\nJo Doe is right.",
            **{"from": "kim@example.net (Kim Roe)", "in_reply_to": "<1@example.org>"},
        ),
    )
    text = await everything(runtime)
    for secret in ("Jo Doe", "jo@", "Kim", "Roe", "example.org", "example.net", "Street"):
        assert secret not in text
    first, second = await seen(runtime)
    assert first.author.startswith("Member ")
    assert first.author != second.author
    assert f"{first.author} is right." in second.text


async def test_a_pseudonym_stays_the_same(runtime: Runtime, tmp_path: Path) -> None:
    await run(runtime, tmp_path, sent(1))
    await run(runtime, tmp_path, sent(2, **{"from": "Doe, J. <JO@example.org>"}))
    await run(runtime, tmp_path, sent(3, **{"from": "Doe"}), sent(4, **{"from": "Roe"}))
    names = [one.author for one in await seen(runtime)]
    assert names[0] == names[1]
    assert len(set(names)) == 3


async def test_authors_are_found_again_when_there_are_too_many_to_remember(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authors, "_MOST_KEPT", 1)
    kim = {"from": "kim@example.net"}
    await run(runtime, tmp_path, sent(1), sent(2, **kim), sent(3), sent(4, **kim))
    names = [one.author for one in sorted(await seen(runtime), key=lambda one: one.at)]
    assert names[:2] == names[2:]
    async with runtime.database.reading() as db:
        assert len((await db.exec(select(Member))).all()) == 2


async def test_names_are_kept_where_that_is_wanted(runtime: Runtime, tmp_path: Path) -> None:
    mails = (
        sent(1, "Jo Doe was here"),
        sent(2, "Kim, too", **{"from": "kim@example.net"}),
        sent(3, "Nobody", **{"from": ""}),
    )
    await run(runtime, tmp_path, *mails, keep_names=True)
    found = sorted(await seen(runtime), key=lambda one: one.at)
    assert [one.author for one in found] == ["Jo Doe", "kim", "?"]
    assert found[0].text == "Jo Doe was here"
    assert "example.net" not in await everything(runtime)


async def test_an_author_without_an_account_stays_one(runtime: Runtime, tmp_path: Path) -> None:
    await run(runtime, tmp_path, sent(1), keep_names=True)
    async with runtime.database.reading() as db:
        author = (await db.exec(select(Member))).one()
        assert await accounts.find_by_email(db, "jo@example.org") is None
        # There is a page to link to, and nothing but the name on it.
        shown = await accounts.member_by_handle(db, Actor(), author.handle)
        assert shown.id == author.id
    assert author.email == ""
    assert author.password_hash == ""
    for email in ("jo@example.org", author.email_key):
        with pytest.raises(WrongCredentials):
            await proven(runtime, Credentials(email=email, password="x" * 12))
    async with runtime.unit(Actor()) as unit:
        await accounts.forget_old(unit.db, datetime(2030, 1, 1, tzinfo=UTC))
    assert len(await seen(runtime)) == 1


async def test_what_an_author_writes_counts_for_the_language_not_what_they_quote(
    runtime: Runtime, tmp_path: Path
) -> None:
    await run(
        runtime,
        tmp_path,
        sent(1, "Oui, ce cours est excellent.\n\n> Is this course any good? I wonder about it."),
        sent(2, "12345", subject="Numbers"),
    )
    assert [one.language for one in await seen(runtime)] == ["fr", "en"]


async def test_a_long_mail_becomes_several_posts_that_say_so(
    runtime: Runtime, tmp_path: Path
) -> None:
    paragraph = "These words are many, and there are still more of them. " * 20
    await run(
        runtime,
        tmp_path,
        sent(1, "\n\n".join([paragraph] * 40)),
        sent(2, "Too long.", in_reply_to="<1@example.org>"),
        sent(3, "\n\n".join([paragraph] * 40), in_reply_to="<2@example.org>"),
        sent(4, "Still.", in_reply_to="<3@example.org>"),
    )
    found = sorted(await seen(runtime), key=lambda one: one.number)
    lines = [one.text.split("\n")[0] for one in found]
    parts = [f"*Part {number} of 3 of one long mail*" for number in (1, 2, 3)]
    assert lines == [*parts, "Too long.", *parts, "Still."]
    assert all(len(one.text) <= 20_000 for one in found)
    assert [one.answers for one in found] == [None, None, None, None, 4, 5, 5, 5]
    again = await run(runtime, tmp_path, sent(1, "\n\n".join([paragraph] * 40)))
    assert again.brought.known == 1


async def test_what_cannot_be_read_is_told_and_the_rest_comes_in(
    runtime: Runtime, tmp_path: Path
) -> None:
    good, rubbish = sent(1), b"this is no mail\n\n"
    done = await run(runtime, tmp_path, rubbish, good)
    assert [(one.file.name, one.offset, one.why) for one in done.skipped] == [
        ("archive.mbox", 0, "no mail begins here")
    ]
    assert done.brought.posts == 1


async def test_a_mail_without_text_or_subject_still_has_its_place(
    runtime: Runtime, tmp_path: Path
) -> None:
    await run(
        runtime,
        tmp_path,
        sent(1, "", subject=""),
        sent(2, "x", content_type='application/pdf; name="plan_2004.pdf"'),
    )
    first, second = sorted(await seen(runtime), key=lambda one: one.at)
    assert (first.topic, first.text) == ("(no subject)", "…")
    assert second.text == "*Attachments that were not imported: plan_2004.pdf*"


async def test_a_compressed_archive_and_several_files_come_in_their_order(
    runtime: Runtime, tmp_path: Path
) -> None:
    first, second = tmp_path / "2004-January.txt.gz", tmp_path / "2004-February.txt"
    first.write_bytes(gzip.compress(sent(1, subject="Q")))
    second.write_bytes(sent(2, subject="Re: Q", in_reply_to="<1@example.org>"))
    reported: list[int] = []
    done = await import_mbox(
        runtime, [first, second], "lists", keep_names=False, report=reported.append
    )
    assert (done.brought.topics, done.brought.posts) == (1, 2)
    sizes = [first.stat().st_size, second.stat().st_size]
    assert reported == [sizes[0], sum(sizes)]


async def test_closed_spaces_and_locked_topics_take_archives(
    runtime: Runtime, tmp_path: Path
) -> None:
    await space(runtime, "closed", access="private")
    await run(runtime, tmp_path, sent(1), into="closed")
    moderator = await member(runtime, "robin", Role.MODERATOR)
    async with runtime.unit(moderator) as unit:
        topic = (await unit.db.exec(select(Topic))).one()
        assert topic.id is not None
        await discussions.set_state(unit, topic.id, TopicState.LOCKED)
    done = await run(runtime, tmp_path, sent(2, in_reply_to="<1@example.org>"), into="closed")
    assert (done.brought.topics, done.brought.posts) == (0, 1)


async def test_an_answer_to_a_hidden_post_answers_the_topic(
    runtime: Runtime, tmp_path: Path
) -> None:
    thread = [sent(1), sent(2, "Rude", in_reply_to="<1@example.org>")]
    await run(runtime, tmp_path, *thread)
    moderator = await member(runtime, "robin", Role.MODERATOR)
    async with runtime.unit(moderator) as unit:
        rude = (await unit.db.exec(select(Post).where(Post.source == "Rude"))).one()
        assert rude.id is not None
        await discussions.hide_post(unit, rude.id, "Rude.")
    await run(runtime, tmp_path, *thread, sent(3, "So there", in_reply_to="<2@example.org>"))
    last = next(one for one in await seen(runtime) if one.text == "So there")
    assert (last.depth, last.answers, last.number) == (0, None, 3)


async def test_a_space_that_is_not_there_is_refused(runtime: Runtime, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await run(runtime, tmp_path, into="nowhere")


async def test_nothing_of_a_change_stays_that_was_broken_off(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Exception):
        pass

    whole = discussions.reply
    done = 0

    async def reply(*given: Any) -> Any:
        nonlocal done
        done += 1
        if done == 25:
            raise Broken
        return await whole(*given)

    monkeypatch.setattr(imports, "_MAILS", 10)
    monkeypatch.setattr(discussions, "reply", reply)
    with pytest.raises(Broken):
        await run(runtime, tmp_path, *generated(60))
    partly = len(await seen(runtime))
    assert 0 < partly < 60
    assert partly % 10 == 0
    monkeypatch.setattr(discussions, "reply", whole)
    result = await run(runtime, tmp_path, *generated(60))
    assert (result.brought.known, result.brought.posts) == (partly, 60 - partly)
