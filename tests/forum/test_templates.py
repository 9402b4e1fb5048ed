"""Templates, style sheet and browser scripts: what can be judged without a browser."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import meta
from markupsafe import Markup

from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.discussions.rules import Kind, ReactionName
from forum.runtime import Face
from forum.translations.schemas import Status
from forum.web import render
from forum.web.assets import FOLDER, assets

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
TEMPLATES = sorted(render.environment().list_templates(extensions=["html"]))
SHEET = (FOLDER / "css/forum.css").read_text(encoding="utf-8")
ROOM_SHEET = (FOLDER / "css/room.css").read_text(encoding="utf-8")
SHARED_BY_ALL_READERS = {
    "discussions/_post.html": {"topic", "post", "view", "lang"},
    "discussions/_posts.html": {"posts"},
    "discussions/_topic_rows.html": {"topics", "with_space", "lang"},
}
A_TOPIC = {"kind": Kind.DISCUSSION, "accepted_id": None, "url": "/t/1/x"}
KB = 1024


def source(name: str) -> str:
    return (Path(render.TEMPLATES) / name).read_text(encoding="utf-8")


def variables(name: str) -> set[str]:
    """What a template takes from its context."""
    env = render.environment()
    text = source(name)
    made = re.findall(r"{% (?:set|macro) (\w+)", text)
    for names in re.findall(r"import (.*?) %}", text):
        made += names.split(", ")
    return meta.find_undeclared_variables(env.parse(text)) - {*env.globals, *made, "_"}


@pytest.fixture(autouse=True)
def page() -> Iterator[SimpleNamespace]:
    """A visitor's page in English."""
    shown = SimpleNamespace(
        locale="en", direction="ltr", actor=None, actor_or_visitor=Actor(), path="/t/1/x",
        url="https://forum.example/t/1/x", csrf=Markup(""), nonce="n", notices=[],
        locales=[("en", "English")], alternates=[("en", "https://forum.example/?ui=en")],
        title_suffix="Forum", face=Face(), mode="production", save_data=False,
        own=lambda _name, _about=0: Markup(""),
    )  # fmt: skip
    token = render._shown.set(shown)  # type: ignore[arg-type]
    yield shown
    render._shown.reset(token)


def a_post(**differences: object) -> dict[str, object]:
    author = {
        "id": 3, "handle": "linh", "name": "Nguyễn Thị Linh", "url": "/m/linh",
        "organisation": "Hanoi Open University", "country": "Viet Nam",
    }  # fmt: skip
    return {
        "id": 1_000_007, "url": "/p/1000007", "number": 117, "depth": 2, "author": author,
        "body": {"source": "Xin chào", "html": "<p>Xin chào</p>"}, "language": "vi",
        "created_at": NOW, "edited_at": None, "state": "visible", "hidden_reason": "",
        "translation": None, "in_reply_to": {"id": 1_000_002, "author_name": "Marek Nowak"},
        "accepted": False, "reactions": {},
    } | differences  # fmt: skip


def a_translation(**differences: object) -> dict[str, object]:
    return {
        "language": "en", "html": "<p>Hello</p>", "status": "machine", "engine": "apertium",
        "via": None, "made_at": NOW, "reviewer": None, "author": None, "outdated": False,
    } | differences  # fmt: skip


def shown_post(post: dict[str, object], view: str = "original") -> str:
    template = render.environment().get_template("discussions/_post.html")
    return template.render(topic=A_TOPIC, post=post, view=view, lang="en")


