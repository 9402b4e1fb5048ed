"""What a form for a text offers beside posting it: a preview, and a draft that is kept."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.core.errors import EditedMeanwhile, ForumError
from forum.discussions.previewing import PreviewDraft, preview
from forum.drafts import actions, queries
from forum.drafts.rules import Place
from forum.drafts.schemas import DraftText
from forum.runtime import runtime
from forum.web.forms import Form, Sent, explain
from forum.web.identity import actor_of
from forum.web.inputs import validate

PREVIEW, KEEP = "preview", "draft"
"""What the buttons are called; see `parts/forms.html`."""
VERSION = "draft"
"""Name of the field with the draft's version, 0 where the form knows of none."""

_FIELDS = ("title", "body", "kind", "language", "tags")


async def with_draft(
    request: Request[Any], place: Place, data: Mapping[str, Any] | None = None
) -> Form:
    """A form for `place`: with the member's draft where there is one, else with `data`."""
    member = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        found = await queries.draft(db, member, place)
    if found is None:
        return Form({**(data or {}), VERSION: 0})
    kept = {name: text for name in _FIELDS if (text := getattr(found.text, name))}
    if found.text.base is not None:
        kept["version"] = found.text.base
    return Form({**(data or {}), **kept, VERSION: found.version}, beside={"draft": found})


async def pressed(request: Request[Any], sent: Sent[Any], place: Place | None) -> Response | None:
    """Do what a button beside the form's own asks for; the answer, or `None`: show the form.

    Args:
        request: names the member.
        sent: the form; a preview, or why there is none, is put in it.
        place: where a draft is kept; none: this form keeps none.
    """
    if sent.form.errors:
        return None
    try:
        if sent.press == PREVIEW:
            given = {name: sent.form.data.get(name, "") for name in ("body", "language")}
            sent.form.beside["preview"] = await preview(request, validate(PreviewDraft, given))
        elif sent.press == KEEP and place is not None:
            return await _keep(request, sent.form, place)
    except ForumError as error:
        explain(request, sent.form, error)
    return None


async def _keep(request: Request[Any], form: Form, place: Place) -> Response:
    given = {name: form.data.get(name, "") for name in _FIELDS}
    text = validate(DraftText, {**given, "base": form.data.get("version") or None})
    version = str(form.data.get(VERSION) or "")
    known = int(version) if version.isascii() and version.isdecimal() else 0
    try:
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.save_draft(unit, place, text, version=known)
    except EditedMeanwhile:
        # Who presses again, having been shown the other one, replaces it.
        other = (await with_draft(request, place)).beside.get("draft")
        form.beside["other"] = other
        form.data[VERSION] = other.version if other else 0
        raise
    return RedirectResponse(place.url, 303)
