"""The jobs that tell of translations: who waits for one, and who proposed one."""

from collections.abc import Mapping, Sequence
from typing import Any

from forum.accounts.identity import of_member
from forum.core.actor import SYSTEM
from forum.core.ids import MemberId, PostId
from forum.db.unit import Unit
from forum.notifications import actions, queries, rules
from forum.notifications.kinds import PROPOSAL, TRANSLATION
from forum.reviews import queries as reviews
from forum.runtime import Runtime
from forum.translations import queries as translations
from forum.translations.tables import TranslationProposal


async def tell_of_translations(runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
    """Tell of translations that can be read now; nobody waits for most of them."""
    made = {(str(job["subject"]), str(job["language"])) for job in jobs}
    targets = {rules.translation_target(*one): one for one in made}
    async with runtime.database.reading() as db:
        awaited = await queries.watched(db, targets)
    for target in sorted(awaited):
        await _tell(runtime, target, *targets[target])


async def _tell(runtime: Runtime, target: str, subject: str, language: str) -> None:
    async with runtime.database.reading() as db:
        if subject not in await translations.translations(db, [subject], language):
            return
    told = True
    while told:
        async with runtime.unit(SYSTEM) as unit:
            told = await _tell_some(unit, target, subject)


async def _tell_some(unit: Unit, target: str, subject: str) -> bool:
    """Tell some of those who wait, who then wait no more; gives false where nobody does."""
    ids = await queries.watchers(unit.db, [target], MemberId(0), rules.BATCH)
    for about in await queries.news(unit.db, [PostId(int(subject.partition(":")[2]))]):
        thing = f"{target}:{about.post.version}"
        told = actions.Telling(about, dict.fromkeys(ids, TRANSLATION), thing=thing)
        await actions.tell(unit, [told])
    await queries.drop_all(unit.db, target, ids)
    return bool(ids)


async def tell_of_decision(runtime: Runtime, data: Mapping[str, Any]) -> None:
    """Tell a member what a reviewer decided about their proposal, if that still stands."""
    number = int(data["proposal_id"])
    async with runtime.unit(SYSTEM) as unit:
        proposal = await reviews.row(unit.db, number)
        if proposal is None or proposal.decided_at is None or proposal.decided_by_id is None:
            return
        kind, _, digits = proposal.subject.partition(":")
        if kind not in ("post", "topic", "tags"):
            await _tell_elsewhere(runtime, unit, proposal)
            return
        post_id = PostId(int(digits))
        if kind != "post":
            post_id = await reviews.opening_post(unit.db, int(digits))
        for about in await queries.news(unit.db, [post_id]):
            thing = f"{PROPOSAL.name}:{number}"
            doer = proposal.decided_by_id
            told = actions.Telling(about, {proposal.author_id: PROPOSAL}, doer, thing)
            await actions.tell(unit, [told])


async def _tell_elsewhere(runtime: Runtime, unit: Unit, proposal: TranslationProposal) -> None:
    """Tell of a text that belongs to no topic, if its proposer still reads it."""
    assert proposal.id is not None  # noqa: S101 (it was read)
    assert proposal.decided_by_id is not None  # noqa: S101 (the caller has looked)
    author = await of_member(runtime, proposal.author_id)
    found = author and await reviews.around(unit.db, author, proposal.id)
    if found:
        about = actions.Elsewhere(proposal.id, proposal.author_id, proposal.decided_by_id, *found)
        await actions.tell_proposer(unit, about, PROPOSAL)
