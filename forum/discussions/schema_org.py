"""Resources in the terms of schema.org: LearningResource, with what LRMI brought to it."""

from collections.abc import Mapping, Sequence

from forum.discussions.schemas import TopicOut
from forum.resources.rules import ResourceType
from forum.resources.schemas import LanguageVersionOut

TYPES = {ResourceType.COURSE: "Course", ResourceType.PROGRAMME: "EducationalOccupationalProgram"}
"""Narrower types than `LearningResource`, where schema.org has one."""


def learning_resource(
    topic: TopicOut, versions: Sequence[LanguageVersionOut], site: str
) -> Mapping[str, object] | None:
    """The JSON-LD of a topic's card; `None` where it has none.

    Args:
        topic: that the card belongs to.
        versions: the same resource in other languages.
        site: public address of the forum.
    """
    if (card := topic.resource) is None:
        return None
    kinds = ["LearningResource", TYPES[card.type]] if card.type in TYPES else "LearningResource"
    provider = {"@type": "Organization", "name": card.provider} if card.provider else None
    country = {"@type": "Country", "name": card.country} if card.country else None
    found = {
        "@context": "https://schema.org",
        "@type": kinds,
        "name": topic.title,
        "url": card.url,
        "inLanguage": card.languages,
        "learningResourceType": card.type.value,
        "license": card.licence_url,
        "provider": provider,
        "educationalLevel": card.level,
        "about": card.subject,
        "teaches": card.competences,
        "countryOfOrigin": country,
        "dateModified": card.changed_at.isoformat(),
        "discussionUrl": site + topic.url,
        "workTranslation": [
            {"@type": "LearningResource", "@id": site + one.url, "inLanguage": one.languages}
            for one in versions
        ],
    }
    return {name: value for name, value in found.items() if value}
