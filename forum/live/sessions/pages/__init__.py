"""Sessions for people; the room itself is `live.room`."""

from forum.live.sessions.pages import about, listing, making, ruling

ROUTES = [*making.ROUTES, *listing.ROUTES, *about.ROUTES, *ruling.ROUTES]
