"""The site as it stands now: read once, and kept until it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.runtime import Face, Runtime
from forum.settings import Settings
from forum.site import queries
from forum.site.rules import NOTICES, Admission, Mode, TextKind, admission, in_language
from forum.site.schemas import SettingsOut, SiteOut, TextOut
from forum.site.tables import Site, SiteText
from i18n.catalogs import gettext

CHANNELS = ("site",)
"""What makes stale whatever is made of this."""


@dataclass(frozen=True, slots=True)
class SiteNow:
    """What holds for everybody.

    Attributes:
        name: as the secretariat gave it; "" where it gave none.
        default_name: what the environment calls the site.
        registration: who may register.
        domains: whose addresses may always register at once; see `rules.domain_rule`.
        version: counts changes; 0 before the first.
        texts: by kind, then by the BCP 47 tag of their language.
    """

    name: str
    default_name: str
    registration: Mode
    domains: tuple[str, ...]
    version: int
    texts: Mapping[TextKind, Mapping[str, TextOut]]

    def text(self, kind: TextKind, locale: str) -> TextOut | None:
        """A text for a reader, if there is one; see `rules.in_language`."""
        return in_language(self.texts.get(kind, {}), locale)

    def named(self, locale: str) -> str:
        """What the site is called, in the reader's language where it is the program's own name."""
        return self.name or gettext(self.default_name, locale)

    def admission(self, email: str) -> Admission:
        """What becomes of a registration with this address."""
        return admission(self.registration, self.domains, email)


async def site_now(runtime: Runtime) -> SiteNow:
    """What holds now."""

    async def make() -> SiteNow:
        async with runtime.database.reading() as db:
            return _as_it_stands(runtime.settings, await queries.site(db), await queries.texts(db))

    found: SiteNow = await runtime.caches.parts.get(("site now",), CHANNELS, make)
    return found


async def face(runtime: Runtime) -> Face:
    """What every page says of the site; for `Runtime.face`."""
    now = await site_now(runtime)
    return Face(now.name, tuple(kind.value for kind in NOTICES if now.texts.get(kind)))


def _as_it_stands(settings: Settings, row: Site | None, rows: Sequence[SiteText]) -> SiteNow:
    texts: dict[TextKind, dict[str, TextOut]] = {}
    for one in rows:
        texts.setdefault(one.kind, {})[one.language] = text_out(one)
    if row is None:
        mode, domains = Mode(settings.registration), settings.registration_domains
        return SiteNow("", settings.site_name, mode, domains, 0, texts)
    found = tuple(row.domains)
    return SiteNow(row.name, settings.site_name, row.registration, found, row.version, texts)


def text_out(row: SiteText) -> TextOut:
    """A row as it goes out."""
    return TextOut.model_validate(row, from_attributes=True)


def site_out(now: SiteNow, locale: str) -> SiteOut:
    """The site for everybody."""
    tagline = now.text(TextKind.TAGLINE, locale)
    return SiteOut(
        name=now.named(locale),
        tagline=tagline.source if tagline else "",
        registration=now.registration,
        domains=list(now.domains),
    )


async def settings_out(runtime: Runtime, actor: Actor) -> SettingsOut:
    """The site for the secretariat.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require(Permission.SITE_MANAGE)
    now = await site_now(runtime)
    return SettingsOut(
        name=now.name,
        registration=now.registration,
        domains=list(now.domains),
        version=now.version,
    )


async def all_texts(runtime: Runtime, actor: Actor) -> Sequence[TextOut]:
    """Every text, for the secretariat.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require(Permission.SITE_MANAGE)
    now = await site_now(runtime)
    return [one for kind in TextKind for one in now.texts.get(kind, {}).values()]
