"""Proposing a decision: its words, its terms, and who votes, frozen from then on."""

import secrets
from collections.abc import Mapping, Sequence

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import DecisionId, ElectorId
from forum.db.unit import Unit
from forum.decisions import queries, terms
from forum.decisions.actions.opening import open_row
from forum.decisions.actions.telling import told
from forum.decisions.electorates import Elector, Electorate
from forum.decisions.events import DecisionProposed
from forum.decisions.majorities import Qualified, Terms
from forum.decisions.results import can_elect
from forum.decisions.rollcall import SEED_BYTES, commitment
from forum.decisions.rules import COUNTED, Method, MethodNotAllowed
from forum.decisions.schemas import DecisionDraft
from forum.decisions.silence import Text, opened
from forum.decisions.tables import Decision, DecisionElector, DecisionText
from forum.decisions.venues import Entitled, Venue


async def propose(
    unit: Unit, venue: Venue, entitled: Sequence[Entitled], draft: DecisionDraft
) -> Decision:
    """Prepare a decision, and open it if the draft says so.

    Args:
        unit: the change.
        venue: where it is to be taken.
        entitled: whoever the draft names, as the venue knows them.
        draft: what is to be decided, and how.

    Raises:
        MethodNotAllowed: the rules of the place do not have the method.
        InvalidInput: something of it does not fit together.
        InvalidElectorate: weights or proxies do not fit together.
        SilenceTooShort: delegations would have less time than the rules give them.
        ForumError: the actor may not; see `Venue`.
    """
    venue.check_leading()
    venue.check_stage(draft.method)
    if draft.method not in venue.body.methods:
        raise MethodNotAllowed
    agreed = draft.wish.of(venue.body.terms)
    check_draft(draft, agreed)
    electors = _electors(draft, entitled)
    _check_electors(draft, electors, agreed, venue)
    row = _row(unit, venue, draft, agreed)
    decision_id = await queries.add_decision(unit.db, row)
    await queries.add_text(unit.db, _text(unit, decision_id, draft))
    for one in electors.values():
        one.decision_id = decision_id
    await queries.add_electors(unit.db, electors, draft.proxies)
    unit.emit(DecisionProposed(**told(unit, row), method=row.method.value))
    if draft.is_open:
        await open_row(unit, venue, row)
    return row


def check_draft(draft: DecisionDraft, agreed: Terms) -> None:
    """Return if text, options and method fit together.

    Raises:
        InvalidInput: they do not.
    """
    method, options = draft.method, draft.options
    if method not in COUNTED and not draft.text:
        raise InvalidInput([Fault("text", N_("This method needs the text that is decided on."))])
    if options and (method not in COUNTED or len(set(options)) < max(2, len(options))):
        text = N_("A vote needs two different options or more; other methods need none.")
        raise InvalidInput([Fault("options", text)])
    if options and method is not Method.STRAW and not can_elect(agreed.majority):
        text = N_("Among options, more than half of the votes is needed.")
        raise InvalidInput([Fault("majority", text)])
    if (method is Method.SILENCE) != (draft.deadline is not None):
        raise InvalidInput(
            [Fault("deadline", N_("A silence procedure, and nothing else, has one."))]
        )


def _electors(draft: DecisionDraft, entitled: Sequence[Entitled]) -> dict[str, DecisionElector]:
    """Rows by word; refuses words that are nobody's."""
    found = {one.word: one for one in entitled}
    named = {
        "electors": draft.electors,
        "weights": draft.weights,
        "populations": draft.populations,
        "proxies": (*draft.proxies, *draft.proxies.values()),
        "sponsors": draft.sponsors,
    }
    for field, words in named.items():
        unknown = next((word for word in words if word not in found), None)
        if unknown is not None:
            text = N_("“{word}” is not among those who can vote here.")
            raise InvalidInput([Fault(field, text, (("word", unknown),))])
    if not found:
        raise InvalidInput([Fault("electors", N_("Nobody would vote: please name those who do."))])
    return {word: _elector(draft, one) for word, one in found.items()}


def _elector(draft: DecisionDraft, one: Entitled) -> DecisionElector:
    return DecisionElector(
        decision_id=DecisionId(0),
        delegation_id=one.delegation_id,
        member_id=one.member_id,
        name=one.name,
        weight=draft.weights.get(one.word, 1),
        population=draft.populations.get(one.word, 0),
        is_sponsor=one.word in draft.sponsors,
    )


def _check_electors(
    draft: DecisionDraft, rows: Mapping[str, DecisionElector], agreed: Terms, venue: Venue
) -> None:
    """Check weights and proxies before anything is stored; numbers stand in for ids."""
    number = {word: ElectorId(place + 1) for place, word in enumerate(rows)}
    holder = {giver: number[to] for giver, to in draft.proxies.items()}
    electors = tuple(
        Elector(number[word], row.name, row.weight, row.population, holder.get(word))
        for word, row in rows.items()
    )
    electorate = Electorate(electors, draft.members)
    electorate.check_proxies(venue.body.proxies)
    is_qualified = isinstance(agreed.majority, Qualified)
    if draft.method is Method.SECRET:
        electorate.check_secret(counts_population=is_qualified)
    if is_qualified and draft.method in COUNTED and not all(one.population for one in electors):
        text = N_("A qualified majority needs the population of everybody who votes.")
        raise InvalidInput([Fault("populations", text)])


def _row(unit: Unit, venue: Venue, draft: DecisionDraft, agreed: Terms) -> Decision:
    seed = secrets.token_bytes(SEED_BYTES)
    if draft.deadline is not None:
        opened(Text.of(draft.text), unit.now, draft.deadline, hours=venue.body.silence_hours)
    return Decision(
        place=venue.place,
        title=draft.title,
        language=draft.language,
        method=draft.method,
        options=list(draft.options),
        voters=draft.voters,
        terms=terms.stored(agreed),
        members=draft.members,
        least_hours=venue.body.silence_hours,
        explanation_words=venue.body.explanation_words,
        seed=seed.hex(),
        commitment=commitment(seed),
        deadline=draft.deadline,
        made_at=unit.now,
        made_by_id=unit.actor.require_member(),
    )


def _text(unit: Unit, decision_id: DecisionId, draft: DecisionDraft) -> DecisionText:
    text = Text.of(draft.text)
    return DecisionText(
        decision_id=decision_id,
        version=text.version,
        words=text.words,
        digest=text.digest,
        translations={
            tag: words for tag, words in draft.translations.items() if tag != draft.language
        },
        made_at=unit.now,
        made_by_id=unit.actor.require_member(),
    )
