"""What every feature holds of a member, in the order in which it goes."""

from forum.accounts import holdings as accounts
from forum.bookmarks import holdings as bookmarks
from forum.decisions import holdings as decisions
from forum.delegations import holdings as delegations
from forum.discussions import holdings as discussions
from forum.drafts import holdings as drafts
from forum.invitations import holdings as invitations
from forum.live.captions import holdings as captions
from forum.live.chat import holdings as chat
from forum.live.deciding.motions import holdings as motions
from forum.live.floor import holdings as floor
from forum.live.questions import holdings as questions
from forum.live.sessions import holdings as sessions
from forum.live.summaries import holdings as summaries
from forum.live.times import holdings as times
from forum.moderation import holdings as moderation
from forum.notifications import holdings as notifications
from forum.privacy import holdings as privacy
from forum.roles import holdings as roles
from forum.spaces import holdings as spaces
from forum.translations import holdings as translations
from forum.uploads import holdings as uploads
from forum.webhooks import holdings as webhooks

HOLDINGS = (
    *webhooks.HOLDINGS,
    *privacy.HOLDINGS,
    *invitations.HOLDINGS,
    *notifications.HOLDINGS,
    *moderation.HOLDINGS,
    *uploads.HOLDINGS,
    *bookmarks.HOLDINGS,
    *drafts.HOLDINGS,
    *floor.HOLDINGS,
    *motions.HOLDINGS,
    *captions.HOLDINGS,
    *chat.HOLDINGS,
    *questions.HOLDINGS,
    *summaries.HOLDINGS,
    *times.HOLDINGS,
    *sessions.HOLDINGS,
    *decisions.HOLDINGS,
    *discussions.HOLDINGS,
    *spaces.HOLDINGS,
    *delegations.HOLDINGS,
    *roles.HOLDINGS,
    *translations.HOLDINGS,
    *accounts.HOLDINGS,
)
"""Tested against the tables: whatever names a member stands here."""
