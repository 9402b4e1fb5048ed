"""Archives of a mailing list that never was."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.forum.interop.mbox.archives import mail

BEGAN = datetime(2010, 1, 4, 9, 0, tzinfo=UTC)


def generated(count: int, *, words: int = 60) -> Iterator[bytes]:
    """`count` mails by 40 people: questions, and answers to one of the last 30 mails."""
    chance = random.Random(7)
    sent: list[tuple[str, str, int]] = []
    moment = BEGAN
    for number in range(count):
        moment += timedelta(minutes=chance.randrange(5, 300))
        person = chance.randrange(40)
        fields = {
            "from": f"Person{person} Name{person} <p{person}@example.org>",
            "date": format_datetime(moment),
            "message_id": f"<m{number}@example.org>",
        }
        text = "What do you think about the courses? " * (chance.randrange(words) // 7 + 1)
        if sent and chance.random() < 0.8:
            identifier, subject, other = chance.choice(sent[-30:])
            fields |= {"in_reply_to": identifier, "subject": f"Re: {subject}"}
            text = f"On Monday, Person{other} Name{other} wrote:\n> {subject}\n\n{text}{number}"
        else:
            subject = f"Question {number}"
            fields["subject"] = f"[list] {subject}"
        sent.append((fields["message_id"], subject, person))
        envelope = f"From p{person}@example.org {moment:%a %b %d %H:%M:%S %Y}\n".encode()
        yield mail(f"{text}\n", envelope=envelope, **fields)
