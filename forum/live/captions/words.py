"""What pages say of captions."""

from collections.abc import Mapping, Sequence

from forum.core.errors import N_
from forum.live.captions.rules import VIA_NAMES, Provision
from i18n.catalogs import gettext

PROVISIONS: Mapping[Provision, str] = {
    Provision.SPOKEN: N_("Captions in this language"),
    Provision.INTERPRETED: N_("Interpreted by a person"),
    Provision.TRANSLATED: N_("Translated by a machine"),
    Provision.MISSING: N_("Missing: nobody and no engine provides it"),
    Provision.SILENT: N_("Nobody has written captions of late"),
}


def via_choices(locale: str) -> Sequence[tuple[str, str]]:
    """How captions come about: word and name."""
    return [(one.value, gettext(text, locale)) for one, text in VIA_NAMES.items()]


def state_names(locale: str) -> Mapping[str, str]:
    """How a language is provided for, by word."""
    return {one.value: gettext(text, locale) for one, text in PROVISIONS.items()}
