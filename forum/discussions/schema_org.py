"""Topics in the terms of schema.org: questions, and resources with what LRMI brought to them."""

from collections.abc import Mapping, Sequence

from forum.accounts.schemas import MemberOut
from forum.discussions.rules import Kind
from forum.discussions.schemas import PostOut, TopicOut
from forum.resources.rules import ResourceType
from forum.resources.schemas import LanguageVersionOut

TYPES = {ResourceType.COURSE: "Course", ResourceType.PROGRAMME: "EducationalOccupationalProgram"}
"""Narrower types than `LearningResource`, where schema.org has one."""
EXCERPT = 500
"""Characters of an answer that are given away from its place."""


def question_page(
    topic: TopicOut, answer: PostOut | None, site: str
) -> Mapping[str, object] | None:
    """The JSON-LD of a topic that asks a question (QAPage); `None` for other kinds.

    Args:
        topic: that asks.
        answer: the accepted one, if there is one.
        site: public address of the forum.
    """
    if topic.kind != Kind.QUESTION:
        return None
    question = {
        "@type": "Question",
        "name": topic.title,
        "url": site + topic.url,
        "inLanguage": topic.language,
        "datePublished": topic.created_at.isoformat(),
        "author": _person(topic.author, site),
        "answerCount": max(0, topic.post_count - 1),
    }
    if answer is not None:
        question["acceptedAnswer"] = _answer(answer, site)
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}


def _answer(answer: PostOut, site: str) -> Mapping[str, object]:
    return {
        "@type": "Answer",
        "text": answer.body.source[:EXCERPT],
        "url": site + answer.url,
        "inLanguage": answer.language,
        "datePublished": answer.created_at.isoformat(),
        "author": _person(answer.author, site),
    }


def _person(member: MemberOut, site: str) -> Mapping[str, object]:
    return {"@type": "Person", "name": member.name, "url": site + member.url}


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
