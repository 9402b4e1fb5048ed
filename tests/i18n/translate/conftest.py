"""The stand-in services, running."""

from tests.i18n.translate.fixtures import *  # noqa: F403
