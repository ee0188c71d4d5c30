"""Late arrivals, put right: a room is taken back to where they belong, and told the rest again.

The events of a room's last minute are remembered in memory, each with the room as it was before
it (parts are frozen values, so that costs little). What was already given out stays given out: a
card isn't sent again or unsent, but corrected in place; a place that was taken stays taken.
"""

from collections import OrderedDict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Protocol

from bot.domain import cards, nudging
from bot.domain.commands import (
    Command,
    PostFollow,
    PostNotice,
    Reply,
    ReservePlace,
    SendCard,
    UpdateCard,
)
from bot.domain.events import (
    Event,
    Forgotten,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    OptedOut,
    Paused,
    PlaceAnswered,
    Reacted,
    Resumed,
    WakeUp,
)
from bot.domain.room import Card, Purpose, Room
from bot.domain.wording import card_view

WITHIN: Final = 60.0  # seconds out of order that are put right (docs/transcripts.md)
AT_MOST: Final = 256  # events remembered of a room
ROOMS: Final = 256  # rooms remembered

# What has a place in the talk. Presses and answers are about what is there when they come.
PUT_RIGHT: Final = (
    MessagePosted,
    MessageEdited,
    MessageDeleted,
    Reacted,
    MemberJoined,
    MemberLeft,
    MeetingStarted,
    MeetingEnded,
    Paused,
    Resumed,
)


# Nothing is remembered past these: somebody's words are to be nowhere, not even for a minute.
FORGETS: Final = (Forgotten, OptedOut)
# What is done once, however often the event that led to it is told.
ONCE: Final = (SendCard, PostFollow, PostNotice)


class Handling(Protocol):
    """The tracker, as this module sees it."""

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An event that was applied: the room before it, and its time after it.

    `said` are the commands that mustn't be given again, `given` the cards among them as they were.
    """

    event: Event
    before: Room
    at: float
    said: tuple[Command, ...] = ()
    given: tuple[Card, ...] = ()


@dataclass(slots=True, kw_only=True)
class Window:
    """A room's last minute. `after` is the room as it was left."""

    after: Room
    moments: list[Moment] = field(default_factory=list)
    retelling: "Retelling | None" = None


@dataclass(slots=True, kw_only=True)
class Retelling:
    """What is still to be told again, and what is known of the first telling.

    `was`: the window before it. `waits_for`: cards whose places have been asked for.
    """

    late: Event
    rest: list[Moment]
    was: Window
    said: frozenset[Command]
    places: dict[str, bool]
    waits_for: set[str] = field(default_factory=set)
    at: float = 0.0


