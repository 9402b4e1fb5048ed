"""Everything the environment decides."""

import ipaddress
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from limits import parse
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from forum.core.limits import Act, Rates, Standing
from forum.core.redaction import redacted

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
IN_FILES = (
    *("broker", "database", "libretranslate_key", "mail", "oidc", "secret", "translator_options"),
    *("uploads_key", "uploads_secret"),
)
"""Settings that hold a secret or may: each can be read from the file that `FORUM_<NAME>_FILE`
names, as container platforms hand secrets over."""


class SecretFileUnusable(Exception):
    """A setting's file cannot be read, is empty, or the setting is given twice; one line."""


class SecretFiles(EnvSettingsSource):
    """Values of settings from the files that the environment names."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        names = (f"FORUM_{name.upper()}" for name in IN_FILES)
        return {
            name.lower(): _from_file(name, path)
            for name in names
            if (path := os.environ.get(f"{name}_FILE"))
        }


def _from_file(name: str, path: str) -> str:
    if os.environ.get(name):
        raise SecretFileUnusable(f"{name} and {name}_FILE are both given")
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SecretFileUnusable(f"{name}_FILE: {path} cannot be read: {why}") from error
    if not text:
        raise SecretFileUnusable(f"{name}_FILE: {path} is empty")
    return text


class OidcProvider(BaseModel):
    """Somewhere that people sign in with an account they have there (OpenID Connect).

    Attributes:
        label: what the place is called on the page.
        issuer: its address, exactly as it names itself.
        organisation_claim, partner_claim: names of claims that say where somebody works, and which
            partner of ASEM they belong to; `partners` turns values of the latter into our codes.
        inside: whether it is on this machine or in our own network; only then it is asked there,
            and without https.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = Field(min_length=1, max_length=60)
    issuer: str
    client_id: str
    client_secret: SecretStr = SecretStr("")
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    organisation_claim: str = ""
    partner_claim: str = ""
    partners: dict[str, str] = {}
    inside: bool = False

    @model_validator(mode="after")
    def _encrypted(self) -> Self:
        if not self.issuer.startswith("https://") and not self.inside:
            raise ValueError("an issuer outside needs to begin with https://")
        return self


ProviderName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]


