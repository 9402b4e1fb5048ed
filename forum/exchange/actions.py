"""What translators' tools send back is stored; the caller commits."""

from collections.abc import Sequence

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import rules as discussing
from forum.exchange.schemas import FileTaken, Outcome, TextTaken
from forum.exchange.segments import Ready
from forum.reviews import actions as reviews
from forum.translations.schemas import Correction


async def take_in(unit: Unit, language: str, ready: Sequence[Ready]) -> FileTaken:
    """Correct translations by what a file says of them, or propose that to reviewers.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow, LanguageNotDeclared: the actor does not correct
            translations into this language.
        NotFound, EditedMeanwhile: an original has gone, or become another, in this moment.
        UnderApproval: what the actor writes waits for a moderator.
        TranslationLocked: moderators keep one of the translations as it is.
    """
    unit.actor.require(Permission.TRANSLATION_CORRECT)
    discussing.check_change(unit.actor)
    texts = [
        TextTaken(subject=one.subject, outcome=one.outcome or await _store(unit, language, one))
        for one in ready
    ]
    return FileTaken(texts=texts)


async def _store(unit: Unit, language: str, one: Ready) -> Outcome:
    correction = Correction(body=one.text, version=one.version)
    proposed = await reviews.correct(unit, one.subject, language, correction)
    return Outcome.TAKEN if proposed is None else Outcome.PROPOSED
