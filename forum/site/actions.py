"""What the secretariat does with the site. An action checks and changes; its caller commits."""

from anyio import to_thread

from forum.core.errors import N_, EditedMeanwhile, Fault, InvalidInput, NotFound
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.settings import Settings
from forum.site import queries
from forum.site.events import SiteChanged
from forum.site.record import note
from forum.site.rules import Mode, TextKind
from forum.site.schemas import LONGEST_TAGLINE, SiteChange, TextDraft
from forum.site.tables import Site, SiteText
from forum.text.clean import clean_line
from forum.text.markdown import render

TARGET = "site:1"
FIRST = 0
"""The version of what is not stored yet."""


async def change_site(
    unit: Unit, settings: Settings, change: SiteChange, *, version: int | None = None
) -> Site:
    """Change name or registration.

    Args:
        unit: of the actor.
        settings: what holds as long as nothing is stored.
        change: what is to be different.
        version: of what the change was made from; `FIRST`: nothing was stored; `None`: whatever
            is newest.

    Raises:
        EditedMeanwhile: there is a newer version.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.SITE_MANAGE)
    row = await queries.site_for_update(unit.db)
    _check_version(row, version)
    if row is None:
        row = _first(unit, settings)
        await queries.add(unit.db, row)
    wanted = change.model_dump(exclude_none=True)
    was = {
        name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value
    }
    for name in was:
        setattr(row, name, wanted[name])
    row.version, row.changed_at = row.version + 1, unit.now
    if was:
        note(unit, "change_site", TARGET, reason="", was=was)
        unit.emit(SiteChanged())
    return row


def _first(unit: Unit, settings: Settings) -> Site:
    return Site(
        registration=Mode(settings.registration),
        domains=list(settings.registration_domains),
        version=FIRST,
        changed_at=unit.now,
    )


async def write_text(
    unit: Unit, kind: TextKind, language: str, draft: TextDraft, *, version: int | None = None
) -> SiteText:
    """Write a text in a language, or write it anew; see `change_site` for `version`.

    Raises:
        EditedMeanwhile: there is a newer version.
        InvalidInput: a tagline is too long.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.SITE_MANAGE)
    row = await queries.text_for_update(unit.db, kind, language)
    _check_version(row, version)
    source, html = await _written(kind, draft.text)
    if row is None:
        row = SiteText(kind=kind, language=language, source="", html="", version=FIRST,
                       changed_at=unit.now)  # fmt: skip
        await queries.add(unit.db, row)
    row.source, row.html = source, html
    row.version, row.changed_at = row.version + 1, unit.now
    note(unit, "write_site_text", TARGET, reason="", kind=kind, language=language)
    unit.emit(SiteChanged())
    return row


async def _written(kind: TextKind, text: str) -> tuple[str, str]:
    if kind == TextKind.TAGLINE:
        return _tagline(text), ""
    return text, (await to_thread.run_sync(render, text)).html


def _tagline(text: str) -> str:
    line = clean_line(text.replace("\n", " "))
    if len(line) > LONGEST_TAGLINE:
        told = N_("At most {max_length} characters are allowed.")
        raise InvalidInput([Fault("text", told, (("max_length", LONGEST_TAGLINE),))])
    return line


async def remove_text(
    unit: Unit, kind: TextKind, language: str, *, version: int | None = None
) -> None:
    """Take a text in a language away; see `change_site` for `version`.

    Raises:
        NotFound: there is none.
        EditedMeanwhile: there is a newer version.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.SITE_MANAGE)
    row = await queries.text_for_update(unit.db, kind, language)
    if row is None:
        raise NotFound
    _check_version(row, version)
    await queries.drop_text(unit.db, row)
    note(unit, "remove_site_text", TARGET, reason="", kind=kind, language=language)
    unit.emit(SiteChanged())


def _check_version(row: Site | SiteText | None, version: int | None) -> None:
    if version not in {None, FIRST if row is None else row.version}:
        raise EditedMeanwhile
