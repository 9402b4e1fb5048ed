"""All SQL of discussions; what is read starts from `visible_to`, the one rule of who sees what."""

from forum.discussions.queries.posts import (
    CURSORS,
    END,
    key_before,
    opening_posts,
    post,
    post_count_before,
    post_count_of,
    posts_page,
    revisions,
)
from forum.discussions.queries.rows import visible_to
from forum.discussions.queries.subjects import post_to_translate, topic_to_translate
from forum.discussions.queries.topics import (
    SHAPES,
    Sort,
    TopicFilter,
    topic,
    topic_key,
    topics_page,
)
from forum.discussions.queries.writes import (
    add_post,
    add_revision,
    add_topic,
    forget_revisions,
    has_written,
    post_for_update,
    post_of_topic,
    recount,
    set_tags,
    space_counts,
    topic_for_update,
)

__all__ = [
    "CURSORS",
    "END",
    "SHAPES",
    "Sort",
    "TopicFilter",
    "add_post",
    "add_revision",
    "add_topic",
    "forget_revisions",
    "has_written",
    "key_before",
    "opening_posts",
    "post",
    "post_count_before",
    "post_count_of",
    "post_for_update",
    "post_of_topic",
    "post_to_translate",
    "posts_page",
    "recount",
    "revisions",
    "set_tags",
    "space_counts",
    "topic",
    "topic_for_update",
    "topic_key",
    "topic_to_translate",
    "topics_page",
    "visible_to",
]
