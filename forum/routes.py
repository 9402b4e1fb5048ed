"""Every page and every operation of the product, in the order in which addresses are tried."""

from collections.abc import Sequence

from starlette.routing import Route

from forum.accounts import api as accounts_api
from forum.accounts import pages as accounts_pages
from forum.accounts.pages.profile import profile_route
from forum.admin import api as admin_api
from forum.admin import pages as admin_pages
from forum.blocked_words import api as blocked_words_api
from forum.blocked_words import pages as blocked_words_pages
from forum.bookmarks import api as bookmarks_api
from forum.bookmarks import pages as bookmarks_pages
from forum.decisions import api as decisions_api
from forum.decisions import pages as decisions_pages
from forum.delegations import api as delegations_api
from forum.delegations import pages as delegations_pages
from forum.delegations.pages.showing import represented
from forum.discussions import api as discussions_api
from forum.discussions import feeds as discussions_feeds
from forum.discussions import pages as discussions_pages
from forum.discussions.pages.contributions import contributed
from forum.drafts import api as drafts_api
from forum.exchange import api as exchange_api
from forum.exchange import pages as exchange_pages
from forum.glossaries import api as glossaries_api
from forum.glossaries import pages as glossaries_pages
from forum.invitations import api as invitations_api
from forum.invitations import pages as invitations_pages
from forum.library import api as library_api
from forum.library import feeds as library_feeds
from forum.library import pages as library_pages
from forum.live import routes as live
from forum.live.accreditation import api as accreditation_api
from forum.live.accreditation import pages as accreditation_pages
from forum.live.agenda import api as agenda_api
from forum.live.agenda import pages as agenda_pages
from forum.live.deciding import api as deciding_api
from forum.live.deciding import pages as deciding_pages
from forum.live.deciding.motions import api as motions_api
from forum.live.deciding.motions import pages as motions_pages
from forum.live.floor import api as floor_api
from forum.live.floor import pages as floor_pages
from forum.live.room import api as room_api
from forum.live.room import pages as room_pages
from forum.live.sessions import api as sessions_api
from forum.live.sessions import pages as sessions_pages
from forum.live.times import feeds as times_feeds
from forum.live.times import pages as times_pages
from forum.moderation import api as moderation_api
from forum.moderation import pages as moderation_pages
from forum.moderation.bulk import pages as bulk_pages
from forum.notifications import api as notifications_api
from forum.notifications import pages as notifications_pages
from forum.privacy import api as privacy_api
from forum.privacy import pages as privacy_pages
from forum.reviews import api as reviews_api
from forum.reviews import pages as reviews_pages
from forum.search import api as search_api
from forum.search import pages as search_pages
from forum.site import api as site_api
from forum.site import pages as site_pages
from forum.spaces import api as spaces_api
from forum.spaces import pages as spaces_pages
from forum.uploads import api as uploads_api
from forum.uploads import pages as uploads_pages
from forum.uploads import serving as uploads_serving
from forum.uploads.attaching import with_files
from forum.web import assets, document, offline
from forum.webhooks import api as webhooks_api
from forum.webhooks import pages as webhooks_pages

PAGES: Sequence[Route] = [
    *assets.ROUTES,
    *offline.ROUTES,
    *accounts_pages.ROUTES,
    profile_route(contributed, represented),
    *privacy_pages.ROUTES,
    *moderation_pages.ROUTES,
    *bulk_pages.ROUTES,
    *glossaries_pages.ROUTES,
    *exchange_pages.ROUTES,
    *reviews_pages.ROUTES,
    *blocked_words_pages.ROUTES,
    *admin_pages.ROUTES,
    *webhooks_pages.ROUTES,
    *site_pages.ROUTES,
    *invitations_pages.ROUTES,
    *notifications_pages.ROUTES,
    *delegations_pages.ROUTES,
    *room_pages.ROUTES,
    *floor_pages.ROUTES,
    *live.PAGES,
    *deciding_pages.ROUTES,
    *motions_pages.ROUTES,
    *spaces_pages.ROUTES,
    *sessions_pages.ROUTES,
    *agenda_pages.ROUTES,
    *decisions_pages.ROUTES,
    *with_files(accreditation_pages.ASKING),
    *accreditation_pages.ROUTES,
    *times_pages.ROUTES,
    *times_feeds.ROUTES,
    *discussions_feeds.ROUTES,
    *uploads_serving.ROUTES,
    *search_pages.ROUTES,
    *uploads_pages.ROUTES,
    *with_files(discussions_pages.ROUTES),
    *bookmarks_pages.ROUTES,
    *library_pages.ROUTES,
    *library_feeds.ROUTES,
]
API: Sequence[Route] = [
    *accounts_api.ROUTES,
    *privacy_api.ROUTES,
    *delegations_api.ROUTES,
    *room_api.ROUTES,
    *floor_api.ROUTES,
    *live.API,
    *deciding_api.ROUTES,
    *motions_api.ROUTES,
    *spaces_api.ROUTES,
    *sessions_api.ROUTES,
    *agenda_api.ROUTES,
    *accreditation_api.ROUTES,
    *search_api.ROUTES,
    discussions_api.topics_route(search_api.topics_found),
    *discussions_api.ROUTES,
    *decisions_api.ROUTES,
    *drafts_api.ROUTES,
    *bookmarks_api.ROUTES,
    *library_api.ROUTES,
    *moderation_api.ROUTES,
    *glossaries_api.ROUTES,
    *exchange_api.ROUTES,
    *reviews_api.ROUTES,
    *blocked_words_api.ROUTES,
    *admin_api.ROUTES,
    *webhooks_api.ROUTES,
    *site_api.ROUTES,
    *invitations_api.ROUTES,
    *notifications_api.ROUTES,
    *uploads_api.ROUTES,
    *document.ROUTES,
]
