"""Every page and every operation of the product, in the order in which addresses are tried.

A module is imported when an address with one of its first words is asked for, and no module before
it answers: what a forum does not use takes no memory.
"""

from collections.abc import Sequence

from forum.web.openapi import PREFIX
from forum.web.routing import Feature


def _pages(module: str, *words: str) -> Feature:
    return Feature(module, frozenset(f"/{word}" for word in words))


def _api(module: str, *words: str) -> Feature:
    return Feature(module, frozenset(f"{PREFIX}/{word}" for word in words))


PAGES: Sequence[Feature] = [
    _pages("forum.web.assets", "static"),
    _pages("forum.web.offline", "manifest.webmanifest", "offline", "sw.js"),
    _pages(
        "forum.accounts.pages",
        "address",
        "admin",
        "confirm",
        "demo",
        "language",
        "register",
        "registration",
        "reset",
        "settings",
        "sign-in",
        "sign-out",
        "stay",
        "verify",
    ),
    _pages("forum.routes.members", "m"),
    _pages("forum.privacy.pages", "settings"),
    _pages("forum.moderation.pages", "decisions", "held", "moderation", "p", "t"),
    _pages("forum.moderation.bulk.pages", "moderation"),
    _pages("forum.glossaries.pages", "moderation"),
    _pages("forum.exchange.pages", "moderation", "s", "t"),
    _pages("forum.reviews.pages", "moderation", "p", "t", "texts", "translate"),
    _pages("forum.blocked_words.pages", "moderation"),
    _pages("forum.admin.pages", "admin", "m"),
    _pages("forum.webhooks.pages", "admin"),
    _pages("forum.site.pages", "admin", "conduct", "privacy"),
    _pages("forum.invitations.pages", "admin", "invitation"),
    _pages(
        "forum.notifications.pages",
        "notifications",
        "p",
        "prove",
        "s",
        "settings",
        "t",
        "unsubscribe",
    ),
    _pages("forum.delegations.pages", "delegations", "organisations"),
    _pages("forum.live.room.pages", "sessions"),
    _pages("forum.live.floor.pages", "sessions"),
    _pages("forum.live.captions.files", "sessions"),
    _pages("forum.live.captions.pages", "sessions"),
    _pages("forum.live.captions.correcting", "sessions"),
    _pages("forum.live.chat.pages", "sessions"),
    _pages("forum.live.questions.pages", "sessions"),
    _pages("forum.live.reactions.pages", "sessions"),
    _pages("forum.live.record.pages", "sessions"),
    _pages("forum.live.summaries.pages", "sessions"),
    _pages("forum.live.deciding.pages", "sessions"),
    _pages("forum.live.deciding.motions.pages", "sessions"),
    _pages("forum.spaces.pages", "s", "spaces"),
    _pages("forum.live.sessions.pages", "sessions"),
    _pages("forum.live.agenda.pages", "sessions"),
    _pages("forum.decisions.pages", "polls", "s"),
    _pages("forum.routes.accreditation", "sessions"),
    _pages("forum.live.accreditation.pages", "sessions"),
    _pages("forum.live.times.pages", "sessions"),
    _pages("forum.live.times.feeds", "calendar", "sessions"),
    _pages("forum.discussions.feeds", "s", "t"),
    _pages("forum.uploads.serving", "u"),
    _pages("forum.search.pages", "search"),
    _pages("forum.uploads.pages", "uploads"),
    _pages("forum.routes.discussions", "", "drafts", "held", "p", "s", "t"),
    _pages("forum.bookmarks.pages", "bookmarks", "p"),
    _pages("forum.library.pages", "library"),
    _pages("forum.library.feeds", "library"),
]
API: Sequence[Feature] = [
    _api("forum.accounts.api", "admin", "me", "members"),
    _api("forum.privacy.api", "me"),
    _api("forum.delegations.api", "delegations", "organisations"),
    _api("forum.live.room.api", "sessions"),
    _api("forum.live.floor.api", "sessions"),
    _api("forum.live.captions.api", "sessions"),
    _api("forum.live.chat.api", "sessions"),
    _api("forum.live.questions.api", "sessions"),
    _api("forum.live.reactions.api", "sessions"),
    _api("forum.live.record.api", "sessions"),
    _api("forum.live.summaries.api", "sessions"),
    _api("forum.live.deciding.api", "sessions"),
    _api("forum.live.deciding.motions.api", "sessions"),
    _api("forum.spaces.api", "spaces"),
    _api("forum.live.sessions.api", "sessions"),
    _api("forum.live.agenda.api", "sessions"),
    _api("forum.live.accreditation.api", "sessions"),
    _api("forum.search.api", "search"),
    _api("forum.routes.topics", "topics"),
    _api("forum.discussions.api", "held", "posts", "preview", "suggestions", "topics"),
    _api("forum.decisions.api", "polls", "spaces"),
    _api("forum.drafts.api", "me"),
    _api("forum.bookmarks.api", "me", "posts"),
    _api("forum.library.api", "library"),
    _api("forum.moderation.api", "admin", "decisions", "posts"),
    _api("forum.glossaries.api", "admin"),
    _api("forum.exchange.api", "topics", "translations"),
    _api("forum.reviews.api", "admin", "posts", "texts", "topics", "translations"),
    _api("forum.blocked_words.api", "admin"),
    _api("forum.admin.api", "admin"),
    _api("forum.webhooks.api", "admin"),
    _api("forum.site.api", "admin", "site"),
    _api("forum.invitations.api", "admin", "invitation-acceptances"),
    _api(
        "forum.notifications.api",
        "notifications",
        "posts",
        "spaces",
        "subscriptions",
        "tags",
        "topics",
    ),
    _api("forum.uploads.api", "uploads"),
    _api("forum.web.document", "docs", "openapi.json"),
]
