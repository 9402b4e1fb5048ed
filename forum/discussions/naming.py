"""What names a topic, in another language: its title, tags, competences, and space. Pure."""

from collections.abc import Mapping, Sequence

from forum.discussions.schemas import SpaceRef, TopicOut
from forum.translations.asking import Missing
from forum.translations.schemas import TranslationOut
from forum.translations.several import matched


def texts_of(topic: TopicOut, language: str) -> Sequence[Missing]:
    """The texts that name a topic, as far as they are not written in `language`."""
    found = []
    if topic.language != language:
        found.append(Missing(f"topic:{topic.id}", topic.language))
        if _words(topic):
            found.append(Missing(f"tags:{topic.id}", topic.language))
    space = topic.space
    if language not in {space.language, *space.names}:
        found.append(Missing(f"space_name:{space.id}", space.language))
    return found


def missing(topic: TopicOut, language: str) -> Sequence[Missing]:
    """Those of them that the topic does not have in `language`."""
    found = {
        f"topic:{topic.id}": topic.translated_title,
        f"tags:{topic.id}": topic.translated_words,
        f"space_name:{topic.space.id}": topic.space.translated_name,
    }
    return [one for one in texts_of(topic, language) if found[one.subject] is None]


def named(topic: TopicOut, language: str, found: Mapping[str, TranslationOut]) -> TopicOut:
    """A topic with what there is of them, by subject."""
    return topic.model_copy(
        update={
            "translated_title": found.get(f"topic:{topic.id}"),
            "translated_words": matched(_words(topic), found.get(f"tags:{topic.id}")),
            "space": _named(topic.space, language, found.get(f"space_name:{topic.space.id}")),
        }
    )


def _words(topic: TopicOut) -> Sequence[str]:
    """In the order of `queries.words_of`."""
    learnt = [] if topic.resource is None else topic.resource.competences
    return [*sorted(topic.tags), *sorted(learnt)]


def _named(space: SpaceRef, language: str, made: TranslationOut | None) -> SpaceRef:
    if language in space.names:
        return space.model_copy(update={"name": space.names[language], "language": language})
    return space if made is None else space.model_copy(update={"translated_name": made})
