"""Posts in more than one language, as they are stored."""

from forum.core.actor import Actor
from forum.discussions.writing import write

FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et en droits, frères."


async def test_a_quote_in_another_language_says_in_which() -> None:
    written = await write(f"> {FRENCH}\n\nThat is what we should begin with.", "en", Actor())
    assert f'lang="fr">{FRENCH}</p>' in written.html
    assert written.html.count("lang=") == 1


async def test_a_post_in_one_language_is_as_it_was() -> None:
    written = await write(f"{FRENCH}\n\n{FRENCH}", None, Actor())
    assert written.language == "fr"
    assert "lang=" not in written.html
