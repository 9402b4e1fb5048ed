"""A caption's way: posted in one process, read in another, and taken by a browser's own player."""

from datetime import UTC, datetime, timedelta

import httpx2
from playwright.async_api import expect

from forum.core.permissions import Scope
from forum.live.parts import Part
from forum.live.sessions.states import SessionState
from tests import factories
from tests.journeys.site import Site

CUES = """async (address) => {
  const track = document.createElement("track");
  track.src = address;
  document.body.appendChild(document.createElement("video")).append(track);
  track.track.mode = "hidden";
  await new Promise((done, failed) => Object.assign(track, { onload: done, onerror: failed }));
  const told = (cue) => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent];
  return [...track.track.cues].map(told);
}"""


async def test_a_caption_is_read_translated_in_another_process_and_played_as_a_track(
    site: Site,
) -> None:
    host, captioner = await site.member("capucine"), await site.member("kasem")
    reader = await site.member("rania", languages=["fr"])
    began = datetime.now(UTC).replace(microsecond=0)
    session = await factories.live_session(
        site.runtime,
        host,
        state=SessionState.IN_SESSION,
        languages=["en", "fr", "ur"],
        starts_at=began,
        ends_at=began + timedelta(hours=1),
    )
    await factories.participant(site.runtime, session, captioner, Part.CAPTIONER)
    token = await site.token(captioner, Scope.WRITE)
    at = round(began.timestamp() * 1000) + 2_000
    body = {"key": "1", "text": "Five < six & “seven”.", "language": "en", "heard": "The <chair>"}
    async with site.window(site.b, reader, bypass_csp=True) as page:
        await page.goto(f"/sessions/{session}?lang=fr")
        await expect(page.locator("[data-line]")).not_to_be_empty()
        async with httpx2.AsyncClient(base_url=site.a.url, headers=token) as http:
            times = {"began": at, "ended": at + 1_500}
            answer = await http.post(f"/api/v1/sessions/{session}/captions", json=body | times)
        assert answer.status_code == 201, answer.text
        line = page.locator("#captions-lines li .text[data-translation]")
        await expect(line.first).to_contain_text("⟦fr ")
        await expect(page.locator("#captions-lines .made")).to_be_visible()
        for language, text in (("en", body["text"]), ("fr", "⟦fr "), ("ur", body["text"])):
            address = f"/sessions/{session}/subtitles/{language}.vtt"
            [[start, end, said]] = await page.evaluate(CUES, address)
            assert (start, end) == (2.0, 3.5)
            assert text in said