class Rewind:
    """A tracker for live rooms: as the one it is given, but late events find their place.

    What is later than a minute, or than what is remembered (after a restart nothing is), is
    applied on arrival.
    """

    def __init__(self, tracker: Handling) -> None:
        self._tracker = tracker
        self._windows: OrderedDict[str, Window] = OrderedDict()

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room in its place; what is to be done comes back, in order."""
        window = self._window(room, event)
        if window.retelling is not None and isinstance(event, PlaceAnswered):
            commands = self._answered(room, window, window.retelling, event)
        elif (place := _place(window, room, event)) is not None:
            commands = self._go_back(room, window, event, place)
        else:
            commands = self._apply(room, window, event)
        _trim(window)
        if isinstance(event, FORGETS):
            self._windows.pop(room.id, None)
        return tuple(commands)

    def _window(self, room: Room, event: Event) -> Window:
        """What is remembered of the room as it is given: a change that wasn't kept is dropped."""
        self._forget(event.at)
        window = self._windows.get(room.id)
        if window is not None:
            window = _as_given(window, room)
        if window is None:
            window = Window(after=_snapshot(room, None))
        if not isinstance(event, PlaceAnswered):
            window.retelling = None
        self._windows[room.id] = window
        self._windows.move_to_end(room.id)
        return window

    def _forget(self, at: float) -> None:
        """Words are remembered for a moment only, in rooms that have fallen silent too."""
        while self._windows:
            window = next(iter(self._windows.values()))
            if len(self._windows) <= ROOMS and window.after.now >= at - WITHIN:
                return
            self._windows.popitem(last=False)

    def _apply(self, room: Room, window: Window, event: Event) -> list[Command]:
        """Let the tracker handle an event, and remember it."""
        before = window.after
        commands = self._tracker.handle(room, event)
        window.after = _snapshot(room, before)
        window.moments.append(
            Moment(
                event=event,
                before=before,
                at=room.now,
                said=tuple(each for each in commands if isinstance(each, ONCE)),
                given=_given(room, commands),
            )
        )
        return list(commands)

    # --- telling again -----------------------------------------------------------------------

    def _go_back(self, room: Room, window: Window, late: Event, place: int) -> list[Command]:
        rest = window.moments[place:]
        first = Moment(event=late, before=rest[0].before, at=late.at)
        was = Window(after=window.after, moments=window.moments)
        answers = [each.event for each in rest if isinstance(each.event, PlaceAnswered)]
        retelling = Retelling(
            late=late,
            rest=[first, *rest],
            was=was,
            said=frozenset(command for each in rest for command in each.said),
            places={each.card: each.granted for each in answers},
        )
        window.moments = window.moments[:place]
        window.after = rest[0].before
        window.retelling = retelling
        _restore(room, rest[0].before)
        return self._go_on(room, window, retelling)

    def _go_on(self, room: Room, window: Window, retelling: Retelling) -> list[Command]:
        """Tell what is left again, until a place has to be asked for."""
        commands: list[Command] = []
        while retelling.rest and not retelling.waits_for:
            moment = retelling.rest[0]
            commands += self._due(room, window, retelling, until=_until(moment))
            if retelling.waits_for:
                return commands
            retelling.rest.pop(0)
            commands += self._tell(room, window, retelling, moment.event)
            self._keep_given(room, window, moment)
        if not retelling.waits_for:
            commands += _corrections(retelling.was.after, room)
        return commands

    def _due(
        self, room: Room, window: Window, retelling: Retelling, *, until: float
    ) -> list[Command]:
        """Deadlines that come before that moment now, one by one."""
        commands: list[Command] = []
        while (at := room.wake_at) is not None and until - WITHIN <= at < until:
            if retelling.waits_for:
                break
            commands += self._tell(room, window, retelling, WakeUp(room=room.id, at=at))
        return commands

    def _tell(
        self, room: Room, window: Window, retelling: Retelling, event: Event
    ) -> list[Command]:
        """Apply an event again, or for the first time, and pass on what wasn't said before."""
        retelling.at = event.at
        commands: list[Command] = []
        for command in self._apply(room, window, event):
            match command:
                case ReservePlace() if command.card in retelling.places:
                    granted = retelling.places[command.card]
                    commands += self._tell(
                        room, window, retelling, _answer(command, event, granted)
                    )
                case ReservePlace():
                    retelling.waits_for.add(command.card)
                    commands.append(command)
                case _ if command in retelling.said:
                    pass
                case UpdateCard():
                    pass  # what has changed in the end is shown in the end
                case Reply() if event is not retelling.late:
                    pass
                case _:
                    commands.append(command)
        return commands

    def _answered(
        self, room: Room, window: Window, retelling: Retelling, event: PlaceAnswered
    ) -> list[Command]:
        """A place that had to be asked for is answered: as of then, before the rest is told."""
        retelling.waits_for.discard(event.card)
        commands = self._tell(room, window, retelling, replace(event, at=retelling.at))
        return commands + self._go_on(room, window, retelling)

    def _keep_given(self, room: Room, window: Window, moment: Moment) -> None:
        """Cards that went out then are there, whatever would be decided now."""
        missing = tuple(each for each in moment.given if each.id not in room.cards)
        for card in missing:
            _give(room, card)
        if missing:
            window.after = _snapshot(room, window.after)
        last = window.moments[-1]
        window.moments[-1] = replace(
            last, said=(*last.said, *moment.said), given=(*last.given, *missing)
        )


def _place(window: Window, room: Room, event: Event) -> int | None:
    """Where in the window a late event belongs; None where it is applied on arrival."""
    if not isinstance(event, PUT_RIGHT) or not room.now - WITHIN <= event.at < room.now:
        return None
    place = next((n for n, each in enumerate(window.moments) if each.at > event.at), None)
    if place is None or window.moments[place].before.now > event.at:
        return None
    return place


