"""Mails about decisions: those that no notification tells, and what became of appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from forum.accounts.tables import Member
from forum.core.errors import N_, ForumError
from forum.core.ids import AuditId, MemberId
from forum.mail.base import Mail
from forum.moderation.acts import ACTS
from forum.moderation.rules import Outcome
from forum.moderation.schemas import AppealOut, DecisionOut
from forum.settings import Settings
from forum.text.plain import html_text
from forum.translations.schemas import TranslationOut
from forum.web.signing import is_signed, sign
from i18n.catalogs import gettext
from i18n.formats import moment

PURPOSE = "decision"
SUBJECT = N_("A moderator decided about you")
SUBJECT_ANSWERED = N_("Your answer to a moderator’s decision was read")
REASON = N_("The moderator’s reason: {reason}")
OWN_WORDS = N_("In the moderator’s own words: {reason}")
UNTIL = N_("It ends by itself on {until}.")
APPEAL = N_("You can answer this decision once; another moderator reads it:\n{link}")
OUTCOMES = {
    Outcome.KEPT: N_("Another moderator has read your answer. The decision stays."),
    Outcome.REVERSED: N_("Another moderator has read your answer. The decision was undone."),
}


class DecisionLinkNotGood(ForumError):
    """The link was never ours."""

    code, status = "decision_link_not_good", 410
    text = N_("This link is not good. Please open it as it stands in our mail.")


def word_for(key: bytes, member_id: MemberId, audit_id: AuditId) -> str:
    """The word by which a member reads a decision, and answers it, without a sign-in."""
    text = f"{member_id}.{audit_id}"
    return f"{text}.{sign(key, PURPOSE, text)}"


def read_word(key: bytes, word: str) -> tuple[MemberId, AuditId]:
    """Whom a word is for, and which decision.

    Raises:
        DecisionLinkNotGood: it is not of ours.
    """
    text, _, proof = word.rpartition(".")
    if not is_signed(key, PURPOSE, text, proof):
        raise DecisionLinkNotGood
    member_id, _, audit_id = text.partition(".")
    return MemberId(int(member_id)), AuditId(int(audit_id))


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What mails to a member begin and end with.

    Attributes:
        to: who reads it.
        link: where the decision is read and answered, without a sign-in.
    """

    to: Member
    link: str
    settings: Settings

    def decided(self, decision: DecisionOut) -> Mail:
        """Tell a member what was decided about them, and how to answer."""
        locale = self.to.locale
        parts = [gettext(ACTS[decision.act].told, locale)]
        parts += self._reason(decision.reason, decision.translation)
        if decision.ends_at is not None:
            until = moment(decision.ends_at, locale, ZoneInfo(self.to.zone))
            parts.append(gettext(UNTIL, locale).format(until=until))
        parts.append(gettext(APPEAL, locale).format(link=self.link))
        return self._mail(SUBJECT, parts)

    def answered(self, outcome: Outcome, appeal: AppealOut) -> Mail:
        """Tell a member what became of their appeal."""
        reason = self._reason(appeal.answer, appeal.answer_translation)
        parts = [gettext(OUTCOMES[outcome], self.to.locale), *reason, self.link]
        return self._mail(SUBJECT_ANSWERED, parts)

    def _reason(self, reason: str, translation: TranslationOut | None) -> Sequence[str]:
        said = {REASON: reason}
        if translation is not None:
            said = {REASON: html_text(translation.html).strip(), OWN_WORDS: reason}
        return [gettext(text, self.to.locale).format(reason=it) for text, it in said.items()]

    def _mail(self, subject: str, parts: list[str]) -> Mail:
        foot = f"-- \n{self.settings.site_name}\n{self.settings.public_url}\n"
        text = "\n\n".join([*parts, foot])
        return Mail(self.to.email, gettext(subject, self.to.locale), text, self.to.locale)
