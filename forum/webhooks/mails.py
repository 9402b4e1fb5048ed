"""The mail that says that a webhook was switched off."""

from collections.abc import Mapping

from forum.accounts.tables import Member
from forum.core.errors import N_
from forum.mail.base import Mail
from forum.settings import Settings
from forum.webhooks.rules import DisabledFor
from forum.webhooks.tables import Webhook
from i18n.catalogs import gettext

SUBJECT = N_("A webhook was switched off: {name}")
WHY: Mapping[str, str] = {
    DisabledFor.FAILING: N_("Nothing that it sent to {url} has arrived for three days."),
    DisabledFor.GONE: N_("The receiver at {url} said that it wants nothing more (410)."),
    DisabledFor.OWNER: N_("You may no longer have a webhook that is sent to {url}."),
}
WHAT_NEXT = N_("What was not delivered, and how to switch it on again:\n{link}")


def compose(to: Member, settings: Settings, webhook: Webhook) -> Mail:
    """Write the mail in its reader's language."""
    link = f"{settings.public_url}/admin/webhooks/{webhook.id}"
    subject = gettext(SUBJECT, to.locale).format(name=webhook.name)
    parts = [
        gettext(WHY[webhook.disabled], to.locale).format(url=webhook.url),
        gettext(WHAT_NEXT, to.locale).format(link=link),
        f"-- \n{settings.site_name}\n{settings.public_url}\n",
    ]
    return Mail(to.email, subject, "\n\n".join(parts), to.locale)
