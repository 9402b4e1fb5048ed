"""Requests as a page shows them: with a clock face, and what can be done to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from forum.core.ids import ItemId
from forum.live.floor.commands import MEETING_ONLY, Command, deed_of
from forum.live.floor.rules import Appeal, SlotKind, SlotState
from forum.live.floor.schemas import ClockOut, FloorOut, SlotOut
from forum.live.floor.words import COMMANDS, clock
from forum.live.sessions.rules import RULES, Deed, Standing, may
from forum.live.sessions.states import MEETING, SessionState
from i18n.catalogs import gettext

_S = SlotState
_USUAL: Mapping[SlotState, Sequence[Command]] = {
    _S.REQUESTED: (Command.ADMIT, Command.WITHDRAW),
    _S.LISTED: (Command.CALL, Command.WITHDRAW),
    _S.CALLED: (Command.START, Command.PUT_BACK, Command.WITHDRAW),
    _S.SPEAKING: (Command.PAUSE, Command.STOP),
    _S.PAUSED: (Command.RESUME, Command.STOP),
}
_POINT: Mapping[SlotState, Sequence[Command]] = {
    _S.CALLED: (Command.START, Command.UPHOLD, Command.DISMISS),
    _S.SPEAKING: (Command.UPHOLD, Command.DISMISS),
    _S.PAUSED: (Command.UPHOLD, Command.DISMISS),
}
_APPEALED = (Command.RULING_STANDS, Command.OVERRULE)


@dataclass(frozen=True, slots=True)
class Face:
    """A clock as it stands; a script lets it run.

    Attributes:
        text: what is left, such as `4:48`, or `−0:12` over time.
        is_over: whether the time is over.
        until: when it will be, milliseconds since 1970; `None`: the clock stands.
        used: seconds, of the `limit`.
        limit: seconds.
    """

    text: str
    is_over: bool
    until: int | None
    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be done: its word in a form, its label, and all of it for the ear."""

    value: str
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """A request.

    Attributes:
        slot: as everybody is told of it.
        face: its clock.
        buttons: of the chair.
        is_first: whether what its buttons offer is the usual next act.
        up: id of the request that it comes after once it is moved up, 0 for before all; `None`: it
            is the first.
        down: the same once it is moved down; `None`: it is the last.
    """

    slot: SlotOut
    face: Face
    buttons: Sequence[Button]
    is_first: bool = True
    up: int | None = None
    down: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is shown a list.

    Attributes:
        standing: their place in the session.
        state: of the session.
        open_item: the item that it deals with.
        locale: their language.
    """

    standing: Standing
    state: SessionState
    open_item: ItemId | None
    locale: str

    def can(self, deed: Deed) -> bool:
        """Whether they may do something now."""
        return may(self.standing, deed) and self.state in RULES[deed].states


def face_of(given: ClockOut, now: int) -> Face:
    """A clock at an instant, milliseconds since 1970."""
    runs = 0 if given.running_since is None else max(now - given.running_since, 0)
    used = given.spent + runs
    left = given.limit - used
    running = given.running_since
    until = None if running is None else running + given.limit - given.spent
    text = clock(timedelta(milliseconds=left))
    return Face(text, left < 0, until, min(used, given.limit) // 1_000, given.limit // 1_000)


def row_of(slot: SlotOut, floor: FloorOut, reader: Reader) -> Row:
    """A request that does not wait."""
    return Row(slot, face_of(slot.clock, floor.server_now), _buttons(slot, floor, reader))


def waiting_rows(floor: FloorOut, reader: Reader) -> Sequence[Row]:
    """Those that wait, with where they go when they are moved."""
    ids = [0, *(one.id for one in floor.waiting)]
    rows = [row_of(one, floor, reader) for one in floor.waiting]
    if not reader.can(Deed.LEAD_FLOOR):
        return rows
    last = len(rows) - 1
    first = next((one.id for one in floor.waiting if one.state is SlotState.LISTED), 0)
    return [
        Row(
            row.slot,
            row.face,
            row.buttons,
            is_first=row.slot.id == first,
            up=ids[at - 1] if at else None,
            down=ids[at + 2] if at < last else None,
        )
        for at, row in enumerate(rows)
    ]


def _buttons(slot: SlotOut, floor: FloorOut, reader: Reader) -> Sequence[Button]:
    if slot.appeal is Appeal.PENDING:
        offered: Sequence[Command] = _APPEALED
    else:
        offered = (_POINT if slot.kind is SlotKind.POINT else _USUAL).get(slot.state, ())
    free = [one for one in offered if not _is_blocked(one, slot, floor, reader)]
    return [_button(one, slot, reader.locale) for one in free if _fits(one, reader)]


def _is_blocked(command: Command, slot: SlotOut, floor: FloorOut, reader: Reader) -> bool:
    """Whether a point of order, a speaker or another item comes first."""
    is_elsewhere = slot.kind is not SlotKind.POINT and floor.item_id != reader.open_item
    if is_elsewhere and command in MEETING_ONLY:
        return True
    is_after = floor.point is not None and floor.point.id != slot.id
    is_taken = command is Command.CALL and floor.speaker is not None
    return is_taken or (is_after and command in MEETING_ONLY)


def _fits(command: Command, reader: Reader) -> bool:
    is_time = command not in MEETING_ONLY or reader.state in MEETING
    return is_time and reader.can(deed_of(command))


def _button(command: Command, slot: SlotOut, locale: str) -> Button:
    label, said = COMMANDS[command]
    text = gettext(label, locale)
    whole = gettext(said, locale).format(name=slot.speaker.name) if said else text
    return Button(command.value, text, whole)
