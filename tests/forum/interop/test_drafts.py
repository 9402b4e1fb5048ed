from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.discussions.schemas import PostDraft, TopicText
from forum.interop.drafts import draft, language_of
from forum.interop.mbox.mails import Author, Mail
from forum.interop.mbox.pseudonyms import Pseudonyms
from forum.interop.people import People, known_as
from tests.forum.interop.mbox.archives import one

HIDE = Pseudonyms(b"k" * 16)


def mail(**fields: object) -> Mail:
    return replace(one(), **fields)  # type: ignore[arg-type]


def test_a_mail_is_posted_as_it_is() -> None:
    made = draft(mail(topic="Courses", body="Hello"), hide=None, people={}, language="fi")
    assert (made.title, made.bodies) == ("Courses", ["Hello"])


def test_a_language_that_the_text_does_not_tell_is_that_of_the_space() -> None:
    assert draft(mail(body="…"), hide=None, people={}, language="fi").language == "fi"
    found = draft(mail(body="Wir lesen das gerne heute."), hide=None, people={}, language="fi")
    assert found.language == "de"


def test_the_lines_we_add_are_in_the_language_of_the_mail() -> None:
    text = "Nous ne savons pas encore quand le cours va commencer.\n\n" * 500
    made = draft(mail(body=text), hide=None, people={}, language="en")
    assert made.language == "fr"
    assert len(made.bodies) == 2
    assert made.bodies[1].startswith("*")


def test_quotations_do_not_tell_the_language() -> None:
    assert language_of("> Is this course any good, do you think?\n\nOui, bien sûr.") == "fr"
    assert language_of("> Is this course any good, do you think?") is None


def test_addresses_and_names_are_hidden_in_title_text_and_attachments() -> None:
    made = draft(
        mail(
            topic="Jo Doe left",
            body="Ask Jo Doe, jo@example.org.",
            attachments=("by Jo Doe.pdf",),
        ),
        hide=HIDE,
        people={"Jo Doe": "jo@example.org"},
        language="en",
    )
    name = HIDE.name("jo@example.org")
    assert made.title == f"{name} left"
    assert made.bodies[0].startswith(f"Ask {name}, {name}.")
    assert f"by {name}.pdf" in made.bodies[0]


def test_signs_of_markdown_in_names_of_attachments_are_no_markdown() -> None:
    made = draft(mail(attachments=("a*b*c.txt",)), hide=None, people={}, language="en")
    assert r"a\*b\*c.txt" in made.bodies[0]


ANY_TEXT = st.text(st.characters(codec=None), max_size=300)  # half characters among them


@given(topic=ANY_TEXT, body=ANY_TEXT, times=st.integers(1, 120), name=ANY_TEXT)
def test_whatever_a_mail_holds_makes_valid_posts(
    topic: str, body: str, times: int, name: str
) -> None:
    made = draft(
        mail(topic=topic, body=body * times, attachments=(name,) if name else ()),
        hide=HIDE,
        people={name: "jo@example.org"},
        language="en",
    )
    assert made.bodies
    TopicText(title=made.title, body=made.bodies[0], language=made.language)
    for part in made.bodies[1:]:
        PostDraft(body=part, language=made.language)


@pytest.mark.parametrize("sign", ["word ", "e\u0301", "語", "👩‍👩‍👧"])
def test_a_long_subject_is_cut(sign: str) -> None:
    made = draft(mail(topic=sign * 300), hide=None, people={}, language="en")
    assert 150 < len(made.title) <= 200
    assert made.title.endswith("…")


def test_an_author_is_told_from_others_by_address_or_name() -> None:
    assert known_as(Author("Jo", "jo@example.org")) == "jo@example.org"
    assert known_as(Author("Jo", "")) == "name Jo"


def test_people_of_a_topic_are_known_in_that_topic() -> None:
    people = People()
    people.of("one", mail(author=Author("Jo", "jo@example.org")))
    people.of("two", mail(author=Author("Kim", "")))
    nameless = mail(author=Author("", "x@example.org"))
    assert people.of("one", nameless) == {"Jo": "jo@example.org"}
    assert people.of("two", nameless) == {"Kim": "name Kim"}


def test_only_the_latest_topics_and_their_first_people_are_kept() -> None:
    people = People()
    for number in range(150):
        found = people.of("first", mail(author=Author(f"Jo {number}", "")))
    assert len(found) == 100
    for number in range(1000):
        people.of(f"topic {number}", mail())
    assert len(people.of("first", mail(author=Author("", "")))) == 0
