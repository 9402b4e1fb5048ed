"""The mail of a demonstration, for everybody to read."""

import re
from dataclasses import asdict
from typing import Any

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.errors import NotFound
from forum.mail import mail_folder
from forum.mail.folder import Sent, read_back
from forum.runtime import runtime
from forum.web.render import page

_ADDRESS = re.compile(r"https?://[!-~]+")


async def show_mailbox(request: Request[Any]) -> Response:
    """Show the mails, the newest first; only a demonstration has this page."""
    settings = runtime(request).settings
    folder = mail_folder(settings)
    if settings.mode != "demo" or folder is None:
        raise NotFound
    mails = [_shown(sent) for sent in await read_back(folder)]
    return await page(request, "demo/mailbox.html", {"mails": mails})


def _shown(sent: Sent) -> dict[str, object]:
    return {**asdict(sent.mail), "sent_at": sent.sent_at, "text_html": linked(sent.mail.text)}


def linked(text: str) -> Markup:
    """Plain text with its addresses made links."""
    parts, place = [], 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0])
        parts += [escape(text[place : found.start()]), Markup(f'<a href="{address}">{address}</a>')]  # noqa: S704 (escaped)
        place = found.end()
    return Markup("").join([*parts, escape(text[place:])])


ROUTES = [Route("/demo/mailbox", show_mailbox, methods=["GET"])]
