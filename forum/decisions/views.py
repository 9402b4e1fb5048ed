"""A decision as a page shows it to one reader: what it says, and what they can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import ForumError
from forum.core.ids import DecisionId, ElectorId
from forum.decisions import queries, words
from forum.decisions.actions.voting import id_of, is_own
from forum.decisions.queries.showing import Remarks, several_shown, shown
from forum.decisions.rules import (
    CHANGEABLE,
    COUNTED,
    METHOD_NAMES,
    STATE_NAMES,
    DecisionState,
    Method,
    RemarkKind,
)
from forum.decisions.schemas import DecisionOut, OptionOut, RemarkOut
from forum.decisions.tables import Decision, DecisionElector
from forum.decisions.venues import Venue
from forum.translations.schemas import TranslationOut, WordsOut
from i18n.catalogs import gettext


@dataclass(frozen=True, slots=True)
class Hand:
    """A vote that the reader casts: their own, or one given to them."""

    id: ElectorId
    name: str
    has_voted: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """An option, and how far its bar reaches.

    Attributes:
        text: what it is called; an option's own words where `is_own`.
        share: of the bar's length, in percent; `mark`: where what is needed lies, if it is shown.
    """

    key: str
    text: str
    is_own: bool
    votes: int | None
    weight: int | None
    share: float
    mark: float | None


@dataclass(frozen=True, slots=True)
class Translated:
    """What there is of a decision in the language that is read, to help with the original."""

    title: TranslationOut | None = None
    text: TranslationOut | None = None
    options: WordsOut | None = None


_NOTHING = Translated()


@dataclass(frozen=True, slots=True)
class View:
    """See the module.

    Attributes:
        decision: all of it.
        method, state, outcome: in words; the outcome "" where there is none.
        count: how it is counted, in sentences.
        bars: of the options.
        hands: votes that the reader casts.
        free: those of them that can be cast now.
        speaks: whether the reader can object, or explain a vote, now.
        may_lead: whether they open and close it.
        choices: what yes, no and abstaining are called.
        translated: what there is of it in another language.
    """

    decision: DecisionOut
    method: str
    state: str
    outcome: str
    count: Sequence[str]
    bars: Sequence[Bar]
    hands: Sequence[Hand]
    free: Sequence[Hand]
    speaks: bool
    may_lead: bool
    choices: Mapping[str, str]
    translated: Translated = _NOTHING

    @property
    def is_open(self) -> bool:
        """Whether something is taken now."""
        return self.decision.state is DecisionState.OPEN

    @property
    def is_weighted(self) -> bool:
        """Whether votes count differently."""
        count = self.decision.count
        return count is not None and count.entitled != count.entitled_weight

    def remarks(self, kind: str) -> Sequence[RemarkOut]:
        """Those of a kind."""
        return [one for one in self.decision.remarks if one.kind is RemarkKind(kind)]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is shown something, where, and when."""

    actor: Actor
    venue: Venue
    now: datetime


async def view_of(db: AsyncSession, row: Decision, reader: Reader) -> View:
    """A decision, for one reader; see `shown`."""
    decision = await shown(db, row, reader.now)
    return _view(decision, row, (await _hands(db, [row], reader))[decision.id], reader)


async def views_of(
    db: AsyncSession, found: Sequence[queries.Written], said: Remarks, reader: Reader
) -> Sequence[View]:
    """Several decisions, for one reader; see `several_shown`."""
    hands = await _hands(db, [row for row, _ in found], reader)
    decisions = await several_shown(db, found, said, reader.now)
    return [
        _view(decision, row, hands[decision.id], reader)
        for decision, (row, _) in zip(decisions, found, strict=True)
    ]


def _view(decision: DecisionOut, row: Decision, hands: Sequence[Hand], reader: Reader) -> View:
    locale = reader.actor.locale
    takes = decision.state is DecisionState.OPEN and _is_stage(reader.venue, row.method)
    anew = row.method in CHANGEABLE
    free = [one for one in hands if anew or not one.has_voted]
    outcome = "" if decision.outcome is None else gettext(words.OUTCOMES[decision.outcome], locale)
    return View(
        decision=decision,
        method=gettext(METHOD_NAMES[decision.method], locale),
        state=gettext(STATE_NAMES[decision.state], locale),
        outcome=outcome,
        count=words.counted(decision, locale),
        bars=_bars(decision, locale),
        hands=hands,
        free=free if takes and row.method in COUNTED else [],
        speaks=bool(hands) and _speaks(decision, reader.venue, takes=takes),
        may_lead=reader.venue.leading is None,
        choices={key: gettext(text, locale) for key, text in words.CHOICES.items()},
    )


def _speaks(decision: DecisionOut, venue: Venue, *, takes: bool) -> bool:
    """Whether objections, or explanations of a vote, are taken."""
    if decision.method not in COUNTED:
        return takes
    if decision.method in {Method.SECRET, Method.STRAW}:
        return False
    if decision.state is DecisionState.OPEN:
        return takes and not venue.body.is_quiet
    return decision.state in {DecisionState.PROPOSED, DecisionState.CLOSED}


def _is_stage(venue: Venue, method: Method) -> bool:
    try:
        venue.check_stage(method)
    except ForumError:
        return False
    return True


async def _hands(
    db: AsyncSession, rows: Sequence[Decision], reader: Reader
) -> Mapping[DecisionId, Sequence[Hand]]:
    member_id, venue = reader.actor.member_id, reader.venue
    by_id = {row.id: row for row in rows if row.id is not None}
    if member_id is None:
        return dict.fromkeys(by_id, ())
    found = await queries.hands(db, by_id.keys(), [*venue.voices], member_id)
    mine: dict[DecisionId, Sequence[Hand]] = {}
    for decision_id, row in by_id.items():
        some = found.get(decision_id, ())
        own = {id_of(one) for one, _ in some if is_own(venue, one, row.voters, member_id)}
        mine[decision_id] = [
            Hand(id_of(one), one.name, has_voted) for one, has_voted in some if _caster(one) in own
        ]
    return mine


def _caster(one: DecisionElector) -> ElectorId:
    return one.proxy_id or id_of(one)


def _bars(decision: DecisionOut, locale: str) -> Sequence[Bar]:
    count = decision.count
    whole = max(count.base, count.cast_weight, 1) if count else 1
    mark = None
    if count and decision.method is not Method.STRAW and decision.terms.base is not None:
        mark = round(100 * min(count.needed / whole, 1), 2)
    return [_bar(one, whole, mark, locale) for one in decision.options]


def _bar(one: OptionOut, whole: int, mark: float | None, locale: str) -> Bar:
    return Bar(
        key=one.key,
        text=one.text or gettext(words.CHOICES[one.key], locale),
        is_own=bool(one.text),
        votes=one.votes,
        weight=one.weight,
        share=round(100 * (one.weight or 0) / whole, 2),
        mark=None if one.key in {"no", "abstain"} else mark,
    )
