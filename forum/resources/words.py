"""Words for what cards offer."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from forum.core.errors import N_
from forum.resources.rules import Level, Licence, ResourceType, Subject
from i18n.catalogs import gettext

TYPES: Mapping[ResourceType, str] = {
    ResourceType.OER: N_("Open educational resource"),
    ResourceType.COURSE: N_("Online course"),
    ResourceType.PROGRAMME: N_("Training programme"),
    ResourceType.WEBINAR: N_("Webinar"),
    ResourceType.INFORMATION: N_("Information"),
}
LICENCES: Mapping[Licence, str] = {
    Licence.CC0: N_("Public domain (CC0)"),
    Licence.CC_BY: N_("Use it freely, name the author (CC BY 4.0)"),
    Licence.CC_BY_SA: N_("Name the author, share adaptations alike (CC BY-SA 4.0)"),
    Licence.CC_BY_NC: N_("Name the author, not for profit (CC BY-NC 4.0)"),
    Licence.CC_BY_NC_SA: N_("Name the author, not for profit, share alike (CC BY-NC-SA 4.0)"),
    Licence.CC_BY_ND: N_("Name the author, no adaptations (CC BY-ND 4.0)"),
    Licence.CC_BY_NC_ND: N_("Name the author, not for profit, no adaptations (CC BY-NC-ND 4.0)"),
    Licence.CC_BY_IGO: N_("Of an international organisation: name it (CC BY 3.0 IGO)"),
    Licence.CC_BY_SA_IGO: N_(
        "Of an international organisation: name it, share alike (CC BY-SA 3.0 IGO)"
    ),
    Licence.MIT: N_("Free software (MIT)"),
    Licence.APACHE: N_("Free software (Apache 2.0)"),
    Licence.GPL: N_("Free software, share alike (GPL 3.0 or later)"),
    Licence.RESERVED: N_("All rights reserved"),
    Licence.UNKNOWN: N_("Not stated"),
}
LEVELS: Mapping[Level, str] = {
    Level.SCHOOL: N_("School"),
    Level.VOCATIONAL: N_("Vocational education"),
    Level.HIGHER: N_("Higher education"),
    Level.PROFESSIONAL: N_("Further training at work"),
    Level.EVERYONE: N_("Everyone"),
}
SUBJECTS: Mapping[Subject, str] = {
    Subject.GENERIC: N_("Basic skills"),
    Subject.EDUCATION: N_("Education"),
    Subject.ARTS: N_("Arts and humanities"),
    Subject.SOCIETY: N_("Social sciences, journalism and information"),
    Subject.BUSINESS: N_("Business, administration and law"),
    Subject.SCIENCE: N_("Natural sciences, mathematics and statistics"),
    Subject.ICT: N_("Information and communication technologies"),
    Subject.ENGINEERING: N_("Engineering, manufacturing and construction"),
    Subject.AGRICULTURE: N_("Agriculture, forestry, fisheries and veterinary"),
    Subject.HEALTH: N_("Health and welfare"),
    Subject.SERVICES: N_("Services"),
}

Word = TypeVar("Word", bound=StrEnum)


def choices(words: Mapping[Word, str], locale: str) -> list[tuple[str, str]]:
    """What a list offers: codes and what they are called, in the order they are declared."""
    return [(code.value, gettext(text, locale)) for code, text in words.items()]


def card_choices(locale: str) -> dict[str, list[tuple[str, str]]]:
    """All that the form of a card offers, but for languages and countries."""
    return {
        "types": choices(TYPES, locale),
        "licences": choices(LICENCES, locale),
        "levels": choices(LEVELS, locale),
        "subjects": choices(SUBJECTS, locale),
    }


def resource_words(locale: str) -> dict[str, dict[str, str]]:
    """The same, to look up what a code is called."""
    return {name: dict(found) for name, found in card_choices(locale).items()}
