"""Where an example of every page is: whoever adds a page says it here."""

from collections.abc import Iterator, Mapping

from starlette.routing import Route

from forum.app import PAGES
from forum.web.document import ROUTES as DOCUMENTS

EXAMPLES: Mapping[str, str] = {
    "/": "/",
    "/address/{word}": "/address/{address}",
    "/admin/accounts": "/admin/accounts",
    "/admin/accounts/{member_id:int}": "/admin/accounts/1",
    "/admin/invitations": "/admin/invitations",
    "/admin/registrations": "/admin/registrations",
    "/admin/roles": "/admin/roles",
    "/admin/roles/new": "/admin/roles/new",
    "/admin/roles/{word}": "/admin/roles/{role}",
    "/admin/webhooks": "/admin/webhooks",
    "/admin/webhooks/{webhook_id:int}": "/admin/webhooks/{webhook}",
    "/admin/settings": "/admin/settings",
    "/admin/settings/texts/{kind}/{language}": "/admin/settings/texts/conduct/ur",
    "/api/v1/docs": "/api/v1/docs",
    "/bookmarks": "/bookmarks",
    "/conduct": "/conduct",
    "/confirm": "/confirm",
    "/demo/mailbox": "/demo/mailbox",
    "/decisions": "/decisions",
    "/decisions/of/{word}": "/decisions/of/{decision_word}",
    "/drafts": "/drafts",
    "/held/{held_id:int}": "/held/{held}",
    "/held/{held_id:int}/moderate": "/held/{held}/moderate",
    "/invitation/{word}": "/invitation/{invitation}",
    "/language": "/language",
    "/library": "/library",
    "/m/{handle}": "/m/camille",
    "/m/{handle}/permissions": "/m/camille/permissions",
    "/moderation": "/moderation",
    "/moderation/appeals/{audit_id:int}": "/moderation/appeals/{decision}",
    "/moderation/audit": "/moderation/audit",
    "/moderation/audit/{audit_id:int}/undo": "/moderation/audit/{decision}/undo",
    "/moderation/bulk": "/moderation/bulk",
    "/moderation/bulk/{run_id:int}": "/moderation/bulk/{run}",
    "/moderation/words": "/moderation/words",
    "/moderation/glossary": "/moderation/glossary",
    "/moderation/members": "/moderation/members",
    "/moderation/members/{member_id:int}": "/moderation/members/{member}",
    "/moderation/members/{member_id:int}/moderate": "/moderation/members/{member}/moderate",
    "/moderation/statistics": "/moderation/statistics",
    "/notifications": "/notifications",
    "/offline": "/offline",
    "/p/{post_id:int}": "/p/{answer}?view=both&lang=fr",
    "/p/{post_id:int}/accept": "/p/{answer}/accept",
    "/p/{post_id:int}/keep": "/p/{answer}/keep",
    "/p/{post_id:int}/await/{language}": "/p/{answer}/await/ceb",
    "/p/{post_id:int}/branch": "/p/{answer}/branch",
    "/p/{post_id:int}/delete": "/p/{own}/delete",
    "/p/{post_id:int}/edit": "/p/{answer}/edit",
    "/p/{post_id:int}/flag": "/p/{answer}/flag",
    "/p/{post_id:int}/moderate": "/p/{answer}/moderate",
    "/p/{post_id:int}/react": "/p/{answer}/react",
    "/p/{post_id:int}/reply": "/p/{answer}/reply",
    "/p/{post_id:int}/revisions": "/p/{own}/revisions",
    "/privacy": "/privacy",
    "/prove/{word}": "/prove/{prove}",
    "/register": "/register",
    "/reset": "/reset",
    "/reset/{word}": "/reset/{reset}",
    "/s/{slug}": "/s/open-courses",
    "/s/{slug}/members": "/s/translators/members",
    "/s/{slug}/new": "/s/open-courses/new",
    "/s/{slug}/settings": "/s/open-courses/settings",
    "/s/{slug}/settings/texts/{language}": "/s/open-courses/settings/texts/ur",
    "/s/{slug}/share": "/s/open-courses/share",
    "/search": "/search?q=course",
    "/settings": "/settings",
    "/settings/address": "/settings/address",
    "/settings/data": "/settings/data",
    "/settings/leave": "/settings/leave",
    "/settings/notifications": "/settings/notifications",
    "/settings/security": "/settings/security",
    "/settings/security/app": "/settings/security/app",
    "/settings/security/passkeys": "/settings/security/passkeys",
    "/sign-in": "/sign-in",
    "/spaces/new": "/spaces/new",
    "/stay/{word}": "/stay/{stay}",
    "/t/{topic_id:int}": "/t/{resource}?view=translation&lang=ur",
    "/t/{topic_id:int}/moderate": "/t/{question}/moderate",
    "/t/{topic_id:int}/reply/new": "/t/{question}/reply/new",
    "/t/{topic_id:int}/resource/edit": "/t/{resource}/resource/edit",
    "/t/{topic_id:int}/{slug}": "/t/{question}/?view=both&lang=th",
    "/unsubscribe/{word}": "/unsubscribe/{unsubscribe}",
    "/uploads": "/uploads",
    "/uploads/new": "/uploads/new",
}
"""By the pattern of a page's route: an address, with the names that `furnished` gives a meaning."""

NOT_PAGES = {
    "/admin/settings/texts": "leads on to another page",
    "/api/v1/openapi.json": "JSON",
    "/library/feed.json": "a feed",
    "/manifest.webmanifest": "JSON",
    "/decisions/{audit_id:int}": "the same as /decisions/of/…, for whom it is about",
    "/moderation/audit/export": "a file",
    "/notifications/bell": "a piece of a page",
    "/registration": "leads back to another page whoever has not registered",
    "/p/{post_id:int}/fragment": "a piece of a page",
    "/s/{slug}/feed.atom": "a feed",
    "/s/{slug}/settings/texts": "leads on to another page",
    "/settings/data/export.zip": "a file",
    "/settings/security/with/{name}": "leads on to another site",
    "/sign-in/second": "leads back to another page whoever has not shown a password",
    "/sign-in/with/{name}": "leads on to another site",
    "/sign-in/with/{name}/back": "leads on to another page",
    "/static/{path:path}": "files",
    "/sw.js": "a script",
    "/t/{topic_id:int}/feed.atom": "a feed",
    "/u/{upload_id:int}/{name:path}": "files",
    "/verify/{word}": "leads on to another page",
}
"""Routes that answer with something that nobody reads as a page, and what that is."""

VISITORS = {"/register", "/sign-in"}
"""Pages that are shown to those only who are not signed in."""
ADMINISTRATORS = {
    "/admin/accounts",
    "/admin/accounts/{member_id:int}",
    "/admin/registrations",
    "/admin/roles",
    "/admin/roles/new",
    "/admin/roles/{word}",
    "/admin/webhooks",
    "/admin/webhooks/{webhook_id:int}",
    "/admin/settings",
    "/admin/settings/texts/{kind}/{language}",
    "/s/{slug}/settings",
    "/s/{slug}/settings/texts/{language}",
    "/spaces/new",
}
"""Pages that are shown to administrators only; all others are visited as a moderator."""


def page_routes() -> Iterator[str]:
    """The pattern of every route that can be opened in a browser."""
    for route in (*PAGES, *DOCUMENTS):
        if isinstance(route, Route) and route.methods and "GET" in route.methods:
            yield route.path
