"""What attackers write as posts, titles, names and searches, in a real browser: nothing of it runs.

`tests/forum/text` holds every attack against parsers; here a browser that people use is the judge.
"""

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from playwright.async_api import Page, Request

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.discussions import actions
from forum.discussions.schemas import PostDraft, TopicText
from tests.factories import NOON
from tests.forum.text import attacks
from tests.journeys.people import People
from tests.journeys.site import Site


def _is_taken(text: str) -> bool:
    """Whether the forum takes it as a text at all: some words, no control characters."""
    return bool(text.strip()) and not any(ord(one) < 32 and one not in "\t\n" for one in text)


_TAKEN = [one for one in dict.fromkeys(attacks.ALL) if _is_taken(one)]
_LINKS = [one for one in _TAKEN if one in set(attacks.LINKS)]
POSTS = [*(one for one in _TAKEN if one not in set(attacks.LINKS)), *_LINKS[::3]]
"""All but two of three addresses, which differ by little."""
LINES = [one for one in POSTS if one.isprintable() and len(one) < 60][:60]
"""Short enough for a name and for a title."""
WATCH = """window.broken = [];
window.alert = window.msgbox = (what) => window.broken.push(`alert(${what})`);
document.addEventListener("securitypolicyviolation",
  (event) => window.broken.push(`${event.violatedDirective}: ${event.blockedURI}`));"""
LOOK = """() => {
  const found = [...window.broken];
  for (const one of document.querySelectorAll("*")) {
    for (const {name} of one.attributes)
      if (name.startsWith("on") || name === "style") found.push(`${one.localName} ${name}`);
    for (const to of [one.href, one.src, one.action, one.formAction, one.data])
      if (/^(javascript|vbscript|blob|file):/i.test(String(to?.baseVal ?? to ?? "")))
        found.push(`${one.localName} ${to}`);
  }
  const count = (what) => document.querySelectorAll(what).length;
  const frame = ["main", "footer.foot", "main footer.foot", "iframe, object, embed, base"];
  return {found, frame: frame.map(count), posts: count("main .posts > article.post > .text")};
}"""
WHOLE = [1, 1, 0, 0]
"""One `main`, one footer, which is outside of it, and nothing that holds another page."""


@dataclass
class Watched:
    """What a browser did that it should not have done.

    Attributes:
        posts: how many stood where posts stand.
    """

    page: Page
    faults: list[str] = field(default_factory=list)
    posts: int = 0

    async def watch(self) -> None:
        """Note what runs, and requests to other places than ours."""
        await self.page.add_init_script(WATCH)
        self.page.on("request", self._asked)
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog {dialog.message}"))

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "data"} or parts.hostname not in {"127.0.0.1", None}:
            self.faults.append(f"asked for {request.url}")

    async def look(self, address: str) -> None:
        """Open a page, and see whether anything ran, was asked for, or broke out of its place."""
        await self.page.goto(address)
        seen = await self.page.evaluate(LOOK)
        frame = [] if seen["frame"] == WHOLE else [f"frame {seen['frame']}"]
        self.faults += [f"{address}: {one}" for one in (*seen["found"], *frame)]
        self.posts += seen["posts"]

    async def following(self) -> str | None:
        """The address of the next page, if there is one."""
        link = self.page.locator("a[rel=next]").first
        return await link.get_attribute("href") if await link.count() else None


async def test_nothing_that_members_write_runs_or_breaks_the_page(
    site: Site, people: People
) -> None:
    topic = await _written(site, people)
    async with site.window(site.b, people.camille) as page:
        watched = Watched(page)
        await watched.watch()
        address: str | None = f"/t/{topic}?order=flat"
        while address is not None:
            await watched.look(address)
            address = await watched.following()
        await watched.look(f"/s/{site.space}")
        for at in range(0, len(LINES), 20):
            await watched.look(f"/search?q={quote(' '.join(LINES[at : at + 20])[:200])}")
    assert watched.faults == []
    assert watched.posts == len(POSTS) + 1
    assert len(POSTS) + 2 * len(LINES) > 300


async def _written(site: Site, people: People) -> TopicId:
    """A topic of which each post is an attack, by people whose names are; others called so."""
    topic = await site.topic(people.robin, title="Attacks", body="What people try.")
    people_named = [_named(number, one) for number, one in enumerate(LINES)]
    async with site.runtime.unit(people.robin) as unit:
        unit.db.add_all(people_named)
    authors = [Actor(one.id, one.handle, one.name) for one in people_named]
    for number, (author, one) in enumerate(zip(authors, LINES, strict=True)):
        async with site.runtime.unit(author) as unit:
            for body in POSTS[number :: len(authors)]:
                await actions.reply(unit, topic, PostDraft(body=body))
            await actions.start_topic(unit, site.space, TopicText(title=one, body="Called so."))
    return topic


def _named(number: int, name: str) -> Member:
    email = f"attacker{number}@example.org"
    return Member(
        handle=f"attacker{number}", email=email, email_key=email, email_verified_at=NOON, name=name,
        created_at=NOON,
    )  # fmt: skip