class Settings(BaseSettings):
    """Read once, in `asgi.py` or the command line, and passed down; no module reads more.

    Each field is `FORUM_<NAME>` in the environment. A wrong value stops the start, not a request.
    """

    model_config = SettingsConfigDict(
        env_prefix="FORUM_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    """Address that the server listens on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port that the server listens on."""
    url: str = ""
    """Public address, without a slash at the end; made of host and port when empty."""
    hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Further names under which it may be asked, beside that of the public address."""
    data: Path = Path("data")
    """Folder of the database file, uploads, mail in demo mode and the secret."""
    database: str = ""
    """SQLAlchemy address; when empty, an SQLite file in the data folder."""
    broker: str = "memory://"
    """`memory://` for one process; `redis://…` for several, also of Sentinels and of a cluster."""
    mode: Literal["production", "demo"] = "production"
    """`demo` shows outgoing mail on a page, and says how to sign in as a demonstration member."""
    mail: str = "console:"
    """Where mail goes: `smtp://user:password@host:port`, `folder:PATH` or `console:`."""
    mail_from: str = "forum@localhost"
    """Sender of all mail."""
    translators: Annotated[tuple[str, ...], NoDecode] = ()
    """Engines in order of preference, e.g. `libretranslate,apertium`; none: no translation."""
    translators_inside: Annotated[tuple[str, ...], NoDecode] = ()
    """Engines on other machines that are run by the house itself; private texts may go there."""
    translate_pivot: str = "en"
    """Language that translations pass through where no engine has the pair itself."""
    libretranslate_url: str = ""
    """Address of a LibreTranslate server."""
    libretranslate_key: SecretStr = SecretStr("")
    """Its key, where it asks for one."""
    apertium_url: str = ""
    """Address of an Apertium APy server."""
    translator_options: dict[str, dict[str, SecretStr]] = {}
    """What engines need to know, as JSON by engine: keys, regions, models."""
    translate_budget: dict[str, int] = {}
    """Characters a day that an engine may be sent, as JSON by engine; the others have no limit."""
    translate_prices: dict[str, float] = {}
    """What a million characters cost, as JSON by engine; moderators see what was spent."""
    translate_space_budget: int = Field(default=0, ge=0)
    """Characters a day of one space that engines outside may be sent; 0: no limit."""
    uploads: str = ""
    """Where uploaded files are: `s3://bucket/folder?endpoint=…`; when empty, the data folder."""
    uploads_key: str = ""
    """Access key of the bucket; when empty, what the machine itself is given is used."""
    uploads_secret: SecretStr = SecretStr("")
    """Secret of that key."""
    upload_bytes: int = Field(default=10_000_000, ge=1_000, le=1_000_000_000)
    """Largest file that members may upload, in bytes."""
    cache: int = Field(default=8, ge=1, le=65_536)
    """MiB of memory in which a process keeps pages that it made, until they are stale."""
    secret: SecretStr = SecretStr("")
    """At least 32 characters; signs forms and links. When empty: made once, in the data folder."""
    oidc: dict[ProviderName, OidcProvider] = {}
    """Where else people can sign in, as JSON by name: OpenID Connect providers."""
    webhooks_inside: Annotated[tuple[str, ...], NoDecode] = ()
    """Places (`host:port`) of the house itself that webhooks may be sent to, by http too."""
    rate_limits: bool | None = None
    """Whether acts are limited by the table of `core/limits.py`; when empty, outside of `demo`."""
    rates: dict[Act, dict[Standing, str]] = {}
    """What differs from that table, as JSON by act and standing."""
    require_second_factor: bool | None = None
    """Whether moderators and administrators need a second factor; when empty, outside of `demo`."""
    registration: Literal["open", "approval", "invitation"] = "open"
    """Who may register, until the secretariat says it on a page: `approval` or `invitation` too."""
    registration_domains: Annotated[tuple[str, ...], NoDecode] = ()
    """Domains of addresses that may register at once whatever else holds, until then too."""
    metrics: bool = False
    """Whether `/metrics` answers anyone; else only requests from this machine."""
    trust_proxy: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses of reverse proxies whose `X-Forwarded-…` headers count."""
    site_name: str = "Stakeholders’ Forum"
    """As shown on every page."""

    @field_validator(
        "hosts",
        "registration_domains",
        "translators",
        "translators_inside",
        "trust_proxy",
        "webhooks_inside",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("require_second_factor", "rate_limits", mode="before")
    @classmethod
    def _empty(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 32:  # noqa: PLR2004 (256 bits in hexadecimal halves)
            raise ValueError("needs at least 32 characters")
        return value

    @field_validator("uploads")
    @classmethod
    def _bucket(cls, value: str) -> str:
        address = urlsplit(value)
        if value and (address.scheme != "s3" or not address.netloc):
            raise ValueError("needs to be like s3://bucket")
        if unknown := {name for name, _ in parse_qsl(address.query)} - {"endpoint", "region"}:
            raise ValueError(f"does not know {', '.join(sorted(unknown))}")
        return value

    @field_validator("url")
    @classmethod
    def _plain_url(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"http", "https"}:
            raise ValueError("needs to begin with http:// or https://")
        return value.rstrip("/")

    @property
    def public_url(self) -> str:
        """Address that people use, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.url or f"http://{host}:{self.port}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """As usual, and files that the environment names."""
        usual = init_settings, env_settings, dotenv_settings, file_secret_settings
        return *usual, SecretFiles(settings_cls)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, redacted(value) if isinstance(value, str) else value

    @property
    def allowed_hosts(self) -> frozenset[str] | None:
        """Names that requests may be addressed to, in small letters; `None`: any.

        Any only while nobody said what the public address is, and all of the machine's addresses
        are listened on: then there is no way to know.
        """
        if not self.url and not self.hosts and _is_any(self.host):
            return None
        public = urlsplit(self.public_url).hostname or ""
        return LOOPBACK | {_as_sent(one) for one in (public, self.host, *self.hosts)}

    def secrets(self) -> Iterator[str]:
        """Every secret that the settings hold, for whoever has to keep them out of a text."""
        yield from (one.get_secret_value() for one in _secrets_in(dict(self)))
        for address in (self.database, self.broker, self.mail):
            if password := urlsplit(address).password:
                yield from (password, unquote(password))

    @field_validator("rates")
    @classmethod
    def _readable(cls, value: Rates) -> Rates:
        for rate in (rate for row in value.values() for rate in row.values() if rate):
            parse(rate)
        return value

    @property
    def limits_acts(self) -> bool:
        """Whether acts are limited."""
        return self.mode != "demo" if self.rate_limits is None else self.rate_limits

    @property
    def second_factor_required(self) -> bool:
        """Whether the roles above a member's count only with a second factor."""
        chosen = self.require_second_factor
        return self.mode != "demo" if chosen is None else chosen

    @property
    def secure(self) -> bool:
        """Whether people reach us over https, so that cookies must not travel otherwise."""
        return self.public_url.startswith("https://")

    @property
    def database_url(self) -> str:
        """`database` with the driver this product uses, or the file in the data folder."""
        if not self.database:
            return f"sqlite+aiosqlite:///{(self.data / 'forum.db').resolve()}"
        scheme, _, rest = self.database.partition("://")
        drivers = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
        return f"{({**drivers, 'sqlite': 'sqlite+aiosqlite'}).get(scheme, scheme)}://{rest}"

    def signing_key(self) -> bytes:
        """The secret, made on first use where the environment gives none.

        Raises:
            OSError: the data folder cannot be written.
        """
        if given := self.secret.get_secret_value():
            return given.encode()
        path = self.data / "secret"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32))
            try:
                path.hardlink_to(fresh)  # the first of several processes wins, whole
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text().strip().encode()


def _is_any(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _as_sent(host: str) -> str:
    """A name as browsers send it: in ASCII, whatever its script (RFC 5890)."""
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return host.lower()


def _secrets_in(value: object) -> Iterator[SecretStr]:
    match value:
        case SecretStr():
            yield value
        case BaseModel():
            yield from _secrets_in(dict(value))
        case dict():
            for one in value.values():
                yield from _secrets_in(one)
        case _:
            return