def gzipped(*parts: str | bytes) -> int:
    return sum(
        len(gzip.compress(part.encode() if isinstance(part, str) else part, 9)) for part in parts
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles_and_refers_to_templates_that_exist(name: str) -> None:
    env = render.environment()
    env.get_template(name)
    assert set(meta.find_referenced_templates(env.parse(source(name)))) <= set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_says_first_what_it_takes(name: str) -> None:
    said = re.match(r"{#(.*?)#}", source(name), re.DOTALL)
    assert said, "no comment on top"
    assert {found for found in variables(name) if found not in said[1]} == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_obeys_the_content_policy(name: str) -> None:
    assert not re.search(r"""\s(style|on[a-z]+)\s*=\s*["']""", source(name))
    assert not re.search(r"<script(?![^>]*\s(?:src=|type=.application/ld\+json))", source(name))
    assert not re.search(r"<style(?! nonce=)|javascript:", source(name))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_form_that_changes_something_carries_its_token(name: str) -> None:
    for form in re.findall(r'<form[^>]*method="post".*?</form>', source(name), re.DOTALL):
        assert "{{ page.csrf }}" in form


@pytest.mark.parametrize("name", TEMPLATES)
def test_pictures_and_files_that_a_template_names_exist(name: str) -> None:
    files = re.findall(r"""asset\(["']([^"']+)["']\)""", source(name))
    pictures = re.findall(r"""icon\(["']([^"']+)["']\)""", source(name))
    assert {*files, *(f"icons/{picture}.svg" for picture in pictures)} <= set(assets())


@pytest.mark.parametrize(("name", "taken"), SHARED_BY_ALL_READERS.items())
def test_what_all_readers_share_knows_nothing_of_who_reads(name: str, taken: set[str]) -> None:
    assert variables(name) - {"page"} <= taken
    assert set(re.findall(r"page\.(\w+)", source(name))) <= {"own"}


@pytest.mark.parametrize("state", ["hidden", "deleted"])
def test_text_of_a_post_that_is_gone_is_not_in_the_page(state: str) -> None:
    gone = a_post(state=state, hidden_reason="off topic", translation=a_translation())
    for view in ("original", "translation", "both"):
        html = shown_post(gone, view)
        assert "Xin chào" not in html
        assert "Hello" not in html
        assert "/reply" not in html


def test_members_text_says_its_language_and_finds_its_direction() -> None:
    assert '<div class="text" lang="vi" dir="auto"><p>Xin chào</p></div>' in shown_post(a_post())


def test_a_name_is_escaped() -> None:
    author = {**a_post()["author"], "name": "<b>Eve</b>"}  # type: ignore[dict-item]
    assert "<b>Eve" not in shown_post(a_post(author=author))


@pytest.mark.parametrize("status", Status)
def test_a_translation_is_marked_for_people_and_machines(status: Status) -> None:
    post = a_post(translation=a_translation(status=status))
    alone, beside = shown_post(post, "translation"), shown_post(post, "both")
    assert f'lang="en" dir="auto" data-translation="{status}"' in alone
    assert "Xin chào" not in alone
    assert "view=both" in alone
    assert beside.index("Xin chào") < beside.index("Hello")
    assert 'class="made">Machine' in alone or status == Status.HUMAN


def test_a_post_in_a_wrong_language_is_one_press_from_saying_so() -> None:
    assert '<a href="/p/1000007/language" lang="vi">Tiếng Việt</a>' in shown_post(a_post())


def test_what_the_glossary_outdates_is_marked_as_what_an_edit_does() -> None:
    shown = shown_post(a_post(translation=a_translation(outdated=True)), "translation")
    assert 'data-translation="outdated"' in shown
    assert "out of date: the glossary has changed since" in shown


def test_labels_of_translations_all_differ() -> None:
    drawn = [a_translation(status=status) for status in Status] + [a_translation(via="fr")]
    drawn += [a_translation(outdated=True), a_translation(status="outdated", engine="")]
    labels = {
        re.findall(r'class="made">([^<]+)', shown_post(a_post(translation=one), "both"))[0]
        for one in drawn
    }
    assert len(labels) == len(drawn)


@pytest.mark.parametrize(
    ("macro", "codes"), [("kind", Kind), ("role", Role), ("reaction", ReactionName)]
)
def test_every_code_has_its_word(macro: str, codes: type[StrEnum]) -> None:
    words = render.environment().get_template("parts/words.html").module
    assert all(getattr(words, macro)(code) != code for code in codes)


def test_acts_are_hidden_until_the_head_shows_them(page: SimpleNamespace) -> None:
    rule = r"\.act-member, \.act-own, \.act-moderate[^{]*{ display: none; }"
    assert re.search(rule, SHEET)
    style = render.environment().get_template("parts/_acts_style.html")
    page.actor = SimpleNamespace(member_id=3, is_moderator=False)
    assert ".act-moderate" not in style.render(page=page)
    assert '[data-author="3"] .act-own' in style.render(page=page)
    page.actor.is_moderator = True
    assert ".act-moderate" in style.render(page=page)


def test_markup_around_a_post_stays_small() -> None:
    post = a_post(edited_at=NOW)
    assert len(shown_post(post).encode()) - len("<p>Xin chào</p>".encode()) < 925


def test_topic_of_twenty_posts_is_read_within_30_kb(page: SimpleNamespace) -> None:
    env = render.environment()
    # 768 bytes each, no two alike.
    texts = [hashlib.sha256(bytes([n])).hexdigest() * 12 for n in range(20)]
    posts = [a_post(id=n, body={"html": f"<p>{text}</p>"}) for n, text in enumerate(texts)]
    block = env.get_template("discussions/_posts.html").render(
        topic=A_TOPIC, posts=posts, view="original", lang="en"
    )
    links = dict.fromkeys(("original", "translation", "both", "tree", "flat"), "?x")
    topic = {
        "id": 1, "url": "/t/1/x",
        "space": {"name": "Credits", "language": "en", "url": "/s/x", "translated_name": None},
        "title": "Hours", "kind": Kind.QUESTION, "language": "en", "languages": ["en", "vi"],
        "tags": ["ects"], "state": "open", "translated_title": None, "translated_words": None,
        "post_count": 1024, "people_count": 20, "created_at": NOW, "author": posts[0]["author"],
        "resource": None,
    }  # fmt: skip
    html = env.get_template("discussions/topic.html").render(
        page=page, topic=topic, posts_html=block, first=1, last=20, form=None, languages=[],
        reading={"view": "original", "language": "en", "shape": "tree", "links": links},
        jumps=None, countries=[],
        pager={"first": None, "previous": None, "next": "?2", "last": "?3"},
        live={"channel": "topic:1", "offset": 7, "epoch": "e"}, newest=None,
        question=None, learning=None,
    )  # fmt: skip
    assert block in html
    assert gzipped(html, SHEET) < 30 * KB


def test_sheet_and_scripts_keep_to_their_budgets() -> None:
    assert gzipped(SHEET, ROOM_SHEET) <= 8 * KB
    scripts = {path: gzipped(one.body) for path, one in assets().items() if path.endswith(".js")}
    assert scripts.pop("js/compose.js") <= KB  # comes with forms only
    parts = {"assist", "counting", "drafts", "outbox", "rendering", "sending", "upload"}
    assert sum(scripts.pop(f"js/{one}.js") for one in parts) <= 10.5 * KB  # with a text begun
    assert scripts.pop("js/worker.js") <= 3.5 * KB  # once, when the first page is complete
    assert scripts.pop("js/room.js") <= 8 * KB  # in the room of a session only
    live = {"js/live.js", "vendor/centrifuge.js"}
    assert sum(scripts.pop(path) for path in live) <= 25 * KB
    assert all(size <= 2 * KB for size in scripts.values())  # each for a part of some pages


def test_sheet_has_logical_properties_only() -> None:
    prefix = "(?:(?:margin|padding|border|scroll|min|max)-)*"
    sides = "left|right|top|bottom|width|height"
    physical = rf"(?:^|[;{{\s])({prefix}(?:{sides})|float|clear)\s*:"
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", SHEET + ROOM_SHEET, flags=re.DOTALL)
    assert re.findall(physical, rules) == []
    assert re.findall(r"text-align:\s*(?:left|right)", rules) == []


def test_sheet_fetches_nothing() -> None:
    assert not re.search(r"url\(|@import", SHEET + ROOM_SHEET)


def colours() -> dict[str, tuple[str, str]]:
    found = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)", SHEET)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        *((ink, "paper", 4.5) for ink in ("ink", "ink-soft", "accent", "good", "warn", "bad")),
        *((ink, "shade", 4.5) for ink in ("ink", "ink-soft", "accent", "bad")),
        *((ink, "mark", 4.5) for ink in ("ink", "ink-soft", "accent")),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-strong", 4.5),
        ("paper", "bad", 4.5),
        ("edge", "paper", 3),
    ],
)
def test_colours_can_be_told_apart(ink: str, ground: str, least: float, scheme: int) -> None:
    tokens = colours()
    one, other = luminance(tokens[ink][scheme]), luminance(tokens[ground][scheme])
    assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= least


def test_old_browsers_get_the_light_scheme() -> None:
    plain = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", SHEET))
    assert plain == {name: light for name, (light, _) in colours().items()}


def test_code_of_others_is_what_its_table_says() -> None:
    said = re.findall(
        r"^\| `([^`]+)` .*`([0-9a-f]{64})`", assets()["vendor/README.md"].body.decode(), re.M
    )
    assert {name for name, _ in said} == {path.name for path in (FOLDER / "vendor").glob("*.js")}
    for name, digest in said:
        assert hashlib.sha256(assets()[f"vendor/{name}"].body).hexdigest() == digest


def test_pictures_are_drawn_in_the_colour_of_their_text() -> None:
    drawn = {path: asset.body.decode() for path, asset in assets().items() if path.endswith(".svg")}
    own = drawn.pop("icons/mark.svg")
    assert own.startswith("<svg xmlns=")
    assert all('stroke="currentColor"' in svg and "style=" not in svg for svg in drawn.values())
