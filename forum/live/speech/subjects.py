"""What is written in sessions as something to translate; who sees the session sees it."""

from dataclasses import replace

from forum.live.sessions.subjects import Place, announcing
from forum.translations.subjects import Subject


def spoken_subject(
    name: str,
    text: tuple[str, str],
    place: Place,
    *,
    markdown: bool = False,
    version: int = 0,
) -> Subject:
    """One text.

    Args:
        name: its kind and number, such as `caption:12`.
        text: what was said, and the BCP 47 tag of its language.
        place: the session, and its space.
        markdown: whether it is Markdown; otherwise it is one line.
        version: of a text that can be corrected; 0: it stays as it was said.
    """
    said = announcing(place, "", text[0], markdown=markdown)
    said = replace(said, version=version or 1, is_fixed=not version)
    return replace(said, name=name, language=text[1])
