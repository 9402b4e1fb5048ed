"""Every table of the product, for migrations and for the check that they agree.

What tables and indexes say to one kind of database stands in their `info` until `metadata` tells
it to SQLAlchemy, which then imports that kind's dialect: 1 to 2 MiB that not every server needs.
"""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from forum.accounts import tables as accounts
from forum.blocked_words import tables as blocked_words
from forum.bookmarks import tables as bookmarks
from forum.db import tables as db
from forum.decisions import tables as decisions
from forum.delegations import tables as delegations
from forum.discussions import tables as discussions
from forum.drafts import tables as drafts
from forum.interop import tables as interop
from forum.invitations import tables as invitations
from forum.jobs import tables as jobs
from forum.live.captions import tables as captions
from forum.live.chat import tables as chat
from forum.live.deciding.motions import tables as motions
from forum.live.floor import tables as floor
from forum.live.questions import tables as questions
from forum.live.reactions import tables as reactions
from forum.live.record import tables as record
from forum.live.sessions import tables as sessions
from forum.live.speech import tables as speech
from forum.live.summaries import tables as summaries
from forum.live.times import tables as times
from forum.moderation import tables as moderation
from forum.moderation.bulk import tables as bulk
from forum.notifications import tables as notifications
from forum.privacy import tables as privacy
from forum.resources import tables as resources
from forum.reviews import tables as reviews
from forum.roles import tables as roles
from forum.search import tables as search
from forum.site import tables as site
from forum.spaces import tables as spaces
from forum.translations import tables as translations
from forum.uploads import tables as uploads
from forum.webhooks import tables as webhooks

FEATURES = (
    accounts,
    blocked_words,
    bookmarks,
    db,
    decisions,
    delegations,
    discussions,
    drafts,
    floor,
    motions,
    interop,
    invitations,
    jobs,
    bulk,
    moderation,
    notifications,
    privacy,
    record,
    resources,
    reviews,
    roles,
    search,
    sessions,
    site,
    spaces,
    summaries,
    times,
    translations,
    uploads,
    webhooks,
    captions,
    chat,
    questions,
    reactions,
    speech,
)


def metadata() -> MetaData:
    """What the tables of all features say the database should be."""
    for table in SQLModel.metadata.tables.values():
        table.dialect_kwargs.update(table.info)
        for index in table.indexes:
            index.dialect_kwargs.update(index.info)
    return SQLModel.metadata
