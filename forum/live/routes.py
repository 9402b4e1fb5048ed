"""Every page and every operation of live sessions."""

from collections.abc import Sequence

from starlette.routing import Route

from forum.live.captions import api as captions_api
from forum.live.captions import correcting
from forum.live.captions import files as captions_files
from forum.live.captions import pages as captions_pages
from forum.live.chat import api as chat_api
from forum.live.chat import pages as chat_pages
from forum.live.questions import api as questions_api
from forum.live.questions import pages as questions_pages
from forum.live.reactions import api as reactions_api
from forum.live.reactions import pages as reactions_pages
from forum.live.record import api as record_api
from forum.live.record import pages as record_pages
from forum.live.summaries import api as summaries_api
from forum.live.summaries import pages as summaries_pages

PAGES: Sequence[Route] = [
    *captions_files.ROUTES,
    *captions_pages.ROUTES,
    *correcting.ROUTES,
    *chat_pages.ROUTES,
    *questions_pages.ROUTES,
    *reactions_pages.ROUTES,
    *record_pages.ROUTES,
    *summaries_pages.ROUTES,
]
API: Sequence[Route] = [
    *captions_api.ROUTES,
    *chat_api.ROUTES,
    *questions_api.ROUTES,
    *reactions_api.ROUTES,
    *record_api.ROUTES,
    *summaries_api.ROUTES,
]
