"""What lets a browser keep the site, as it is sent; what becomes of it is a journey."""

import re

import pytest

from forum.web import offline
from forum.web.assets import Asset, assets
from tests import factories
from tests.client import Client


def test_the_service_worker_is_for_the_whole_site_and_always_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["content-security-policy"]
    assert answer.text.endswith(assets()["js/worker.js"].body.decode())
    again = client.get("/sw.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_another_file_of_any_kind_makes_another_service_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/sw.js").headers["etag"]
    changed = {**assets(), "css/forum.css": Asset(b"", None, "text/css", "other")}
    monkeypatch.setattr(offline, "assets", lambda: changed)
    offline._worker.cache_clear()
    try:
        assert client.get("/sw.js").headers["etag"] != before
    finally:
        offline._worker.cache_clear()


@pytest.mark.parametrize(("locale", "way"), [("en", "ltr"), ("ur", "rtl")])
def test_the_manifest_speaks_the_readers_language(client: Client, locale: str, way: str) -> None:
    page = client.get(f"/?ui={locale}").text
    found = re.search('<link rel="manifest" href="(.+?)">', page)
    assert found is not None
    described = client.get(found[1])
    assert described.headers["content-type"].startswith("application/manifest+json")
    told = described.json()
    assert (told["lang"], told["dir"], told["start_url"]) == (locale, way, "/")
    assert f"– {told['name']}</title>" in page
    for icon in told["icons"]:
        assert client.get(icon["src"]).headers["content-type"] == icon["type"]


def test_a_page_says_whom_it_is_for_and_a_topic_that_it_may_be_kept(client: Client) -> None:
    maria = client.member()
    client.do(factories.space)
    topic = client.do(factories.topic, maria)
    keep = '<meta name="offline" content="keep">'
    for path, kept in ((f"/t/{topic}/open-courses", True), ("/library", False)):
        client.cookies.clear()
        shown = client.get(path).text
        assert ('<body data-member="">' in shown, keep in shown) == (True, kept)
        client.sign_in(maria)
        shown = client.get(path).text
        assert (f'<body data-member="{maria.member_id}">' in shown, keep in shown) == (True, kept)


def test_the_page_of_what_is_kept_has_the_places_that_the_service_worker_fills(
    client: Client,
) -> None:
    page = client.get("/offline?ui=th").text
    worker = assets()["js/worker.js"].body.decode()
    assert re.search(r'<template id="as-of">.*\{time\}.*</template>', page, re.DOTALL)
    assert re.search(r'<ul [^>]*id="kept">.*?</ul>', page, re.DOTALL)
    assert 'id="away" hidden' in page
    assert 'id="away" hidden' in worker
