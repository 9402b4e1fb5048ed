"""What whoever leads a session does with it as a whole; each part of the room has the rest."""

from typing import Any

from starlette.requests import Request

from forum.live.accreditation import muting
from forum.live.overrides import profile_of
from forum.live.panels import PanelView
from forum.live.sessions.quorum import waivable
from forum.live.sessions.rules import Deed, Standing, may
from forum.live.sessions.states import TRANSITIONS
from forum.live.sessions.tables import LiveSession
from forum.live.sessions.words import STEPS
from forum.web.identity import actor_of
from i18n.catalogs import gettext


async def panel(
    request: Request[Any], session: LiveSession, standing: Standing
) -> PanelView | None:
    """The next steps of the session; nothing for those who do not lead it."""
    if not may(standing, Deed.ADVANCE):
        return None
    steps = TRANSITIONS[session.state]
    locale = actor_of(request).locale
    context = {
        "session": session,
        "steps": [(one.value, gettext(STEPS[one], locale)) for one in steps],
        "may_edit": may(standing, Deed.EDIT),
        "mutes": muting.is_offered(actor_of(request), session, standing),
        "waivable": waivable(session.state, profile_of(session.profile, session.overrides)),
    }
    return PanelView("live/_desk.html", context, {"steps": [one.value for one in steps]})