def _until(moment: Moment) -> float:
    """Deadlines before then come before the moment; the one that it was for is its own."""
    if isinstance(moment.event, WakeUp) and moment.before.wake_at is not None:
        return min(moment.before.wake_at, moment.event.at)
    return moment.event.at


def _answer(command: ReservePlace, event: Event, granted: bool) -> PlaceAnswered:  # noqa: FBT001 - as the event has it
    return PlaceAnswered(room=command.room, at=event.at, card=command.card, granted=granted)


def _given(room: Room, commands: Iterable[Command]) -> tuple[Card, ...]:
    """The cards that these commands send, as they are then."""
    names = (each.card for each in commands if isinstance(each, SendCard))
    return tuple(room.cards[each] for each in names if each in room.cards)


def _corrections(was: Room, room: Room) -> list[Command]:
    """Cards that somebody has, and that look different now."""
    commands: list[Command] = []
    for card in room.cards.values():
        old = was.cards.get(card.id)
        if old is None or not old.sent:
            continue
        if card_view(was, old, room.now) != card_view(room, card, room.now):
            commands += cards.redraw(card, room)
    return commands


# --- what was given out ----------------------------------------------------------------------


def _give(room: Room, card: Card) -> None:
    """Put a card that went out into a room that wouldn't have sent it, with what goes with it."""
    room.cards[card.id] = card
    for name in card.questions:
        _mark(room, card, name)
    if card.purpose is Purpose.DIGEST:
        room.digest_day = card.id.split(":")[1]
    if card.purpose is Purpose.SPOKEN and room.meeting is not None:
        room.meeting = replace(room.meeting, card_sent=True)
    for name in card.questions:
        question = room.questions.get(name)
        if question is None:
            cards.close(room, room.cards[card.id], cards.SETTLED)
        else:
            cards.correct(room, question)


def _mark(room: Room, card: Card, name: str) -> None:
    """The question has been brought to somebody: never twice."""
    question = room.questions.get(name)
    if question is None:
        return
    if card.purpose is Purpose.NUDGE:
        nudging.was_nudged(room, question, card.made_at)
    elif card.purpose is Purpose.DIGEST:
        room.questions[name] = replace(question, chosen_at=card.made_at)
    elif card.purpose is Purpose.RETURNED:
        room.questions[name] = replace(question, claim_returned=True)
    elif card.purpose is Purpose.CARRIED:
        room.questions[name] = replace(question, carried=question.carried + 1)


# --- snapshots -------------------------------------------------------------------------------


def _snapshot(room: Room, last: Room | None) -> Room:
    """The room with containers of its own, or those of the last snapshot where they are equal."""
    own = copy(room)
    for each in fields(room):
        value = getattr(room, each.name)
        if hasattr(value, "copy"):
            known = getattr(last, each.name) if last is not None else None
            setattr(own, each.name, known if _same(known, value) else value.copy())
    return own


def _same(known: Any, value: Any) -> bool:  # noqa: ANN401 - a dict or a deque
    """Whether two containers hold equal parts in the same order."""
    return bool(known == value) and (not isinstance(value, dict) or list(known) == list(value))


def _restore(room: Room, snapshot: Room) -> None:
    """Make the room what it was; the snapshot stays as it is."""
    for each in fields(room):
        value = getattr(snapshot, each.name)
        setattr(room, each.name, value.copy() if hasattr(value, "copy") else value)


def _as_given(window: Window, room: Room) -> Window | None:
    """The window up to the room as it is given; None where it knows nothing of that.

    A transaction that failed leaves the room as it was before.
    """
    if window.after == room:
        return window
    given = _written(room)
    if window.retelling is not None and _written(window.retelling.was.after) == given:
        return window.retelling.was
    while _written(window.after) != given:
        if not window.moments:
            return None
        window.after = window.moments.pop().before
    return window


def _written(room: Room) -> Room:
    """The room without words that live in memory alone: read again, it hasn't got them."""
    own = copy(room)
    own.questions = {
        name: replace(each, text=each.text if each.tracked else None, moved_on_to="")
        for name, each in room.questions.items()
    }
    return own


def _trim(window: Window) -> None:
    """Keep a minute, and no more than so many events."""
    oldest = window.after.now - WITHIN
    keep = next(
        (n for n, each in enumerate(window.moments) if each.at >= oldest), len(window.moments)
    )
    del window.moments[: max(keep, len(window.moments) - AT_MOST)]
