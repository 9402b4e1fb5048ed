from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from forum.accounts.pages.mailbox import linked
from tests.forum.accounts.site import PASSWORD, Site, open_site


@pytest_asyncio.fixture
async def demonstration(url: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with open_site(url, tmp_path, mode="demo", mail="console:") as found:
        yield found


async def test_a_demonstration_shows_its_mail_with_links(demonstration: Site) -> None:
    browser = await demonstration.browser()
    assert "No mail yet" in (await browser.get("/demo/mailbox")).text
    answer = await browser.send(
        "/register", name="Zoë", email="zoe@example.org", password=PASSWORD, handle="zoe"
    )
    assert 'href="/demo/mailbox"' in answer.text
    link = await demonstration.link()
    page = (await browser.get("/demo/mailbox")).text
    assert f'<a href="http://testserver{link}">http://testserver{link}</a>' in page
    assert "zoe@example.org" in page
    await browser.get(link)
    assert await browser.who() == "zoe"


async def test_a_site_in_earnest_shows_no_mail(site: Site) -> None:
    browser = await site.browser()
    await browser.send("/register", name="Zoë", email="zoe@example.org", password=PASSWORD)
    await site.mails()
    assert (await browser.get("/demo/mailbox")).status_code == 404


TEXTS = {
    "see http://x.example/a?b=1&c=2 there": 'see <a href="http://x.example/a?b=1&amp;c=2">'
    "http://x.example/a?b=1&amp;c=2</a> there",
    "<b>": "&lt;b&gt;",
    'https://x.example/"onclick="': '<a href="https://x.example/&#34;onclick=&#34;">'
    "https://x.example/&#34;onclick=&#34;</a>",
    "ดูที่https://x.exampleครับ": 'ดูที่<a href="https://x.example">https://x.example</a>ครับ',
    "javascript:alert(1)": "javascript:alert(1)",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_addresses_become_links_and_all_else_is_text(text: str, expected: str) -> None:
    assert linked(text) == expected


@given(st.text())
def test_a_text_with_links_reads_as_before(text: str) -> None:
    assert linked(text).striptags() == Markup.escape(text).striptags()
